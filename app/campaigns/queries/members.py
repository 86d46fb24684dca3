"""Reads members of campaigns: a page, figures by state, what of theirs became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import joinedload

from app.campaigns.errors import MemberMissing
from app.campaigns.models import Answer, CampaignMember, MemberState
from app.core.db import Key, session
from app.core.web.paging import Position
from app.mail.models import MailMessage, MailState
from app.parties.models import Party
from app.sales.models import Opportunity, Stage

MAIL_SUBJECT = "campaign_member"
"""What mails to members belong to."""


@dataclass(frozen=True)
class Funnel:
    """How far the contacts of a campaign came; each counts in every step that it reached."""

    contacts: int
    mailed: int
    answered: int
    interested: int
    opportunities: int
    sales: int
    opted_out: int


def member_by_id(campaign_id: UUID, member_id: UUID) -> CampaignMember:
    """A member of this campaign with its party. Raises MemberMissing."""
    found = session().scalar(
        select(CampaignMember)
        .where(CampaignMember.id == member_id, CampaignMember.campaign_id == campaign_id)
        .options(joinedload(CampaignMember.party))
    )
    if found is None:
        raise MemberMissing
    return found


def member_for_update(member_id: UUID) -> CampaignMember:
    """A member, locked until the end of the transaction. Raises MemberMissing."""
    found = session().scalar(
        select(CampaignMember)
        .where(CampaignMember.id == member_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise MemberMissing
    return found


def members_page(
    campaign_id: UUID, *, state: MemberState | None, after: Position | None = None, limit: int
) -> Sequence[CampaignMember]:
    """Up to `limit` + 1 members with their parties, by name."""
    wanted = (
        select(CampaignMember)
        .join(Party, Party.id == CampaignMember.party_id)
        .where(CampaignMember.campaign_id == campaign_id)
        .options(joinedload(CampaignMember.party))
        .order_by(Party.search_name, CampaignMember.id)
        .limit(limit + 1)
    )
    if state is not None:
        wanted = wanted.where(CampaignMember.state == state)
    if after is not None:
        wanted = wanted.where(tuple_(Party.search_name, CampaignMember.id) > tuple_(*after))
    return session().scalars(wanted).all()


def members_by_state(campaign_ids: Sequence[UUID]) -> dict[UUID, dict[MemberState, int]]:
    """How many members of each campaign are in each state."""
    counted = (
        select(CampaignMember.campaign_id, CampaignMember.state, func.count())
        .where(CampaignMember.campaign_id.in_(campaign_ids))
        .group_by(CampaignMember.campaign_id, CampaignMember.state)
    )
    found: dict[UUID, dict[MemberState, int]] = {campaign_id: {} for campaign_id in campaign_ids}
    for campaign_id, state, count in session().execute(counted):
        found[campaign_id][state] = count
    return found


def left_out_reasons(campaign_id: UUID) -> Mapping[str, int]:
    """How many were left out or failed, by reason."""
    counted = (
        select(CampaignMember.reason, func.count())
        .where(CampaignMember.campaign_id == campaign_id, CampaignMember.reason.is_not(None))
        .group_by(CampaignMember.reason)
        .order_by(func.count().desc())
        .limit(20)
    )
    return {str(reason): count for reason, count in session().execute(counted)}


def funnel_of(campaign_id: UUID) -> Funnel:
    """The figures of the way from a contact to a sale, in one statement."""
    is_contact = CampaignMember.state != MemberState.EXCLUDED
    counted = (
        select(
            func.count().filter(is_contact),
            func.count(CampaignMember.mailed_at),
            func.count(CampaignMember.answered_at),
            func.count().filter(CampaignMember.answer == Answer.INTERESTED),
            func.count(CampaignMember.opportunity_case_key),
            func.count().filter(Opportunity.stage == Stage.SALE),
            func.count().filter(CampaignMember.state == MemberState.OPTED_OUT),
        )
        .outerjoin(Opportunity, Opportunity.case_key == CampaignMember.opportunity_case_key)
        .where(CampaignMember.campaign_id == campaign_id)
    )
    return Funnel(*session().execute(counted).one())


def opportunities_of(case_keys: Sequence[Key]) -> dict[Key, Opportunity]:
    """Opportunities by their case."""
    found = session().scalars(select(Opportunity).where(Opportunity.case_key.in_(case_keys)))
    return {opportunity.case_key: opportunity for opportunity in found}


def mails_by_state(campaign_id: UUID) -> dict[MailState, int]:
    """How many mails of a campaign are in each state."""
    counted = (
        select(MailMessage.state, func.count())
        .join(CampaignMember, _is_mail_of_member())
        .where(CampaignMember.campaign_id == campaign_id)
        .group_by(MailMessage.state)
    )
    return {row[0]: row[1] for row in session().execute(counted)}


def mails_in_doubt(campaign_id: UUID, *, limit: int) -> Sequence[MailMessage]:
    """Mails of a campaign of which nobody knows whether they arrived."""
    wanted = (
        select(MailMessage)
        .join(CampaignMember, _is_mail_of_member())
        .where(CampaignMember.campaign_id == campaign_id, MailMessage.state == MailState.UNCERTAIN)
    )
    return session().scalars(wanted.order_by(MailMessage.written_at).limit(limit)).all()


def memberships_of(party_id: UUID, *, limit: int) -> Sequence[CampaignMember]:
    """The campaigns of a party, newest first, with the campaign."""
    return (
        session()
        .scalars(
            select(CampaignMember)
            .where(CampaignMember.party_id == party_id, CampaignMember.state != MemberState.EXCLUDED)
            .options(joinedload(CampaignMember.campaign))
            .order_by(CampaignMember.changed_at.desc())
            .limit(limit)
        )
        .all()
    )


def _is_mail_of_member() -> ColumnElement[bool]:
    return (MailMessage.subject_type == MAIL_SUBJECT) & (MailMessage.subject_id == CampaignMember.id)
