"""Numbers that say who somebody is: VAT number, fiscal code, phone, e-mail; checked and in one spelling."""

from contextlib import suppress
from types import ModuleType

import phonenumbers
from babel import Locale
from email_validator import EmailNotValidError, validate_email
from stdnum import get_cc_module
from stdnum.at import tin, uid
from stdnum.cz import dic as czech_number
from stdnum.de import idnr, stnr
from stdnum.de import vat as ust_idnr
from stdnum.exceptions import ValidationError
from stdnum.fr import nir, siren, siret, tva
from stdnum.it import codicefiscale, iva
from stdnum.ro import cf as romanian_number
from stdnum.ro import cnp

EU_COUNTRIES = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
COUNTRIES_CALLED = (*sorted(EU_COUNTRIES), "CH", "GB")
VAT_PREFIXES = {country: country for country in EU_COUNTRIES} | {"GR": "EL"}
FISCAL_CODE_CHECKS: dict[str, tuple[ModuleType, ...]] = {
    "IT": (codicefiscale, iva),
    "RO": (romanian_number, cnp),
    "CZ": (czech_number,),
    "DE": (idnr, stnr, ust_idnr),
    "FR": (siren, siret, nir, tva),
    "AT": (tin, uid),
}


def vat_number(text: str, *, country: str) -> str:
    """The VAT number without blanks, with the prefix of its country in the European Union.

    Raises ValueError with a sentence when the country's check fails; a country without a check keeps what was typed.
    """
    compact = "".join(sign for sign in text.upper() if sign.isalnum())
    check = get_cc_module(country.lower(), "vat")
    if check is None:
        return compact
    try:
        number = str(check.validate(compact))
    except ValidationError:
        raise ValueError(f"{text.strip()} is not a VAT number of {country_name(country)}.") from None
    prefix = VAT_PREFIXES.get(country, "")
    return number if number.startswith(prefix) else prefix + number


def fiscal_code(text: str, *, country: str) -> str:
    """The fiscal code without blanks. Raises ValueError with a sentence when the country's check fails."""
    compact = "".join(sign for sign in text.upper() if sign.isalnum())
    checks = FISCAL_CODE_CHECKS.get(country, ())
    if checks and not any(check.is_valid(compact) for check in checks):
        raise ValueError(f"{text.strip()} is not a fiscal code of {country_name(country)}.")
    return compact


def phone_number(text: str, *, country: str) -> str:
    """The number as E.164, such as +390351234567. Raises ValueError with a sentence for one that cannot be."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise ValueError(f"{text.strip()} is not a phone number.") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError(f"{text.strip()} is too long or too short for a phone number.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable_phone(e164: str) -> str:
    """The number with the blanks people expect, such as +39 035 123 4567."""
    number = phonenumbers.parse(e164)
    text: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return text


def phones_meant(text: str) -> set[str]:
    """What may stand behind a number as somebody types it, as E.164: it may be of any country we deal with."""
    numbers = set()
    for country in COUNTRIES_CALLED:
        with suppress(ValueError):
            numbers.add(phone_number(text, country=country))
    return numbers


def searched_numbers(*, vat_number: str | None, phone: str | None) -> str:
    """The numbers as people type them into a search: with and without the country, figures only for a phone."""
    words = []
    if vat_number:
        words.append(vat_number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if phone:
        number = phonenumbers.parse(phone)
        national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        words.append("".join(sign for sign in national if sign.isdecimal()))
    return " ".join(words)


def email_address(text: str) -> str:
    """The address in one spelling. Raises ValueError with a sentence for one that cannot be."""
    try:
        address: str = validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ValueError(f"{text.strip()} is not an e-mail address.") from None
    return address.lower()


def country_name(code: str) -> str:
    """The English name of a country; its code when there is none."""
    name: str = Locale("en").territories.get(code, code)
    return name
