"""Tables of campaigns."""

from app.campaigns.models.campaigns import Campaign, CampaignMail, CampaignNature, CampaignStatus
from app.campaigns.models.members import Answer, CampaignMember, MemberState
from app.campaigns.models.money import CampaignCost, CampaignRevenue, CostDocument, RevenueSource

__all__ = [
    "Answer",
    "Campaign",
    "CampaignCost",
    "CampaignMail",
    "CampaignMember",
    "CampaignNature",
    "CampaignRevenue",
    "CampaignStatus",
    "CostDocument",
    "MemberState",
    "RevenueSource",
]
