"""Names as they are compared."""

import pytest

from app.parties.names import bare_name, initials_of, legal_form_of, plain_words


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("ACME S.r.l.", "acme"),
        ("Acme srl", "acme"),
        ("acme  S. R. L.", "acme"),
        ("Kovo, spol. s r.o.", "kovo"),
        ("Moravské strojírny, a.s.", "moravske strojirny"),
        ("S.C. Danubia Logistic S.R.L.", "danubia logistic"),
        ("Müller & Söhne GmbH & Co. KG", "muller sohne"),
        ("Ferrero & Figli S.p.A.", "ferrero figli"),
        ("Straße & Søn ApS", "strasse son"),
        ("A.B. Rossi S.n.c.", "ab rossi"),
        ("SPA", "spa"),
        ("Țiriac Ștefănești S.A.", "tiriac stefanesti"),
    ],
)
def test_legal_form_accents_and_case_do_not_count(name: str, bare: str) -> None:
    assert bare_name(name) == bare


def test_legal_form_is_written_as_usual() -> None:
    assert [legal_form_of(name) for name in ("Acme SRL", "Kovo s. r. o.", "Ernst Handel")] == ["S.r.l.", "s.r.o.", None]


def test_words_hold_only_letters_and_figures() -> None:
    assert plain_words("o'Brien & “Co”: 50% <b>*</b> | !") == "o brien co 50 b b"


@pytest.mark.parametrize(("name", "letters"), [("Rossi Impianti S.r.l.", "RI"), ("Ernst", "E"), ("!!!", "?")])
def test_initials_are_at_most_two(name: str, letters: str) -> None:
    assert initials_of(name) == letters
