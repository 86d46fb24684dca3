"""What campaigns show on the card of a party: those it is in, and a line of the timeline for each."""

from typing import Any

from flask import url_for
from sqlalchemy import Select

from app.campaigns.models import Campaign, CampaignMember, CampaignStatus, MemberState
from app.campaigns.queries.members import memberships_of
from app.campaigns.tones import MEMBER_TONES, MEMBER_WORDS
from app.core.actor import Viewer
from app.identity.permissions import Permission
from app.parties.card import (
    CardEntry,
    CardSection,
    TimelineLine,
    TimelineType,
    card_section,
    card_timeline,
    timeline_lines,
)
from app.parties.models import Party

SHOWN = 5


@card_section
def campaign_section(party: Party, viewer: Viewer) -> CardSection:  # noqa: ARG001  # all who see parties see campaigns
    """The running campaigns that a party is in."""
    entries = [_entry(member) for member in memberships_of(party.id, limit=SHOWN)]
    return CardSection("Campaigns", [entry for entry in entries if entry is not None])


def _entry(member: CampaignMember) -> CardEntry | None:
    campaign = member.campaign
    if campaign.status is not CampaignStatus.RUNNING:
        return None
    return CardEntry(
        title=campaign.name,
        href=url_for("campaigns.show_members", campaign_id=campaign.id, state=member.state.value),
        note=campaign.number,
        when=member.changed_at,
        badge=MEMBER_WORDS[member.state],
        tone=MEMBER_TONES[member.state],
        icon="speakerphone",
    )


def _lines(party: Party, viewer: Viewer) -> Select[Any]:  # noqa: ARG001  # Any: see TimelineLine
    return (
        timeline_lines(
            key=CampaignMember.id.expression,
            when=CampaignMember.changed_at.expression,
            title=Campaign.name.expression,
            note=Campaign.number.expression,
            state=CampaignMember.state.expression,
            ref=Campaign.id.expression,
        )
        .join(Campaign, Campaign.id == CampaignMember.campaign_id)
        .where(CampaignMember.party_id == party.id, CampaignMember.state != MemberState.EXCLUDED)
    )


def _href(line: TimelineLine) -> str:
    return url_for("campaigns.show_campaign", campaign_id=line.ref)


card_timeline(
    TimelineType(
        "campaigns",
        "Campaigns",
        "speakerphone",
        _lines,
        _href,
        tones={state.value: tone for state, tone in MEMBER_TONES.items()},
        permission=Permission.VIEW_CAMPAIGNS,
        order=80,
    )
)
