"""Ends a campaign by hand, before its last day or before its first."""

from datetime import datetime

from app.campaigns.errors import CampaignOver, NotYetEnding
from app.campaigns.models import Campaign, CampaignStatus
from app.campaigns.operations.planning import tell
from app.core.actor import Actor
from app.engine.operations import publish_message

END_MESSAGE = "campaign_end_wanted"
KEPT_SECONDS = 30 * 24 * 3600


def want_end(campaign: Campaign, *, reason: str, by: Actor, at: datetime) -> None:
    """Tell the case of the campaign that it is over. No further contact is started from now on.

    Raises NotYetEnding for a plan that nobody has approved, CampaignOver for a campaign that has ended.
    """
    if campaign.status is CampaignStatus.PLANNED:
        raise NotYetEnding(campaign.number)
    if not campaign.status.is_open or campaign.end_reason is not None:
        raise CampaignOver(campaign.number, campaign.status.value if not campaign.status.is_open else "being ended")
    campaign.end_reason = reason
    tell(campaign, "campaign.end_wanted", by=by, at=at, reason=reason)
    publish_message(
        END_MESSAGE,
        correlation_key=str(campaign.id),
        variables={"end_reason": reason},
        time_to_live_seconds=KEPT_SECONDS,
        message_id=f"campaign-end:{campaign.id}",
        by=by,
        at=at,
    )
