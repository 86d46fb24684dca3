"""Campaigns as tests want them."""

from datetime import date, datetime, timedelta
from typing import Any

from app.campaigns.models import Campaign, CampaignNature
from app.campaigns.operations.planning import MailText, Plan, add_campaign, choose_segment, write_mails
from app.campaigns.segments import checked_segment
from app.core.actor import Actor
from app.core.db import session, transaction
from app.engine.operations import deploy
from app.engine.reading import today
from app.parties.models import Party
from app.shipped import ROOT, contents
from tests.engine.driver import Driver
from tests.sales.factories import ANNA, make_party

TEXT = "We show {campaign} at {party}.\n\nMay {salesperson} call you?"


def make_plan(at: datetime, **changes: Any) -> Plan:
    """A plan that begins today and runs for a month."""
    on = today(at)
    usual = {
        "name": "Presses for spring",
        "responsible": "anna",
        "starts_on": on,
        "ends_on": on + timedelta(days=30),
        "currency": "EUR",
        "nature": CampaignNature.ORDER,
    }
    return Plan(**(usual | changes))


def make_campaign(at: datetime, *, by: Actor = ANNA, segment: dict[str, Any] | None = None, **changes: Any) -> Campaign:
    """A planned campaign for all customers, with a mail in English and Italian."""
    campaign = add_campaign(make_plan(at, **changes), on=today(at), by=by, at=at)
    chosen = checked_segment({"roles": ["customer"]} if segment is None else segment)
    choose_segment(campaign, chosen, revision=campaign.revision, by=by, at=at)
    mails = {"en": MailText("News for {party}", TEXT), "it": MailText("Novità per {party}", "Ecco {campaign}.")}
    write_mails(campaign, mails, revision=campaign.revision, by=by, at=at)
    session().flush()
    return campaign


def make_customer(name: str, *, at: datetime, **details: Any) -> Party:
    """A customer with a mail address."""
    address = "".join(letter for letter in name.lower() if letter.isalnum())
    usual = {"roles": ("customer",), "email": f"{address}@example.com", "language": "en"}
    return make_party(name, at=at, **(usual | details))


def deploy_campaigns(at: datetime) -> None:
    """Deploy the two processes of campaigns with their forms."""
    names = ("bpmn/campaign.bpmn", "bpmn/campaign_contact.bpmn", "forms/campaign", "forms/campaign_contact")
    with transaction():
        deploy(contents([ROOT / name for name in names]), by=ANNA, at=at)


def begin(campaign: Campaign, at: datetime) -> Driver:
    """The case of a campaign that its page has made; it waits for the plan to be handed in."""
    return Driver(at, "campaign", campaign_id=str(campaign.id))


def approve(case: Driver) -> None:
    """Hand in the plan and approve it."""
    case.complete("plan_campaign")
    case.complete("approve_campaign", approval_outcome="approve")


def day_after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def in_transaction(make: Any, *values: Any, **options: Any) -> Any:
    """Call and commit."""
    with transaction():
        return make(*values, **options)
