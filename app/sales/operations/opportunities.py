"""Verbs of opportunities: open one, move it to a stage."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from app.core.actor import Actor
from app.core.db import session
from app.numbering.operations import next_number
from app.parties.models import Party
from app.sales.errors import FollowUpInvalid
from app.sales.models import Lead, Opportunity, SaleType, Stage, StageChange
from app.sales.numbering import OPPORTUNITY
from app.sales.stages import judge_stage
from app.trail.operations import record


@dataclass(frozen=True)
class Prospects:
    """What is expected of an opportunity. probability_percent: None takes what is usual for the stage."""

    subject: str
    sale_type: SaleType = SaleType.DIRECT
    sales_rep: str | None = None
    probability_percent: int | None = None
    expected_signing_on: date | None = None
    estimated_revenue: Decimal | None = None


@dataclass(frozen=True)
class NextStep:
    """What follows a stage: until when, by whom, what.

    delegate: user name; None leaves it to the salesperson. delegate_id: of the personnel register, for somebody
    without an account. key: becomes the id of its line in the history.
    """

    follow_up_on: date | None = None
    delegate: str | None = None
    delegate_id: UUID | None = None
    note: str | None = None
    key: UUID | None = None


NOTHING_FOLLOWS = NextStep()


def open_opportunity(
    lead: Lead,
    party: Party,
    prospects: Prospects,
    *,
    next_step: NextStep = NOTHING_FOLLOWS,
    on: date,
    by: Actor,
    at: datetime,
) -> tuple[Opportunity, StageChange]:
    """A new opportunity of a qualified lead, in stage 1 Presentation. on: the day of its number."""
    refuse_past_follow_up(next_step, on=on)
    judgement = judge_stage(Stage.PRESENTATION)
    chance = prospects.probability_percent
    opportunity = Opportunity(
        id=uuid4(),
        number=next_number(OPPORTUNITY, on=on),
        case_key=lead.case_key,
        lead_id=lead.id,
        party_id=party.id,
        contact_id=lead.contact_id,
        subject=prospects.subject,
        sale_type=prospects.sale_type,
        stage=Stage.PRESENTATION,
        potential=judgement.potential,
        probability_percent=judgement.probability_percent if chance is None else chance,
        expected_signing_on=prospects.expected_signing_on,
        estimated_revenue=prospects.estimated_revenue,
        currency=party.currency,
        sales_rep=prospects.sales_rep,
        campaign_id=lead.campaign_id,
        opened_at=at,
    )
    session().add(opportunity)
    change = _add_stage(opportunity, next_step, by=by, at=at)
    _tell(opportunity, "opportunity.opened", by=by, at=at, before=None, after=_shown(opportunity))
    return opportunity, change


def move_to_stage(opportunity: Opportunity, stage: Stage, *, note: str | None = None, by: Actor, at: datetime) -> None:
    """The negotiation has come to a stage; potential and probability follow the decision. Nothing for the same one."""
    take_next_step(opportunity, stage, NextStep(note=note), on=at.date(), by=by, at=at)


def take_next_step(
    opportunity: Opportunity, stage: Stage, next_step: NextStep, *, on: date, by: Actor, at: datetime
) -> StageChange | None:
    """As `move_to_stage`, with what follows; a follow-up in the same stage is a line of the history too.

    Raises FollowUpInvalid for a follow-up in the past.
    """
    refuse_past_follow_up(next_step, on=on)
    if opportunity.stage is stage:
        return _add_stage(opportunity, next_step, by=by, at=at) if next_step.follow_up_on else None
    before = _shown(opportunity)
    judgement = judge_stage(stage)
    opportunity.stage, opportunity.potential = stage, judgement.potential
    if stage.is_open:
        opportunity.probability_percent = max(opportunity.probability_percent, judgement.probability_percent)
    else:
        opportunity.probability_percent, opportunity.closed_at = judgement.probability_percent, at
    change = _add_stage(opportunity, next_step, by=by, at=at)
    note = next_step.note
    _tell(opportunity, "opportunity.moved", by=by, at=at, before=before, after=_shown(opportunity), reason=note)
    return change


def refuse_past_follow_up(next_step: NextStep, *, on: date) -> None:
    """Raises FollowUpInvalid for a term before today."""
    if next_step.follow_up_on is not None and next_step.follow_up_on < on:
        raise FollowUpInvalid("The follow-up would be in the past; choose today or a later day.")


def lose_opportunity(
    opportunity: Opportunity, *, reason: str | None, note: str | None, by: Actor, at: datetime
) -> None:
    """The negotiation comes to nothing, for a reason of the register where there is one."""
    opportunity.loss_reason = reason
    move_to_stage(opportunity, Stage.LOST, note=note, by=by, at=at)


def _add_stage(opportunity: Opportunity, next_step: NextStep, *, by: Actor, at: datetime) -> StageChange:
    has_delegate = next_step.delegate or next_step.delegate_id
    change = StageChange(
        id=next_step.key or uuid4(),
        opportunity_id=opportunity.id,
        stage=opportunity.stage,
        potential=opportunity.potential,
        note=next_step.note,
        loss_reason=opportunity.loss_reason,
        delegate=next_step.delegate if has_delegate else opportunity.sales_rep,
        delegate_id=next_step.delegate_id,
        follow_up_on=next_step.follow_up_on,
        at=at,
        by=by.id,
    )
    session().add(change)
    return change


def _shown(opportunity: Opportunity) -> dict[str, object]:
    return {
        "number": opportunity.number,
        "stage": opportunity.stage.label,
        "potential": opportunity.potential,
        "probability_percent": opportunity.probability_percent,
    }


def _tell(
    opportunity: Opportunity,
    action: str,
    *,
    by: Actor,
    at: datetime,
    before: dict[str, object] | None,
    after: dict[str, object],
    reason: str | None = None,
) -> None:
    record(
        action=action,
        entity="opportunity",
        entity_id=opportunity.id,
        case_key=opportunity.case_key,
        by=by,
        at=at,
        before=before,
        after=after,
        reason=reason,
    )
