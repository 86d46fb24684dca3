"""Pages of campaigns: the list, one campaign, its members and mails; ending it, noting answers."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.campaigns.charts import chart_of
from app.campaigns.conditions import described
from app.campaigns.models import Answer, CampaignStatus, MemberState
from app.campaigns.operations.ending import want_end
from app.campaigns.operations.members import sell_to, send_answer
from app.campaigns.queries.campaigns import campaign_by_id, campaign_for_update, campaigns_page
from app.campaigns.queries.members import (
    funnel_of,
    left_out_reasons,
    mails_by_state,
    mails_in_doubt,
    member_by_id,
    members_by_state,
    members_page,
    opportunities_of,
)
from app.campaigns.queries.money import money_of
from app.campaigns.returns import share_percent
from app.campaigns.schemas import AnswerForm, CampaignsArguments, ChosenMembersForm, EndForm, MembersArguments
from app.campaigns.segments import checked_segment
from app.campaigns.views.blueprint import bp, people
from app.core.clock import now
from app.core.db import transaction
from app.core.web import page_of, page_or_partial, read_cursor, read_limit, see_other
from app.documents.conversion import can_make_pdf
from app.documents.queries import documents_of
from app.identity.current import current_user
from app.identity.permissions import Permission, require

CURSOR = "campaigns"
MEMBERS = "campaign_members"
ANSWERS = [
    (Answer.INTERESTED.value, "Interested: an opportunity begins"),
    (Answer.NOT_INTERESTED.value, "Not interested"),
    (Answer.OPTED_OUT.value, "Want no more campaigns"),
]


@bp.get("/campaigns")
@require(Permission.VIEW_CAMPAIGNS)
def show_campaigns() -> ResponseReturnValue:
    """The list of campaigns, the open ones at first."""
    choice = CampaignsArguments().load(request.args.to_dict())
    limit = read_limit()
    rows = campaigns_page(status=choice["status"], words=choice["words"], after=read_cursor(CURSOR), limit=limit)
    ids = [row.id for row in rows]
    return page_or_partial(
        "campaigns/campaigns.html",
        "campaigns/_campaigns.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.starts_on, row.id), kind=CURSOR),
        choice=choice,
        statuses=[*CampaignStatus],
        money=money_of(ids),
        members=members_by_state(ids),
        people=people(),
    )


@bp.get("/campaigns/<uuid:campaign_id>")
@require(Permission.VIEW_CAMPAIGNS)
def show_campaign(campaign_id: UUID) -> ResponseReturnValue:
    """One campaign: how far it came, what it cost and brought."""
    campaign = campaign_by_id(campaign_id)
    money = money_of([campaign.id])[campaign.id]
    return render_template(
        "campaigns/campaign.html",
        campaign=campaign,
        money=money,
        chart=chart_of(money.months),
        funnel=funnel_of(campaign.id),
        share=share_percent,
        reasons=left_out_reasons(campaign.id),
        conditions=described(checked_segment(campaign.segment)),
        documents=documents_of("campaign", campaign.id),
        can_make_pdf=can_make_pdf(),
        people=people(),
    )


@bp.get("/campaigns/<uuid:campaign_id>/progress")
@require(Permission.VIEW_CAMPAIGNS)
def show_progress(campaign_id: UUID) -> ResponseReturnValue:
    """How far the start has come; asked again while it goes on."""
    return render_template("campaigns/_progress.html", campaign=campaign_by_id(campaign_id))


@bp.post("/campaigns/<uuid:campaign_id>/end")
@require(Permission.EDIT_CAMPAIGNS)
def create_end(campaign_id: UUID) -> ResponseReturnValue:
    """End a campaign before its last day; what still waits is stopped."""
    form = EndForm().load(request.form.to_dict())
    with transaction():
        want_end(campaign_for_update(campaign_id), reason=form["reason"], by=current_user().actor, at=now())
    flash("The campaign is being ended.", "success")
    return see_other(".show_campaign", campaign_id=campaign_id)


@bp.get("/campaigns/<uuid:campaign_id>/members")
@require(Permission.VIEW_CAMPAIGNS)
def show_members(campaign_id: UUID) -> ResponseReturnValue:
    """The parties of a campaign and how far each came."""
    campaign = campaign_by_id(campaign_id)
    choice = MembersArguments().load(request.args.to_dict())
    limit = read_limit()
    rows = members_page(campaign.id, state=choice["state"], after=read_cursor(MEMBERS), limit=limit)
    keys = [row.opportunity_case_key for row in rows if row.opportunity_case_key is not None]
    return page_or_partial(
        "campaigns/members.html",
        "campaigns/_members.html",
        campaign=campaign,
        shown=page_of(rows, limit=limit, position=lambda row: (row.party.search_name, row.id), kind=MEMBERS),
        choice=choice,
        counts=members_by_state([campaign.id])[campaign.id],
        states=[*MemberState],
        opportunities=opportunities_of(keys),
        answers=ANSWERS,
        people=people(),
    )


@bp.post("/campaigns/<uuid:campaign_id>/opportunities")
@require(Permission.EDIT_CAMPAIGNS)
def create_opportunities(campaign_id: UUID) -> ResponseReturnValue:
    """Generate an opportunity for each chosen member; one that has its own already keeps it."""
    form = ChosenMembersForm().load({"members": request.form.getlist("members")})
    user, at = current_user(), now()
    with transaction():
        campaign = campaign_by_id(campaign_id)
        chosen = [member_by_id(campaign.id, member_id) for member_id in form["members"]]
        sell_to(campaign, chosen, by=user.actor, at=at)
    flash("One opportunity has begun." if len(chosen) == 1 else f"{len(chosen)} opportunities have begun.", "success")
    return see_other(".show_members", campaign_id=campaign_id, state=MemberState.OPPORTUNITY.value)


@bp.post("/campaigns/<uuid:campaign_id>/members/<uuid:member_id>/answer")
@require(Permission.EDIT_CAMPAIGNS)
def create_member_answer(campaign_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Note what a contact answered to the mail."""
    form = AnswerForm().load(request.form.to_dict())
    with transaction():
        member = member_by_id(campaign_id, member_id)
        send_answer(member, form["answer"], note=form["note"], by=current_user().actor, at=now())
    flash("The answer is noted.", "success")
    return see_other(".show_members", campaign_id=campaign_id)


@bp.get("/campaigns/<uuid:campaign_id>/mails")
@require(Permission.VIEW_CAMPAIGNS)
def show_mails(campaign_id: UUID) -> ResponseReturnValue:
    """What is written to the contacts, and how many of the mails left."""
    campaign = campaign_by_id(campaign_id)
    return render_template(
        "campaigns/mails.html",
        campaign=campaign,
        counts=mails_by_state(campaign.id),
        uncertain=mails_in_doubt(campaign.id, limit=50),
    )
