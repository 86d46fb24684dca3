"""Asks tasks, keeps what was said to them, plans the time that they need."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict
from uuid import UUID, uuid4

from sqlalchemy import select, update

from app.activities.asking import Asking, Receiver
from app.activities.errors import ActivityInvalid, PersonNotFree
from app.activities.models import AskedTask, Outcome, TaskAnswer
from app.activities.operations.appointments import (
    cancel_appointments,
    plan_appointment,
    plan_appointment_anyway,
)
from app.activities.queries.availability import availability
from app.core.actor import Actor
from app.core.db import Key, session
from app.trail.operations import record

SOURCE = "task"
ACTIONS = {Outcome.DONE: "task.solved", Outcome.DECLINED: "task.declined", Outcome.HANDED_ON: "task.handed_on"}
MOST_OFFERED = 3
CASE_ADDRESS = "/cases/{}"


class _Planned(TypedDict):
    starts_at: datetime
    ends_at: datetime
    title: str
    href: str
    case_key: Key
    party_id: UUID | None
    source_type: str
    source_id: str


def ask_task(asking: Asking, *, case_key: Key, by: Actor, at: datetime) -> AskedTask:
    """Keep what is asked in the case that carries it. What needs a time is planned by `plan_task`."""
    planned_from, planned_until = asking.planned or (None, None)
    task = AskedTask(
        case_key=case_key,
        author=asking.author,
        text=asking.text,
        party_id=asking.party_id,
        about_case_key=asking.about_case_key,
        due_at=asking.due_at,
        planned_from=planned_from,
        planned_until=planned_until,
        wants_answer=asking.expects_answer,
        asked_at=at,
    )
    session().add(task)
    session().flush()  # answers and searches of this transaction refer to it
    asked = ", ".join(receiver.name for receiver in asking.receivers)
    after = {"title": task.title, "for": asked, "due_at": asking.due_at, "author": asking.author}
    record(action="task.noted", entity="task", entity_id=case_key, by=by, at=at, case_key=case_key, after=after)
    return task


def plan_task(task: AskedTask, receivers: Iterable[Receiver], *, field: str, by: Actor, at: datetime) -> None:
    """An appointment for each person asked. Raises PersonNotFree with who is free instead, beside `field`."""
    if (planned := task.planned) is None:
        return
    names = _names(receivers, field)
    found = {one.user_name: one for one in availability(*planned)}
    if reasons := [reason for name in names if name in found for reason in found[name].reasons]:
        others = [one.name for one in found.values() if one.is_free and one.user_name not in names]
        raise PersonNotFree([*reasons, *_offer(others)], field)
    try:
        for name in names:
            plan_appointment(name, **_appointment_of(task, *planned), by=by, at=at)
    except PersonNotFree as refusal:
        raise PersonNotFree(refusal.reasons, field) from refusal


def plan_task_anyway(task: AskedTask, receivers: Iterable[Receiver], *, field: str, by: Actor, at: datetime) -> None:
    """As `plan_task`, though somebody is away or does not work then; another appointment stays in the way."""
    if (planned := task.planned) is None:
        return
    try:
        for name in _names(receivers, field):
            plan_appointment_anyway(name, **_appointment_of(task, *planned), by=by, at=at)
    except PersonNotFree as refusal:
        raise PersonNotFree(refusal.reasons, field) from refusal


def answer_task(
    task: AskedTask,
    *,
    outcome: Outcome,
    solution: str | None,
    observations: str | None,
    handed_to: str | None,
    step_key: Key,
    by: Actor,
    at: datetime,
) -> TaskAnswer:
    """Keep what one person said; the time planned for them that has not begun is free again."""
    answer = TaskAnswer(
        id=uuid4(),
        step_key=step_key,
        case_key=task.case_key,
        author=task.author,
        answered_by=by.id,
        outcome=outcome,
        solution=solution,
        observations=observations,
        handed_to=handed_to,
        answered_at=at,
        seen_at=at if _comes_as_task(task, outcome) or task.author == by.id else None,
    )
    session().add(answer)
    told = {"title": task.title, "observations": observations, "handed_to": handed_to}
    record(
        action=ACTIONS[outcome],
        entity="task",
        entity_id=task.case_key,
        by=by,
        at=at,
        case_key=task.case_key,
        after={name: value for name, value in told.items() if value},
        reason=solution,
    )
    cancel_appointments(case_key=task.case_key, user_name=by.id, starting_after=at, by=by, at=at)
    return answer


def see_answers(author: str, *, case_key: Key | None = None, at: datetime) -> None:
    """The answers to what this person asked are no longer new: of one task, or all of them."""
    new = update(TaskAnswer).where(TaskAnswer.author == author, TaskAnswer.seen_at.is_(None))
    if case_key is not None:
        new = new.where(TaskAnswer.case_key == case_key)
    session().execute(new.values(seen_at=at))


def task_of_case(case_key: Key) -> AskedTask:
    """What the case asks. Raises ActivityInvalid for a case that asks nothing."""
    task = session().scalar(select(AskedTask).where(AskedTask.case_key == case_key))
    if task is None:
        raise ActivityInvalid({"task_text": ["This case asks no task."]})
    return task


def _comes_as_task(task: AskedTask, outcome: Outcome) -> bool:
    """Whether the author finds the answer in the worklist."""
    return outcome is Outcome.DECLINED or (outcome is Outcome.DONE and task.wants_answer)


def _names(receivers: Iterable[Receiver], field: str) -> list[str]:
    """The user names, in the order in which agendas are locked."""
    listed = list(receivers)
    if outside := [receiver.name for receiver in listed if receiver.employee]:
        raise ActivityInvalid({field: [f"{outside[0]} has no account and no agenda here. Leave the time out."]})
    if any(receiver.user is None for receiver in listed):
        raise ActivityInvalid({field: ["A group has no agenda. Choose people, or leave the time out."]})
    return sorted(receiver.user for receiver in listed if receiver.user)


def _offer(names: list[str]) -> list[str]:
    if not names:
        return ["Nobody else is free then."]
    more = " and others" if len(names) > MOST_OFFERED else ""
    return [f"Free then: {', '.join(names[:MOST_OFFERED])}{more}."]


def _appointment_of(task: AskedTask, starts_at: datetime, ends_at: datetime) -> _Planned:
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "title": task.title,
        "href": CASE_ADDRESS.format(task.case_key),
        "case_key": task.case_key,
        "party_id": task.party_id,
        "source_type": SOURCE,
        "source_id": str(task.case_key),
    }
