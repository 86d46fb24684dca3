"""What sales papers say, as plain formatted values; `docs/processes/lead_to_order.md` lists the keys."""

from datetime import date

from app.catalog.papers import PaperData, PaperPeople, lines_data, paper_data, shown_date, sums_data
from app.catalog.pricing import totals
from app.core.languages import language_of
from app.sales.models import Order, Quote
from app.sales.wording import OPTIONAL, labels


def quote_document_data(quote: Quote, people: PaperPeople, *, revision_of: str) -> PaperData:
    """The data of the template `quote`. revision_of: number of the quote that this one replaces, or empty."""
    return {
        **_paper(quote, people, title="quote"),
        **_with_options(quote),
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


def _with_options(quote: Quote) -> PaperData:
    """Sums without the optional lines, which say that they are optional. Nothing for a quote without any."""
    if not any(line.is_optional for line in quote.lines):
        return {}
    words = labels(quote.language, title="quote")
    lines = [
        {**shown, "name": f"{shown['name']} ({OPTIONAL[language_of(quote.language)]})"} if line.is_optional else shown
        for line, shown in zip(quote.lines, lines_data(quote.lines, quote.language), strict=True)
    ]
    sums = totals(line for line in quote.lines if not line.is_optional)
    return {"lines": lines, **sums_data(sums, vat_word=words["vat"], language=language_of(quote.language))}


def _paper(record: Quote | Order, people: PaperPeople, *, title: str) -> PaperData:
    return paper_data(
        record.lines,
        people,
        number=record.number,
        currency=record.currency,
        language=record.language,
        words=labels(record.language, title=title),
        payment_terms_days=record.payment_terms_days,
        notes=record.notes,
    )
