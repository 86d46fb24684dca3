"""Reads tasks asked and their answers: of one case, and what somebody asked of others."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, defer

from app.activities.models import AskedTask, TaskAnswer
from app.activities.queries.people import EMPLOYEE
from app.core.actor import Viewer
from app.core.db import Key, session
from app.core.web.paging import Position
from app.engine.models import InstanceState, ProcessInstance, TaskState, UserTask
from app.engine.visibility import visible_instances, visible_tasks

MOST_OPEN = 50
MOST_AROUND = 10
OF_AUTHOR = ("read_answer", "decide_on_declined")


@dataclass(frozen=True)
class AskedLine:
    """A line of what somebody asked. holders: who has it now. waiting: the author's own task, if it is theirs now.

    is_seen: whether the reader may open its case.
    """

    task: AskedTask
    case: ProcessInstance
    is_seen: bool
    holders: Sequence[str]
    waiting: Key | None
    answers: Sequence[TaskAnswer]

    @property
    def has_news(self) -> bool:
        """Whether there is an answer that its author has not looked at."""
        return any(answer.seen_at is None for answer in self.answers)


def tasks_around(viewer: Viewer, case_key: Key) -> Sequence[tuple[AskedTask, ProcessInstance]]:
    """What a case asks, if it is a task, and the tasks that were asked from it, as far as seen; with their cases."""
    is_near = or_(AskedTask.case_key == case_key, AskedTask.about_case_key == case_key)
    query = select(AskedTask, ProcessInstance).join(ProcessInstance, ProcessInstance.key == AskedTask.case_key)
    is_seen = or_(AskedTask.case_key == case_key, visible_instances(viewer))
    return session().execute(query.where(is_near, is_seen).order_by(AskedTask.asked_at.desc()).limit(MOST_AROUND)).all()


def case_seen(viewer: Viewer, case_key: Key) -> ProcessInstance | None:
    """The case, if this reader may see it."""
    query = select(ProcessInstance).where(ProcessInstance.key == case_key, visible_instances(viewer))
    return session().scalar(query)


def answers_of(case_key: Key) -> Sequence[TaskAnswer]:
    """What was said to a task, in order."""
    query = select(TaskAnswer).where(TaskAnswer.case_key == case_key)
    return session().scalars(query.order_by(TaskAnswer.answered_at, TaskAnswer.id)).all()


def asked_by(
    viewer: Viewer,
    *,
    state: str,
    period: tuple[datetime, datetime] | None = None,
    after: Position | None = None,
    limit: int,
) -> list[AskedLine]:
    """Up to `limit` + 1 tasks that this reader asked of others or of themselves, the newest first."""
    query = (
        select(AskedTask, ProcessInstance, visible_instances(viewer))
        .join(ProcessInstance, ProcessInstance.key == AskedTask.case_key)
        .where(AskedTask.author == viewer.user_name, *_asked_within(state, period))
    )
    if after is not None:
        query = query.where(tuple_(AskedTask.asked_at, AskedTask.case_key) < tuple_(*after))
    order = (AskedTask.asked_at.desc(), AskedTask.case_key.desc())
    rows = session().execute(query.order_by(*order).limit(limit + 1)).all()
    keys = [task.case_key for task, _case, _is_seen in rows]
    holders, waiting = _holders(keys)
    answers = _answers(keys)
    return [
        AskedLine(task, case, is_seen, holders[task.case_key], waiting.get(task.case_key), answers[task.case_key])
        for task, case, is_seen in rows
    ]


def count_of_new_answers(user_name: str) -> int:
    """How many answers this person has not looked at, for the rail."""
    query = select(func.count()).select_from(TaskAnswer)
    return session().scalar(query.where(TaskAnswer.author == user_name, TaskAnswer.seen_at.is_(None))) or 0


def open_tasks_of(user_name: str, viewer: Viewer) -> Sequence[UserTask]:
    """The open tasks of a person that the reader may see, the first due first, with their cases."""
    query = (
        select(UserTask)
        .join(UserTask.instance)
        .where(UserTask.assignee == user_name, UserTask.state == TaskState.CREATED, visible_tasks(viewer))
        .options(contains_eager(UserTask.instance), defer(UserTask.draft), defer(UserTask.headers))
    )
    return session().scalars(query.order_by(UserTask.due_at, UserTask.key).limit(MOST_OPEN)).all()


def _asked_within(state: str, period: tuple[datetime, datetime] | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if state == "open":
        conditions.append(ProcessInstance.state == InstanceState.ACTIVE)
    if state == "solved":
        conditions.append(ProcessInstance.state != InstanceState.ACTIVE)
    if period is not None:
        conditions.append(and_(AskedTask.asked_at >= period[0], AskedTask.asked_at < period[1]))
    return conditions


def _holders(case_keys: Sequence[Key]) -> tuple[dict[Key, list[str]], dict[Key, Key]]:
    """By case, the user names of those who have it or the groups it is offered to; and the author's own task."""
    query = select(
        UserTask.instance_key,
        UserTask.key,
        UserTask.element_id,
        UserTask.assignee,
        UserTask.candidate_groups,
        UserTask.candidate_users,
    )
    found: dict[Key, list[str]] = defaultdict(list)
    waiting: dict[Key, Key] = {}
    is_open = and_(UserTask.instance_key.in_(case_keys), UserTask.state == TaskState.CREATED)
    rows = session().execute(query.where(is_open).order_by(UserTask.key))
    for case_key, key, element_id, assignee, groups, candidates in rows:
        if element_id in OF_AUTHOR:
            waiting[case_key] = key
        else:
            by_mail = [name for name in candidates if name.startswith(EMPLOYEE)]
            found[case_key] += by_mail or ([assignee] if assignee else groups)
    return found, waiting


def _answers(case_keys: Sequence[Key]) -> dict[Key, list[TaskAnswer]]:
    query = select(TaskAnswer).where(TaskAnswer.case_key.in_(case_keys)).order_by(TaskAnswer.answered_at, TaskAnswer.id)
    found: dict[Key, list[TaskAnswer]] = defaultdict(list)
    for answer in session().scalars(query):
        found[answer.case_key].append(answer)
    return found
