"""Pages of one appointment: plan it by hand, move it, cancel it."""

from datetime import timedelta
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.activities.operations.appointments import cancel_appointment, move_appointment, plan_appointment
from app.activities.queries import agenda, people
from app.activities.queries.availability import availability
from app.activities.schemas import AppointmentForm, AvailabilityArguments, MoveForm
from app.activities.views.blueprint import agenda_bp as bp
from app.activities.views.blueprint import choice_of, in_reader_zone
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.identity.queries import users_named

ONE_HOUR = timedelta(hours=1)


@bp.get("/appointments/new")
@require(Permission.EDIT_AGENDA)
def show_new_appointment() -> ResponseReturnValue:
    """The form for an appointment."""
    begin = now().replace(minute=0, second=0, microsecond=0) + ONE_HOUR
    return render_template(
        "activities/appointment_form.html",
        people=people.people_and_groups().people,
        person=request.args.get("person", current_user().user_name),
        starts_at=begin,
        ends_at=begin + ONE_HOUR,
    )


@bp.post("/appointments")
@require(Permission.EDIT_AGENDA)
def create_appointment() -> ResponseReturnValue:
    """Plan an appointment, unless the person has something else then."""
    form = AppointmentForm().load(request.form.to_dict())
    form["starts_at"], form["ends_at"] = in_reader_zone(form["starts_at"]), in_reader_zone(form["ends_at"])
    people.refuse_unknown_person(form["user_name"])
    with transaction():
        plan_appointment(form.pop("user_name"), **form, by=current_user().actor, at=now())
    flash("The appointment is planned.", "success")
    return see_other(".show_agenda", on=form["starts_at"].date())


@bp.get("/appointments/availability")
@require(Permission.VIEW_AGENDA)
def show_availability() -> ResponseReturnValue:
    """Who is free at the times typed: a part of forms."""
    typed = choice_of(AvailabilityArguments(), request.args.to_dict())
    begin, end = typed["starts_at"], typed["ends_at"]
    found = availability(in_reader_zone(begin), in_reader_zone(end)) if begin and end and begin < end else []
    return render_template("activities/_availability.html", found=found, person=typed["user_name"])


@bp.get("/appointments/<uuid:appointment_id>")
@require(Permission.VIEW_AGENDA)
def show_appointment(appointment_id: UUID) -> ResponseReturnValue:
    """One appointment, with the form that moves it."""
    appointment = agenda.appointment_for(current_user().viewer, appointment_id)
    return render_template(
        "activities/appointment.html",
        appointment=appointment,
        person=users_named([appointment.user_name]).get(appointment.user_name),
        party=people.party_named(appointment.party_id),
    )


@bp.post("/appointments/<uuid:appointment_id>")
@require(Permission.EDIT_AGENDA)
def save_appointment(appointment_id: UUID) -> ResponseReturnValue:
    """Move an appointment."""
    form = MoveForm().load(request.form.to_dict())
    begin, end, user = in_reader_zone(form["starts_at"]), in_reader_zone(form["ends_at"]), current_user()
    with transaction():
        appointment = agenda.appointment_for_update(user.viewer, appointment_id)
        move_appointment(appointment, starts_at=begin, ends_at=end, revision=form["revision"], by=user.actor, at=now())
    flash("The appointment is moved.", "success")
    return see_other(".show_agenda", on=begin.date())


@bp.post("/appointments/<uuid:appointment_id>/cancellation")
@require(Permission.EDIT_AGENDA)
def create_appointment_cancellation(appointment_id: UUID) -> ResponseReturnValue:
    """The time is free again."""
    user = current_user()
    with transaction():
        appointment = agenda.appointment_for_update(user.viewer, appointment_id)
        cancel_appointment(appointment, by=user.actor, at=now())
        day = appointment.starts_at.date()
    flash("The appointment is cancelled.", "success")
    return see_other(".show_agenda", on=day)
