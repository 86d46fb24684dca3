"""Reads campaigns: one, a page of the list, what cases and other pages need of them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import selectinload

from app.campaigns.errors import CampaignMissing
from app.campaigns.models import Campaign, CampaignStatus
from app.core.db import Key, session
from app.core.web.paging import Position

OPEN = (CampaignStatus.PLANNED, CampaignStatus.APPROVED, CampaignStatus.RUNNING)


def campaign_by_id(campaign_id: UUID) -> Campaign:
    """The campaign with its mails. Raises CampaignMissing."""
    wanted = select(Campaign).where(Campaign.id == campaign_id).options(selectinload(Campaign.mails))
    if (found := session().scalar(wanted)) is None:
        raise CampaignMissing(campaign_id)
    return found


def campaign_for_update(campaign_id: UUID) -> Campaign:
    """The campaign with its mails, locked until the end of the transaction. Raises CampaignMissing."""
    wanted = (
        select(Campaign)
        .where(Campaign.id == campaign_id)
        .options(selectinload(Campaign.mails))
        .with_for_update(of=Campaign)
        .execution_options(populate_existing=True)
    )
    if (found := session().scalar(wanted)) is None:
        raise CampaignMissing(campaign_id)
    return found


def campaigns_page(
    *, status: str = "", words: str = "", after: Position | None = None, limit: int
) -> Sequence[Campaign]:
    """Up to `limit` + 1 campaigns, those that start last first. status: one, `open`, or empty for all."""
    wanted = select(Campaign)
    if status == "open":
        wanted = wanted.where(Campaign.status.in_(OPEN))
    elif status:
        wanted = wanted.where(Campaign.status == CampaignStatus(status))
    for word in words.split():
        named = Campaign.name.icontains(word, autoescape=True) | Campaign.number.icontains(word, autoescape=True)
        wanted = wanted.where(named)
    if after is not None:
        wanted = wanted.where(tuple_(Campaign.starts_on, Campaign.id) < tuple_(*after))
    return session().scalars(wanted.order_by(Campaign.starts_on.desc(), Campaign.id.desc()).limit(limit + 1)).all()


def campaigns_for_documents() -> Sequence[Campaign]:
    """The campaigns to which a document may be added, those that started last first."""
    wanted = select(Campaign).where(Campaign.status != CampaignStatus.CANCELLED)
    return session().scalars(wanted.order_by(Campaign.starts_on.desc(), Campaign.id.desc()).limit(50)).all()


def campaign_names(campaign_ids: Collection[UUID]) -> dict[UUID, Campaign]:
    """Campaigns by id."""
    found = session().scalars(select(Campaign).where(Campaign.id.in_(campaign_ids)))
    return {campaign.id: campaign for campaign in found}


def campaign_of_case(case_key: Key) -> Campaign | None:
    """The campaign of a case of `campaign`."""
    return session().scalar(select(Campaign).where(Campaign.case_key == case_key))
