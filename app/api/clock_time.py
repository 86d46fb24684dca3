"""The clock of the engine, for tests: only with CLOCK_CONTROL=1."""

from datetime import UTC, datetime

from flask import Response, current_app

from app.api.blueprint import bp
from app.api.description.marks import gives, takes
from app.api.reading import read_body
from app.api.rendering import no_content
from app.api.schemas import ClockPin
from app.core.clock import clock, now
from app.core.db import transaction
from app.core.errors import Forbidden
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.settings import Settings
from app.trail.operations import record

CLOCK_PIN = ClockPin()


class ClockRuns(Forbidden):
    """The clock of a system that is in use was to be set."""

    def __init__(self) -> None:
        super().__init__("The clock cannot be set here. A system for tests is started with CLOCK_CONTROL=1.")


@bp.put("/clock")
@takes(ClockPin)
@gives(None, 204)
@require(Permission.CONTROL_CLOCK)
def pin_clock() -> Response:
    """Hold the clock of all processes at a time."""
    _refuse_in_use()
    moment = datetime.fromtimestamp(read_body(CLOCK_PIN)["timestamp"] / 1000, UTC)
    _note("clock.pinned", {"at": moment})
    clock.pin(moment)
    return no_content()


@bp.post("/clock/reset")
@gives(None, 204)
@require(Permission.CONTROL_CLOCK)
def reset_clock() -> Response:
    """Let the clock run again."""
    _refuse_in_use()
    _note("clock.released", {})
    clock.release()
    return no_content()


def _refuse_in_use() -> None:
    settings: Settings = current_app.extensions["settings"]
    if not settings.clock_control:
        raise ClockRuns


def _note(action: str, after: dict[str, object]) -> None:
    with transaction():
        record(action=action, entity="clock", entity_id="clock", by=current_user().actor, at=now(), after=after)
