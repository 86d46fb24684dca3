"""Sending as the body of a job: what other slices call in their job handlers.

@job_handler("sales.send_quote", queue="mail")
def send_quote(call: Call) -> Completion:
    with transaction():
        mail = quote_mail(call)          # an OutgoingMail with key=call.idempotency_key
    return send_once(mail, call)
"""

from app.core.db import transaction
from app.engine.registry import Call, Completion, JobFailed, Variables
from app.mail.delivery import MailRefused, deliver_mail
from app.mail.errors import MailUnusable
from app.mail.operations import write_mail
from app.mail.outgoing import OutgoingMail


def send_once(mail: OutgoingMail, call: Call, *, variables: Variables | None = None) -> Completion:
    """Send the message of this job and give back its completion with `variables`.

    Outside any transaction. A second run of the job finds the message sent and does nothing; a run after a crash in
    the middle does what `OutgoingMail.after_crash` says. Raises JobFailed with a sentence: retryable for a server
    that is away or busy, not retryable for an address that it refuses.
    """
    try:
        with transaction():
            mail_id = write_mail(mail, by=call.by, at=call.at).id
        deliver_mail(mail_id, by=call.by, at=call.at)
    except MailRefused as refused:
        raise JobFailed(str(refused), retryable=refused.is_temporary) from refused
    except MailUnusable as unusable:
        raise JobFailed(unusable.message, retryable=False) from unusable
    return Completion(variables=variables or {})
