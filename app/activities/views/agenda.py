"""The agenda, a week or a day of everybody; and what one person has to do."""

from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.activities.queries import agenda, people
from app.activities.queries.tasks import open_tasks_of
from app.activities.schemas import AgendaArguments
from app.activities.views.blueprint import agenda_bp as bp
from app.activities.views.blueprint import choice_of, reader_today, reader_zone
from app.core.errors import Missing
from app.core.web import page_or_partial
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.identity.queries import person_named
from app.parties.company import working_calendar

ONE_DAY = timedelta(days=1)
TWO_WEEKS = timedelta(days=14)


@bp.get("/agenda")
@require(Permission.VIEW_AGENDA)
def show_agenda() -> ResponseReturnValue:
    """Appointments and absences; the address holds view, day and person."""
    choice = choice_of(AgendaArguments(), request.args.to_dict())
    today = reader_today()
    days = _days(choice["view"], choice["day"] or today)
    shown = agenda.agenda_of(
        current_user().viewer, days[0], days[-1] + ONE_DAY, person=choice["person"], zone=reader_zone()
    )
    return page_or_partial(
        "activities/agenda.html",
        "activities/_agenda.html",
        choice=choice,
        days=days,
        today=today,
        calendar=working_calendar(),
        **_grid(choice["person"], shown),
    )


@bp.get("/people/<user_name>")
@require(Permission.VIEW_AGENDA)
def show_person(user_name: str) -> ResponseReturnValue:
    """What one person has to do: open tasks, appointments and absences of the next two weeks."""
    found = person_named(user_name)
    if found is None:
        raise Missing(f"There is nobody with the user name {user_name}.")
    viewer, today = current_user().viewer, reader_today()
    until, employee = today + TWO_WEEKS, people.employee_of_user(user_name)
    entries = agenda.agenda_of(viewer, today, until, person=user_name)
    return render_template(
        "activities/person.html",
        person=found[0],
        employee=employee,
        tasks=open_tasks_of(user_name, viewer),
        entries=entries,
        load=agenda.load_of(employee, entries, today, until, working_calendar()),
        today=today,
    )


def _days(view: str, day: date) -> list[date]:
    """The days shown: one, or those of its week from Monday on."""
    if view == "day":
        return [day]
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=count) for count in range(7)]


def _grid(person: str, shown: list[agenda.AgendaEntry]) -> dict[str, object]:
    """People and their cells: of the one chosen, else of all who do tasks and of whoever else has something."""
    known = people.people_and_groups().people
    others = {entry.user_name for entry in shown} - known.keys()
    rows = [(person, known.get(person, person))] if person else [*known.items(), *sorted((one, one) for one in others)]
    return {"people": known, "rows": rows, "cells": agenda.by_person_and_day(shown), "entries": shown}
