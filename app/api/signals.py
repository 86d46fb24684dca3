"""Signals from outside: sent to every case that waits for them."""

from flask import Response

from app.api.blueprint import bp
from app.api.description.marks import gives, takes
from app.api.reading import read_body
from app.api.rendering import TENANT, answer, key_text
from app.api.results import SignalBroadcastResult
from app.api.schemas import SignalBroadcast
from app.core.clock import now
from app.core.db import transaction
from app.engine import operations
from app.identity.current import current_user
from app.identity.permissions import Permission, require

BROADCAST = SignalBroadcast()


@bp.post("/signals/broadcast")
@takes(SignalBroadcast)
@gives(SignalBroadcastResult)
@require(Permission.PUBLISH_MESSAGE)
def broadcast_signal() -> Response:
    """Send a signal to every case that waits for it now, and to every process that it starts."""
    sent = read_body(BROADCAST)
    with transaction():
        broadcast = operations.broadcast_signal(
            sent["signalName"], variables=sent["variables"] or {}, by=current_user().actor, at=now()
        )
        result: SignalBroadcastResult = {"signalKey": key_text(broadcast.key), "tenantId": TENANT}
    return answer(result)
