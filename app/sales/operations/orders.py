"""Verbs of orders: place one for an accepted quote, confirm it."""

from datetime import date, datetime
from uuid import uuid4

from app.core.actor import Actor
from app.core.db import session
from app.numbering.operations import next_number
from app.parties.models import Party, PartyRole
from app.parties.operations import give_role
from app.sales.errors import QuoteNotAccepted
from app.sales.models import Opportunity, Order, OrderLine, OrderStatus, Quote, QuoteLine, QuoteStatus, Stage
from app.sales.numbering import ORDER
from app.sales.operations.opportunities import move_to_stage
from app.sales.queries import order_of_quote
from app.trail.operations import record

TAKEN_OVER = """case_key opportunity_id party_id contact_id currency language salesperson payment_terms_days
    total_net total_vat total_gross""".split()
LINE_TAKEN_OVER = """position product_id code name unit quantity unit_price discount_percent
    net tax_name tax_rate_percent tax_note""".split()


def place_order(quote: Quote, opportunity: Opportunity, party: Party, *, on: date, by: Actor, at: datetime) -> Order:
    """The order of an accepted quote; the one that is there when it was placed before. The party is a customer now."""
    if quote.status is not QuoteStatus.ACCEPTED:
        raise QuoteNotAccepted(quote)
    if (placed := order_of_quote(quote.id)) is not None:
        return placed
    order = Order(
        id=uuid4(),
        quote_id=quote.id,
        status=OrderStatus.PLACED,
        placed_at=at,
        placed_by=by.id,
        lines=[_line_of(line) for line in quote.lines],
        **{name: getattr(quote, name) for name in TAKEN_OVER},
    )
    move_to_stage(opportunity, Stage.SALE, by=by, at=at)
    give_role(party, PartyRole.CUSTOMER, by=by, at=at)
    order.number = next_number(ORDER, on=on)
    session().add(order)
    shown: dict[str, object] = {"number": order.number, "quote": quote.number, "total_gross": order.total_gross}
    _tell(order, "order.placed", by=by, at=at, after=shown)
    return order


def confirm_order(
    order: Order,
    *,
    delivery_on: date,
    customer_reference: str | None,
    notes: str | None,
    by: Actor,
    at: datetime,
) -> None:
    """The back office has set the day of delivery."""
    order.status, order.delivery_on = OrderStatus.CONFIRMED, delivery_on
    order.customer_reference, order.notes = customer_reference, notes
    shown: dict[str, object] = {
        "number": order.number,
        "delivery_on": delivery_on,
        "customer_reference": customer_reference,
    }
    _tell(order, "order.confirmed", by=by, at=at, after=shown)


def _line_of(line: QuoteLine) -> OrderLine:
    return OrderLine(**{name: getattr(line, name) for name in LINE_TAKEN_OVER})


def _tell(order: Order, action: str, *, by: Actor, at: datetime, after: dict[str, object]) -> None:
    record(
        action=action,
        entity="order",
        entity_id=order.id,
        case_key=order.case_key,
        by=by,
        at=at,
        after=after,
    )
