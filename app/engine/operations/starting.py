"""Starting cases: by a person, a program, a message, a time or another case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from app.core.actor import Actor
from app.core.db import Key, new_key, session
from app.engine import catalogue
from app.engine.errors import NoPlainStart
from app.engine.models import InstanceState, ProcessDefinition, ProcessInstance
from app.engine.models.instances import shortened
from app.engine.opening import finish, finish_together, first_step
from app.engine.registry import Variables
from app.engine.scopes import ROOT
from app.engine.stepping import Step
from app.engine.values import stored_variables


@dataclass(frozen=True)
class NewCase:
    """One of many cases to be started. start_key: makes it idempotent. The rest but variables is for lists."""

    start_key: str
    variables: Variables
    business_key: str | None = None
    title: str | None = None
    subject_id: UUID | None = None
    subject_name: str | None = None


def start_instance(
    process_id: str,
    *,
    variables: Variables,
    by: Actor,
    at: datetime,
    version: int | None = None,
    definition_key: Key | None = None,
    business_key: str | None = None,
    start_key: str | None = None,
) -> ProcessInstance:
    """A new case, run to its first wait states.

    definition_key: an exact version, instead of `process_id`'s newest (or `version`).
    start_key: makes the start idempotent; the same key gives the first case back.
    Raises UnknownProcess, NoPlainStart, BadVariable.
    """
    values = stored_variables(variables)
    if start_key is not None and (started := _started_with([start_key])):
        return started[start_key]
    definition = _definition(process_id, version, definition_key)
    must_start_plainly(definition)
    step = new_case(definition, by=by, at=at, business_key=business_key, start_key=start_key)
    step.answers_person = by.kind in ("user", "token")
    _begin(step, values)
    finish(step)
    return step.instance


def start_instances(process_id: str, cases: Sequence[NewCase], *, by: Actor, at: datetime) -> dict[str, Key]:
    """The keys of new cases of one process by their start keys: a few statements, however many there are.

    One that was started before keeps its key. All of them begin, or none. Raises UnknownProcess, NoPlainStart,
    BadVariable.
    """
    started = _started_with([case.start_key for case in cases])
    definition = catalogue.latest_definition(process_id, None)
    must_start_plainly(definition)
    new = [case for case in cases if case.start_key not in started]
    steps = [_described(definition, case, by=by, at=at) for case in new]
    for step, case in zip(steps, new, strict=True):
        _begin(step, stored_variables(case.variables))
    if steps:
        finish_together(steps)
    instances = [*started.values(), *(step.instance for step in steps)]
    return {str(instance.start_key): instance.key for instance in instances}


def start_by_event(
    definition: ProcessDefinition, element_id: str, *, received: Variables, by: Actor, at: datetime
) -> ProcessInstance:
    """A new case that begins at a message or timer start event."""
    step = new_case(definition, by=by, at=at)
    step.begin_scope(step.workflow, ROOT, element_id, stored_variables(received))
    finish(step)
    return step.instance


def new_case(
    definition: ProcessDefinition,
    *,
    by: Actor,
    at: datetime,
    business_key: str | None = None,
    start_key: str | None = None,
    parent_key: Key | None = None,
    parent_element_key: Key | None = None,
) -> Step:
    """A row for a new case and its first step, without a token yet."""
    instance = ProcessInstance(
        key=new_key(),
        definition_key=definition.key,
        process_id=definition.process_id,
        business_key=business_key,
        start_key=start_key,
        parent_key=parent_key,
        parent_element_key=parent_element_key,
        state=InstanceState.ACTIVE,
        started_at=at,
        started_by=by.id,
        changed_at=at,
        revision=0,
        incident_count=0,
        trail_seq=0,
    )
    session().add(instance)
    step = first_step(instance, by=by, at=at)
    started = {"process": definition.process_id, "version": definition.version, "business_key": business_key}
    step.note("process_instance.started", after=started)
    return step


def must_start_plainly(definition: ProcessDefinition) -> None:
    """Whether a person, a program or a call may start it. Raises NoPlainStart."""
    if not catalogue.compiled(definition.key).process.start_events():
        raise NoPlainStart(definition.process_id)


def _begin(step: Step, values: Variables) -> None:
    step.scopes.write_own(ROOT, values)
    step.begin_scope(step.workflow, ROOT)


def _described(definition: ProcessDefinition, case: NewCase, *, by: Actor, at: datetime) -> Step:
    step = new_case(definition, by=by, at=at, business_key=case.business_key, start_key=case.start_key)
    instance = step.instance
    instance.title, instance.subject_name = shortened(case.title), shortened(case.subject_name)
    instance.subject_id = case.subject_id
    return step


def _started_with(start_keys: Sequence[str]) -> dict[str, ProcessInstance]:
    """The cases that were started with these keys; waits for starts with them that are under way."""
    locks = "SELECT pg_advisory_xact_lock(hashtextextended(key, 1)) FROM unnest(CAST(:keys AS text[])) key"
    session().execute(text(locks), {"keys": sorted(start_keys)})
    found = session().scalars(select(ProcessInstance).where(ProcessInstance.start_key.in_(start_keys)))
    return {str(instance.start_key): instance for instance in found}


def _definition(process_id: str, version: int | None, definition_key: Key | None) -> ProcessDefinition:
    if definition_key is None:
        return catalogue.latest_definition(process_id, version)
    return catalogue.definition_with_key(definition_key)
