"""Job types of leads and opportunities."""

from app.catalog.queries import price_list_by_id
from app.engine.operations import describe_case
from app.engine.reading import (
    day_in,
    decimal_in,
    id_in,
    moment,
    needed_day,
    needed_id,
    needed_text,
    percentage_in,
    text_in,
    today,
)
from app.engine.registry import Call, Variables, step_handler
from app.parties.models import Party
from app.parties.queries import company, kept_party_id, party_for_update
from app.sales.errors import SalesValueInvalid
from app.sales.handlers.follow_ups import next_step_in, what_follows
from app.sales.intake import LeadIntake
from app.sales.models import LeadSource, SaleType
from app.sales.operations.leads import lose_lead, postpone_lead, qualify_lead, register_lead
from app.sales.operations.opportunities import Prospects, open_opportunity
from app.sales.queries import lead_for_update

MORNING = 9  # o'clock
PERSONAL = ("contact_name", "contact_function", "email", "phone", "message")


@step_handler("sales.register_lead")
def register_lead_step(call: Call) -> Variables:
    """Keep lead and party. What was typed about a person leaves the variables: it stands in the rows now."""
    intake = intake_in(call.variables)
    lead = register_lead(intake, case_key=call.instance_key, by=call.by, at=call.at)
    describe_case(
        call.instance_key,
        title=intake.interest.splitlines()[0][:120] if intake.interest else "Lead",
        subject_id=lead.party_id,
        subject_name=lead.party.name,
    )
    emptied = {name: None for name in PERSONAL if name in call.variables}
    sales_person = intake.sales_person or lead.party.sales_rep
    return {**emptied, "lead_id": str(lead.id), "party_id": str(lead.party_id), "sales_person": sales_person}


@step_handler("sales.record_qualification")
def record_qualification_step(call: Call) -> Variables:
    """Write down what becomes of the lead."""
    lead = lead_for_update(needed_id(call.variables, "lead_id"))
    note = text_in(call.variables, "qualification_note")
    match needed_text(call.variables, "lead_outcome"):
        case "opportunity":
            same_id = id_in(call.variables, "same_party_id")
            same = party_for_update(same_id) if same_id else None
            party = qualify_lead(lead, same_party=same, by=call.by, at=call.at)
            describe_case(call.instance_key, subject_id=party.id, subject_name=party.name)
            return {"party_id": str(party.id)}
        case "not_now":
            until = needed_day(call.variables, "follow_up_on")
            postpone_lead(lead, until=until, note=note, by=call.by, at=call.at)
            return {"follow_up_at": moment(until, MORNING), "lead_outcome": "not_now"}
        case "lost":
            reason = needed_text(call.variables, "loss_reason")
            lose_lead(lead, reason=reason, note=note, by=call.by, at=call.at)
            return {}
        case other:
            raise SalesValueInvalid(f"lead_outcome must be opportunity, not_now or lost, not {other!r}.")


@step_handler("sales.open_opportunity")
def open_opportunity_step(call: Call) -> Variables:
    """Open the opportunity, and propose the usual terms for its quote."""
    lead = lead_for_update(needed_id(call.variables, "lead_id"))
    party = party_for_update(lead.party_id)
    opportunity, change = open_opportunity(
        lead,
        party,
        _prospects_in(call.variables, party),
        next_step=next_step_in(call.variables),
        on=today(call.at),
        by=call.by,
        at=call.at,
    )
    describe_case(call.instance_key, business_key=opportunity.number, title=opportunity.subject)
    return {
        "opportunity_id": str(opportunity.id),
        "price_list_id": str(price_list_by_id(None).id),
        "quote_valid_days": company().quote_valid_days,
        "payment_terms_days": party.payment_terms_days,
        **what_follows(change),
    }


def intake_in(variables: Variables) -> LeadIntake:
    """The lead as the variables of a new case describe it. Raises SalesValueInvalid when nobody is named."""
    party_id = kept_party_id(id_in(variables, "party_id"))
    name = text_in(variables, "company_name") or text_in(variables, "contact_name")
    if name is None and party_id is None:
        raise SalesValueInvalid("A lead needs a name.", {"company_name": ["Enter a name."]})
    return LeadIntake(
        party_id=party_id,
        company_name=name or "",
        country=(text_in(variables, "country") or "IT").upper(),
        vat_number=text_in(variables, "vat_number"),
        city=text_in(variables, "city"),
        contact_name=text_in(variables, "contact_name"),
        contact_function=text_in(variables, "contact_function"),
        email=text_in(variables, "email"),
        phone=text_in(variables, "phone"),
        source=_source_in(variables),
        campaign=text_in(variables, "campaign"),
        campaign_id=id_in(variables, "campaign_id"),
        interest=text_in(variables, "interest"),
        message=text_in(variables, "message"),
        competitors=text_in(variables, "competitors"),
        estimated_revenue=decimal_in(variables, "estimated_revenue"),
        sales_person=text_in(variables, "sales_person"),
    )


def _prospects_in(variables: Variables, party: Party) -> Prospects:
    subject = text_in(variables, "opportunity_subject") or f"Offer for {party.name}"
    probability = percentage_in(variables, "probability_percent")
    return Prospects(
        subject=subject[:200],
        sale_type=_sale_type_in(variables),
        sales_rep=text_in(variables, "sales_person"),
        probability_percent=None if probability is None else int(probability),
        expected_signing_on=day_in(variables, "expected_signing_on"),
        estimated_revenue=decimal_in(variables, "estimated_revenue"),
    )


def _sale_type_in(variables: Variables) -> SaleType:
    named = text_in(variables, "sale_type") or SaleType.DIRECT.value
    try:
        return SaleType(named)
    except ValueError:
        raise SalesValueInvalid(f"sale_type {named!r} is not known.") from None


def _source_in(variables: Variables) -> LeadSource:
    named = text_in(variables, "lead_source") or LeadSource.OTHER.value
    try:
        return LeadSource(named)
    except ValueError:
        raise SalesValueInvalid(f"lead_source {named!r} is not known.") from None
