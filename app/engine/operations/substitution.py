"""The sweep that moves open tasks to substitutes when an absence begins, and back when it is over: ADR 0020."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, or_, select, update

from app.core.actor import CLOCK
from app.core.db import Key, session
from app.engine.listening import facts_of_task, tell_of_change
from app.engine.models import TaskState, UserTask
from app.engine.operations.tasks import locked_task
from app.engine.standing_in import away_words
from app.identity.models import Absence, User
from app.identity.queries import users_named
from app.identity.standing_in import StandIn, day_of, stand_ins
from app.trail.operations import record

IS_OPEN = UserTask.state == TaskState.CREATED


def tasks_out_of_place(at: datetime, limit: int) -> Sequence[Key]:
    """Keys of open tasks that are to go to a substitute now, or back. Costs what is out of place, and who is away."""
    known = stand_ins(at)
    may_return = exists().where(User.user_name == UserTask.meant_for, User.disabled_at.is_(None))
    moved = select(UserTask.key, UserTask.meant_for, UserTask.assignee, UserTask.draft_by).where(
        IS_OPEN, UserTask.meant_for.is_not(None), or_(may_return, UserTask.meant_for.in_(known))
    )
    elsewhere = [
        key
        for key, person, holder, draft_by in session().execute(moved)
        if _is_misplaced(person, holder, draft_by, known)
    ]
    beginning = [name for _, name in session().execute(_to_hand_over(at)) if name in known]
    waiting = select(UserTask.key).where(IS_OPEN, UserTask.assignee.in_(beginning), UserTask.meant_for.is_(None))
    return [*elsewhere[:limit], *session().scalars(waiting.order_by(UserTask.key).limit(limit))]


def put_in_place(task_key: Key, *, at: datetime) -> bool:
    """Move one task to whoever stands in now, or back; whether it moved. A draft of the substitute keeps it there."""
    task = locked_task(task_key)
    person = task.meant_for or task.assignee
    if task.state is not TaskState.CREATED or person is None:
        return False
    stand_in = stand_ins(at).get(person)
    if stand_in is not None and stand_in.user_name != task.assignee:
        _give(task, stand_in.user_name, meant_for=person, until=stand_in, at=at)
        return True
    user = users_named([person]).get(person)
    if stand_in is None and task.meant_for and task.draft_by != task.assignee and user and not user.disabled_at:
        _give(task, person, meant_for=None, until=None, at=at)
        return True
    return False


def absences_to_hand_over(at: datetime) -> Sequence[UUID]:
    """Absences that run and whose open tasks have not gone over yet. Ask before `tasks_out_of_place`."""
    known = stand_ins(at)
    return [absence_id for absence_id, name in session().execute(_to_hand_over(at)) if name in known]


def note_handed_over(absence_ids: Sequence[UUID], *, at: datetime) -> None:
    """The tasks of these absences have gone over. Call it when none of those found after them is left."""
    session().execute(update(Absence).where(Absence.id.in_(absence_ids)).values(handed_over_at=at))


def _to_hand_over(at: datetime) -> Select[UUID, str | None]:
    today = day_of(at)
    return select(Absence.id, Absence.user_name).where(
        Absence.starts_on <= today,
        Absence.ends_on >= today,
        Absence.substitute.is_not(None),
        Absence.user_name.is_not(None),
        Absence.handed_over_at.is_(None),
    )


def _is_misplaced(person: str | None, holder: str | None, draft_by: str | None, known: dict[str, StandIn]) -> bool:
    stand_in = known.get(person or "")
    if stand_in is None:
        return draft_by is None or draft_by != holder
    return stand_in.user_name != holder


def _give(task: UserTask, assignee: str, *, meant_for: str | None, until: StandIn | None, at: datetime) -> None:
    before, known = {"assignee": task.assignee}, facts_of_task(task)
    person = meant_for or assignee
    user = users_named([person]).get(person)
    name = user.display_name if user else person
    task.assignee, task.meant_for = assignee, meant_for
    task.revision += 1
    record(
        action="task.substituted" if until else "task.returned",
        entity="user_task",
        entity_id=task.key,
        by=CLOCK,
        at=at,
        case_key=task.instance_key,
        before=before,
        after={"task": task.name, "assignee": assignee, "meant_for": meant_for},
        reason=away_words(name, until.until) if until else f"{name} is back.",
    )
    tell_of_change(known, task, by=CLOCK, at=at)
