"""Leaves the trail of an invoice."""

from collections.abc import Mapping
from datetime import datetime

from app.billing.models import Invoice
from app.core.actor import Actor
from app.trail.operations import record


def tell(
    invoice: Invoice,
    action: str,
    *,
    by: Actor,
    at: datetime,
    after: dict[str, object],
    before: dict[str, object] | None = None,
    reason: str | None = None,
) -> None:
    """Note what was done to an invoice, in the chain of its case."""
    record(
        action=action,
        entity="invoice",
        entity_id=invoice.id,
        case_key=invoice.case_key,
        by=by,
        at=at,
        before=before,
        after={"number": invoice.number, **after},
        reason=reason,
    )


def sums_of(invoice: Invoice) -> dict[str, object]:
    """What the trail says of its sums."""
    return {"total_net": invoice.total_net, "total_gross": invoice.total_gross, "currency": invoice.currency}


def tell_export(count: int, filters: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Who took a list of invoices out, and which."""
    after = {"rows": count, "filters": filters}
    record(action="invoices.exported", entity="invoice_list", entity_id="csv", by=by, at=at, after=after)
