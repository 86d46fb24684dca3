"""What changed about a user, as the trail has it."""

from datetime import datetime

from app.core.actor import Actor
from app.identity.models import User
from app.trail.operations import record


def record_change(
    user: User,
    action: str,
    before: dict[str, object],
    after: dict[str, object],
    changed: set[str],
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Record only what changed, before and after."""
    record(
        action=action,
        entity="user",
        entity_id=user.user_name,
        by=by,
        at=at,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        reason=reason,
    )
