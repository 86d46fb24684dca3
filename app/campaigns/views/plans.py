"""Pages of the plan: a new campaign, its facts, parties and mails, the preview of who is in."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.campaigns.mail_texts import PLACEHOLDERS
from app.campaigns.models import Campaign, CampaignNature
from app.campaigns.operations.planning import (
    MailText,
    Plan,
    add_campaign,
    change_plan,
    choose_segment,
    write_mails,
)
from app.campaigns.queries import selection
from app.campaigns.queries.campaigns import campaign_by_id, campaign_for_update
from app.campaigns.schemas import LANGUAGES, NewCampaignForm, SavedPlanForm
from app.campaigns.segments import Segment, checked_segment
from app.campaigns.views.blueprint import bp, people
from app.core.clock import now
from app.core.db import session, transaction
from app.core.web import see_other
from app.engine.operations import start_instance
from app.engine.reading import today
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties.models import PartyRole
from app.parties.queries import company, parties_by_id, parties_found
from app.parties.schemas import CURRENCIES

PROCESS = "campaign"
SHOWN = 10
USUAL_DAYS = 30
SEGMENT_FIELDS = frozenset(Segment.__dataclass_fields__)
MANY = ("roles", "included", "excluded")


@bp.get("/campaigns/new")
@require(Permission.EDIT_CAMPAIGNS)
def show_new_campaign() -> ResponseReturnValue:
    """An empty plan."""
    user, on = current_user(), today(now())
    return render_template(
        "campaigns/new.html",
        plan=Plan("", user.user_name, on, on + timedelta(days=USUAL_DAYS), company().currency),
        key=uuid4(),
        **_choices(),
    )


@bp.post("/campaigns")
@require(Permission.EDIT_CAMPAIGNS)
def create_campaign() -> ResponseReturnValue:
    """Begin a campaign and its case; sent twice, it begins once."""
    form = NewCampaignForm().load(request.form.to_dict())
    user, at, campaign_id = current_user(), now(), form.pop("key")
    with transaction():
        if session().get(Campaign, campaign_id) is None:
            campaign = add_campaign(Plan(**form), on=today(at), by=user.actor, at=at)
            campaign.id = campaign_id
        start_instance(
            PROCESS,
            variables={"campaign_id": str(campaign_id)},
            by=user.actor,
            at=at,
            start_key=f"campaign:{campaign_id}",
        )
    return see_other(".show_plan", campaign_id=campaign_id)


@bp.get("/campaigns/<uuid:campaign_id>/plan")
@require(Permission.VIEW_CAMPAIGNS)
def show_plan(campaign_id: UUID) -> ResponseReturnValue:
    """The whole plan on one page."""
    campaign = campaign_by_id(campaign_id)
    segment = checked_segment(campaign.segment)
    return render_template(
        "campaigns/plan.html",
        campaign=campaign,
        mails={mail.language: mail for mail in campaign.mails},
        placeholders=PLACEHOLDERS,
        languages=LANGUAGES,
        roles=[*PartyRole],
        localities=selection.localities(),
        counties=selection.counties(),
        industries=selection.industries(),
        **_choices(),
        **_preview(segment),
    )


@bp.post("/campaigns/<uuid:campaign_id>/plan")
@require(Permission.EDIT_CAMPAIGNS)
def save_plan(campaign_id: UUID) -> ResponseReturnValue:
    """Keep facts, parties and mails together, or nothing of them."""
    form = SavedPlanForm().load(_plan_sent())
    user, at = current_user(), now()
    segment, mails, revision = form.pop("segment"), form.pop("mails"), form.pop("revision")
    with transaction():
        campaign = campaign_for_update(campaign_id)
        change_plan(campaign, Plan(**form), revision=revision, on=today(at), by=user.actor, at=at)
        read = campaign.revision
        choose_segment(campaign, checked_segment(segment), revision=read, by=user.actor, at=at)
        texts = {language: MailText(**words) for language, words in mails.items()}
        write_mails(campaign, texts, revision=campaign.revision, by=user.actor, at=at)
    flash("The plan is saved.", "success")
    return see_other(".show_plan", campaign_id=campaign_id)


@bp.get("/campaigns/preview")
@require(Permission.VIEW_CAMPAIGNS)
def show_preview() -> ResponseReturnValue:
    """Who is in the segment that is typed so far, and who is left out."""
    return render_template("campaigns/_preview.html", **_preview(checked_segment(_segment_in(request.args))))


@bp.get("/campaigns/candidates")
@require(Permission.VIEW_CAMPAIGNS)
def show_candidates() -> ResponseReturnValue:
    """Parties by the words of their name, to be taken in beside the conditions."""
    words = request.args.get("find", "")[:100]
    found = parties_found(words, limit=5).rows if words.strip() else []
    return render_template("campaigns/_candidates.html", found=found, words=words)


def _preview(segment: Segment) -> dict[str, Any]:  # Any: context of a template
    named = parties_by_id([*segment.included, *segment.excluded])
    return {
        "count": selection.count_selection(segment),
        "rows": selection.first_selected(segment, limit=SHOWN),
        "segment": segment,
        "included": [named[party_id] for party_id in segment.included if party_id in named],
        "excluded": [named[party_id] for party_id in segment.excluded if party_id in named],
    }


def _plan_sent() -> dict[str, Any]:  # Any: as sent
    """The form, its segment and its mails each in a dict of their own."""
    sent = request.form
    plan = {name: value for name, value in sent.items() if name in SavedPlanForm().fields}
    mails = {
        language: {"subject": sent.get(f"subject_{language}", ""), "text": sent.get(f"text_{language}", "")}
        for language in LANGUAGES
    }
    return {**plan, "segment": _segment_in(sent), "mails": mails}


def _segment_in(sent: Any) -> dict[str, Any]:  # Any: the arguments or the form of a request
    """The fields of the segment; those of the plan have the same names only where they mean the same."""
    return {
        name: sent.getlist(f"segment_{name}") if name in MANY else sent.get(f"segment_{name}", "")
        for name in SEGMENT_FIELDS
    }


def _choices() -> dict[str, Any]:  # Any: context of a template
    return {
        "people": list(people().items()),
        "currencies": [(code, code) for code in CURRENCIES],
        "natures": [
            (CampaignNature.ORDER.value, "An order"),
            (CampaignNature.CONTRACT.value, "A contract"),
            (CampaignNature.BOTH.value, "Both"),
        ],
    }
