"""Job types of orders: placed, confirmed, delivered, billed, closed."""

from app.engine.reading import flag_in, needed_day, needed_id, needed_text, text_in, today
from app.engine.registry import Call, Variables, step_handler
from app.parties.queries import party_for_update
from app.sales.errors import DeliveryInvalid, SalesValueInvalid
from app.sales.operations.deliveries import Piece, bill_order, deliver_order, pieces_with_numbers
from app.sales.operations.orders import close_order, confirm_order, lines_ordered, place_order
from app.sales.queries import opportunity_for_update, order_for_update, quote_for_update


@step_handler("sales.place_order")
def place_order_step(call: Call) -> Variables:
    """The order of the accepted quote, once."""
    opportunity = opportunity_for_update(needed_id(call.variables, "opportunity_id"))
    quote = quote_for_update(needed_id(call.variables, "quote_id"))
    party = party_for_update(opportunity.party_id)
    lines = lines_ordered(quote, with_options=flag_in(call.variables, "with_options"))
    order = place_order(quote, opportunity, party, lines=lines, on=today(call.at), by=call.by, at=call.at)
    return {"order_id": str(order.id), "order_number": order.number}


@step_handler("sales.confirm_order")
def confirm_order_step(call: Call) -> Variables:
    """The day of delivery is set; a row waits for each serial number."""
    order = order_for_update(needed_id(call.variables, "order_id"))
    confirm_order(
        order,
        delivery_on=needed_day(call.variables, "delivery_on"),
        customer_reference=text_in(call.variables, "customer_reference"),
        notes=text_in(call.variables, "order_notes"),
        by=call.by,
        at=call.at,
    )
    pieces = pieces_with_numbers(order)
    return {
        "delivered_on": order.delivery_on.isoformat() if order.delivery_on else None,
        "serial_numbers": [{"line": str(line.position), "serial_number": None} for line in pieces],
        "has_serial_numbers": bool(pieces),
    }


@step_handler("sales.deliver_order")
def deliver_order_step(call: Call) -> Variables:
    """The goods are with the customer, their serial numbers in the register."""
    deliver_order(
        order_for_update(needed_id(call.variables, "order_id")),
        _pieces_in(call.variables),
        delivered_on=needed_day(call.variables, "delivered_on"),
        on=today(call.at),
        by=call.by,
        at=call.at,
    )
    return {}


@step_handler("sales.draft_invoice")
def draft_invoice_step(call: Call) -> Variables:
    """The draft of the invoice over what was delivered; the opportunity is in stage 4 Sale."""
    opportunity = opportunity_for_update(needed_id(call.variables, "opportunity_id"))
    order = order_for_update(needed_id(call.variables, "order_id"))
    invoice = bill_order(order, opportunity, by=call.by, at=call.at)
    return {"invoice_id": str(invoice.id)}


@step_handler("sales.close_order")
def close_order_step(call: Call) -> Variables:
    """Delivered and settled."""
    order = order_for_update(needed_id(call.variables, "order_id"))
    close_order(order, invoice_outcome=needed_text(call.variables, "invoice_outcome"), by=call.by, at=call.at)
    return {}


def _pieces_in(variables: Variables) -> list[Piece]:
    rows = variables.get("serial_numbers") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SalesValueInvalid("serial_numbers must be a list of rows.")
    return [_piece_in(row) for row in rows]


def _piece_in(row: Variables) -> Piece:
    line, number = text_in(row, "line"), text_in(row, "serial_number")
    if line is None or not line.isdecimal() or number is None:
        raise DeliveryInvalid("Each row needs a product and its serial number.", "serial_numbers")
    return Piece(int(line), number)
