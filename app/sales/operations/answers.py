"""Verbs of quotes once the customer has them: answered, lapsed. Alternatives are answered together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.core.actor import Actor
from app.engine.errors import MessagePublished
from app.engine.operations import publish_message
from app.sales.agreements import Agreement
from app.sales.errors import AnswerOnItsWay, NotAnAlternative, QuoteAnswered, QuoteLapsed, QuoteNotIssued
from app.sales.models import Opportunity, Quote, QuoteStatus, Stage
from app.sales.operations.leads import refuse_unknown_reason
from app.sales.operations.opportunities import lose_opportunity, move_to_stage
from app.trail.operations import record

MESSAGE = "quote_answer"
KEPT_SECONDS = 7 * 24 * 3600  # an answer that comes while the quote is still being sent waits for the task


class Answer(StrEnum):
    """What a customer can say to a quote."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REVISION = "revision"


STATUS_AFTER = {
    Answer.ACCEPTED: QuoteStatus.ACCEPTED,
    Answer.REJECTED: QuoteStatus.REJECTED,
    Answer.REVISION: QuoteStatus.REVISED,
}


@dataclass(frozen=True)
class CustomerAnswer:
    """What the customer said. loss_reason: of the register, when rejected. answered_by: a name on their side.

    agreement: what is made of an accepted quote; None leaves it to the case. with_options: the optional lines too.
    """

    answer: Answer
    answered_by: str | None = None
    note: str | None = None
    loss_reason: str | None = None
    agreement: Agreement | None = None
    with_options: bool = False


def send_answer(
    quotes: Sequence[Quote], quote: Quote, said: CustomerAnswer, *, on: date, by: Actor, at: datetime
) -> None:
    """Let the case know what the customer said to a quote, from wherever they said it. A second answer has no effect.

    quotes: all alternatives that were sent with it. Raises QuoteLapsed after the last valid day, QuoteAnswered or
    AnswerOnItsWay for a second answer, QuoteNotIssued for a draft.
    """
    refuse_answer(quote, said.answer, on=on)
    if said.answer is Answer.REJECTED:
        refuse_unknown_reason(said.loss_reason or "")
    try:
        _publish(quotes[0], quote, said, by=by, at=at)
    except MessagePublished as published:
        raise AnswerOnItsWay(quote) from published


def refuse_answer(quote: Quote, answer: Answer, *, on: date) -> None:
    """Raises a Refused with the reason why this quote cannot get this answer; silent when it can."""
    if quote.status is QuoteStatus.DRAFT:
        raise QuoteNotIssued(quote)
    if quote.status is QuoteStatus.LAPSED or (quote.status is QuoteStatus.ISSUED and quote.has_lapsed(on)):
        if answer is Answer.ACCEPTED:
            raise QuoteLapsed(quote)
    elif quote.status is not QuoteStatus.ISSUED:
        raise QuoteAnswered(quote)


def take_answer(
    quotes: Sequence[Quote],
    opportunity: Opportunity,
    said: CustomerAnswer,
    *,
    chosen_id: UUID,
    on: date,
    by: Actor,
    at: datetime,
) -> Quote:
    """Write the answer down on all alternatives; gives the one that was chosen.

    An acceptance makes the others "not chosen". A lapsed quote stays lapsed, whatever is decided afterwards.
    """
    chosen = next((quote for quote in quotes if quote.id == chosen_id), None)
    if chosen is None:
        raise NotAnAlternative
    refuse_answer(chosen, said.answer, on=on)
    if said.answer is Answer.REJECTED:
        refuse_unknown_reason(said.loss_reason or "")
    for quote in quotes:
        _write_answer(quote, said, is_chosen=quote is chosen, by=by, at=at)
    if said.answer is Answer.REJECTED:
        lose_opportunity(opportunity, reason=said.loss_reason or "", note=said.note, by=by, at=at)
    elif said.answer is Answer.REVISION:
        move_to_stage(opportunity, Stage.NEGOTIATION, note=said.note, by=by, at=at)
    return chosen


def lapse_quotes(quotes: Sequence[Quote], *, by: Actor, at: datetime) -> None:
    """The last valid day is over without an answer. Nothing for a quote that lapsed before."""
    for quote in quotes:
        if quote.status is QuoteStatus.LAPSED:
            continue
        if quote.status is not QuoteStatus.ISSUED:
            raise QuoteAnswered(quote)
        quote.status = QuoteStatus.LAPSED
        _tell(quote, "quote.lapsed", by=by, at=at, said=None)


def _write_answer(quote: Quote, said: CustomerAnswer, *, is_chosen: bool, by: Actor, at: datetime) -> None:
    status = STATUS_AFTER[said.answer]
    if said.answer is Answer.ACCEPTED and not is_chosen:
        status = QuoteStatus.NOT_CHOSEN
    if said.answer is Answer.REJECTED:
        quote.loss_reason = said.loss_reason
    if quote.status is QuoteStatus.ISSUED:
        quote.status = status
        quote.answered_at, quote.answered_by, quote.answer_note = at, said.answered_by, said.note
    _tell(quote, f"quote.{status.value}", by=by, at=at, said=said)


def _publish(first: Quote, quote: Quote, said: CustomerAnswer, *, by: Actor, at: datetime) -> None:
    """The case waits for the first of the alternatives, whichever is meant."""
    agreed = {"campaign_nature": said.agreement.value} if said.agreement else {}
    publish_message(
        MESSAGE,
        correlation_key=str(first.id),
        variables={
            "answer": said.answer.value,
            "answered_by": said.answered_by,
            "answer_note": said.note,
            "loss_reason": said.loss_reason,
            "accepted_quote_id": str(quote.id),
            "with_options": said.with_options,
            **agreed,
        },
        time_to_live_seconds=KEPT_SECONDS,
        message_id=str(first.id),
        by=by,
        at=at,
    )


def _tell(quote: Quote, action: str, *, by: Actor, at: datetime, said: CustomerAnswer | None) -> None:
    after: dict[str, object] = {"number": quote.number, "status": quote.status.value}
    if said is not None:
        after |= {"answered_by": said.answered_by, "loss_reason": said.loss_reason}
    record(
        action=action,
        entity="quote",
        entity_id=quote.id,
        case_key=quote.case_key,
        by=by,
        at=at,
        after=after,
        reason=said.note if said else None,
    )
