"""What billing shows on the card of a party: what they owe, open invoices, the timeline."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import Select, case

from app.billing.models import Invoice, InvoiceKind, InvoiceStatus
from app.billing.queries import OPEN, OVERDUE, balance_of, invoices_of, is_of
from app.billing.tones import INVOICE_TONES
from app.core.actor import Viewer
from app.core.clock import now
from app.core.formats import format_day
from app.core.web import preferences
from app.engine.reading import today
from app.identity.permissions import Permission
from app.parties.card import (
    CardEntry,
    CardNumber,
    CardSection,
    TimelineType,
    card_action,
    card_numbers,
    card_section,
    card_timeline,
    timeline_lines,
)
from app.parties.models import Party

SHOWN = 5

card_action("billing/_card_action.html")


@card_numbers
def billing_numbers(party: Party, viewer: Viewer) -> Sequence[CardNumber]:  # noqa: ARG001  # all who see parties see sums
    """What they owe, and what of it is overdue."""
    balance = balance_of(party.id)
    return [
        CardNumber(
            "Balance",
            balance.open,
            currency=balance.currency,
            href=url_for("billing.show_invoices", party=party.id, state=OPEN),
        ),
        CardNumber(
            "Overdue",
            balance.overdue,
            currency=balance.currency,
            href=url_for("billing.show_invoices", party=party.id, state=OVERDUE),
            tone="danger" if balance.overdue else None,
        ),
    ]


@card_section
def open_invoice_section(party: Party, viewer: Viewer) -> CardSection:  # noqa: ARG001  # as above
    """The invoices that wait for money."""
    on = today(now())
    entries = [_entry(invoice, on) for invoice in invoices_of(party.id, state=OPEN, limit=SHOWN)]
    return CardSection("Open invoices", entries, url_for("billing.show_invoices", party=party.id))


def _entry(invoice: Invoice, on: date) -> CardEntry:
    is_late = invoice.is_overdue(on)
    due = f"due {format_day(invoice.due_on, to=preferences())}" if invoice.due_on else ""
    return CardEntry(
        title=invoice.label,
        href=url_for("billing.show_invoice", invoice_id=invoice.id),
        note=due,
        amount=invoice.open_total,
        currency=invoice.currency,
        when=invoice.created_at,
        badge="overdue" if is_late else invoice.status.value,
        tone="danger" if is_late else INVOICE_TONES[invoice.status],
        icon="file-invoice",
    )


def _lines(party: Party, viewer: Viewer) -> Select[Any]:  # noqa: ARG001  # as above; Any: see TimelineLine
    note = case((Invoice.kind == InvoiceKind.CREDIT_NOTE, "Credit note"), else_="Invoice")
    return timeline_lines(
        key=Invoice.id,
        when=Invoice.created_at,
        title=Invoice.number,
        note=note,
        state=Invoice.status,
        amount=Invoice.total_gross,
        currency=Invoice.currency,
        who=Invoice.created_by,
    ).where(is_of(party.id), Invoice.status != InvoiceStatus.DRAFT)


card_timeline(
    TimelineType(
        name="invoices",
        label="Invoices",
        icon="file-invoice",
        lines=_lines,
        href=lambda line: url_for("billing.show_invoice", invoice_id=line.key),
        tones={status.value: tone for status, tone in INVOICE_TONES.items()},
        permission=Permission.VIEW_BILLING,
        order=40,
    )
)
