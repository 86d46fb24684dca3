"""What papers say, as plain formatted values; `docs/processes/lead_to_order.md` lists the keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from stdnum import iban

from app.identity.models import User
from app.parties.identifiers import readable_phone
from app.parties.models import Company, ContactPerson, Party
from app.sales.models import Order, OrderLine, Quote, QuoteLine
from app.sales.pricing import totals
from app.sales.wording import labels, language_of, payment_terms, tax_note, unit_name

PaperData = dict[str, Any]  # Any: texts, lists of them and dicts of them

Lines = Sequence[QuoteLine] | Sequence[OrderLine]


@dataclass(frozen=True)
class PaperPeople:
    """Who stands on a paper besides its lines."""

    company: Company
    party: Party
    contact: ContactPerson | None
    salesperson: User | None


def quote_document_data(quote: Quote, people: PaperPeople, *, revision_of: str) -> PaperData:
    """The data of the template `quote`. revision_of: number of the quote that this one replaces, or empty."""
    return {
        **_paper(quote, people, title="quote"),
        "revision_of": revision_of,
        "issued_on": shown_date(quote.issued_on, quote.language),
        "valid_until": shown_date(quote.valid_until, quote.language),
    }


def order_document_data(order: Order, people: PaperPeople, *, ordered_on: date, quote_number: str) -> PaperData:
    """The data of the template `order_confirmation`."""
    return {
        **_paper(order, people, title="order_confirmation"),
        "ordered_on": shown_date(ordered_on, order.language),
        "delivery_on": shown_date(order.delivery_on, order.language),
        "quote_number": quote_number,
        "customer_reference": order.customer_reference or "",
    }


def shown_date(day: date | None, language: str) -> str:
    """The day in words, such as `23 novembre 2026`; empty for none."""
    return format_date(day, "long", locale=language_of(language)) if day else ""


def shown_amount(amount: Decimal, language: str) -> str:
    """The amount to the cent, such as `1.234,50`."""
    return format_decimal(amount, "#,##0.00", locale=language_of(language))


def _paper(record: Quote | Order, people: PaperPeople, *, title: str) -> PaperData:
    language = language_of(record.language)
    sums = totals(record.lines)
    words = labels(language, title=title)
    return {
        "language": language,
        "t": words,
        "number": record.number or "",
        "currency": record.currency,
        "seller": _seller(people.company, language, is_abroad=people.party.country != people.company.country),
        "customer": _customer(people.party, language, is_abroad=people.party.country != people.company.country),
        "contact": _contact(people.contact),
        "salesperson": _salesperson(people.salesperson),
        "lines": [_line(line, language) for line in record.lines],
        "vat": [
            {
                "name": f"{words['vat']} {_percent(row.rate_percent, language)}",
                "rate": _percent(row.rate_percent, language),
                "base": shown_amount(row.base, language),
                "amount": shown_amount(row.amount, language),
                "note": tax_note(row.note, language=language),
            }
            for row in sums.vat_rows
        ],
        "total_net": shown_amount(sums.net, language),
        "total_vat": shown_amount(sums.vat, language),
        "total_gross": shown_amount(sums.gross, language),
        "payment_terms": payment_terms(record.payment_terms_days, language=language),
        "notes": record.notes or "",
    }


def _line(line: QuoteLine | OrderLine, language: str) -> PaperData:
    return {
        "position": str(line.position),
        "code": line.code,
        "name": line.name,
        "quantity": format_decimal(line.quantity, "#,##0.####", locale=language),
        "unit": unit_name(line.unit, language=language),
        "price": format_decimal(line.unit_price, "#,##0.00##", locale=language),
        "discount": _percent(line.discount_percent, language) if line.discount_percent else "",
        "net": shown_amount(line.net, language),
        "vat_rate": _percent(line.tax_rate_percent, language),
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


def _percent(number: Decimal, language: str) -> str:
    return f"{format_decimal(number, '0.##', locale=language)} %"


def _country(code: str, language: str) -> str:
    name: str = Locale(language).territories.get(code, code)
    return name


def _lines(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line]
