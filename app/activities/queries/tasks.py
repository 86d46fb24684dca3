"""Reads tasks asked and their answers, and the tasks of people by period and day."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select

from app.activities.models import AskedTask, TaskAnswer
from app.core.actor import Viewer
from app.core.db import Key, session
from app.engine.models import ProcessInstance
from app.engine.visibility import visible_instances
from app.parties.models import Party

MOST_PARTIES = 300


def asked_task_of(case_key: Key) -> AskedTask | None:
    """What a case asks, if it is a task."""
    return session().get(AskedTask, case_key)


def answers_of(case_key: Key) -> Sequence[TaskAnswer]:
    """What was said to a task, in order."""
    query = select(TaskAnswer).where(TaskAnswer.case_key == case_key)
    return session().scalars(query.order_by(TaskAnswer.answered_at, TaskAnswer.id)).all()


def is_case_visible(viewer: Viewer, case_key: Key) -> bool:
    """Whether this reader may see a case."""
    query = select(ProcessInstance.key).where(ProcessInstance.key == case_key, visible_instances(viewer))
    return session().scalar(query) is not None


def parties_to_choose(party_id: UUID | None = None) -> Sequence[tuple[UUID, str, str | None]]:
    """Id, name and city of the parties that came last, and of the one given, by name."""
    newest = select(Party.id).where(Party.merged_into_id.is_(None)).order_by(Party.created_at.desc())
    chosen = or_(Party.id.in_(newest.limit(MOST_PARTIES).scalar_subquery()), Party.id == party_id)
    query = select(Party.id, Party.name, Party.city).where(chosen).order_by(Party.search_name, Party.id)
    return session().execute(query).tuples().all()
