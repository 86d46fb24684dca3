"""Everything that stands on the page of one task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.cases.case import facts_of, passages_of, stuck_elements
from app.cases.path import PathStep, path_of
from app.cases.people import display_names, people_who_complete
from app.core.actor import Viewer
from app.core.db import Key, session
from app.documents.models import Document
from app.documents.queries import documents_of_case
from app.engine.catalogue import compiled
from app.engine.forms import NO_FORM, OfferedForm, form_for_browser
from app.engine.models import TaskState, UserTask
from app.engine.queries import form_of, task_for, task_variables
from app.engine.registry import Fact, Variables
from app.identity.standing_in import away_on, day_of
from app.notices.queries import ReminderLine, reminders_of_tasks
from app.trail.models import TrailEntry

TAKING = ("task.claimed", "task.assigned")


@dataclass(frozen=True)
class TaskPane:
    """A task with what is needed to decide.

    taken_at: since when its assignee has it. away_until: until when whoever it is meant for is away.
    """

    task: UserTask
    form: OfferedForm
    facts: Sequence[Fact]
    documents: Sequence[Document]
    path: Sequence[PathStep]
    names: dict[str, str]
    people: Sequence[tuple[str, str]]
    is_mine: bool
    taken_at: datetime | None
    reminders: Sequence[ReminderLine]
    away_until: date | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.task.state is TaskState.CREATED


def pane_of(viewer: Viewer, task_key: Key, *, at: datetime, typed: Variables | None = None) -> TaskPane:
    """The page of a task that the viewer may see. typed: values that a refused submission held.

    Raises UnknownTask.
    """
    task = task_for(viewer, task_key)
    variables = task_variables(task)
    own_draft = task.draft if task.draft_by == viewer.user_name else None
    documents = documents_of_case(task.instance_key)
    is_mine = task.assignee == viewer.user_name
    return TaskPane(
        task=task,
        form=form_for_browser(form_of(task) or NO_FORM, variables=variables, viewer=viewer, draft=typed or own_draft),
        facts=facts_of(viewer, task.instance_key, variables),
        documents=documents,
        path=_path(task),
        names=display_names([*_people_of(task), *(row.created_by for row in documents)], task.candidate_groups),
        people=people_who_complete() if task.state is TaskState.CREATED else [],
        is_mine=is_mine,
        taken_at=None if is_mine or task.assignee is None else _taken_at(task.key),
        reminders=reminders_of_tasks([task.key] if task.due_at else []).get(task.key, []),
        away_until=_away_until(task.meant_for, at),
    )


def _path(task: UserTask) -> list[PathStep]:
    stuck = stuck_elements(task.instance_key) if task.instance.incident_count else []
    return path_of(passages_of(task.instance_key), stuck, compiled(task.definition_key).process)


def _away_until(person: str | None, at: datetime) -> date | None:
    away = away_on(day_of(at)).get(person) if person else None
    return away.until if away else None


def _people_of(task: UserTask) -> list[str | None]:
    return [task.assignee, task.meant_for, task.completed_by]


def _taken_at(task_key: Key) -> datetime | None:
    statement = (
        select(TrailEntry.at)
        .where(
            TrailEntry.entity == "user_task",
            TrailEntry.entity_id == str(task_key),
            TrailEntry.action.in_(TAKING),
        )
        .order_by(TrailEntry.at.desc())
        .limit(1)
    )
    return session().scalar(statement)
