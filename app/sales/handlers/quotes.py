"""Job types of quotes and of the customer's answer."""

from decimal import Decimal
from uuid import UUID

from app.core.money import ZERO
from app.engine.reading import (
    decimal_in,
    id_in,
    integer_in,
    moment,
    needed_id,
    needed_text,
    percentage_in,
    text_in,
    today,
)
from app.engine.registry import BpmnError, Call, Variables, step_handler
from app.parties.queries import company, party_for_update
from app.sales.errors import QuoteLapsed, SalesValueInvalid
from app.sales.models import Stage
from app.sales.operations.answers import Answer, CustomerAnswer, lapse_quote, take_answer
from app.sales.operations.opportunities import move_to_stage
from app.sales.operations.quotes import (
    LineWish,
    QuoteTerms,
    approve_quote,
    cap_discounts,
    draft_quote,
    issue_quote,
)
from app.sales.queries import opportunity_for_update, quote_for_update

LAPSED_ERROR = "quote_lapsed"
NOTHING_DECIDED = {"approval_outcome": None, "approved_discount_percent": None, "approval_note": None}
NOTHING_ANSWERED = {"answer": None, "answered_by": None, "answer_note": None, "loss_reason": None}
APPROVED = {"approve", "approve_with_changes"}


@step_handler("sales.draft_quote")
def draft_quote_step(call: Call) -> Variables:
    """Write the draft with its sums, and forget what was decided about an earlier one."""
    opportunity = opportunity_for_update(needed_id(call.variables, "opportunity_id"))
    party = party_for_update(opportunity.party_id)
    ours = company()
    quote = draft_quote(
        opportunity,
        party,
        wishes=_wishes_in(call.variables),
        terms=QuoteTerms(
            price_list_id=id_in(call.variables, "price_list_id"),
            valid_days=integer_in(call.variables, "quote_valid_days", ours.quote_valid_days),
            payment_terms_days=integer_in(call.variables, "payment_terms_days", party.payment_terms_days),
            notes=text_in(call.variables, "quote_notes"),
        ),
        seller_country=ours.country,
        on=today(call.at),
        by=call.by,
        at=call.at,
    )
    return {
        **NOTHING_DECIDED,
        **NOTHING_ANSWERED,
        "quote_id": str(quote.id),
        "quote_total_net": quote.total_net,
        "highest_discount_percent": quote.highest_discount_percent,
    }


@step_handler("sales.cap_discounts")
def cap_discounts_step(call: Call) -> Variables:
    """Lower what is above the discount that the manager allows."""
    highest = percentage_in(call.variables, "approved_discount_percent")
    if highest is None:
        raise SalesValueInvalid("The highest discount is missing.")
    quote = quote_for_update(needed_id(call.variables, "quote_id"))
    cap_discounts(quote, highest_percent=highest, by=call.by, at=call.at)
    return {"quote_total_net": quote.total_net, "highest_discount_percent": quote.highest_discount_percent}


@step_handler("sales.issue_quote")
def issue_quote_step(call: Call) -> Variables:
    """Number and fix the quote; the opportunity is in stage 2 Offer, or stays in a later one."""
    opportunity = opportunity_for_update(needed_id(call.variables, "opportunity_id"))
    quote = quote_for_update(needed_id(call.variables, "quote_id"))
    if text_in(call.variables, "approval_outcome") in APPROVED:
        approve_quote(quote, note=text_in(call.variables, "approval_note"), by=call.by, at=call.at)
    if opportunity.stage is Stage.PRESENTATION:
        move_to_stage(opportunity, Stage.OFFER, by=call.by, at=call.at)
    issue_quote(quote, on=today(call.at), by=call.by, at=call.at)
    assert quote.valid_until is not None
    return {
        "quote_number": quote.number,
        "valid_until": quote.valid_until.isoformat(),
        "quote_lapses_at": moment(quote.first_day_after, 0),
        "reminder_after_days": company().reminder_after_days,
    }


@step_handler("sales.take_answer")
def take_answer_step(call: Call) -> Variables:
    """Write the customer's answer down. An acceptance that comes too late is the error `quote_lapsed`."""
    opportunity = opportunity_for_update(needed_id(call.variables, "opportunity_id"))
    quote = quote_for_update(needed_id(call.variables, "quote_id"))
    said = _answer_in(call.variables)
    try:
        take_answer(quote, opportunity, said, on=today(call.at), by=call.by, at=call.at)
    except QuoteLapsed as lapsed:
        raise BpmnError(LAPSED_ERROR, lapsed.message) from lapsed
    return {"answer": said.answer.value}


@step_handler("sales.lapse_quote")
def lapse_quote_step(call: Call) -> Variables:
    """The last valid day is over."""
    lapse_quote(quote_for_update(needed_id(call.variables, "quote_id")), by=call.by, at=call.at)
    return dict(NOTHING_ANSWERED)


def _answer_in(variables: Variables) -> CustomerAnswer:
    named = needed_text(variables, "answer")
    try:
        answer = Answer(named)
    except ValueError:
        raise SalesValueInvalid(f"answer must be accepted, rejected or revision, not {named!r}.") from None
    return CustomerAnswer(
        answer=answer,
        answered_by=text_in(variables, "answered_by"),
        note=text_in(variables, "answer_note"),
        loss_reason=text_in(variables, "loss_reason"),
    )


def _wishes_in(variables: Variables) -> list[LineWish]:
    rows = variables.get("quote_lines") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SalesValueInvalid("quote_lines must be a list of lines.")
    return [_wish_in(row) for row in rows]


def _wish_in(row: Variables) -> LineWish:
    product_id: UUID = needed_id(row, "product_id")
    quantity = decimal_in(row, "quantity") or Decimal(0)
    if quantity <= 0:
        raise SalesValueInvalid("The quantity of each line must be above 0.", {"quote_lines": ["Enter a quantity."]})
    return LineWish(product_id, quantity, percentage_in(row, "discount_percent") or ZERO)
