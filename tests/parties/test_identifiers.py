"""Numbers in one spelling, checked by country."""

from contextlib import suppress

import pytest

from app.parties import identifiers


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("IT 00743110157", "IT", "IT00743110157"),
        ("00743110157", "IT", "IT00743110157"),
        ("ro 18547290", "RO", "RO18547290"),
        ("25123891", "CZ", "CZ25123891"),
        ("EL 094259216", "GR", "EL094259216"),
        ("136695976", "DE", "DE136695976"),
        ("FR 40 303 265 045", "FR", "FR40303265045"),
        ("U13585627", "AT", "ATU13585627"),
        ("12-3456789", "US", "123456789"),
    ],
)
def test_vat_number_has_one_spelling(typed: str, country: str, number: str) -> None:
    assert identifiers.vat_number(typed, country=country) == number


@pytest.mark.parametrize(("typed", "country"), [("00743110158", "IT"), ("18547291", "RO"), ("x", "CZ"), ("", "DE")])
def test_vat_number_that_cannot_be_is_refused(typed: str, country: str) -> None:
    with pytest.raises(ValueError, match="is not a VAT number of"):
        identifiers.vat_number(typed, country=country)


def test_fiscal_code_of_a_person_or_a_company_will_do() -> None:
    codes = ("rccmnl83s18d969h", "00743110157")

    assert [identifiers.fiscal_code(code, country="IT") for code in codes] == ["RCCMNL83S18D969H", "00743110157"]


def test_every_country_of_the_union_has_a_check() -> None:
    unchecked = []
    for country in identifiers.EU_COUNTRIES:
        with suppress(ValueError):
            unchecked.append(identifiers.vat_number("1", country=country))

    assert unchecked == []


@pytest.mark.parametrize(
    ("code", "country"), [("303 265 045", "FR"), ("36 574 261 809", "DE"), ("59-119/9013", "AT"), ("any", "US")]
)
def test_fiscal_codes_are_checked_where_we_know_how(code: str, country: str) -> None:
    assert identifiers.fiscal_code(code, country=country)
    if country != "US":
        with pytest.raises(ValueError, match="is not a fiscal code"):
            identifiers.fiscal_code(f"{code}7", country=country)


def test_wrong_fiscal_code_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a fiscal code of Italy"):
        identifiers.fiscal_code("RCCMNL83S18D969X", country="IT")


@pytest.mark.parametrize(
    ("typed", "country"), [("035 123 4567", "IT"), ("+39 035 1234567", "RO"), ("0039035/1234567", "IT")]
)
def test_phone_is_kept_as_e164(typed: str, country: str) -> None:
    assert identifiers.phone_number(typed, country=country) == "+390351234567"


@pytest.mark.parametrize("typed", ["1", "call me", "+39 035 12345678901234"])
def test_phone_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="phone number"):
        identifiers.phone_number(typed, country="IT")


def test_mail_address_has_one_spelling() -> None:
    assert identifiers.email_address(" Anna@Example.COM ") == "anna@example.com"
