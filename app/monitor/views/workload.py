"""Who has how much to do."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.cases.people import display_names
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.monitor.queries.workload import load_of_groups, load_of_people
from app.monitor.views.blueprint import bp, days


@bp.get("/monitor/workload")
@require(Permission.VIEW_MONITOR)
def show_workload() -> ResponseReturnValue:
    """Open, overdue, due this week and done in seven days, by person and by group; each number leads to its cases."""
    viewer, when = current_user().viewer, days()
    people, groups = load_of_people(viewer, days=when), load_of_groups(viewer, days=when)
    names = display_names((load.who for load in people), (load.who for load in groups))
    return render_template("monitor/workload.html", people=people, groups=groups, names=names)
