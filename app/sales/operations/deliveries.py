"""Verbs of what an order brings about: its delivery, serial numbers in the register, its invoice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.billing.drafts import DraftLine, InvoiceDraft
from app.billing.models import Invoice
from app.billing.operations import draft_invoice
from app.catalog.queries import products_by_id
from app.contracts.drafts import InstalledProductDetails
from app.contracts.operations import register_installed_product
from app.core.actor import Actor
from app.engine.reading import today
from app.sales.errors import DeliveryInvalid, OrderNotThere
from app.sales.models import Opportunity, Order, OrderLine, OrderStatus, Stage
from app.sales.operations.opportunities import move_to_stage
from app.sales.operations.orders import tell_order

ORDER_SOURCE, LINE_SOURCE = "sales_order", "sales_order_line"


@dataclass(frozen=True)
class Piece:
    """One delivered piece with its serial number. position: of its line on the order."""

    position: int
    serial_number: str


def pieces_with_numbers(order: Order) -> list[OrderLine]:
    """The line of each piece that needs a serial number, a line once for every piece."""
    products = products_by_id({line.product_id for line in order.lines})
    numbered = [line for line in order.lines if products[line.product_id].is_serialised]
    return [line for line in numbered for _ in range(int(line.quantity))]


def deliver_order(
    order: Order, pieces: Sequence[Piece], *, delivered_on: date, on: date, by: Actor, at: datetime
) -> None:
    """The goods are with the customer; each serial number stands in the register of installed products.

    on: today. Raises DeliveryInvalid beside the field, OrderNotThere for an order that is not confirmed.
    """
    if order.status is not OrderStatus.CONFIRMED:
        raise OrderNotThere(order.number, order.status.value)
    _refuse_day(order, delivered_on, on)
    _refuse_numbers(order, pieces)
    order.status, order.delivered_on = OrderStatus.DELIVERED, delivered_on
    lines = {line.position: line for line in order.lines}
    for piece in pieces:
        line = lines[piece.position]
        details = InstalledProductDetails(
            party_id=order.party_id,
            product_id=line.product_id,
            name=line.name,
            serial_number=piece.serial_number,
            installed_on=delivered_on,
            order_id=order.id,
        )
        register_installed_product(details, by=by, at=at)
    shown = {"number": order.number, "delivered_on": delivered_on, "pieces": [piece.serial_number for piece in pieces]}
    tell_order(order, "order.delivered", by=by, at=at, after=shown)


def bill_order(order: Order, opportunity: Opportunity, *, by: Actor, at: datetime) -> Invoice:
    """The draft of the invoice over what was delivered, once; the negotiation is a sale now."""
    draft = InvoiceDraft(
        party_id=order.party_id,
        contact_id=order.contact_id,
        lines=tuple(_billed(line) for line in order.lines),
        currency=order.currency,
        language=order.language,
        payment_terms_days=order.payment_terms_days,
        source_type=ORDER_SOURCE,
        source_id=order.id,
        case_key=order.case_key,
        campaign_id=order.campaign_id,
    )
    invoice = draft_invoice(draft, by=by, at=at)
    order.invoice_id = invoice.id
    move_to_stage(opportunity, Stage.SALE, by=by, at=at)
    return invoice


def _refuse_day(order: Order, delivered_on: date, on: date) -> None:
    if delivered_on > on:
        raise DeliveryInvalid("The delivery would be in the future.", "delivered_on")
    placed_on = today(order.placed_at)
    if delivered_on < placed_on:
        raise DeliveryInvalid(
            f"The order was placed on {placed_on:%d %B %Y}; it cannot be delivered before.", "delivered_on"
        )


def _refuse_numbers(order: Order, pieces: Sequence[Piece]) -> None:
    wanted = Counter(line.position for line in pieces_with_numbers(order))
    given = Counter(piece.position for piece in pieces)
    names = {line.position: line.name for line in order.lines}
    for position in sorted(wanted | given):
        if wanted[position] != given[position]:
            text = f"{names.get(position, 'This line')} needs {wanted[position]} serial numbers, not {given[position]}."
            raise DeliveryInvalid(text, "serial_numbers")
    repeated = Counter((piece.position, piece.serial_number) for piece in pieces)
    if twice := [number for (_, number), count in repeated.items() if count > 1]:
        raise DeliveryInvalid(f"The serial number {twice[0]} stands there twice.", "serial_numbers")


def _billed(line: OrderLine) -> DraftLine:
    return DraftLine(
        name=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_name=line.tax_name,
        tax_rate_percent=line.tax_rate_percent,
        tax_note=line.tax_note,
        code=line.code,
        unit=line.unit,
        discount_percent=line.discount_percent,
        source_type=LINE_SOURCE,
        source_id=line.id,
    )
