"""The blueprint of campaigns, and what all of its pages show."""

from flask import Blueprint

from app.campaigns.queries.campaigns import campaigns_for_documents
from app.campaigns.tones import CAMPAIGN_TONES, MEMBER_TONES, MEMBER_WORDS
from app.core.web import new_action, place
from app.identity.permissions import Permission
from app.identity.queries import all_people

bp = Blueprint("campaigns", __name__)

place(
    "campaigns.show_campaigns",
    "Campaigns",
    "speakerphone",
    group="Work",
    permission=Permission.VIEW_CAMPAIGNS,
    order=30,
)
new_action("campaigns.show_new_campaign", "Campaign", "speakerphone", permission=Permission.EDIT_CAMPAIGNS, order=40)


@bp.context_processor
def tones() -> dict[str, object]:
    """The colours and words of states, for the templates of campaigns."""
    return {"CAMPAIGN_TONES": CAMPAIGN_TONES, "MEMBER_TONES": MEMBER_TONES, "MEMBER_WORDS": MEMBER_WORDS}


@bp.app_template_global()
def campaigns_to_add_to() -> list[tuple[str, str]]:
    """The campaigns that a document may be added to, for the buttons on its page."""
    return [(str(campaign.id), f"{campaign.number} {campaign.name}") for campaign in campaigns_for_documents()]


def people() -> dict[str, str]:
    """Names of our people by user name."""
    return {user.user_name: user.display_name for user, _groups in all_people()}
