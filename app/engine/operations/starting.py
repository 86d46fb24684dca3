"""Starting cases: by a person, a program, a message, a time or another case."""

from datetime import datetime

from sqlalchemy import select, text

from app.core.actor import Actor
from app.core.db import Key, new_key, session
from app.engine import catalogue
from app.engine.errors import NoPlainStart
from app.engine.models import InstanceState, ProcessDefinition, ProcessInstance
from app.engine.opening import finish, first_step
from app.engine.registry import Variables
from app.engine.scopes import ROOT
from app.engine.stepping import Step
from app.engine.values import stored_variables


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
    if start_key is not None and (existing := _started_with(start_key)) is not None:
        return existing
    definition = _definition(process_id, version, definition_key)
    must_start_plainly(definition)
    step = new_case(definition, by=by, at=at, business_key=business_key, start_key=start_key)
    step.answers_person = by.kind in ("user", "token")
    step.scopes.write_own(ROOT, values)
    step.begin_scope(step.workflow, ROOT)
    finish(step)
    return step.instance


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


def _started_with(start_key: str) -> ProcessInstance | None:
    """The case that was started with this key; waits for a start with it that is under way."""
    session().execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 1))"), {"key": start_key})
    return session().scalar(select(ProcessInstance).where(ProcessInstance.start_key == start_key))


def _definition(process_id: str, version: int | None, definition_key: Key | None) -> ProcessDefinition:
    if definition_key is None:
        return catalogue.latest_definition(process_id, version)
    return catalogue.definition_with_key(definition_key)
