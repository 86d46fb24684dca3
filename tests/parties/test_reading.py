"""Files of parties as rows, whatever program wrote them; and what their cells mean."""

from decimal import Decimal

import pytest

from app.parties.errors import FileUnreadable
from app.parties.importing.cells import values_of
from app.parties.importing.columns import proposed_mapping
from app.parties.importing.reading import Line, read_table

CZECH = "Název;Město\nKovářství Žďár;Třebíč\nŘezník;Děčín\n"
ROMANIAN = "Denumire;Localitate\nFântâna Albă;Brăila\nŞcoala;Ţărani\n"
ITALIAN = "Nome;Città\nCaffè Perù;Forlì\nSocietà Però;Cantù\n"


@pytest.mark.parametrize(
    ("text", "codec", "found"),
    [
        (CZECH, "utf-8", "utf-8"),
        (ITALIAN, "utf-8-sig", "utf-8"),
        (CZECH, "cp1250", "cp1250"),
        (ROMANIAN, "cp1250", "cp1250"),
        (ITALIAN, "cp1252", "cp1252"),
        ("Name;City\nMüller & Söhne;Köln\n", "cp1252", "cp1252"),
    ],
)
def test_encoding_is_found_out(text: str, codec: str, found: str) -> None:
    table = read_table(text.encode(codec))

    assert table.encoding == found
    assert [*table.headings, *table.lines[0].cells] == text.replace("\n", ";").split(";")[:4]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_delimiter_is_found_out(sign: str) -> None:
    table = read_table(f'Name{sign}City\n"Rossi, Bianchi; & Co"{sign}Como\n'.encode())

    assert table.lines == (Line(2, ("Rossi, Bianchi; & Co", "Como")),)


def test_lines_are_counted_as_in_the_file() -> None:
    table = read_table(b'Name,Notes\nA,"one\ntwo"\n\n,\nB,x\n')

    assert [line.number for line in table.lines] == [2, 6]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"Name,City\n", "a heading and no rows"),
        (b"PK\x03\x04rest", "an Excel or zip file"),
        ("Name\nRossi\n".encode("utf-16"), "a file in UTF-16"),
        (b"Name\nRos\x00si\n", "Line 2 holds a NUL byte"),
        (b'Name,City\nA,B\n"Rossi,Como\nB,C\n', "Line 3 cannot be read: a quotation mark"),
        (b"Name\n" + b"x\n" * 50_001, "more than 50000 rows"),
        (b"a," * 300 + b"b\nx\n", "301 columns"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MiB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(FileUnreadable, match=sentence):
        read_table(content)


def test_encoding_that_does_not_fit_is_refused_with_the_line() -> None:
    with pytest.raises(FileUnreadable, match="Line 2 holds a byte that UTF-8"):
        read_table("Name\nMüller\n".encode("cp1252"), encoding="utf-8")


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Company name", "VAT no.", "Fiscal code", "Zip"], ["name", "vat_number", "fiscal_code", "postal_code"]),
        (["Ragione sociale", "P.IVA", "Cod. fisc.", "CAP"], ["name", "vat_number", "fiscal_code", "postal_code"]),
        (["Denumire", "CUI", "Cod fiscal", "Județ"], ["name", "vat_number", "fiscal_code", "county"]),
        (["Název firmy", "DIČ", "IČO", "PSČ"], ["name", "vat_number", "fiscal_code", "postal_code"]),
        (["Name", "Company", "Nothing we know"], ["name"]),
    ],
)
def test_columns_are_known_by_their_headings(headings: list[str], fields: list[str]) -> None:
    assert list(proposed_mapping(headings).values()) == fields


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("country", "Italia", "IT"),
        ("country", "Česko", "CZ"),
        ("country", "ro", "RO"),
        ("language", "italiano", "it"),
        ("turnover", "1.234.567,50", Decimal("1234567.50")),
        ("turnover", "1,234,567.50", Decimal("1234567.50")),
        ("employees", "1.200", 1200),
        ("payment_terms_days", "60 gg", 60),
        ("roles", "Cliente, Fornitore", ("customer", "vendor")),
        ("kind", "Persona fisica", "person"),
    ],
)
def test_cells_are_read_as_people_write_them(field: str, text: str, value: object) -> None:
    assert values_of(Line(2, (text,)), {0: field}, columns=1).party == {field: value}


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("country", "Atlantis", "“Atlantis” is not a country."),
        ("language", "Klingon", "“Klingon” is not a language of our papers"),
        ("turnover", "a lot", "“a lot” is not a number."),
        ("turnover", "9" * 40, "is not an amount from 0"),
        ("employees", "2,5", "“2,5” is not a number of people."),
        ("payment_terms_days", "1000", "“1000” is not a number of days"),
        ("roles", "king", "“king” is not a role"),
        ("name", "x" * 1_000_000, "Name is longer than 200 characters"),
        ("city", "Como\x07", "City holds a sign that is no text."),
    ],
    ids=lambda value: str(value)[:12],
)
def test_cell_that_cannot_be_has_a_sentence(field: str, text: str, sentence: str) -> None:
    values = values_of(Line(2, (text,)), {0: field}, columns=1)

    assert sentence in values.problems[field]
