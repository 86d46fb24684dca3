"""What every paper says of its people, lines and sums, as plain formatted values in the customer's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from stdnum import iban

from app.catalog.pricing import Taxed, Totals, totals
from app.catalog.wording import payment_terms, tax_note, unit_name
from app.core.db import session
from app.core.languages import language_of
from app.identity.models import User
from app.identity.queries import users_named
from app.mail.outgoing import shown_address
from app.parties.errors import NobodyToWriteTo
from app.parties.identifiers import readable_phone
from app.parties.models import Company, ContactPerson, Party
from app.parties.queries import company, party_by_id

PaperData = dict[str, Any]  # Any: texts, lists of them and dicts of them


class PaperLine(Taxed, Protocol):
    """A line as it stands on a paper."""

    position: int
    code: str
    name: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount_percent: Decimal


@dataclass(frozen=True)
class PaperPeople:
    """Who stands on a paper besides its lines."""

    company: Company
    party: Party
    contact: ContactPerson | None
    salesperson: User | None


def people_on_paper(party_id: UUID, *, contact_id: UUID | None, user_name: str | None) -> PaperPeople:
    """Who stands on a paper: our company, the party, its contact person, our person."""
    return PaperPeople(
        company=company(),
        party=party_by_id(party_id),
        contact=session().get(ContactPerson, contact_id) if contact_id else None,
        salesperson=users_named([user_name]).get(user_name or ""),
    )


def address_on_paper(people: PaperPeople) -> str:
    """Where a paper is sent: the contact person's address, else the party's. Raises NobodyToWriteTo."""
    if people.contact is not None and people.contact.email:
        return shown_address(people.contact.name, people.contact.email)
    if people.party.email:
        return shown_address(people.party.name, people.party.email)
    raise NobodyToWriteTo(people.party.name)


def paper_data(
    lines: Sequence[PaperLine],
    people: PaperPeople,
    *,
    number: str | None,
    currency: str,
    language: str,
    words: dict[str, str],
    payment_terms_days: int,
    notes: str | None,
) -> PaperData:
    """The values that every paper with lines shares. words: its labels, in the language."""
    language = language_of(language)
    sums = totals(lines)
    return {
        **people_data(people, language=language),
        "t": words,
        "number": number or "",
        "currency": currency,
        "lines": lines_data(lines, language),
        **sums_data(sums, vat_word=words["vat"], language=language),
        "payment_terms": payment_terms(payment_terms_days, language=language),
        "notes": notes or "",
    }


def lines_data(lines: Sequence[PaperLine], language: str) -> list[PaperData]:
    """Each line as it stands on a paper."""
    return [_line(line, language_of(language)) for line in lines]


def people_data(people: PaperPeople, *, language: str) -> PaperData:
    """Who writes and who reads: `language`, `seller`, `customer`, `contact`, `salesperson`."""
    is_abroad = people.party.country != people.company.country
    return {
        "language": language,
        "seller": _seller(people.company, language, is_abroad=is_abroad),
        "customer": _customer(people.party, language, is_abroad=is_abroad),
        "contact": _contact(people.contact),
        "salesperson": _salesperson(people.salesperson),
    }


def company_data(ours: Company, *, language: str) -> PaperData:
    """Our own company, for papers that stay in the house."""
    return _seller(ours, language_of(language), is_abroad=False)


def sums_data(sums: Totals, *, vat_word: str, language: str) -> PaperData:
    """The sums: `vat` with a row per rate, `total_net`, `total_vat`, `total_gross`."""
    return {
        "vat": [
            {
                "name": f"{vat_word} {shown_percent(row.rate_percent, language)}",
                "rate": shown_percent(row.rate_percent, language),
                "base": shown_amount(row.base, language),
                "amount": shown_amount(row.amount, language),
                "note": tax_note(row.note, language=language),
            }
            for row in sums.vat_rows
        ],
        "total_net": shown_amount(sums.net, language),
        "total_vat": shown_amount(sums.vat, language),
        "total_gross": shown_amount(sums.gross, language),
    }


def shown_date(day: date | None, language: str) -> str:
    """The day in words, such as `23 novembre 2026`; empty for none."""
    return format_date(day, "long", locale=language_of(language)) if day else ""


def shown_amount(amount: Decimal, language: str) -> str:
    """The amount to the cent, such as `1.234,50`."""
    return format_decimal(amount, "#,##0.00", locale=language_of(language))


def shown_percent(number: Decimal, language: str) -> str:
    """The rate, such as `22 %`."""
    return f"{format_decimal(number, '0.##', locale=language_of(language))} %"


def shown_quantity(quantity: Decimal, language: str) -> str:
    """The quantity with what decimals it has, such as `1,5`."""
    return format_decimal(quantity, "#,##0.####", locale=language_of(language))


def _line(line: PaperLine, language: str) -> PaperData:
    return {
        "position": str(line.position),
        "code": line.code,
        "name": line.name,
        "quantity": shown_quantity(line.quantity, language),
        "unit": unit_name(line.unit, language=language),
        "price": format_decimal(line.unit_price, "#,##0.00##", locale=language),
        "discount": shown_percent(line.discount_percent, language) if line.discount_percent else "",
        "net": shown_amount(line.net, language),
        "vat_rate": shown_percent(line.tax_rate_percent, language),
    }


def _seller(company: Company, language: str, *, is_abroad: bool) -> PaperData:
    town = " ".join(filter(None, (company.postal_code, company.city, f"({company.county})" if company.county else "")))
    return {
        "name": company.name,
        "address_lines": _lines((company.street, town, _country(company.country, language) if is_abroad else "")),
        "vat_number": company.vat_number,
        "fiscal_code": company.fiscal_code,
        "email": company.email,
        "phone": readable_phone(company.phone) if company.phone else "",
        "website": company.website,
        "bank_name": company.bank_name,
        "iban": iban.format(company.iban),
    }


def _customer(party: Party, language: str, *, is_abroad: bool) -> PaperData:
    country = _country(party.country, language) if is_abroad else ""
    return {
        "name": party.name,
        "address_lines": _lines((*party.address_lines, country)),
        "vat_number": party.vat_number or "",
        "fiscal_code": party.fiscal_code or "",
    }


def _contact(contact: ContactPerson | None) -> PaperData:
    return {
        "name": contact.name if contact else "",
        "function": (contact and contact.function) or "",
        "email": (contact and contact.email) or "",
        "phone": readable_phone(contact.phone) if contact and contact.phone else "",
    }


def _salesperson(user: User | None) -> PaperData:
    return {"name": user.display_name if user else "", "email": (user and user.email) or ""}


def _country(code: str, language: str) -> str:
    name: str = Locale(language).territories.get(code, code)
    return name


def _lines(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line]
