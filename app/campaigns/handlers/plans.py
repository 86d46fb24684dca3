"""Job types of the plan of a campaign: registered, handed in, decided on, given up."""

from datetime import date, timedelta

from app.campaigns.errors import CampaignInvalid
from app.campaigns.models import Campaign, CampaignNature
from app.campaigns.operations.planning import (
    Plan,
    add_campaign,
    approve_campaign,
    cancel_campaign,
    refuse_incomplete_plan,
)
from app.campaigns.queries.campaigns import campaign_for_update
from app.core.actor import Actor
from app.engine.operations import describe_case
from app.engine.reading import decimal_in, id_in, integer_in, moment, needed_day, needed_id, needed_text, text_in, today
from app.engine.registry import Call, Variables, step_handler
from app.parties.queries import company

USUAL_ANSWER_DAYS = 7


@step_handler("campaigns.register_campaign")
def register_campaign_step(call: Call) -> Variables:
    """The campaign that the page has made already, or one from the words of the start form."""
    campaign_id = id_in(call.variables, "campaign_id")
    campaign = campaign_for_update(campaign_id) if campaign_id else _campaign_of_form(call)
    campaign.case_key = call.instance_key
    describe_case(call.instance_key, business_key=campaign.number, title=campaign.name)
    return {
        "campaign_id": str(campaign.id),
        "campaign_number": campaign.number,
        "campaign_name": campaign.name,
        "campaign_responsible": campaign.responsible,
    }


@step_handler("campaigns.check_plan")
def check_plan_step(call: Call) -> Variables:
    """Refuse a plan with nobody to write to or nothing to say; fix the days on which it begins and ends."""
    campaign = campaign_for_update(needed_id(call.variables, "campaign_id"))
    count = refuse_incomplete_plan(campaign)
    describe_case(call.instance_key, title=campaign.name)
    return {**_times_of(campaign), "campaign_contact_count": count.contacts, "approval_note": None}


@step_handler("campaigns.record_approval")
def record_approval_step(call: Call) -> Variables:
    """Write down what the manager decided."""
    campaign = campaign_for_update(needed_id(call.variables, "campaign_id"))
    outcome, note = needed_text(call.variables, "approval_outcome"), text_in(call.variables, "approval_note")
    if outcome != "approve" and note is None:
        raise CampaignInvalid({"approval_note": ["Give a reason: marketing has to know what to change."]})
    match outcome:
        case "approve":
            approve_campaign(campaign, by=call.by, at=call.at)
        case "give_up":
            cancel_campaign(campaign, reason=note, by=call.by, at=call.at)
        case "back":
            pass
        case other:
            raise CampaignInvalid({"approval_outcome": [f"This must be approve, back or give_up, not {other!r}."]})
    return {}


@step_handler("campaigns.cancel_campaign")
def cancel_campaign_step(call: Call) -> Variables:
    """Somebody ended the campaign before its first day."""
    campaign = campaign_for_update(needed_id(call.variables, "campaign_id"))
    cancel_campaign(campaign, reason=text_in(call.variables, "end_reason"), by=call.by, at=call.at)
    return {}


def _campaign_of_form(call: Call) -> Campaign:
    plan = _plan_in(call.variables, by=call.by, on=today(call.at))
    return add_campaign(plan, on=today(call.at), by=call.by, at=call.at)


def _plan_in(variables: Variables, *, by: Actor, on: date) -> Plan:
    nature = text_in(variables, "campaign_nature") or CampaignNature.ORDER.value
    if nature not in [*CampaignNature]:
        raise CampaignInvalid({"campaign_nature": ["This must be order, contract or both."]})
    starts_on, ends_on = needed_day(variables, "campaign_starts_on"), needed_day(variables, "campaign_ends_on")
    if ends_on < max(starts_on, on):
        raise CampaignInvalid({"campaign_ends_on": ["The campaign cannot end before it starts, nor in the past."]})
    return Plan(
        name=needed_text(variables, "campaign_name")[:100],
        responsible=text_in(variables, "campaign_responsible") or by.id,
        starts_on=starts_on,
        ends_on=ends_on,
        currency=text_in(variables, "campaign_currency") or company().currency,
        objectives=text_in(variables, "campaign_objectives") or "",
        estimated_cost=decimal_in(variables, "campaign_estimated_cost") or Plan.estimated_cost,
        estimated_revenue=decimal_in(variables, "campaign_estimated_revenue") or Plan.estimated_revenue,
        nature=CampaignNature(nature),
        answer_days=integer_in(variables, "campaign_answer_days", USUAL_ANSWER_DAYS),
    )


def _times_of(campaign: Campaign) -> Variables:
    """It begins in the morning of its first day and ends when its last day is over."""
    return {
        "campaign_starts_at": moment(campaign.starts_on, 8),
        "campaign_ends_at": moment(campaign.ends_on + timedelta(days=1), 0),
    }
