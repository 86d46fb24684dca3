"""Runs a campaign: chooses its members, starts their cases in batches, ends what still waits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from app.campaigns.models import Campaign, CampaignMember, CampaignStatus, MemberState
from app.campaigns.operations.planning import tell
from app.campaigns.queries.selection import left_out_because, selected
from app.campaigns.segments import checked_segment
from app.core.actor import Actor
from app.core.db import session
from app.engine.operations import NewCase, publish_message, start_instances
from app.engine.registry import begun_by_program
from app.parties.models import Party

CONTACT_PROCESS = "campaign_contact"
OVER_MESSAGE = "campaign_over"
WAITING = (MemberState.STARTED, MemberState.MAILED)

begun_by_program.add(CONTACT_PROCESS)


def begin_campaign(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """The campaign runs from now on, with the parties that its conditions find today. Begun twice, it began once."""
    if campaign.status is not CampaignStatus.APPROVED:
        return
    campaign.status, campaign.started_at = CampaignStatus.RUNNING, at
    _add_members(campaign, at=at)
    campaign.contact_count = _count_members(campaign.id, MemberState.SELECTED)
    tell(campaign, "campaign.started", by=by, at=at, after={"contacts": campaign.contact_count})


def start_batch(campaign: Campaign, *, limit: int, by: Actor, at: datetime) -> int:
    """Start the cases of the next members; how many. The caller has locked the campaign; none is started twice."""
    members = (
        session()
        .scalars(
            select(CampaignMember)
            .where(CampaignMember.campaign_id == campaign.id, CampaignMember.state == MemberState.SELECTED)
            .order_by(CampaignMember.id)
            .limit(limit)
            .options(joinedload(CampaignMember.party))
            .with_for_update(of=CampaignMember, skip_locked=True)
        )
        .all()
    )
    cases = start_instances(CONTACT_PROCESS, [_contact(campaign, member) for member in members], by=by, at=at)
    for member in members:
        member.case_key, member.state, member.changed_at = cases[_start_key(member)], MemberState.STARTED, at
    campaign.started_count += len(members)
    session().flush()  # the next batch reads who is started
    return len(members)


def waiting_members(campaign_id: UUID, *, limit: int) -> Sequence[UUID]:
    """Ids of members whose cases still wait for something."""
    waits = select(CampaignMember.id).where(
        CampaignMember.campaign_id == campaign_id, CampaignMember.state.in_(WAITING)
    )
    return session().scalars(waits.order_by(CampaignMember.id).limit(limit)).all()


def stop_member(member_id: UUID, *, by: Actor, at: datetime) -> None:
    """End the case of a member, if it still waits; one whose case was ended by hand is stopped as well."""
    publish_message(
        OVER_MESSAGE,
        correlation_key=str(member_id),
        variables={},
        time_to_live_seconds=0,
        message_id=None,
        by=by,
        at=at,
    )
    session().flush()  # what the case wrote about its member
    mark_stopped([member_id], at=at)


def mark_stopped(member_ids: Sequence[UUID], *, at: datetime) -> None:
    """Members that wait no more, because the campaign is over."""
    still_waits = CampaignMember.id.in_(member_ids) & CampaignMember.state.in_(WAITING)
    changes = {"state": MemberState.STOPPED, "changed_at": at}
    session().execute(update(CampaignMember).where(still_waits).values(changes))


def end_campaign(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """Nothing more happens in the campaign; members never started are left out. Ended twice, it ended once."""
    if campaign.status is not CampaignStatus.RUNNING:
        return
    never_started = (CampaignMember.campaign_id == campaign.id) & (CampaignMember.state == MemberState.SELECTED)
    changes = {"state": MemberState.STOPPED, "reason": "the campaign ended first", "changed_at": at}
    session().execute(update(CampaignMember).where(never_started).values(changes))
    campaign.status, campaign.ended_at = CampaignStatus.ENDED, at
    tell(campaign, "campaign.ended", by=by, at=at, reason=campaign.end_reason)


def _add_members(campaign: Campaign, *, at: datetime) -> None:
    segment = checked_segment(campaign.segment)
    reason = left_out_because(segment)
    state = case((reason == "", MemberState.SELECTED.value), else_=MemberState.EXCLUDED.value)
    columns = {
        "id": func.gen_random_uuid(),
        "campaign_id": literal(campaign.id),
        "party_id": Party.id,
        "state": state,
        "reason": func.nullif(reason, ""),
        "salesperson": Party.sales_rep,
        "changed_at": literal(at),
    }
    members = selected(segment, *columns.values())
    session().execute(insert(CampaignMember).from_select(list(columns), members).on_conflict_do_nothing())


def _count_members(campaign_id: UUID, state: MemberState) -> int:
    wanted = select(func.count()).where(CampaignMember.campaign_id == campaign_id, CampaignMember.state == state)
    return session().scalar(wanted) or 0


def _contact(campaign: Campaign, member: CampaignMember) -> NewCase:
    party = member.party
    return NewCase(
        start_key=_start_key(member),
        variables={
            "campaign_id": str(campaign.id),
            "campaign_number": campaign.number,
            "campaign_name": campaign.name,
            "member_id": str(member.id),
            "party_id": str(party.id),
            "party_name": party.name,
            "sales_person": member.salesperson,
            "answer_wait": f"P{campaign.answer_days}D",
        },
        business_key=campaign.number,
        title=campaign.name,
        subject_id=party.id,
        subject_name=party.name,
    )


def _start_key(member: CampaignMember) -> str:
    return f"campaign:{member.campaign_id}:{member.party_id}"
