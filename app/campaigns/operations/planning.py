"""Plans a campaign: begin, change, hand in, approve, give up."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from app.billing.errors import RateMissing
from app.billing.queries import rate_on
from app.campaigns.errors import CampaignChanged, CampaignInvalid, CampaignOver, PlanClosed
from app.campaigns.mail_texts import mistakes_in
from app.campaigns.models import Campaign, CampaignMail, CampaignNature, CampaignStatus
from app.campaigns.queries.selection import SelectionCount, count_selection
from app.campaigns.segments import Segment, checked_segment, stored_segment
from app.core.actor import Actor
from app.core.db import session
from app.identity.queries import person_named
from app.numbering.operations import next_number
from app.parties.queries import company
from app.trail.operations import record

SERIES = "CA"
MOST = Decimal(10) ** 13


@dataclass(frozen=True)
class Plan:
    """What is entered about a campaign beside its parties and mails; the names are those of the table."""

    name: str
    responsible: str
    starts_on: date
    ends_on: date
    currency: str
    objectives: str = ""
    estimated_cost: Decimal = Decimal(0)
    estimated_revenue: Decimal = Decimal(0)
    nature: CampaignNature = CampaignNature.ORDER
    answer_days: int = 7


@dataclass(frozen=True)
class MailText:
    """What those who read one language are written."""

    subject: str
    text: str


def add_campaign(plan: Plan, *, on: date, by: Actor, at: datetime) -> Campaign:
    """A new campaign with a number, of which nothing has happened yet. Raises CampaignInvalid."""
    _check_plan(plan, on=on)
    campaign = Campaign(
        id=uuid4(),
        number=next_number(SERIES, on=on),
        segment={},
        mails=[],
        status=CampaignStatus.PLANNED,
        contact_count=0,
        started_count=0,
        created_at=at,
        created_by=by.id,
        revision=0,
        **asdict(plan),
    )
    session().add(campaign)
    tell(campaign, "campaign.added", by=by, at=at, after=asdict(plan))
    return campaign


def change_plan(campaign: Campaign, plan: Plan, *, revision: int, on: date, by: Actor, at: datetime) -> None:
    """Write what was entered. Refuses a form opened before somebody else's change, and a plan that was approved."""
    refuse_closed_plan(campaign, revision=revision)
    _check_plan(plan, on=on)
    entered = asdict(plan)
    before = {name: getattr(campaign, name) for name, value in entered.items() if getattr(campaign, name) != value}
    for name, value in entered.items():
        setattr(campaign, name, value)
    if before:
        campaign.revision += 1
        after = {name: entered[name] for name in before}
        tell(campaign, "campaign.changed", by=by, at=at, before=before, after=after)


def choose_segment(campaign: Campaign, segment: Segment, *, revision: int, by: Actor, at: datetime) -> None:
    """Say whom the campaign is for."""
    refuse_closed_plan(campaign, revision=revision)
    before, after = campaign.segment, stored_segment(segment)
    if before != after:
        campaign.segment = after
        campaign.revision += 1
        tell(campaign, "campaign.segment_chosen", by=by, at=at, before=before, after=after)


def write_mails(campaign: Campaign, texts: Mapping[str, MailText], *, revision: int, by: Actor, at: datetime) -> None:
    """Keep the mail of each language; an empty one is taken away. Raises CampaignInvalid with fields like `text_it`."""
    refuse_closed_plan(campaign, revision=revision)
    wanted = {language: mail for language, mail in texts.items() if mail.subject.strip() or mail.text.strip()}
    wrong = {
        f"{field}_{language}": sentences
        for language, mail in wanted.items()
        for field, sentences in mistakes_in(mail.subject, mail.text).items()
    }
    if wrong:
        raise CampaignInvalid(wrong)
    before = {mail.language: [mail.subject, mail.text] for mail in campaign.mails}
    after = {language: [mail.subject.strip(), mail.text.strip()] for language, mail in wanted.items()}
    if before == after:
        return
    campaign.mails = [_kept_mail(campaign, language, *words) for language, words in sorted(after.items())]
    campaign.revision += 1
    tell(campaign, "campaign.mails_written", by=by, at=at, before=before, after=after)


