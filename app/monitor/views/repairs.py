"""Repairs of one case: a timer moved, a task given to another, a job tried now, the case cancelled."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.cases.people import display_names, people_who_complete
from app.cases.wording import interval_words
from app.core.clock import now
from app.core.db import Key, transaction
from app.core.errors import Refused
from app.core.web import preferences, see_other
from app.engine import operations
from app.engine.catalogue import compiled
from app.engine.models import ProcessInstance
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.monitor import repairs
from app.monitor.changes import change_of_task, change_of_timer
from app.monitor.errors import NotForThem
from app.monitor.schemas import Assignment, ReasonOnly, TimerMove
from app.monitor.views.blueprint import CASE, bp, shown_case
from app.monitor.views.repair_page import repair_page, shown_again

TIMER = f"{CASE}/timers/<int(max=9223372036854775807):timer_key>/move"
TASK = f"{CASE}/tasks/<int(max=9223372036854775807):task_key>/assignment"
JOB = f"{CASE}/jobs/<int(max=9223372036854775807):job_key>/retry"

Context = dict[str, Any]  # Any: context of a template


@bp.get(TIMER)
@require(Permission.MOVE_TIMERS)
def show_move(key: int, timer_key: int) -> ResponseReturnValue:
    """When a timer is due, and when it shall be."""
    return repair_page("timer", **_move(shown_case(key), timer_key))


@bp.post(TIMER)
@require(Permission.MOVE_TIMERS)
def create_move(key: int, timer_key: int) -> ResponseReturnValue:
    """A timer is due now, or at another moment."""
    form = TimerMove().load({name: value for name, value in request.form.items() if value})
    user, at, case = current_user(), now(), shown_case(key)
    later = form["due_at"] and form["due_at"].replace(tzinfo=ZoneInfo(user.time_zone))
    due_at = at if form["when"] == "now" else later
    try:
        with transaction():
            timer = repairs.timer_of(case.key, timer_key)
            operations.move_timer(
                timer.key, due_at=due_at, reason=form["reason"], by=user.actor, at=at, seen_due_at=form["seen"]
            )
    except Refused as refusal:
        told = change_of_timer(Key(timer_key), to=preferences())
        context = _move(shown_case(key), timer_key)
        return shown_again("timer", refusal, told, **context, typed=request.form)
    flash("The timer is due now; the case goes on in a moment." if form["when"] == "now" else "The timer is moved.")
    return see_other("cases.show_case", key=key, tab="timers")


@bp.get(TASK)
@require(Permission.ASSIGN_TASK)
def show_assignment(key: int, task_key: int) -> ResponseReturnValue:
    """Who has a task, and who shall have it."""
    return repair_page("task", **_assignment(shown_case(key), task_key))


@bp.post(TASK)
@require(Permission.ASSIGN_TASK)
def create_assignment(key: int, task_key: int) -> ResponseReturnValue:
    """A task is another person's from now on."""
    form = Assignment().load(request.form.to_dict())
    user, case = current_user(), shown_case(key)
    people = dict(people_who_complete())
    try:
        with transaction():
            task = repairs.task_of(case.key, task_key)
            repairs.must_give_away(task, user.viewer, user.actor)
            if form["assignee"] not in people:
                raise NotForThem(form["assignee"])
            operations.assign_task(task.key, **form, by=user.actor, at=now())
    except Refused as refusal:
        told = change_of_task(Key(task_key), to=preferences())
        context = _assignment(shown_case(key), task_key)
        return shown_again("task", refusal, told, **context, typed=request.form)
    flash(f"{people[form['assignee']]} has the task now.", "success")
    return see_other("cases.show_case", key=key, tab="tasks")


@bp.post(JOB)
@require(Permission.RETRY_INCIDENT)
def create_job_retry(key: int, job_key: int) -> ResponseReturnValue:
    """A job that waits for its next try is tried at once."""
    form = ReasonOnly().load(request.form.to_dict())
    user, case = current_user(), shown_case(key)
    with transaction():
        job = repairs.job_of(case.key, job_key)
        operations.try_job_now(job.key, reason=form["reason"], by=user.actor, at=now())
    flash("The job is tried now.", "success")
    return see_other("cases.show_case", key=key, tab="jobs")


@bp.get(f"{CASE}/cancellation")
@require(Permission.CANCEL_CASE)
def show_cancellation(key: int) -> ResponseReturnValue:
    """What would be lost if the case were cancelled, before it is."""
    case = shown_case(key)
    loss = repairs.loss_of(case.key)
    who = (task.assignee for task in loss.tasks)
    groups = (group for task in loss.tasks for group in task.candidate_groups)
    return repair_page("cancellation", case=case, loss=loss, at=now(), names=display_names(who, groups))


def _move(case: ProcessInstance, timer_key: int) -> Context:
    timer = repairs.timer_of(case.key, timer_key)
    name = _element_name(case, timer.element_id)
    return {"case": case, "timer": timer, "element": name, "interval_words": interval_words}


def _assignment(case: ProcessInstance, task_key: int) -> Context:
    task = repairs.task_of(case.key, task_key)
    names = display_names([task.assignee], task.candidate_groups)
    return {"case": case, "task": task, "people": people_who_complete(), "names": names}


def _element_name(case: ProcessInstance, element_id: str) -> str:
    nodes = compiled(case.definition_key).process.every_node()
    return next((node.name for node in nodes if node.id == element_id and node.name), element_id)
