"""What becomes of one member: mailed, answered, opted out, an opportunity."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.campaigns.errors import NotAnswering, NotChosen
from app.campaigns.models import Answer, Campaign, CampaignMember, MemberState
from app.campaigns.operations.running import stop_member
from app.campaigns.queries.members import member_for_update
from app.core.actor import Actor
from app.core.db import Key, session
from app.engine.operations import describe_case, publish_message, start_instance
from app.parties.models import Party
from app.parties.operations import opt_out
from app.parties.queries import party_for_update
from app.trail.operations import record

ANSWER_MESSAGE = "campaign_answer"
LEFT_OUT = (MemberState.EXCLUDED, MemberState.OPTED_OUT)
SALES_PROCESS = "lead_to_order"
KEPT_SECONDS = 90 * 24 * 3600


def mark_mailed(member: CampaignMember, *, at: datetime) -> None:
    """The mail server has the mail of this member."""
    if member.state is MemberState.STARTED:  # somebody may have gone on with it meanwhile
        member.state = MemberState.MAILED
    member.mailed_at = member.changed_at = at


def leave_out(member: CampaignMember, *, state: MemberState, reason: str, by: Actor, at: datetime) -> None:
    """The member is not written to, or could not be."""
    member.state, member.reason, member.changed_at = state, reason, at
    _tell(member, "campaign_member.left_out", by=by, at=at, reason=reason)


def send_answer(member: CampaignMember, answer: Answer, *, note: str, by: Actor, at: datetime) -> None:
    """Hand what a contact said to its case. Raises NotAnswering when the case waits for nothing."""
    if not member.state.is_waiting:
        raise NotAnswering(member.party.name)
    publish_message(
        ANSWER_MESSAGE,
        correlation_key=str(member.id),
        variables={"contact_answer": answer.value, "answer_note": note or None, "answered_by": "message"},
        time_to_live_seconds=KEPT_SECONDS,
        message_id=None,
        by=by,
        at=at,
    )


def take_answer(
    member: CampaignMember, answer: Answer, *, note: str | None, is_call: bool, by: Actor, at: datetime
) -> None:
    """Write down what a contact said. Whoever wants no more campaigns gets none from now on."""
    member.answer, member.note, member.answered_at, member.changed_at = answer, note, at, at
    member.state = MemberState.CALLED if is_call else MemberState.ANSWERED
    if answer is Answer.OPTED_OUT:
        member.state = MemberState.OPTED_OUT
        opt_out(party_for_update(member.party_id), reason=note or "said so to a campaign", by=by, at=at)
    _tell(member, "campaign_member.answered", by=by, at=at, after={"answer": answer.value}, reason=note)


def opt_out_by_link(member_id: UUID, *, by: Actor, at: datetime) -> Party:
    """The party of this member gets no more campaigns; its cases hear of it. Said twice, it was said once."""
    member = session().get_one(CampaignMember, member_id)
    waiting = select(CampaignMember).where(
        CampaignMember.party_id == member.party_id,
        CampaignMember.state.in_((MemberState.STARTED, MemberState.MAILED)),
    )
    for each in session().scalars(waiting.order_by(CampaignMember.case_key)).all():
        send_answer(each, Answer.OPTED_OUT, note="by the link in the mail", by=by, at=at)
    party = party_for_update(member.party_id)
    opt_out(party, reason="by the link in a mail", by=by, at=at)
    return party


def sell_to(campaign: Campaign, members: Sequence[CampaignMember], *, by: Actor, at: datetime) -> None:
    """An opportunity for each of the chosen, now; one whose answer is awaited is asked no more. Raises NotChosen."""
    for member in members:
        if member.state in LEFT_OUT:
            raise NotChosen(member.party.name, member.reason or "they want no more campaigns")
    for member in sorted(members, key=lambda each: each.case_key or 0):
        if member.state.is_waiting:
            stop_member(member.id, by=by, at=at)
    for member in members:
        generate_opportunity(campaign, member.id, by=by, at=at)


def generate_opportunity(campaign: Campaign, member_id: UUID, *, by: Actor, at: datetime) -> Key:
    """The case of `lead_to_order` that comes of a member; asked for twice, it is the same case."""
    member = member_for_update(member_id)
    party = session().get_one(Party, member.party_id)
    opportunity = start_instance(
        SALES_PROCESS,
        variables={
            "party_id": str(party.id),
            "campaign_id": str(campaign.id),
            "campaign": campaign.name,
            "campaign_nature": campaign.nature.value,
            "lead_source": "campaign",
            "interest": member.note or campaign.name,
            "sales_person": member.salesperson,
        },
        by=by,
        at=at,
        start_key=f"campaign-opportunity:{campaign.id}:{party.id}",
    )
    if member.opportunity_case_key != opportunity.key:
        describe_case(opportunity.key, title=campaign.name, subject_id=party.id, subject_name=party.name)
        member.opportunity_case_key, member.state, member.changed_at = opportunity.key, MemberState.OPPORTUNITY, at
        after = {"party_id": str(party.id), "campaign": campaign.number}
        record(  # in the chain of the new case: that of the contact is not locked here
            action="campaign_member.opportunity",
            entity="campaign_member",
            entity_id=member.id,
            case_key=opportunity.key,
            by=by,
            at=at,
            after=after,
        )
    return opportunity.key


def _tell(
    member: CampaignMember,
    action: str,
    *,
    by: Actor,
    at: datetime,
    after: dict[str, object] | None = None,
    reason: str | None = None,
) -> None:
    record(
        action=action,
        entity="campaign_member",
        entity_id=member.id,
        case_key=member.case_key,
        by=by,
        at=at,
        after={"party_id": str(member.party_id), **(after or {})},
        reason=reason,
    )
