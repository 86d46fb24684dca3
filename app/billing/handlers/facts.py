"""Facts beside the tasks of a case: the invoice, what is open, what the customer owes besides."""

from decimal import Decimal

from flask import url_for

from app.billing.models import Invoice
from app.billing.queries import balance_of, invoice_by_id
from app.core.actor import Viewer
from app.core.clock import now
from app.core.db import Key
from app.core.formats import format_day, format_money
from app.core.web import preferences
from app.engine.reading import id_in, today
from app.engine.registry import Fact, Variables, fact_source


@fact_source("billing.invoice")
def invoice_facts(viewer: Viewer, instance_key: Key, variables: Variables) -> list[Fact]:  # noqa: ARG001  # no more is needed
    """The case's invoice, once there is one."""
    invoice_id = id_in(variables, "invoice_id")
    if invoice_id is None:
        return []
    invoice = invoice_by_id(invoice_id)
    party = invoice.party
    return [
        Fact("Customer", party.name, url_for("parties.show_party", party_id=party.id)),
        Fact(
            invoice.kind.label,
            f"{invoice.label} · {invoice.status.value}",
            url_for("billing.show_invoice", invoice_id=invoice.id),
        ),
        Fact("Total with VAT", _money(invoice.total_gross, invoice.currency)),
        *_open(invoice),
        *_owed(invoice),
    ]


def _open(invoice: Invoice) -> list[Fact]:
    if invoice.open_total <= 0 or invoice.due_on is None:
        return []
    is_late = invoice.is_overdue(today(now()))
    facts = [Fact("Still open", _money(invoice.open_total, invoice.currency))] if invoice.paid_total else []
    facts.append(Fact("Due", format_day(invoice.due_on, to=preferences()), tone="bad" if is_late else None))
    if invoice.reminders_sent:
        facts.append(Fact("Reminders sent", str(invoice.reminders_sent), tone="warning"))
    return facts


def _owed(invoice: Invoice) -> list[Fact]:
    balance = balance_of(invoice.party_id)
    if not balance.open:
        return []
    overdue = f", {_money(balance.overdue, balance.currency)} overdue" if balance.overdue else ""
    href = url_for("billing.show_invoices", party=invoice.party_id, state="open")
    return [Fact("They owe", f"{_money(balance.open, balance.currency)}{overdue}", href)]


def _money(amount: Decimal, currency: str) -> str:
    return format_money(amount, currency, to=preferences())
