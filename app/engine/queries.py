"""What screens and programs read of cases. Who may see what is decided in `visibility`, nowhere else."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from app.core.actor import Viewer
from app.core.db import Json, Key, session
from app.engine.errors import UnknownTask
from app.engine.models import (
    ElementInstance,
    ElementState,
    FormDefinition,
    Incident,
    Job,
    Message,
    MessageCorrelation,
    MessageSubscription,
    ProcessDefinition,
    ProcessInstance,
    Resource,
    SignalSubscription,
    Timer,
    UserTask,
)
from app.engine.opening import UnknownCase
from app.engine.operations.case_variables import case_variables, visible_at
from app.engine.registry import Variables
from app.engine.visibility import visible_instances, visible_tasks

MOST_HISTORY_ROWS = 1_000
OLDEST_FIRST = ElementInstance.started_at, ElementInstance.key  # keys alone: each process has a block of its own

__all__ = ["case_variables", "visible_instances", "visible_tasks"]


def task_for(viewer: Viewer, key: Key) -> UserTask:
    """A user task with its case and definition, if the viewer may see it. Raises UnknownTask."""
    query = (
        select(UserTask)
        .where(UserTask.key == key, visible_tasks(viewer))
        .options(joinedload(UserTask.instance).joinedload(ProcessInstance.definition))
    )
    task = session().scalar(query)
    if task is None:
        raise UnknownTask(key)
    return task


def instance_for(viewer: Viewer, key: Key) -> ProcessInstance:
    """A case with its definition, if the viewer may see it. Raises UnknownCase."""
    query = (
        select(ProcessInstance)
        .where(ProcessInstance.key == key, visible_instances(viewer))
        .options(joinedload(ProcessInstance.definition))
    )
    instance = session().scalar(query)
    if instance is None:
        raise UnknownCase(key)
    return instance


def task_variables(task: UserTask) -> Variables:
    """The variables that a task's form sees."""
    return visible_at([(task.instance_key, task.key)]).get(task.key, {})


def form_of(task: UserTask) -> Json | None:
    """The form of a task, in the version it was created with."""
    if task.form_key is None:
        return None
    return session().scalar(select(FormDefinition.schema).where(FormDefinition.key == task.form_key))


def start_form_of(definition: ProcessDefinition) -> Json | None:
    """The newest version of the form that starts a process."""
    if definition.start_form_id is None:
        return None
    query = select(FormDefinition.schema).where(FormDefinition.form_id == definition.start_form_id)
    return session().scalar(query.order_by(FormDefinition.version.desc()).limit(1))


def diagram_of(definition_key: Key) -> bytes:
    """The BPMN file of a definition."""
    query = select(Resource.content).join(ProcessDefinition, ProcessDefinition.resource_key == Resource.key)
    content = session().scalar(query.where(ProcessDefinition.key == definition_key))
    if content is None:
        raise UnknownCase(definition_key)
    return content


def open_elements(instance_keys: Iterable[Key]) -> dict[Key, list[ElementInstance]]:
    """Where the tokens of cases stand, by case."""
    query = select(ElementInstance).where(
        ElementInstance.instance_key.in_(set(instance_keys)), ElementInstance.state == ElementState.ACTIVE
    )
    found: dict[Key, list[ElementInstance]] = defaultdict(list)
    for element in session().scalars(query.order_by(*OLDEST_FIRST)):
        found[element.instance_key].append(element)
    return found


def history_of(instance_key: Key, limit: int = MOST_HISTORY_ROWS) -> Sequence[ElementInstance]:
    """What a case went through, oldest first."""
    query = select(ElementInstance).where(ElementInstance.instance_key == instance_key)
    return session().scalars(query.order_by(*OLDEST_FIRST).limit(limit)).all()


def incidents_of(instance_key: Key) -> Sequence[Incident]:
    """Incidents of a case, the open ones first."""
    query = select(Incident).where(Incident.instance_key == instance_key)
    order = Incident.resolved_at.nulls_first(), Incident.created_at.desc(), Incident.key.desc()
    return session().scalars(query.order_by(*order).limit(100)).all()


def tasks_of(instance_key: Key) -> Sequence[UserTask]:
    """User tasks of a case, newest first."""
    query = select(UserTask).where(UserTask.instance_key == instance_key)
    return session().scalars(query.order_by(UserTask.created_at.desc(), UserTask.key.desc()).limit(100)).all()


def timers_of(instance_key: Key) -> Sequence[Timer]:
    """Timers of a case, the waiting ones first."""
    query = select(Timer).where(Timer.instance_key == instance_key)
    order = Timer.fired_at.nulls_first(), Timer.cancelled_at.nulls_first(), Timer.due_at
    return session().scalars(query.order_by(*order).limit(100)).all()


def jobs_of(instance_key: Key) -> Sequence[Job]:
    """Jobs of a case with the traces of their errors, newest first."""
    query = select(Job).where(Job.instance_key == instance_key).options(undefer(Job.error_trace))
    return session().scalars(query.order_by(Job.created_at.desc(), Job.key.desc()).limit(100)).all()


def subscriptions_of(instance_key: Key) -> Sequence[MessageSubscription]:
    """Messages that a case waits or waited for, the open ones first."""
    query = select(MessageSubscription).where(MessageSubscription.instance_key == instance_key)
    order = MessageSubscription.closed_at.nulls_first(), MessageSubscription.created_at.desc()
    return session().scalars(query.order_by(*order).limit(100)).all()


def signals_of(instance_key: Key) -> Sequence[SignalSubscription]:
    """Signals that a case waits or waited for, the open ones first."""
    query = select(SignalSubscription).where(SignalSubscription.instance_key == instance_key)
    order = SignalSubscription.closed_at.nulls_first(), SignalSubscription.created_at.desc()
    return session().scalars(query.order_by(*order).limit(100)).all()


def messages_of(instance_key: Key) -> Sequence[Message]:
    """Messages that a case received."""
    received = select(MessageCorrelation.message_key).where(MessageCorrelation.instance_key == instance_key)
    query = select(Message).where((Message.instance_key == instance_key) | Message.key.in_(received))
    return session().scalars(query.order_by(Message.published_at.desc(), Message.key.desc()).limit(100)).all()
