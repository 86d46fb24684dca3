"""The state of clocks, workers and queues, in plain words."""

from datetime import datetime
from typing import Any

from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.formats import format_duration
from app.core.web import page_or_partial, preferences
from app.identity.permissions import Permission, require
from app.monitor.queries.machines import MOST_COUNTED, machines
from app.monitor.views.blueprint import bp
from app.monitor.wording import CHORES, QUEUES


@bp.get("/monitor/system")
@require(Permission.VIEW_MONITOR)
def show_system() -> ResponseReturnValue:
    """Whether clocks and workers live, what waits for them and how long; asks again by itself."""
    at = now()

    def ago(moment: datetime | str) -> str:
        then = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return format_duration(max((at - then).total_seconds(), 0), to=preferences())

    context: dict[str, Any] = {"ago": ago, "chores": CHORES, "queues": QUEUES}  # Any: context of a template
    return page_or_partial(
        "monitor/system.html", "monitor/_system.html", machines=machines(at=at), most_counted=MOST_COUNTED, **context
    )