def refuse_incomplete_plan(campaign: Campaign) -> SelectionCount:
    """The figures of the parties. Raises CampaignInvalid when there is nobody to write to, or nothing to say."""
    wrong: dict[str, list[str]] = {}
    count = count_selection(checked_segment(campaign.segment))
    if count.contacts == 0:
        wrong["segment"] = [_nobody(count)]
    if not campaign.mails:
        wrong["mails"] = ["The campaign has no mail yet. Write it in at least one language."]
    if wrong:
        raise CampaignInvalid(wrong)
    return count


def approve_campaign(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """The plan stands from now on. Raises CampaignInvalid when nobody is left to write to."""
    if campaign.status is not CampaignStatus.PLANNED:
        raise PlanClosed(campaign.number, campaign.status.value)
    campaign.contact_count = refuse_incomplete_plan(campaign).contacts
    campaign.status, campaign.approved_by = CampaignStatus.APPROVED, by.id
    tell(campaign, "campaign.approved", by=by, at=at, after={"contacts": campaign.contact_count})


def cancel_campaign(campaign: Campaign, *, reason: str | None, by: Actor, at: datetime) -> None:
    """The campaign never begins."""
    if not campaign.status.is_open:
        raise CampaignOver(campaign.number, campaign.status.value)
    campaign.status, campaign.ended_at = CampaignStatus.CANCELLED, at
    campaign.end_reason = reason or campaign.end_reason
    tell(campaign, "campaign.cancelled", by=by, at=at, reason=campaign.end_reason)


def refuse_closed_plan(campaign: Campaign, *, revision: int) -> None:
    """Raises PlanClosed for a plan that stands, CampaignChanged for a stale form."""
    if campaign.status is not CampaignStatus.PLANNED:
        raise PlanClosed(campaign.number, campaign.status.value)
    if campaign.revision != revision:
        raise CampaignChanged(campaign.number)


def tell(
    campaign: Campaign,
    action: str,
    *,
    by: Actor,
    at: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    """Say in the trail what happened to a campaign."""
    record(
        action=action,
        entity="campaign",
        entity_id=campaign.id,
        case_key=campaign.case_key,
        by=by,
        at=at,
        before=dict(before or {}),
        after={"number": campaign.number, **(after or {})},
        reason=reason,
    )


def _check_plan(plan: Plan, *, on: date) -> None:
    wrong: dict[str, list[str]] = {}
    if not plan.name.strip():
        wrong["name"] = ["Give the campaign a name."]
    if plan.ends_on < plan.starts_on:
        wrong["ends_on"] = [f"The campaign starts on {plan.starts_on:%d %B %Y}; it cannot end before that."]
    elif plan.ends_on < on:
        wrong["ends_on"] = ["This day is over."]
    for name in ("estimated_cost", "estimated_revenue"):
        if not 0 <= (amount := getattr(plan, name)) < MOST:
            wrong[name] = ["An estimate cannot be negative." if amount < 0 else "This amount is too large."]
    if not 1 <= plan.answer_days <= 90:
        wrong["answer_days"] = ["Give 1 to 90 days."]
    if person_named(plan.responsible) is None:
        wrong["responsible"] = [f"There is nobody called {plan.responsible!r}."]
    try:
        rate_on(plan.currency, own_currency=company().currency, on=on)
    except RateMissing as missing:
        wrong["currency"] = [missing.message]
    if wrong:
        raise CampaignInvalid(wrong)


def _kept_mail(campaign: Campaign, language: str, subject: str, text: str) -> CampaignMail:
    """The row of a language, changed in place where there is one: two rows of one key cannot change places."""
    found = next((mail for mail in campaign.mails if mail.language == language), None)
    mail = found or CampaignMail(campaign_id=campaign.id, language=language)
    mail.subject, mail.text = subject, text
    return mail


def _nobody(count: SelectionCount) -> str:
    if count.found == 0:
        return "No party fits the conditions. Choose whom the campaign is for."
    return f"All {count.found} parties of the segment are left out; there is nobody to write to."
