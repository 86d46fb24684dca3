"""Verbs of orders: place one for an accepted quote, confirm it, close it. Delivery is in `deliveries`."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import uuid4

from app.catalog.pricing import totals
from app.core.actor import Actor
from app.core.db import session
from app.numbering.operations import next_number
from app.parties.models import Party, PartyRole
from app.parties.operations import give_role
from app.sales.errors import OrderNotThere, QuoteNotAccepted
from app.sales.models import Opportunity, Order, OrderLine, OrderStatus, Quote, QuoteLine, QuoteStatus, Stage
from app.sales.numbering import ORDER
from app.sales.operations.opportunities import move_to_stage
from app.sales.queries import order_of_quote
from app.trail.operations import record

TAKEN_OVER = """case_key opportunity_id party_id contact_id currency language salesperson payment_terms_days
    campaign_id""".split()
LINE_TAKEN_OVER = """product_id code name unit quantity unit_price discount_percent
    net tax_name tax_rate_percent tax_note""".split()


def place_order(
    quote: Quote,
    opportunity: Opportunity,
    party: Party,
    *,
    lines: Sequence[QuoteLine],
    on: date,
    by: Actor,
    at: datetime,
) -> Order:
    """The order of an accepted quote; the one that is there when it was placed before. The party is a customer now.

    lines: what of the quote is ordered, see `lines_ordered`.
    """
    if quote.status is not QuoteStatus.ACCEPTED:
        raise QuoteNotAccepted(quote)
    if (placed := order_of_quote(quote.id)) is not None:
        return placed
    sums = totals(lines)
    order = Order(
        id=uuid4(),
        quote_id=quote.id,
        status=OrderStatus.PLACED,
        placed_at=at,
        placed_by=by.id,
        lines=[_line_of(line, position) for position, line in enumerate(lines, start=1)],
        total_net=sums.net,
        total_vat=sums.vat,
        total_gross=sums.gross,
        **{name: getattr(quote, name) for name in TAKEN_OVER},
    )
    move_to_stage(opportunity, Stage.NEGOTIATION, by=by, at=at)
    give_role(party, PartyRole.CUSTOMER, by=by, at=at)
    order.number = next_number(ORDER, on=on)
    session().add(order)
    shown: dict[str, object] = {"number": order.number, "quote": quote.number, "total_gross": order.total_gross}
    tell_order(order, "order.placed", by=by, at=at, after=shown)
    return order


def lines_ordered(quote: Quote, *, with_options: bool) -> list[QuoteLine]:
    """The lines of a quote that are ordered: optional ones only when the customer wants them."""
    return [line for line in quote.lines if with_options or not line.is_optional]


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
    tell_order(order, "order.confirmed", by=by, at=at, after=shown)


def close_order(order: Order, *, invoice_outcome: str, by: Actor, at: datetime) -> None:
    """Delivered and settled: nothing is left to do. Closing it again changes nothing."""
    if order.status is OrderStatus.CLOSED:
        return
    if order.status is not OrderStatus.DELIVERED:
        raise OrderNotThere(order.number, order.status.value)
    order.status, order.closed_at = OrderStatus.CLOSED, at
    tell_order(order, "order.closed", by=by, at=at, after={"number": order.number, "invoice": invoice_outcome})


def tell_order(order: Order, action: str, *, by: Actor, at: datetime, after: dict[str, object]) -> None:
    """One line in the trail, in the chain of the order's case."""
    record(
        action=action,
        entity="order",
        entity_id=order.id,
        case_key=order.case_key,
        by=by,
        at=at,
        after=after,
    )


def _line_of(line: QuoteLine, position: int) -> OrderLine:
    return OrderLine(position=position, **{name: getattr(line, name) for name in LINE_TAKEN_OVER})
