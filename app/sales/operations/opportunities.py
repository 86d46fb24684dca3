"""Verbs of opportunities: open one, move it to a stage."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from app.core.actor import Actor
from app.core.db import session
from app.numbering.operations import next_number
from app.parties.models import Party
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


def open_opportunity(
    lead: Lead, party: Party, prospects: Prospects, *, on: date, by: Actor, at: datetime
) -> Opportunity:
    """A new opportunity of a qualified lead, in stage 1 Presentation. on: the day of its number."""
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
        opened_at=at,
    )
    session().add(opportunity)
    _add_stage(opportunity, note=None, by=by, at=at)
    _tell(opportunity, "opportunity.opened", by=by, at=at, before=None, after=_shown(opportunity))
    return opportunity


def move_to_stage(opportunity: Opportunity, stage: Stage, *, note: str | None = None, by: Actor, at: datetime) -> None:
    """The negotiation has come to a stage; potential and probability follow the decision. Nothing for the same one."""
    if opportunity.stage is stage:
        return
    before = _shown(opportunity)
    judgement = judge_stage(stage)
    opportunity.stage, opportunity.potential = stage, judgement.potential
    if stage.is_open:
        opportunity.probability_percent = max(opportunity.probability_percent, judgement.probability_percent)
    else:
        opportunity.probability_percent, opportunity.closed_at = judgement.probability_percent, at
    _add_stage(opportunity, note=note, by=by, at=at)
    _tell(opportunity, "opportunity.moved", by=by, at=at, before=before, after=_shown(opportunity), reason=note)


def lose_opportunity(opportunity: Opportunity, *, reason: str, note: str | None, by: Actor, at: datetime) -> None:
    """The negotiation comes to nothing, for a reason of the register."""
    opportunity.loss_reason = reason
    move_to_stage(opportunity, Stage.LOST, note=note, by=by, at=at)


def _add_stage(opportunity: Opportunity, *, note: str | None, by: Actor, at: datetime) -> None:
    session().add(
        StageChange(
            id=uuid4(),
            opportunity_id=opportunity.id,
            stage=opportunity.stage,
            potential=opportunity.potential,
            note=note,
            loss_reason=opportunity.loss_reason,
            delegate=opportunity.sales_rep,
            at=at,
            by=by.id,
        )
    )


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
