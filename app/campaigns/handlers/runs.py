"""Job types of a running campaign; workers run them, perhaps more than once."""

from datetime import datetime
from uuid import UUID

from app.campaigns.operations.running import (
    begin_campaign,
    end_campaign,
    start_batch,
    stop_member,
    waiting_members,
)
from app.campaigns.papers import report_paper
from app.campaigns.queries.campaigns import campaign_for_update
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import transaction
from app.documents.errors import RenderFailed
from app.documents.operations import render, store
from app.engine.reading import needed_id
from app.engine.registry import Call, Completion, JobFailed, Variables, job_handler

BATCH = 50
STOPPED_AT_ONCE = 20
LONGEST_SECONDS = 25 * 60
TEMPLATE = "campaign_report"


@job_handler("campaigns.start_contacts", queue="default", timeout_seconds=LONGEST_SECONDS)
def start_contacts_job(call: Call) -> Completion:
    """Start the cases of the members, batch by batch, each in a transaction of its own.

    After a crash the next run goes on behind the last batch. A campaign that somebody ends meanwhile starts no more.
    """
    campaign_id = needed_id(call.variables, "campaign_id")
    with transaction():
        begin_campaign(campaign_for_update(campaign_id), by=call.by, at=call.at)
    while _start_some(campaign_id, by=call.by, at=_later_of(call.at)):
        pass
    return Completion()


@job_handler("campaigns.stop_contacts", queue="default", timeout_seconds=LONGEST_SECONDS)
def stop_contacts_job(call: Call) -> Completion:
    """End the cases of members that still wait, batch by batch; then the campaign is over."""
    campaign_id = needed_id(call.variables, "campaign_id")
    while _stop_some(campaign_id, by=call.by, at=call.at):
        pass

    def end(at: datetime) -> Variables:
        end_campaign(campaign_for_update(campaign_id), by=call.by, at=at)
        return {}

    return Completion(apply=end)


@job_handler("campaigns.write_report", queue="documents")
def write_report_job(call: Call) -> Completion:
    """The report of the campaign as a Word document."""
    with transaction():
        campaign, data = report_paper(needed_id(call.variables, "campaign_id"), at=call.at)
    try:
        content = render(TEMPLATE, data, language=data["language"])
    except RenderFailed as failed:
        raise JobFailed(failed.message, retryable=failed.is_temporary) from failed

    def keep(at: datetime) -> Variables:
        document = store(
            content,
            name=f"{campaign.number}.docx",
            kind=TEMPLATE,
            template_id=TEMPLATE,
            data=data,
            case_key=call.instance_key,
            subject_type="campaign",
            subject_id=campaign.id,
            idempotency_key=call.idempotency_key,
            by=call.by,
            at=at,
        )
        return {"report_document_id": str(document.id)}

    return Completion(apply=keep)


def _start_some(campaign_id: UUID, *, by: Actor, at: datetime) -> bool:
    with transaction():
        campaign = campaign_for_update(campaign_id)
        return campaign.end_reason is None and start_batch(campaign, limit=BATCH, by=by, at=at) == BATCH


def _stop_some(campaign_id: UUID, *, by: Actor, at: datetime) -> bool:
    with transaction():
        waiting = waiting_members(campaign_id, limit=STOPPED_AT_ONCE)
        for member_id in waiting:
            stop_member(member_id, by=by, at=at)
    return len(waiting) == STOPPED_AT_ONCE


def _later_of(at: datetime) -> datetime:
    """Batches of a long start each have their own time; a story told afterwards keeps its own."""
    return max(at, now()) if abs((now() - at).total_seconds()) < LONGEST_SECONDS else at
