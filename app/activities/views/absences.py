"""The page of one's own absences, and who stands in."""

from uuid import UUID

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from app.activities.operations.personnel import add_absence_of, somebody_with_account
from app.activities.queries import agenda, people
from app.activities.schemas import AbsenceForm
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.operations import absence_of, forget_absence
from app.identity.permissions import Permission, require
from app.identity.standing_in import day_of

bp = Blueprint("absences", __name__)


@bp.get("/account/absences")
@require(Permission.OWN_ACCOUNT)
def show_own_absences() -> ResponseReturnValue:
    """When I am away, and who gets my tasks meanwhile; for whom I stand in."""
    user, today = current_user(), day_of(now())
    found = people.people_and_groups().people
    return render_template(
        "activities/own_absences.html",
        user=user,
        absences=people.absences_of_account(user.user_name, today),
        stands_in_for=people.stands_in_for(user.user_name, today),
        people={name: shown for name, shown in found.items() if name != user.user_name},
        today=today,
    )


@bp.post("/account/absences")
@require(Permission.OWN_ACCOUNT)
def create_own_absence() -> ResponseReturnValue:
    """Days on which I am away; appointments on them are pointed out."""
    details = AbsenceForm().load(request.form.to_dict())
    user = current_user()
    with transaction():
        absence = add_absence_of(somebody_with_account(user.user_name), details, by=user.actor, at=now())
        in_the_way = agenda.appointments_during(user.user_name, absence.starts_on, absence.ends_on)
    flash("Noted. Colleagues see that you are away.", "success")
    if in_the_way:
        flash(f"{in_the_way} of your appointments lie on these days. Look at the agenda.", "warning")
    return see_other(".show_own_absences")


@bp.post("/account/absences/<uuid:absence_id>/removal")
@require(Permission.OWN_ACCOUNT)
def create_own_absence_removal(absence_id: UUID) -> ResponseReturnValue:
    """I am there after all."""
    user = current_user()
    with transaction():
        absence = absence_of(user.user_name, absence_id)
        forget_absence(absence, somebody_with_account(user.user_name), by=user.actor, at=now())
    flash("Removed. Tasks that went over come back.", "success")
    return see_other(".show_own_absences")
