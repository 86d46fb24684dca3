"""Pages of the worklist: the list, a task, and what is done with it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from app.cases.people import display_names
from app.core.clock import now
from app.core.db import Key, transaction
from app.core.errors import Missing, Refused
from app.core.web import is_htmx, load_json, page_of, place, read_cursor, read_limit, see_other
from app.core.web.body import read_json
from app.core.web.paging import Position
from app.engine.errors import TaskTaken
from app.engine.models import UserTask
from app.engine.operations import OwnReminders
from app.engine.registry import Variables
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.worklist import operations, queries
from app.worklist.choice import DUE_LABELS, ORDER_LABELS, WHOSE_LABELS, Choice, Days, address_of, days_of
from app.worklist.pane import TaskPane, pane_of
from app.worklist.schemas import Completion, Delegation, Draft, Schedule, WorklistArguments

bp = Blueprint("worklist", __name__)
CURSOR = "worklist"
TASK = "/tasks/<int(max=9223372036854775807):task_key>"

Context = dict[str, Any]  # Any: context of a template


def _count() -> int:
    return queries.count_of_mine(current_user().viewer)


place(
    "worklist.show_worklist",
    "Worklist",
    "checklist",
    group="",
    permission=Permission.VIEW_WORKLIST,
    order=10,
    count=_count,
)


@bp.get("/worklist")
@require(Permission.VIEW_WORKLIST)
def show_worklist() -> ResponseReturnValue:
    """The list; the address holds every filter. A wide screen asks for the first task itself."""
    listed = _list(_choice_of(request.args.items()), after=read_cursor(CURSOR))
    rows = listed["shown"].rows
    return render_template("worklist/worklist.html", **listed, pane=None, open_key=rows[0].task.key if rows else None)


@bp.get(TASK)
@require(Permission.VIEW_WORKLIST)
def show_task(task_key: int) -> ResponseReturnValue:
    """A task: beside the list, or on a phone alone."""
    choice = _choice_of(request.args.items())
    pane = pane_of(current_user().viewer, Key(task_key), at=now())
    if is_htmx():
        answer = make_response(render_template("worklist/_task.html", pane=pane, choice=choice))
    else:
        listed = _list(choice, after=None)
        answer = make_response(render_template("worklist/worklist.html", **listed, pane=pane, open_key=task_key))
    answer.vary.add("HX-Request")
    return answer


@bp.post(f"{TASK}/claim")
@require(Permission.COMPLETE_TASK)
def create_claim(task_key: int) -> ResponseReturnValue:
    """The task is mine."""
    user = current_user()
    try:
        with transaction():
            operations.claim(Key(task_key), viewer=user.viewer, by=user.actor, at=now())
    except Refused as refusal:
        return _shown_again(refusal, task_key)
    return _task_and_list(task_key, said=None)


@bp.delete(f"{TASK}/claim")
@require(Permission.COMPLETE_TASK)
def delete_claim(task_key: int) -> ResponseReturnValue:
    """The task goes back to its group."""
    user = current_user()
    with transaction():
        operations.give_back(Key(task_key), viewer=user.viewer, by=user.actor, at=now())
    return _task_and_list(task_key, said="The task is free again.")


@bp.post(f"{TASK}/delegation")
@require(Permission.ASSIGN_TASK)
def create_delegation(task_key: int) -> ResponseReturnValue:
    """The task is a colleague's from now on."""
    form = Delegation().load(request.form.to_dict())
    user = current_user()
    with transaction():
        task = operations.delegate(Key(task_key), **form, viewer=user.viewer, by=user.actor, at=now())
        name, assignee = task.name, task.assignee or form["assignee"]
    colleague = display_names([assignee])[assignee]
    return _task_and_list(task_key, said=f"“{name}” was given to {colleague}.")


@bp.post(f"{TASK}/schedule")
@require(Permission.ASSIGN_TASK)
def create_schedule(task_key: int) -> ResponseReturnValue:
    """The task has other dates."""
    form = Schedule().load({name: value for name, value in request.form.items() if value})
    user = current_user()
    zone = ZoneInfo(user.time_zone)
    dates = {name: form[name] and form[name].replace(tzinfo=zone) for name in ("due_at", "follow_up_at")}
    own = OwnReminders(form["reminders"], form["reminder_channels"])
    with transaction():
        operations.schedule(
            Key(task_key), **dates, priority=form["priority"], own=own, viewer=user.viewer, by=user.actor, at=now()
        )
    return _task_and_list(task_key, said="The dates are changed.")


