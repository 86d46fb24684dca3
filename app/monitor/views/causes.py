"""Incidents by cause: all of one cause tried again at once."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.errors import Missing
from app.core.web import page_or_partial, see_other
from app.engine import operations
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.monitor.choice import Choice
from app.monitor.queries.causes import Cause, cause_for, causes_open, incident_is_visible
from app.monitor.queries.listing import rows_chosen
from app.monitor.schemas import ReasonOnly
from app.monitor.views.blueprint import bp, days

CAUSE = "/monitor/causes/<cause>"
CASES_SHOWN = 10


class CauseGone(Missing):
    """No open incident of the cause is left, or none for these eyes."""

    def __init__(self) -> None:
        super().__init__("No open incident of this cause is left.")


@bp.get("/monitor/causes")
@require(Permission.VIEW_MONITOR)
def show_causes() -> ResponseReturnValue:
    """Every cause of open incidents, the most frequent first."""
    return render_template("monitor/causes.html", causes=causes_open(current_user().viewer))


@bp.get(CAUSE)
@require(Permission.VIEW_MONITOR)
def show_cause(cause: str) -> ResponseReturnValue:
    """One cause: how many cases, which, and trying them all again."""
    viewer, chosen = current_user().viewer, Choice(cause=cause)
    return page_or_partial(
        "monitor/cause.html",
        "monitor/_cause.html",
        cause=_cause(cause),
        rows=rows_chosen(viewer, chosen, days=days(), after=None, limit=CASES_SHOWN)[:CASES_SHOWN],
    )


@bp.post(f"{CAUSE}/retries")
@require(Permission.RETRY_INCIDENT)
def create_retries(cause: str) -> ResponseReturnValue:
    """Ask for another try of all incidents of a cause."""
    form = ReasonOnly().load(request.form.to_dict())
    user = current_user()
    with transaction():
        among = incident_is_visible(user.viewer)
        count = operations.ask_for_retries(cause, among, reason=form["reason"], by=user.actor, at=now())
    if not count:
        raise CauseGone
    flash(f"{count:,} {'incident is' if count == 1 else 'incidents are'} tried again, one after the other.", "success")
    return see_other("monitor.show_monitor", cause=cause)


def _cause(cause: str) -> Cause:
    found = cause_for(current_user().viewer, cause)
    if found is None:
        raise CauseGone
    return found
