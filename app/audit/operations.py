"""What people do with the trail: have it verified, take rows out."""

from datetime import datetime

from app.audit.choice import TrailChoice
from app.core.actor import Actor
from app.core.db import session
from app.outbox.models import OutboxMessage
from app.trail.models import TrailVerification
from app.trail.operations import record
from app.trail.verifying import ask_for_verification

VERIFY = "verify_trail"
QUEUE = "default"


def order_verification(*, by: Actor, at: datetime) -> TrailVerification:
    """Let a worker verify the whole trail; the verification under way when there is one."""
    asked = ask_for_verification(by=by, at=at)
    if asked in session().new:
        arguments = {"verification": str(asked.id)}
        session().add(OutboxMessage(queue=QUEUE, actor=VERIFY, arguments=arguments, created_at=at))
    return asked


def tell_export(choice: TrailChoice, *, form: str, by: Actor, at: datetime) -> None:
    """Note who took which rows out; before the first one leaves."""
    after = {"form": form, **choice.told()}
    record(action="trail.exported", entity="trail", entity_id="all", by=by, at=at, after=after)
