"""Job types of quotes and of the customer's answer."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from app.core.money import ZERO
from app.engine.reading import (
    decimal_in,
    flag_in,
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
from app.sales.agreements import Agreement
from app.sales.errors import QuoteLapsed, SalesValueInvalid
from app.sales.handlers.follow_ups import next_step_in, what_follows
from app.sales.models import Quote, Stage
from app.sales.operations.answers import Answer, CustomerAnswer, lapse_quotes, take_answer
from app.sales.operations.drafting import EVERY_ALTERNATIVE, LineWish, QuoteTerms, Seller, draft_quotes
from app.sales.operations.opportunities import refuse_past_follow_up, take_next_step
from app.sales.operations.quotes import approve_quote, cap_discounts, issue_quotes
from app.sales.queries import opportunity_for_update, round_for_update

LAPSED_ERROR = "quote_lapsed"
NOTHING_DECIDED = {"approval_outcome": None, "approved_discount_percent": None, "approval_note": None}
NOTHING_ANSWERED = {
    "answer": None,
    "answered_by": None,
    "answer_note": None,
    "loss_reason": None,
    "accepted_quote_id": None,
    "with_options": None,
}
NATURE = "campaign_nature"
ALTERNATIVES = (EVERY_ALTERNATIVE, "A", "B", "C", "D", "E")
APPROVED = {"approve", "approve_with_changes"}


@step_handler("sales.draft_quote")
def draft_quote_step(call: Call) -> Variables:
    """Write the drafts with their sums, and forget what was decided about earlier ones.

    `quote_id` is the first of the alternatives; sum and discount are the highest of any.
    """
    opportunity = opportunity_for_update(needed_id(call.variables, "opportunity_id"))
    party = party_for_update(opportunity.party_id)
    ours = company()
    quotes = draft_quotes(
        opportunity,
        party,
        wishes=_wishes_in(call.variables),
        terms=QuoteTerms(
            price_list_id=id_in(call.variables, "price_list_id"),
            valid_days=integer_in(call.variables, "quote_valid_days", ours.quote_valid_days),
            payment_terms_days=integer_in(call.variables, "payment_terms_days", party.payment_terms_days),
            notes=text_in(call.variables, "quote_notes"),
        ),
        seller=Seller(ours.country, today(call.at)),
        by=call.by,
        at=call.at,
    )
    return {**NOTHING_DECIDED, **NOTHING_ANSWERED, "quote_id": str(quotes[0].id), **_highest_of(quotes)}


@step_handler("sales.cap_discounts")
def cap_discounts_step(call: Call) -> Variables:
    """Lower what is above the discount that the manager allows."""
    highest = percentage_in(call.variables, "approved_discount_percent")
    if highest is None:
        raise SalesValueInvalid("The highest discount is missing.")
    quotes = round_for_update(needed_id(call.variables, "quote_id"))
    for quote in quotes:
        cap_discounts(quote, highest_percent=highest, by=call.by, at=call.at)
    return _highest_of(quotes)


@step_handler("sales.issue_quote")
def issue_quote_step(call: Call) -> Variables:
    """Number and fix the alternatives; the opportunity is in stage 2 Offer, or stays in a later one."""
    opportunity = opportunity_for_update(needed_id(call.variables, "opportunity_id"))
    quotes = round_for_update(needed_id(call.variables, "quote_id"))
    if text_in(call.variables, "approval_outcome") in APPROVED:
        for quote in quotes:
            approve_quote(quote, note=text_in(call.variables, "approval_note"), by=call.by, at=call.at)
    stage = Stage.OFFER if opportunity.stage is Stage.PRESENTATION else opportunity.stage
    on = today(call.at)
    change = take_next_step(opportunity, stage, next_step_in(call.variables), on=on, by=call.by, at=call.at)
    issue_quotes(quotes, on=on, by=call.by, at=call.at)
    first = quotes[0]
    return {
        "quote_number": first.number,
        "valid_until": first.valid_until.isoformat() if first.valid_until else None,
        "quote_lapses_at": moment(first.first_day_after, 0),
        "reminder_after_days": company().reminder_after_days,
        **what_follows(change),
    }


@step_handler("sales.take_answer")
def take_answer_step(call: Call) -> Variables:
    """Write the customer's answer down. An acceptance that comes too late is the error `quote_lapsed`.

    Afterwards `quote_id` is the quote that was chosen, and `campaign_nature` says what becomes of it.
    """
    opportunity = opportunity_for_update(needed_id(call.variables, "opportunity_id"))
    quote_id = needed_id(call.variables, "quote_id")
    said, step, on = _answer_in(call.variables), next_step_in(call.variables), today(call.at)
    refuse_past_follow_up(step, on=on)
    chosen_id = id_in(call.variables, "accepted_quote_id") or quote_id
    quotes = round_for_update(quote_id)
    try:
        chosen = take_answer(quotes, opportunity, said, chosen_id=chosen_id, on=on, by=call.by, at=call.at)
    except QuoteLapsed as lapsed:
        raise BpmnError(LAPSED_ERROR, lapsed.message) from lapsed
    change = None
    if said.answer is Answer.REVISION:
        change = take_next_step(opportunity, opportunity.stage, step, on=on, by=call.by, at=call.at)
    agreed = said.agreement or Agreement.ORDER
    return {
        "answer": said.answer.value,
        "quote_id": str(chosen.id if said.answer is Answer.ACCEPTED else quotes[0].id),
        "campaign_nature": agreed.value if said.answer is Answer.ACCEPTED else text_in(call.variables, NATURE),
        **what_follows(change),
    }


@step_handler("sales.lapse_quote")
def lapse_quote_step(call: Call) -> Variables:
    """The last valid day is over."""
    lapse_quotes(round_for_update(needed_id(call.variables, "quote_id")), by=call.by, at=call.at)
    return dict(NOTHING_ANSWERED)


def _highest_of(quotes: Sequence[Quote]) -> Variables:
    """What the decision about discounts looks at."""
    return {
        "quote_total_net": max(quote.total_net for quote in quotes),
        "highest_discount_percent": max(quote.highest_discount_percent for quote in quotes),
    }


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
        agreement=_agreement_in(variables),
        with_options=flag_in(variables, "with_options"),
    )


def _agreement_in(variables: Variables) -> Agreement | None:
    named = text_in(variables, NATURE)
    if named is None:
        return None
    try:
        return Agreement(named)
    except ValueError:
        raise SalesValueInvalid(f"{NATURE} must be order, contract or both, not {named!r}.") from None


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
    alternative = text_in(row, "alternative") or EVERY_ALTERNATIVE
    if alternative not in ALTERNATIVES:
        raise SalesValueInvalid(f"An alternative is {' '.join(ALTERNATIVES)}, not {alternative!r}.")
    discount = percentage_in(row, "discount_percent") or ZERO
    return LineWish(product_id, quantity, discount, alternative, is_optional=flag_in(row, "is_optional"))
