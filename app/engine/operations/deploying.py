"""Deploying files: all of them or none; an unchanged file makes no new version."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, text, update

from app import dmn
from app.core.actor import Actor
from app.core.clock import company_zone
from app.core.db import Key, new_key, session
from app.engine.checks import Known, check_files, form_id_of, read_json
from app.engine.checks.finding import Finding
from app.engine.diagram import Process, read_processes
from app.engine.diagram.nodes import EventKind, Node
from app.engine.due import DueTime, due_time
from app.engine.errors import DeploymentRefused
from app.engine.expressions import Evaluator
from app.engine.failures import StepFailure
from app.engine.models import (
    DecisionDefinition,
    Deployment,
    FormDefinition,
    MessageSubscription,
    ProcessDefinition,
    Resource,
    SignalSubscription,
    SubscriptionKind,
    Timer,
    TimerKind,
)
from app.trail.operations import record

Definition = ProcessDefinition | FormDefinition | DecisionDefinition
DEPLOYMENT_LOCK = 7_205_001  # one deployment at a time, so that versions have no gap


@dataclass
class DeploymentResult:
    """What a deployment made or found unchanged, in the order of the files."""

    deployment: Deployment
    processes: list[ProcessDefinition] = field(default_factory=list)
    forms: list[FormDefinition] = field(default_factory=list)
    decisions: list[DecisionDefinition] = field(default_factory=list)


def deploy(files: Mapping[str, bytes], *, by: Actor, at: datetime, reason: str | None = None) -> DeploymentResult:
    """Check and store BPMN, DMN and form files, by name. Raises DeploymentRefused with all findings."""
    session().execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": DEPLOYMENT_LOCK})
    findings = check_files(files, what_is_deployed())
    if any(finding.severity == "error" for finding in findings):
        raise DeploymentRefused(findings)
    deployment = Deployment(key=new_key(), deployed_at=at, deployed_by=by.id, reason=reason)
    session().add(deployment)
    session().flush()  # resources refer to the deployment
    result = DeploymentResult(deployment)
    for name, content in files.items():
        _store(result, name, content, by)
    return result


def what_is_deployed() -> Known:
    """The ids that a file may name because they are deployed."""
    return Known(
        forms=set(session().scalars(select(FormDefinition.form_id).distinct())),
        decisions=set(session().scalars(select(DecisionDefinition.decision_id).distinct())),
        processes=set(session().scalars(select(ProcessDefinition.process_id).distinct())),
    )


def _store(result: DeploymentResult, name: str, content: bytes, by: Actor) -> None:
    digest = hashlib.sha256(content).hexdigest()
    resource = Resource(key=new_key(), deployment_key=result.deployment.key, name=name, hash=digest, content=content)
    suffix = name.rpartition(".")[2].lower()
    store = {"bpmn": _store_processes, "dmn": _store_decisions}.get(suffix, _store_form)
    store(result, resource, by)


def _store_processes(result: DeploymentResult, resource: Resource, by: Actor) -> None:
    for process in read_processes(resource.content):
        latest = _latest_process(process.id)
        if latest is not None and latest.hash == resource.hash:
            result.processes.append(latest)
            continue
        _keep(resource)
        definition = ProcessDefinition(
            key=new_key(),
            process_id=process.id,
            version=1 + (latest.version if latest else 0),
            version_tag=process.version_tag,
            name=process.name,
            hash=resource.hash,
            resource_key=resource.key,
            deployment_key=result.deployment.key,
            deployed_at=result.deployment.deployed_at,
            groups=_groups(process),
            start_form_id=next((n.form_id for n in process.start_events() if n.form_id), None),
        )
        session().add(definition)
        session().flush()  # timers and subscriptions refer to the definition
        _open_starts(process, definition, latest, result.deployment.deployed_at)
        result.processes.append(definition)
        _note(result, by, resource, ("process", process.id, definition.version), former=latest)


def _store_form(result: DeploymentResult, resource: Resource, by: Actor) -> None:
    schema = read_json(resource.content)
    form_id = form_id_of(resource.name, schema)
    query = select(FormDefinition).where(FormDefinition.form_id == form_id)
    latest = session().scalar(query.order_by(FormDefinition.version.desc()).limit(1))
    if latest is not None and latest.hash == resource.hash:
        result.forms.append(latest)
        return
    _keep(resource)
    definition = FormDefinition(
        key=new_key(),
        form_id=form_id,
        version=1 + (latest.version if latest else 0),
        hash=resource.hash,
        resource_key=resource.key,
        deployment_key=result.deployment.key,
        schema=schema,
    )
    session().add(definition)
    session().flush()  # the next file may hold the same form
    result.forms.append(definition)
    _note(result, by, resource, ("form", definition.form_id, definition.version), former=latest)


def _store_decisions(result: DeploymentResult, resource: Resource, by: Actor) -> None:
    for decision_id, name in dmn.load(resource.content).decisions.items():
        query = select(DecisionDefinition).where(DecisionDefinition.decision_id == decision_id)
        latest = session().scalar(query.order_by(DecisionDefinition.version.desc()).limit(1))
        if latest is not None and latest.hash == resource.hash:
            result.decisions.append(latest)
            continue
        _keep(resource)
        definition = DecisionDefinition(
            key=new_key(),
            decision_id=decision_id,
            version=1 + (latest.version if latest else 0),
            name=name,
            hash=resource.hash,
            resource_key=resource.key,
            deployment_key=result.deployment.key,
        )
        session().add(definition)
        result.decisions.append(definition)
        _note(result, by, resource, ("decision", decision_id, definition.version), former=latest)


def _keep(resource: Resource) -> None:
    if resource not in session():
        session().add(resource)
        session().flush()  # definitions refer to the file


def _latest_process(process_id: str) -> ProcessDefinition | None:
    query = select(ProcessDefinition).where(ProcessDefinition.process_id == process_id)
    return session().scalar(query.order_by(ProcessDefinition.version.desc()).limit(1))


def _groups(process: Process) -> list[str]:
    named = [node.assignment.candidate_groups or "" for node in process.every_node()]
    literal = [text for text in named if not text.startswith("=")]
    return sorted({group.strip() for text in literal for group in text.split(",") if group.strip()})


def _open_starts(
    process: Process, definition: ProcessDefinition, former: ProcessDefinition | None, at: datetime
) -> None:
    """Timers, messages and signals that start the process now start its new version."""
    if former is not None:
        _close_starts(former, at)
    evaluator = Evaluator(dict, at)
    kinds: tuple[EventKind, ...] = ("timer", "message", "signal")
    for node in [node for kind in kinds for node in process.start_events(kind)]:
        try:
            session().add(_start(node, definition.key, evaluator, at))
        except StepFailure as failure:
            remedy = "A start event knows no variables; use constants and functions."
            raise DeploymentRefused([Finding(process.id, node.id, "error", failure.message, remedy)]) from failure


def _close_starts(former: ProcessDefinition, at: datetime) -> None:
    timers = (Timer.definition_key == former.key) & Timer.instance_key.is_(None) & Timer.fired_at.is_(None)
    session().execute(update(Timer).where(timers, Timer.cancelled_at.is_(None)).values(cancelled_at=at))
    for model in (MessageSubscription, SignalSubscription):
        listening = (model.definition_key == former.key) & model.instance_key.is_(None) & model.closed_at.is_(None)
        session().execute(update(model).where(listening).values(closed_at=at))


def _start(
    node: Node, definition_key: Key, evaluator: Evaluator, at: datetime
) -> Timer | MessageSubscription | SignalSubscription:
    """What will start the process at a timer, message or signal start event."""
    assert node.event is not None
    if node.event.timer is not None:
        due = due_time(node.event.timer, evaluator, at=at, zone=company_zone())
        return _start_timer(definition_key, node.id, due, at)
    name = evaluator.text(node.event.name or "", f"{node.event.kind} name")
    if node.event.kind == "signal":
        return _start_by_signal(definition_key, node.id, name, at)
    return _start_subscription(definition_key, node.id, name, at)


def _start_timer(definition_key: Key, element_id: str, due: DueTime, at: datetime) -> Timer:
    return Timer(
        key=new_key(),
        definition_key=definition_key,
        element_id=element_id,
        kind=TimerKind.START,
        due_at=due.at,
        interval=due.interval,
        repetitions=due.repetitions,
        created_at=at,
    )


def _start_subscription(definition_key: Key, element_id: str, name: str, at: datetime) -> MessageSubscription:
    return MessageSubscription(
        key=new_key(),
        definition_key=definition_key,
        element_id=element_id,
        kind=SubscriptionKind.START,
        name=name,
        correlation_key="",
        created_at=at,
    )


def _start_by_signal(definition_key: Key, element_id: str, name: str, at: datetime) -> SignalSubscription:
    return SignalSubscription(
        key=new_key(),
        definition_key=definition_key,
        element_id=element_id,
        kind=SubscriptionKind.START,
        name=name,
        created_at=at,
    )


def _note(
    result: DeploymentResult, by: Actor, resource: Resource, made: tuple[str, str, int], *, former: Definition | None
) -> None:
    kind, name, version = made
    record(
        action=f"{kind}.deployed",
        entity=kind,
        entity_id=name,
        by=by,
        at=result.deployment.deployed_at,
        before={"version": former.version, "hash": former.hash} if former else None,
        after={"version": version, "file": resource.name, "hash": resource.hash},
        reason=result.deployment.reason,
    )
