"""Facts beside the tasks of a campaign and of all that comes of it."""

from flask import url_for

from app.campaigns.conditions import described
from app.campaigns.models import Campaign, CampaignStatus
from app.campaigns.queries.campaigns import campaign_by_id
from app.campaigns.queries.money import money_of
from app.campaigns.queries.selection import count_selection
from app.campaigns.segments import checked_segment
from app.core.actor import Viewer
from app.core.db import Key
from app.core.formats import format_day, format_money
from app.core.web import preferences
from app.engine.reading import id_in
from app.engine.registry import Fact, Variables, fact_source


@fact_source("campaigns.campaign")
def campaign_facts(viewer: Viewer, instance_key: Key, variables: Variables) -> list[Fact]:  # noqa: ARG001  # no more is needed
    """Which campaign it is; beside the tasks of the campaign itself also whom it is for and what it costs."""
    campaign_id = id_in(variables, "campaign_id")
    if campaign_id is None:
        return []
    campaign = campaign_by_id(campaign_id)
    if campaign.case_key != instance_key:
        address = url_for("campaigns.show_campaign", campaign_id=campaign.id)
        return [Fact("Campaign", f"{campaign.number} {campaign.name}", address)]
    return [*_plan_facts(campaign), *_money_facts(campaign)]


def _plan_facts(campaign: Campaign) -> list[Fact]:
    is_planned = campaign.status is CampaignStatus.PLANNED
    endpoint = "campaigns.show_plan" if is_planned else "campaigns.show_campaign"
    to = preferences()
    days = f"{format_day(campaign.starts_on, to=to)} to {format_day(campaign.ends_on, to=to)}"
    facts = [
        Fact("Plan" if is_planned else "Campaign", campaign.name, url_for(endpoint, campaign_id=campaign.id)),
        Fact("Runs", days),
        *(Fact(label, words) for label, words in described(checked_segment(campaign.segment))),
    ]
    if is_planned:
        count = count_selection(checked_segment(campaign.segment))
        facts.append(Fact("Contacts", f"{count.contacts} of {count.found}", tone=None if count.contacts else "bad"))
    else:
        facts.append(Fact("Contacts", str(campaign.contact_count)))
    languages = ", ".join(mail.language for mail in campaign.mails)
    facts.append(Fact("Mail in", languages or "none yet", tone=None if languages else "bad"))
    return facts


def _money_facts(campaign: Campaign) -> list[Fact]:
    to, currency = preferences(), campaign.currency
    facts = [
        Fact("Estimated cost", format_money(campaign.estimated_cost, currency, to=to)),
        Fact("Estimated revenue", format_money(campaign.estimated_revenue, currency, to=to)),
    ]
    if campaign.started_at is None:
        return facts
    money = money_of([campaign.id])[campaign.id]
    facts.append(Fact("Realised cost", format_money(money.cost, currency, to=to)))
    facts.append(Fact("Invoiced", format_money(money.invoiced_total, currency, to=to)))
    if (percent := money.return_percent) is not None:
        facts.append(Fact("Return on investment", f"{percent} %", tone="good" if percent >= 0 else "warning"))
    return facts
