"""Job types of one contact: the mail, the answer, the opportunity, the end of the campaign."""

from datetime import datetime
from uuid import UUID

from app.campaigns.correspondence import contact_mail
from app.campaigns.errors import CampaignInvalid
from app.campaigns.models import Answer, CampaignMember, MemberState
from app.campaigns.operations.members import generate_opportunity, leave_out, mark_mailed, take_answer
from app.campaigns.operations.running import mark_stopped
from app.campaigns.queries.campaigns import campaign_by_id
from app.campaigns.queries.members import member_for_update
from app.core.db import session, transaction
from app.core.errors import AppError
from app.engine.reading import needed_id, needed_text, text_in
from app.engine.registry import Call, Completion, JobFailed, Variables, job_handler, step_handler
from app.mail.jobs import send_once
from app.mail.models import MailState
from app.mail.queries import state_of_key
from app.parties.models import Party


@job_handler("campaigns.send_mail", queue="mail")
def send_mail_job(call: Call) -> Completion:
    """The mail of the campaign to this contact; whoever opted out meanwhile gets none.

    An address that the server refuses ends this contact. A mail of which nobody knows whether it arrived becomes an
    incident: a person decides.
    """
    member_id = needed_id(call.variables, "member_id")
    with transaction():
        member = session().get_one(CampaignMember, member_id)
        left_out = _why_not(member)
        mail = None if left_out else contact_mail(member, key=call.idempotency_key, case_key=call.instance_key)
    if left_out is not None or mail is None:
        return _without_mail(call, member_id, left_out or (MemberState.FAILED, "has no mail address"))
    try:
        send_once(mail, call)
    except JobFailed as failed:
        if failed.retryable or state_of_key(mail.key) is MailState.UNCERTAIN:
            raise
        return _without_mail(call, member_id, (MemberState.FAILED, str(failed)))

    def note(at: datetime) -> Variables:
        mark_mailed(member_for_update(member_id), at=at)
        return {}

    return Completion(variables={"mail_outcome": "sent"}, apply=note)


@step_handler("campaigns.record_answer")
def record_answer_step(call: Call) -> Variables:
    """Write down what the contact said, by mail or on the phone."""
    answer = needed_text(call.variables, "contact_answer")
    if answer not in [*Answer]:
        raise CampaignInvalid({"contact_answer": ["This must be interested, not_interested or opted_out."]})
    take_answer(
        member_for_update(needed_id(call.variables, "member_id")),
        Answer(answer),
        note=text_in(call.variables, "answer_note"),
        is_call=text_in(call.variables, "answered_by") is None,
        by=call.by,
        at=call.at,
    )
    return {}


@job_handler("campaigns.generate_opportunity", queue="default")
def generate_opportunity_job(call: Call) -> Completion:
    """The case of `lead_to_order` that comes of this contact, once."""
    try:
        with transaction():
            campaign = campaign_by_id(needed_id(call.variables, "campaign_id"))
            member_id = needed_id(call.variables, "member_id")
            key = generate_opportunity(campaign, member_id, by=call.by, at=call.at)
    except AppError as refused:
        raise JobFailed(refused.message, retryable=False) from refused
    return Completion(variables={"opportunity_case_key": str(key)})


@step_handler("campaigns.stop_contact")
def stop_contact_step(call: Call) -> Variables:
    """The campaign is over before this contact answered."""
    mark_stopped([needed_id(call.variables, "member_id")], at=call.at)
    return {}


def _why_not(member: CampaignMember) -> tuple[MemberState, str] | None:
    """Why this member is not written to: opted out since it was chosen."""
    party = session().get_one(Party, member.party_id)
    if party.no_marketing_since is not None:
        return MemberState.OPTED_OUT, "opted out before the mail went"
    return None


def _without_mail(call: Call, member_id: UUID, left_out: tuple[MemberState, str]) -> Completion:
    state, reason = left_out

    def note(at: datetime) -> Variables:
        leave_out(member_for_update(member_id), state=state, reason=reason, by=call.by, at=at)
        return {}

    return Completion(variables={"mail_outcome": "left_out"}, apply=note)
