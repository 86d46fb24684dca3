"""Gathers what papers and mails are made from: one record, its people, its documents."""

from collections.abc import Sequence
from uuid import UUID

from app.catalog.papers import PaperData, PaperPeople, address_on_paper, people_on_paper, shown_amount, shown_date
from app.core.db import Key, session
from app.documents.queries import documents_of, files_of
from app.mail.outgoing import OutgoingMail, shown_address
from app.sales.letters import Kind, letter
from app.sales.models import Order, Quote
from app.sales.papers import order_document_data, quote_document_data
from app.sales.queries import alternatives_of, order_by_id, quote_by_id


def quote_papers(quote_id: UUID) -> list[tuple[Quote, PaperData]]:
    """The quote and its alternatives, and what the document of each says."""
    return [_quote_paper(quote) for quote in alternatives_of(quote_by_id(quote_id))]


def _quote_paper(quote: Quote) -> tuple[Quote, PaperData]:
    replaced = session().get(Quote, quote.revision_of_id) if quote.revision_of_id else None
    return quote, quote_document_data(quote, people_of(quote), revision_of=(replaced and replaced.number) or "")


def order_paper(order_id: UUID) -> tuple[Order, PaperData]:
    """The order, and what its confirmation says."""
    order = order_by_id(order_id)
    data = order_document_data(
        order, people_of(order), ordered_on=order.placed_at.date(), quote_number=order.quote.number or ""
    )
    return order, data


def quote_mail(quote_id: UUID, *, kind: Kind, key: str) -> OutgoingMail:
    """The mail with a quote and its alternatives, or the reminder of them. Raises NobodyToWriteTo."""
    quotes = alternatives_of(quote_by_id(quote_id))
    quote = quotes[0]
    values = {
        "issued": shown_date(quote.issued_on, quote.language),
        "until": shown_date(quote.valid_until, quote.language),
        "offers": "\n".join(_offer(each) for each in quotes),
    }
    several: dict[Kind, Kind] = {"quote": "alternatives", "reminder": "alternatives_reminder"}
    chosen = several[kind] if len(quotes) > 1 else kind
    return _mail(quotes, kind=chosen, key=key, subject_type="quote", values=values)


def order_mail(order_id: UUID, *, key: str) -> OutgoingMail:
    """The mail with an order confirmation. Raises NobodyToWriteTo."""
    order = order_by_id(order_id)
    values = {"delivery": shown_date(order.delivery_on, order.language)}
    return _mail([order], kind="order_confirmation", key=key, subject_type="order", values=values)


def people_of(record: Quote | Order) -> PaperPeople:
    """Who stands on the papers of a record."""
    return people_on_paper(record.party_id, contact_id=record.contact_id, user_name=record.salesperson)


def _offer(quote: Quote) -> str:
    """One alternative in a line of the mail."""
    return f"{quote.alternative}: {quote.number}, {shown_amount(quote.total_gross, quote.language)} {quote.currency}"


def _mail(
    records: Sequence[Quote] | Sequence[Order], *, kind: Kind, key: str, subject_type: str, values: dict[str, str]
) -> OutgoingMail:
    """The mail about the first of the records, with the newest document of each."""
    record = records[0]
    people = people_of(record)
    ours, seller = people.company, people.salesperson
    text = letter(
        kind,
        language=record.language,
        contact=people.contact.name if people.contact else "",
        signed_by=seller.display_name if seller else "",
        values={
            "number": record.number or "",
            "seller": ours.name,
            "total": shown_amount(record.total_gross, record.language),
            "currency": record.currency,
            **values,
        },
    )
    newest = [document for each in records for document in documents_of(subject_type, each.id)[:1]]
    return OutgoingMail(
        key=key,
        sender=shown_address(ours.name, ours.email),
        reply_to=shown_address(seller.display_name, seller.email) if seller and seller.email else None,
        to=(address_on_paper(people),),
        subject=text.subject,
        text=text.text,
        attachments=files_of(document.id for document in newest),
        case_key=Key(record.case_key),
        subject_type=subject_type,
        subject_id=record.id,
    )
