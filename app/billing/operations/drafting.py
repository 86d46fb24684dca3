"""Verbs of drafts: draw an invoice up from lines, once per source."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from app.billing.customers import lacking
from app.billing.drafts import DraftLine, InvoiceDraft
from app.billing.errors import BilledBefore, CustomerIncomplete, InvoiceLineInvalid, InvoiceWithoutLines
from app.billing.models import Invoice, InvoiceKind, InvoiceLine, InvoiceStatus
from app.billing.queries import rate_on
from app.billing.telling import sums_of, tell
from app.billing.totals import sum_up
from app.catalog.pricing import line_net
from app.core.actor import Actor
from app.core.clock import company_zone
from app.core.db import session
from app.core.money import ZERO
from app.parties.models import Party
from app.parties.queries import company, party_by_id

MOST_LINES = 500
LONGEST_NAME = 500


def draft_invoice(draft: InvoiceDraft, *, by: Actor, at: datetime) -> Invoice:
    """The draft of an invoice; drawn up from the same source again, the invoice that is there, whatever its state.

    Two at once get the same one. Raises InvoiceWithoutLines, InvoiceLineInvalid, CustomerIncomplete for a customer
    without address or fiscal number, RateMissing, BilledBefore when a line's source stands on another invoice.
    """
    _wait_for_same_source(draft)
    if (there := _made_from(draft)) is not None:
        return there
    _refuse_unusable_lines(draft.lines)
    party = party_by_id(draft.party_id)
    refuse_incomplete(party, without_vat=any(line.tax_rate_percent == 0 for line in draft.lines))
    _refuse_billed(draft.lines)
    invoice = _new_invoice(draft, by=by, at=at)
    invoice.lines = [_line(position, line) for position, line in enumerate(draft.lines, start=1)]
    sum_up(invoice)
    _add_once(invoice, draft.lines)
    tell(invoice, "invoice.drafted", by=by, at=at, after=sums_of(invoice))
    return invoice


def refuse_incomplete(party: Party, *, without_vat: bool) -> None:
    """Raises CustomerIncomplete with what a fiscal paper lacks of this customer."""
    missing = lacking(party, seller_country=company().country, without_vat=without_vat)
    if missing:
        raise CustomerIncomplete(party.name, missing, href=f"/parties/{party.id}")


def _add_once(invoice: Invoice, lines: tuple[DraftLine, ...]) -> None:
    try:
        with session().begin_nested():
            session().add(invoice)
            session().flush()  # the unique keys of the sources speak now, not at the commit
    except IntegrityError:
        _refuse_billed(lines)  # somebody billed one of them in the same moment
        raise


def _wait_for_same_source(draft: InvoiceDraft) -> None:
    source = f"invoice:{draft.source_type}:{draft.source_id}"
    session().execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:source, 2))"), {"source": source})


def _made_from(draft: InvoiceDraft) -> Invoice | None:
    return session().scalar(
        select(Invoice)
        .where(
            Invoice.source_type == draft.source_type,
            Invoice.source_id == str(draft.source_id),
            Invoice.status != InvoiceStatus.CANCELLED,
            Invoice.kind == InvoiceKind.INVOICE,
        )
        .options(selectinload(Invoice.lines))
    )


def _refuse_unusable_lines(lines: tuple[DraftLine, ...]) -> None:
    if not lines:
        raise InvoiceWithoutLines
    if len(lines) > MOST_LINES:
        raise InvoiceLineInvalid(MOST_LINES + 1, f"an invoice has at most {MOST_LINES} lines.")
    for position, line in enumerate(lines, start=1):
        if not line.name.strip() or len(line.name) > LONGEST_NAME:
            raise InvoiceLineInvalid(position, f"say what is billed, in at most {LONGEST_NAME} characters.")
        if line.quantity <= 0:
            raise InvoiceLineInvalid(position, "the quantity must be above 0.")
        if line.unit_price < 0:
            raise InvoiceLineInvalid(position, "the price cannot be below 0.")
        if not 0 <= line.discount_percent <= 100:
            raise InvoiceLineInvalid(position, "the discount must be from 0 to 100 per cent.")


def _refuse_billed(lines: Iterable[DraftLine]) -> None:
    for line in lines:
        if line.source_type is None:
            continue
        first = session().scalar(
            select(Invoice)
            .join(InvoiceLine)
            .where(
                InvoiceLine.source_type == line.source_type,
                InvoiceLine.source_id == str(line.source_id),
                ~InvoiceLine.is_released,
            )
        )
        if first is not None:
            raise BilledBefore(line.name, first)


def _new_invoice(draft: InvoiceDraft, *, by: Actor, at: datetime) -> Invoice:
    own_currency = company().currency
    return Invoice(
        id=uuid4(),
        kind=InvoiceKind.INVOICE,
        status=InvoiceStatus.DRAFT,
        party_id=draft.party_id,
        contact_id=draft.contact_id,
        currency=draft.currency,
        own_currency=own_currency,
        exchange_rate=rate_on(draft.currency, own_currency=own_currency, on=at.astimezone(company_zone()).date()),
        language=draft.language,
        payment_terms_days=draft.payment_terms_days,
        notes=draft.notes,
        paid_total=ZERO,
        reminders_sent=0,
        case_key=draft.case_key,
        source_type=draft.source_type,
        source_id=str(draft.source_id),
        campaign_id=draft.campaign_id,
        created_at=at,
        created_by=by.id,
    )


def _line(position: int, line: DraftLine) -> InvoiceLine:
    return InvoiceLine(
        id=uuid4(),
        position=position,
        code=line.code,
        name=line.name.strip(),
        unit=line.unit,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        net=line_net(line.quantity, unit_price=line.unit_price, discount_percent=line.discount_percent),
        tax_name=line.tax_name,
        tax_rate_percent=Decimal(line.tax_rate_percent),
        tax_note=line.tax_note,
        source_type=line.source_type,
        source_id=None if line.source_id is None else str(line.source_id),
        is_released=False,
    )
