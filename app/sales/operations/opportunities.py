"""Verbs of opportunities: open one, move it to a stage."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from app.core.actor import Actor
from app.core.db import session
from app.parties.models import Party
from app.sales.models import Lead, Opportunity, SaleType, Stage, StageChange
from app.sales.numbering import OPPORTUNITY, next_number
from app.sales.stages import judge_stage
from app.trail.operations import record


def open_opportunity(
    lead: Lead,
    party: Party,
    *,
    subject: str,
    sale_type: SaleType,
    sales_rep: str | None,
    probability_percent: int | None,
    expected_signing_on: date | None,
    estimated_revenue: Decimal | None,
    on: date,
    by: Actor,
    at: datetime,
) -> Opportunity:
    """A new opportunity of a qualified lead, in stage 1 Presentation.

    probability_percent: None takes what is usual for the stage. on: the day of its number.
    """
    judgement = judge_stage(Stage.PRESENTATION)
    opportunity = Opportunity(
        id=uuid4(),
        number=next_number(OPPORTUNITY, on=on),
        case_key=lead.case_key,
        lead_id=lead.id,
        party_id=party.id,
        contact_id=lead.contact_id,
        subject=subject,
        sale_type=sale_type,
        stage=Stage.PRESENTATION,
        potential=judgement.potential,
        probability_percent=judgement.probability_percent if probability_percent is None else probability_percent,
        expected_signing_on=expected_signing_on,
        estimated_revenue=estimated_revenue,
        currency=party.currency,
        sales_rep=sales_rep,
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
