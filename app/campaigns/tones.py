"""The colour of each state, and its words."""

from app.campaigns.models import CampaignStatus, MemberState

CAMPAIGN_TONES = {
    CampaignStatus.PLANNED: "neutral",
    CampaignStatus.APPROVED: "info",
    CampaignStatus.RUNNING: "warning",
    CampaignStatus.ENDED: "success",
    CampaignStatus.CANCELLED: "danger",
}
MEMBER_TONES = {
    MemberState.SELECTED: "neutral",
    MemberState.EXCLUDED: "neutral",
    MemberState.STARTED: "info",
    MemberState.MAILED: "info",
    MemberState.ANSWERED: "warning",
    MemberState.CALLED: "warning",
    MemberState.OPPORTUNITY: "success",
    MemberState.OPTED_OUT: "danger",
    MemberState.FAILED: "danger",
    MemberState.STOPPED: "neutral",
}
MEMBER_WORDS = {
    MemberState.SELECTED: "waiting",
    MemberState.EXCLUDED: "left out",
    MemberState.STARTED: "about to be mailed",
    MemberState.MAILED: "mailed",
    MemberState.ANSWERED: "answered",
    MemberState.CALLED: "called",
    MemberState.OPPORTUNITY: "opportunity",
    MemberState.OPTED_OUT: "opted out",
    MemberState.FAILED: "not reached",
    MemberState.STOPPED: "stopped",
}
