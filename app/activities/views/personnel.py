"""Pages of the personnel register, and what one person has to do."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.activities.models import Employee
from app.activities.operations.personnel import (
    EmployeeDetails,
    add_absence,
    add_employee,
    change_employee,
    details_of,
    remove_absence,
)
from app.activities.queries import agenda, people
from app.activities.schemas import CURRENCIES, AbsenceForm, EmployeeForm, PersonnelArguments, RevisionForm
from app.activities.views.blueprint import choice_of, reader_today
from app.activities.views.blueprint import personnel_bp as bp
from app.core.clock import now
from app.core.db import transaction
from app.core.web import page_of, page_or_partial, read_cursor, read_limit, see_other
from app.identity.current import current_user
from app.identity.models import AbsenceKind
from app.identity.permissions import Permission, require
from app.identity.queries import person_named

CURSOR = "personnel"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
bp.record(lambda state: state.app.jinja_env.globals.update(WEEKDAYS=WEEKDAYS))


@bp.get("/personnel")
@require(Permission.EDIT_PERSONNEL)
def show_personnel() -> ResponseReturnValue:
    """The personnel register; the address holds every filter."""
    choice = choice_of(PersonnelArguments(), request.args.to_dict())
    limit, today = read_limit(), reader_today()
    rows = people.employees_page(**choice, on=today, after=read_cursor(CURSOR), limit=limit)
    return page_or_partial(
        "activities/personnel.html",
        "activities/_personnel.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.name, row.id), kind=CURSOR),
        choice=choice,
        absences=people.absences_from(today, [row.id for row in rows]),
        today=today,
    )


@bp.get("/personnel/new")
@require(Permission.EDIT_PERSONNEL)
def show_new_employee() -> ResponseReturnValue:
    """The form for an employee."""
    return _form_page(None, EmployeeDetails(name=""))


@bp.post("/personnel")
@require(Permission.EDIT_PERSONNEL)
def create_employee() -> ResponseReturnValue:
    """Keep a new employee."""
    details = _details_sent()
    with transaction():
        employee_id = add_employee(details, by=current_user().actor, at=now()).id
    flash("The employee was added.", "success")
    return see_other(".show_employee", employee_id=employee_id)


@bp.get("/personnel/<uuid:employee_id>")
@require(Permission.EDIT_PERSONNEL)
def show_employee(employee_id: UUID) -> ResponseReturnValue:
    """One employee: details, hours, cost, absences."""
    employee = people.employee_by_id(employee_id)
    account = person_named(employee.user_name) if employee.user_name else None
    return render_template(
        "activities/employee.html",
        employee=employee,
        account=account[0] if account else None,
        kinds=[(kind.value, kind.value.capitalize()) for kind in AbsenceKind],
        today=reader_today(),
        people=people.people_and_groups().people if employee.user_name else {},
    )


@bp.get("/personnel/<uuid:employee_id>/edit")
@require(Permission.EDIT_PERSONNEL)
def show_employee_form(employee_id: UUID) -> ResponseReturnValue:
    """The form for an employee who is there."""
    employee = people.employee_by_id(employee_id)
    return _form_page(employee, details_of(employee))


@bp.post("/personnel/<uuid:employee_id>")
@require(Permission.EDIT_PERSONNEL)
def save_employee(employee_id: UUID) -> ResponseReturnValue:
    """Keep what was changed about an employee."""
    revision = RevisionForm().load({"revision": request.form.get("revision", "")})["revision"]
    details = _details_sent()
    with transaction():
        employee = people.employee_for_update(employee_id)
        change_employee(employee, details, revision=revision, by=current_user().actor, at=now())
    flash("Saved.", "success")
    return see_other(".show_employee", employee_id=employee_id)


@bp.post("/personnel/<uuid:employee_id>/absences")
@require(Permission.EDIT_PERSONNEL)
def create_absence(employee_id: UUID) -> ResponseReturnValue:
    """Days on which an employee is away; appointments on them are pointed out."""
    form = AbsenceForm().load(request.form.to_dict())
    with transaction():
        employee = people.employee_for_update(employee_id)
        absence = add_absence(employee, form, by=current_user().actor, at=now())
        in_the_way = agenda.appointments_during(employee.user_name, absence.starts_on, absence.ends_on)
    flash("The absence is noted.", "success")
    if in_the_way:
        flash(f"{in_the_way} appointments lie on these days. Look at the agenda.", "warning")
    return see_other(".show_employee", employee_id=employee_id)


@bp.post("/personnel/<uuid:employee_id>/absences/<uuid:absence_id>/removal")
@require(Permission.EDIT_PERSONNEL)
def create_absence_removal(employee_id: UUID, absence_id: UUID) -> ResponseReturnValue:
    """The employee is there after all."""
    with transaction():
        employee = people.employee_for_update(employee_id)
        absence = people.absence_for_update(employee_id, absence_id)
        remove_absence(absence, employee, by=current_user().actor, at=now())
    flash("The absence is removed.", "success")
    return see_other(".show_employee", employee_id=employee_id)


def _details_sent() -> EmployeeDetails:
    sent = {name: value for name, value in request.form.to_dict().items() if name != "revision"}
    details: EmployeeDetails = EmployeeForm().load({**sent, "weekdays": request.form.getlist("weekdays")})
    return details


def _form_page(employee: Employee | None, details: EmployeeDetails) -> str:
    return render_template(
        "activities/employee_form.html",
        employee=employee,
        details=details,
        accounts=people.accounts_without_employee(details.user_name),
        currencies=[(code, code) for code in CURRENCIES],
    )
