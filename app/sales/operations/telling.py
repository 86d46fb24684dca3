"""What the trail is told of quotes."""

from datetime import datetime

from app.core.actor import Actor
from app.sales.models import Quote
from app.trail.operations import record


def sums_of(quote: Quote) -> dict[str, object]:
    """The sums of a quote, for the trail."""
    return {
        "total_net": quote.total_net,
        "total_gross": quote.total_gross,
        "currency": quote.currency,
        "highest_discount_percent": quote.highest_discount_percent,
    }


def tell_quote(
    quote: Quote,
    action: str,
    *,
    by: Actor,
    at: datetime,
    after: dict[str, object],
    before: dict[str, object] | None = None,
    reason: str | None = None,
) -> None:
    """One line in the trail, in the chain of the quote's case."""
    record(
        action=action,
        entity="quote",
        entity_id=quote.id,
        case_key=quote.case_key,
        by=by,
        at=at,
        before=before,
        after=after,
        reason=reason,
    )
