"""Campaigns of scenarios, and what happens to them outside of their case."""

from datetime import timedelta
from uuid import UUID

from app.campaigns.models import Campaign, CampaignMember, CampaignStatus, MemberState
from app.campaigns.operations.ending import want_end
from app.campaigns.operations.planning import MailText, Plan, add_campaign, choose_segment, write_mails
from app.campaigns.queries.campaigns import campaign_for_update
from app.campaigns.segments import Segment
from app.core.db import session
from app.engine.reading import today
from app.identity.roles import Role
from app.parties.operations import opt_out
from app.parties.queries import party_for_update
from app.scenarios.reference import ScenarioData, given, reference_data

DAYS = 30


@reference_data
def add_marketing(data: ScenarioData) -> None:
    """Who plans and who approves."""
    data.add_person("elena", "Elena Ionescu", Role.STAFF, ("back_office", "marketing"))
    data.add_person("anna", "Anna Bianchi", Role.MANAGER, ("sales", "sales_managers", "marketing_managers"))


@given("campaign")
def add_planned_campaign(data: ScenarioData) -> None:
    """A plan for all customers, to begin tomorrow for thirty days."""
    first = today(data.at) + timedelta(days=1)
    plan = Plan(
        name="Presses for spring",
        responsible="elena",
        starts_on=first,
        ends_on=first + timedelta(days=DAYS),
        currency="EUR",
    )
    campaign = add_campaign(plan, on=today(data.at), by=data.by, at=data.at)
    choose_segment(campaign, Segment(roles=("customer",)), revision=campaign.revision, by=data.by, at=data.at)
    mails = {"en": MailText("News for {party}", "Let us show you {campaign}.")}
    write_mails(campaign, mails, revision=campaign.revision, by=data.by, at=data.at)
    session().flush()  # the case reads it
    data.names["campaign"] = str(campaign.id)


@given("campaign_member")
def add_member(data: ScenarioData) -> None:
    """Rossi in a running campaign."""
    add_planned_campaign(data)
    campaign = session().get_one(Campaign, UUID(data.names["campaign"]))
    campaign.status = CampaignStatus.RUNNING
    member = CampaignMember(
        campaign_id=campaign.id,
        party_id=UUID(data.names["rossi"]),
        state=MemberState.STARTED,
        salesperson="luca",
        changed_at=data.at,
    )
    session().add(member)
    session().flush()  # its id gets a name
    data.names["member"] = str(member.id)


@given("campaign_end")
def end_by_hand(data: ScenarioData) -> None:
    """Somebody ends the campaign on its page."""
    campaign = campaign_for_update(UUID(data.names["campaign"]))
    want_end(campaign, reason="The press is sold out", by=data.by, at=data.at)


@given("rossi_opts_out")
def let_rossi_opt_out(data: ScenarioData) -> None:
    """Rossi says on the phone that they want no campaigns."""
    party = party_for_update(UUID(data.names["rossi"]))
    opt_out(party, reason="said so on the phone", by=data.by, at=data.at)
    session().flush()  # the case reads it
