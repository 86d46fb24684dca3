"""Job types of orders."""

from app.engine.reading import needed_day, needed_id, text_in, today
from app.engine.registry import Call, Variables, step_handler
from app.parties.queries import party_for_update
from app.sales.operations.orders import confirm_order, place_order
from app.sales.queries import opportunity_for_update, order_for_update, quote_for_update


@step_handler("sales.place_order")
def place_order_step(call: Call) -> Variables:
    """The order of the accepted quote, once."""
    opportunity = opportunity_for_update(needed_id(call.variables, "opportunity_id"))
    quote = quote_for_update(needed_id(call.variables, "quote_id"))
    party = party_for_update(opportunity.party_id)
    order = place_order(quote, opportunity, party, on=today(call.at), by=call.by, at=call.at)
    return {"order_id": str(order.id), "order_number": order.number}


@step_handler("sales.confirm_order")
def confirm_order_step(call: Call) -> Variables:
    """The day of delivery is set."""
    confirm_order(
        order_for_update(needed_id(call.variables, "order_id")),
        delivery_on=needed_day(call.variables, "delivery_on"),
        customer_reference=text_in(call.variables, "customer_reference"),
        notes=text_in(call.variables, "order_notes"),
        by=call.by,
        at=call.at,
    )
    return {}
