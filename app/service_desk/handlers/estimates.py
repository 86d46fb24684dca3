"""Job types of estimates and of their invoices."""

from app.billing.errors import CustomerIncomplete, RateMissing
from app.billing.queries import balance_of
from app.engine.reading import decimal_in, needed_id, text_in, today
from app.engine.registry import BpmnError, Call, Variables, step_handler
from app.service_desk.errors import ServiceInvalid
from app.service_desk.operations.estimates import (
    approve_estimate,
    bill_estimate,
    draft_estimate,
    issue_estimate,
    lower_estimate,
)
from app.service_desk.queries import estimate_for_update, request_for_update

NO_INVOICE = "no_invoice"
NOTHING_APPROVED = dict.fromkeys(("approval_outcome", "approval_note", "approved_discount_percent"))
APPROVED = {"approve", "approve_with_changes"}


@step_handler("service_desk.draft_estimate")
def draft_estimate_step(call: Call) -> Variables:
    """Write down what the work costs, and forget what was decided about an earlier draft."""
    request = request_for_update(needed_id(call.variables, "request_id"))
    estimate = draft_estimate(request, on=today(call.at), by=call.by, at=call.at)
    return {
        **NOTHING_APPROVED,
        "estimate_id": str(estimate.id),
        "estimate_total_net": estimate.total_net,
        "overdue_total": balance_of(request.party_id, on=today(call.at)).overdue,
        "is_billable": estimate.total_net > 0,
    }


@step_handler("service_desk.lower_estimate")
def lower_estimate_step(call: Call) -> Variables:
    """Give the discount that the manager allows on all that is charged."""
    percent = decimal_in(call.variables, "approved_discount_percent")
    if percent is None:
        raise ServiceInvalid({"approved_discount_percent": ["Give the discount."]})
    request = request_for_update(needed_id(call.variables, "request_id"))
    estimate = estimate_for_update(needed_id(call.variables, "estimate_id"))
    lower_estimate(estimate, request, discount_percent=percent, by=call.by, at=call.at)
    return {"estimate_total_net": estimate.total_net, "is_billable": estimate.total_net > 0}


@step_handler("service_desk.issue_estimate")
def issue_estimate_step(call: Call) -> Variables:
    """Number and fix the estimate."""
    request = request_for_update(needed_id(call.variables, "request_id"))
    estimate = estimate_for_update(needed_id(call.variables, "estimate_id"))
    if text_in(call.variables, "approval_outcome") in APPROVED:
        approve_estimate(estimate, request, note=text_in(call.variables, "approval_note"), by=call.by, at=call.at)
    issue_estimate(estimate, request, on=today(call.at), by=call.by, at=call.at)
    return {"estimate_number": estimate.number}


@step_handler("service_desk.draft_invoice")
def draft_invoice_step(call: Call) -> Variables:
    """The draft of the invoice, once per estimate. What the customer or the rate lacks is the error `no_invoice`."""
    request = request_for_update(needed_id(call.variables, "request_id"))
    estimate = estimate_for_update(needed_id(call.variables, "estimate_id"))
    try:
        invoice = bill_estimate(estimate, request, by=call.by, at=call.at)
    except (CustomerIncomplete, RateMissing) as lacking:
        raise BpmnError(NO_INVOICE, lacking.message, {"invoice_problem": lacking.message}) from lacking
    return {"invoice_id": str(invoice.id), "invoice_outcome": None}
