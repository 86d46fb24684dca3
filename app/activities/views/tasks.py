"""Pages of tasks: for me, from me, all of a period; unsolved and solved by person and day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.activities.errors import ActivityInvalid
from app.activities.models import AskedTask
from app.activities.operations.tasks import see_answers
from app.activities.queries import follow_up, people
from app.activities.queries.follow_up import Period
from app.activities.queries.tasks import AskedLine, asked_by, count_of_new_answers
from app.activities.schemas import DaysArguments, TasksArguments
from app.activities.views.blueprint import bp, choice_of, reader_today, reader_zone
from app.core.clock import now
from app.core.db import Key, transaction
from app.core.web import page_of, page_or_partial, read_cursor, read_limit, see_other
from app.core.web.paging import Page
from app.identity.current import current_user
from app.identity.permissions import Permission, require

MOST_DAYS = 92
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)

Choice = dict[str, Any]  # Any: values of an address


@bp.get("/tasks")
@require(Permission.VIEW_WORKLIST)
def show_tasks() -> ResponseReturnValue:
    """The lists of tasks; the address holds every filter."""
    choice = choice_of(TasksArguments(), request.args.to_dict())
    if choice["shown"] == "all" and choice["first"] is None and choice["last"] is None:
        choice["first"], choice["last"] = _this_week()
    shown = _asked(choice) if choice["shown"] == "from_me" else _done(choice)
    known = people.people_and_groups()
    return page_or_partial(
        "activities/tasks.html",
        "activities/_tasks.html",
        shown=shown,
        choice=choice,
        people=known.people,
        groups=known.groups,
        new_answers=count_of_new_answers(current_user().user_name),
        today=reader_today(),
    )


@bp.post("/tasks/answers/seen")
@require(Permission.VIEW_WORKLIST)
def create_seen_answers() -> ResponseReturnValue:
    """All answers to what I asked are seen."""
    user = current_user()
    with transaction():
        see_answers(user.user_name, at=now())
    flash("No answer is new any more.", "success")
    return see_other(".show_tasks", list="from_me")


@bp.post("/tasks/answers/<int(max=9223372036854775807):case_key>/seen")
@require(Permission.VIEW_WORKLIST)
def create_seen_answer(case_key: int) -> ResponseReturnValue:
    """The answers to one task that I asked are seen."""
    user = current_user()
    with transaction():
        see_answers(user.user_name, case_key=Key(case_key), at=now())
    return see_other(".show_tasks", list="from_me", state="any")


@bp.get("/tasks/days")
@require(Permission.VIEW_WORKLIST)
def show_task_days() -> ResponseReturnValue:
    """Unsolved and solved tasks by person and day, a week at a time."""
    first = choice_of(DaysArguments(), request.args.to_dict())["first"] or _this_week()[0]
    return page_or_partial(
        "activities/task_days.html",
        "activities/_task_days.html",
        days=[first + timedelta(days=count) for count in range(7)],
        today=reader_today(),
        **_counts(first),
    )


def _counts(first: date) -> dict[str, object]:
    """What people have to do and did in the week from a day on, and who they are."""
    zone, viewer = reader_zone(), current_user().viewer
    begin = datetime.combine(first, time.min, zone)
    counts = follow_up.counts_by_day(viewer, (begin, datetime.combine(first + WEEK, time.min, zone)), zone=zone)
    overdue = follow_up.overdue_before(viewer, min(begin, now()))
    known = people.people_and_groups().people
    named = {person for person, _day in counts} | set(overdue)
    return {"counts": counts, "overdue": overdue, "rows": sorted((known.get(name, name), name) for name in named)}


def _done(choice: Choice) -> Page[follow_up.TaskLine]:
    limit, state, kind = read_limit(), choice["state"], f"tasks:{choice['shown']}:{choice['state']}"
    user = current_user()
    person = user.user_name if choice["shown"] == "for_me" else choice["person"]
    rows = follow_up.tasks_of_period(
        user.viewer,
        state=state,
        person=person,
        period=_period(choice["first"], choice["last"]),
        after=read_cursor(kind),
        limit=limit,
    )
    return page_of(rows, limit=limit, position=lambda line: follow_up.position_of(line, state), kind=kind)


def _asked(choice: Choice) -> Page[AskedLine]:
    limit, kind = read_limit(), "tasks:from_me"
    rows = asked_by(
        current_user().viewer,
        state=choice["state"],
        period=_period(choice["first"], choice["last"]),
        after=read_cursor(kind),
        limit=limit,
    )
    return page_of(rows, limit=limit, position=lambda line: _position(line.task), kind=kind)


def _position(task: AskedTask) -> tuple[datetime, int]:
    return task.asked_at, task.case_key


def _period(first: date | None, last: date | None) -> Period | None:
    """From the beginning of the first day to the end of the last, for the reader. Raises ActivityInvalid."""
    if first is None and last is None:
        return None
    begin, end = first or date(2000, 1, 1), last or date(2200, 1, 1)
    if end < begin:
        raise ActivityInvalid({"until": ["The last day must not lie before the first."]})
    zone = reader_zone()
    return datetime.combine(begin, time.min, zone), datetime.combine(end + ONE_DAY, time.min, zone)


def _this_week() -> tuple[date, date]:
    today = reader_today()
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=6)
