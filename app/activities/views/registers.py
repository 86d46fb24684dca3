"""The page of activity types."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.activities.operations.registers import add_activity_type, change_activity_type
from app.activities.queries import people
from app.activities.schemas import ActivityTypeForm, NewActivityTypeForm
from app.activities.views.blueprint import personnel_bp as bp
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require


@bp.get("/activity-types")
@require(Permission.MANAGE_SETTINGS)
def show_activity_types() -> ResponseReturnValue:
    """What work is called, and whether a customer usually pays for it."""
    return render_template("activities/activity_types.html", types=people.activity_types())


@bp.post("/activity-types")
@require(Permission.MANAGE_SETTINGS)
def create_activity_type() -> ResponseReturnValue:
    """Add a type."""
    code, details = NewActivityTypeForm().load(request.form.to_dict())
    with transaction():
        add_activity_type(code, details, by=current_user().actor, at=now())
    flash("The type was added.", "success")
    return see_other(".show_activity_types")


@bp.post("/activity-types/<code>")
@require(Permission.MANAGE_SETTINGS)
def save_activity_type(code: str) -> ResponseReturnValue:
    """Change a type."""
    details = ActivityTypeForm().load(request.form.to_dict())
    with transaction():
        changed = people.activity_type_for_update(code)
        change_activity_type(changed, details, by=current_user().actor, at=now())
    flash("Saved.", "success")
    return see_other(".show_activity_types")