@bp.post(f"{TASK}/draft")
@require(Permission.COMPLETE_TASK)
def create_draft(task_key: int) -> ResponseReturnValue:
    """What was typed so far is kept."""
    form = Draft().load(load_json())
    user = current_user()
    with transaction():
        operations.keep_draft(Key(task_key), sent=form["values"], viewer=user.viewer, by=user.actor)
    return "", 204


@bp.post(f"{TASK}/completion")
@require(Permission.COMPLETE_TASK)
def create_completion(task_key: int) -> ResponseReturnValue:
    """The task is done; the next one comes."""
    form = Completion().load(request.form.to_dict())
    sent, user = read_json(form["values"].encode()), current_user()
    try:
        with transaction():
            task = operations.complete(
                Key(task_key), sent=sent, revision=form["revision"], viewer=user.viewer, by=user.actor, at=now()
            )
    except Refused as refusal:
        return _shown_again(refusal, task_key, typed=sent)
    return _next_task(task)


def _list(choice: Choice, after: Position | None) -> Context:
    """What the list and its filters show."""
    viewer, days, limit = current_user().viewer, _days(), read_limit()
    rows = queries.tasks_chosen(viewer, choice, days=days, after=after, limit=limit)
    return {
        "choice": choice,
        "shown": page_of(
            rows, limit=limit, position=lambda row: queries.position_of(row.task, choice.order), kind=CURSOR
        ),
        "counts": queries.task_counts(viewer, choice.whose, days=days),
        "processes": queries.processes_with_tasks(),
        "whose_labels": WHOSE_LABELS,
        "due_labels": DUE_LABELS,
        "order_labels": ORDER_LABELS,
    }


def _task_and_list(task_key: int, *, said: str | None) -> ResponseReturnValue:
    """The task as it is now, with the list beside it; the task alone is gone when it is no longer for these eyes."""
    if not is_htmx():
        return see_other("worklist.show_task", task_key=task_key, **address_of(_choice_behind()))
    try:
        pane = pane_of(current_user().viewer, Key(task_key), at=now())
    except Missing:
        pane = None
    return _pane_and_list(pane, said=said)


def _next_task(done: UserTask) -> ResponseReturnValue:
    """The task after one that is done, and a word on what happened."""
    viewer, choice = current_user().viewer, _choice_behind()
    following = queries.task_after(viewer, choice, done, days=_days())
    said = f"“{done.name}” is done; it cannot be undone."
    if not is_htmx():
        flash(said, "success")
        return see_other("worklist.show_worklist", **address_of(choice))
    answer = _pane_and_list(pane_of(viewer, following.key, at=now()) if following else None, said=said)
    answer.headers["HX-Push-Url"] = _address_after(following, choice)
    return answer


def _address_after(following: UserTask | None, choice: Choice) -> str:
    where: Context = address_of(choice)
    if following is None:
        return url_for("worklist.show_worklist", **where)
    return url_for("worklist.show_task", task_key=following.key, **where)


def _pane_and_list(pane: TaskPane | None, *, said: str | None) -> Response:
    listed = _list(_choice_behind(), after=None)
    open_key = pane.task.key if pane else None
    return make_response(render_template("worklist/_answer.html", **listed, pane=pane, open_key=open_key, said=said))


def _shown_again(refusal: Refused, task_key: int, typed: Variables | None = None) -> ResponseReturnValue:
    """The task as it is now, under the sentence of the refusal; what was typed stays."""
    if not is_htmx():
        raise refusal
    pane = pane_of(current_user().viewer, Key(task_key), at=now(), typed=typed)
    notice = None if isinstance(refusal, TaskTaken) else refusal.message
    shown = render_template(
        "worklist/_task.html", pane=pane, choice=_choice_behind(), notice=notice, came_late=notice is None
    )
    return shown, refusal.status


def _choice_of(arguments: Iterable[tuple[str, str]]) -> Choice:
    choice: Choice = WorklistArguments().load({name: value for name, value in arguments if value})
    return choice


def _choice_behind() -> Choice:
    """The choice of the page from which somebody asks; the usual one when its address says something else."""
    page = request.headers.get("HX-Current-URL") or request.referrer or ""
    try:
        return _choice_of(parse_qsl(urlsplit(page).query))
    except ValidationError:
        return Choice()


bp.add_app_template_global(address_of)


@bp.app_template_filter("local_input")
def local_input(moment: datetime | None) -> str:
    """A moment in the reader's zone, as the browser's field for date and time takes it."""
    return moment.astimezone(ZoneInfo(current_user().time_zone)).strftime("%Y-%m-%dT%H:%M") if moment else ""


def _days() -> Days:
    return days_of(now(), ZoneInfo(current_user().time_zone))
