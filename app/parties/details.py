"""What is entered about a party, a contact person or a site, and its check. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from app.parties import identifiers
from app.parties.errors import PartyInvalid

LONGEST_PAYMENT_TERMS_DAYS = 365
LONGEST_WAY_KM = 20_000
LANGUAGES = ("en", "it", "ro", "cs")


@dataclass(frozen=True)
class PartyDetails:
    """All that people enter about a party; the names are those of the table."""

    name: str
    country: str
    kind: str = "organisation"
    roles: tuple[str, ...] = ()
    vat_number: str | None = None
    fiscal_code: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    language: str = "en"
    currency: str = "EUR"
    payment_terms_days: int = 30
    sales_rep: str | None = None
    service_rep: str | None = None
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    county: str | None = None
    industry: str | None = None
    turnover: Decimal | None = None
    employees: int | None = None
    notes: str | None = None
    external_id: str | None = None


@dataclass(frozen=True)
class SiteDetails:
    """All that people enter about a site; the names are those of the table.

    km: one way from us. is_main: proposed first.
    """

    name: str
    country: str
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    county: str | None = None
    km: Decimal | None = None
    phone: str | None = None
    is_main: bool = False


@dataclass(frozen=True)
class ContactDetails:
    """All that people enter about a contact person."""

    name: str
    function: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str | None = None


def checked_party(details: PartyDetails) -> PartyDetails:
    """The details with numbers in one spelling. Raises PartyInvalid with a sentence for each wrong field."""
    check = _Check()
    country = check.country(details.country)
    cleaned = replace(
        details,
        name=check.name(details.name),
        country=country,
        vat_number=check.number("vat_number", details.vat_number, identifiers.vat_number, country),
        fiscal_code=check.number("fiscal_code", details.fiscal_code, identifiers.fiscal_code, country),
        phone=check.number("phone", details.phone, identifiers.phone_number, country),
        email=check.email(details.email),
    )
    check.not_negative("turnover", details.turnover)
    check.not_negative("employees", details.employees)
    check.payment_terms(details.payment_terms_days)
    check.raise_what_is_wrong()
    return cleaned


def checked_contact(details: ContactDetails, *, country: str) -> ContactDetails:
    """The details with numbers in one spelling. Raises PartyInvalid with a sentence for each wrong field."""
    check = _Check()
    cleaned = replace(
        details,
        name=check.name(details.name),
        phone=check.number("phone", details.phone, identifiers.phone_number, country),
        email=check.email(details.email),
    )
    check.raise_what_is_wrong()
    return cleaned


def checked_site(details: SiteDetails) -> SiteDetails:
    """The details with the phone in one spelling. Raises PartyInvalid with a sentence for each wrong field."""
    check = _Check()
    country = check.country(details.country)
    cleaned = replace(
        details,
        name=check.name(details.name),
        country=country,
        phone=check.number("phone", details.phone, identifiers.phone_number, country),
    )
    check.not_negative("km", details.km)
    if details.km is not None and details.km > LONGEST_WAY_KM:
        check.wrong["km"] = [f"Enter at most {LONGEST_WAY_KM} km, not {details.km}."]
    check.raise_what_is_wrong()
    return cleaned


class _Check:
    """Collects what is wrong, so that all of it is said at once."""

    def __init__(self) -> None:
        self.wrong: dict[str, list[str]] = {}

    def raise_what_is_wrong(self) -> None:
        if self.wrong:
            raise PartyInvalid(self.wrong)

    def name(self, text: str) -> str:
        cleaned = " ".join(text.split())
        if not cleaned:
            self.wrong["name"] = ["Enter a name."]
        return cleaned

    def country(self, code: str) -> str:
        if identifiers.country_name(code.upper()) == code.upper():
            self.wrong["country"] = [f"{code} is not the two-letter code of a country."]
        return code.upper()

    def number(self, field: str, text: str | None, clean: "_Cleaner", country: str) -> str | None:
        if not text or not text.strip() or "country" in self.wrong:
            return None
        try:
            return clean(text, country=country)
        except ValueError as error:
            self.wrong[field] = [str(error)]
            return text

    def email(self, text: str | None) -> str | None:
        if not text or not text.strip():
            return None
        try:
            return identifiers.email_address(text)
        except ValueError as error:
            self.wrong["email"] = [str(error)]
            return text

    def not_negative(self, field: str, value: Decimal | int | None) -> None:
        if value is not None and value < 0:
            self.wrong[field] = [f"Enter 0 or more, not {value}."]

    def payment_terms(self, days: int) -> None:
        if not 0 <= days <= LONGEST_PAYMENT_TERMS_DAYS:
            self.wrong["payment_terms_days"] = [f"Enter 0 to {LONGEST_PAYMENT_TERMS_DAYS} days, not {days}."]


_Cleaner = Callable[..., str]
