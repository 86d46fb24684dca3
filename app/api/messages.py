"""Messages from outside: kept until a case takes them, or for one that waits now."""

from flask import Response

from app.api.blueprint import bp
from app.api.description.marks import gives, takes
from app.api.reading import read_body
from app.api.rendering import TENANT, answer, key_text
from app.api.results import MessageCorrelationResult, MessagePublicationResult
from app.api.schemas import MessageCorrelation, MessagePublication
from app.core.clock import now
from app.core.db import transaction
from app.engine import operations
from app.identity.current import current_user
from app.identity.permissions import Permission, require

CORRELATION = MessageCorrelation()
PUBLICATION = MessagePublication()
SECOND = 1000  # milliseconds


@bp.post("/messages/publication")
@takes(MessagePublication)
@gives(MessagePublicationResult)
@require(Permission.PUBLISH_MESSAGE)
def publish_message() -> Response:
    """Publish a message; it is kept for a time when nobody waits for it yet."""
    sent = read_body(PUBLICATION)
    with transaction():
        message = operations.publish_message(
            sent["name"],
            correlation_key=sent["correlationKey"] or "",
            variables=sent["variables"] or {},
            time_to_live_seconds=-(-(sent["timeToLive"] or 0) // SECOND),
            message_id=sent["messageId"],
            by=current_user().actor,
            at=now(),
        )
        published: MessagePublicationResult = {"messageKey": key_text(message.key), "tenantId": TENANT}
    return answer(published)


@bp.post("/messages/correlation")
@takes(MessageCorrelation)
@gives(MessageCorrelationResult)
@require(Permission.PUBLISH_MESSAGE)
def correlate_message() -> Response:
    """Hand a message to the case that waits for it now, or that it starts; 404 when there is none."""
    sent = read_body(CORRELATION)
    with transaction():
        message = operations.correlate_message(
            sent["name"],
            correlation_key=sent["correlationKey"] or "",
            variables=sent["variables"] or {},
            by=current_user().actor,
            at=now(),
        )
        assert message.instance_key is not None
        taken: MessageCorrelationResult = {
            "messageKey": key_text(message.key),
            "processInstanceKey": key_text(message.instance_key),
            "tenantId": TENANT,
        }
    return answer(taken)
