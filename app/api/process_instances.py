"""Cases: starting, searching, cancelling them, and what they went through."""

from typing import Any

from flask import Response
from sqlalchemy import func, select

from app.api.blueprint import bp
from app.api.description.marks import finds, gives, gives_items, takes
from app.api.filters import choice, flag, key, number, text, time
from app.api.incidents import INCIDENTS, incident_results
from app.api.reading import Body, read_body, read_key, read_optional_body, read_search, start_key_of
from app.api.rendering import TENANT, answer, key_text, moment, no_content, optional_key, optional_moment
from app.api.results import (
    ElementStatisticsResult,
    IncidentResult,
    ProcessInstanceResult,
    SequenceFlowResult,
    StartedProcessInstanceResult,
)
from app.api.schemas import OperationRequest, ProcessInstanceCreation
from app.api.searching import Listing, one_row, search
from app.api.versions import version_of
from app.core.actor import Actor, Viewer
from app.core.clock import now
from app.core.db import session, transaction
from app.core.errors import Invalid
from app.engine import operations
from app.engine.catalogue import definition_with_key, latest_definition
from app.engine.forms import checked_values
from app.engine.models import (
    ElementInstance,
    ElementState,
    Incident,
    InstanceState,
    ProcessDefinition,
    ProcessInstance,
)
from app.engine.opening import UnknownCase
from app.engine.queries import instance_for, start_form_of
from app.engine.registry import Variables
from app.engine.visibility import visible_instances
from app.identity.current import current_user
from app.identity.permissions import Permission, require

PROCESS_INSTANCE_CREATION = ProcessInstanceCreation()
OPERATION = OperationRequest()
CANCELLED = "Cancelled by a program."
MOST_ELEMENTS = 1_000

PROCESS_INSTANCES = Listing(
    name="process-instances",
    statement=select(ProcessInstance, ProcessDefinition).join(
        ProcessDefinition, ProcessDefinition.key == ProcessInstance.definition_key
    ),
    key="processInstanceKey",
    fields={
        "processInstanceKey": key(ProcessInstance.key),
        "processDefinitionId": text(ProcessInstance.process_id),
        "processDefinitionName": text(ProcessDefinition.name),
        "processDefinitionVersion": number(ProcessDefinition.version),
        "processDefinitionVersionTag": text(ProcessDefinition.version_tag, is_nullable=True),
        "processDefinitionKey": key(ProcessInstance.definition_key),
        "parentProcessInstanceKey": key(ProcessInstance.parent_key, is_nullable=True),
        "parentElementInstanceKey": key(ProcessInstance.parent_element_key, is_nullable=True),
        "startDate": time(ProcessInstance.started_at),
        "endDate": time(ProcessInstance.ended_at, is_nullable=True),
        "state": choice(ProcessInstance.state, {word.value: [word.value] for word in InstanceState}),
        "hasIncident": flag(ProcessInstance.incident_count > 0),
    },
    has_alternatives=True,
)


@bp.post("/process-instances")
@takes(ProcessInstanceCreation)
@gives(StartedProcessInstanceResult)
@require(Permission.START_CASE)
def create_process_instance() -> Response:
    """Start a case. The same header `Idempotency-Key` of the same user starts one case only."""
    sent = read_body(PROCESS_INSTANCE_CREATION)
    user = current_user()
    with transaction():
        started = _started(sent, viewer=user.viewer, by=user.actor, start_key=start_key_of(user.user_name))
    return answer(started)


@bp.post("/process-instances/search")
@finds(PROCESS_INSTANCES, ProcessInstanceResult)
@require(Permission.VIEW_CASES)
def search_process_instances() -> Response:
    """Search the cases that the caller may see."""
    visible = visible_instances(current_user().viewer)
    return answer(search(PROCESS_INSTANCES, read_search(), visible, render=_results))


@bp.get("/process-instances/<instance_key>")
@gives(ProcessInstanceResult)
@require(Permission.VIEW_CASES)
def show_process_instance(instance_key: str) -> Response:
    """Show one case."""
    wanted = read_key(instance_key)
    row = one_row(PROCESS_INSTANCES, wanted, visible_instances(current_user().viewer))
    if row is None:
        raise UnknownCase(wanted)
    return answer(_results([row])[0])


@bp.post("/process-instances/<instance_key>/cancellation")
@takes(OperationRequest)
@gives(None, 204)
@require(Permission.CANCEL_CASE)
def cancel_process_instance(instance_key: str) -> Response:
    """End a case wherever it stands."""
    read_optional_body(OPERATION)
    with transaction():
        user = current_user()
        case = instance_for(user.viewer, read_key(instance_key))
        operations.cancel_instance(case.key, reason=CANCELLED, by=user.actor, at=now())
    return no_content()


@bp.get("/process-instances/<instance_key>/sequence-flows")
@gives_items(SequenceFlowResult)
@require(Permission.VIEW_CASES)
def show_sequence_flows(instance_key: str) -> Response:
    """List the flows that a case has taken, each once."""
    case = instance_for(current_user().viewer, read_key(instance_key))
    return answer({"items": _flows(case)})


@bp.get("/process-instances/<instance_key>/statistics/element-instances")
@gives_items(ElementStatisticsResult)
@require(Permission.VIEW_CASES)
def show_element_statistics(instance_key: str) -> Response:
    """Count how often the tokens of a case came to each element."""
    case = instance_for(current_user().viewer, read_key(instance_key))
    return answer({"items": _statistics(case)})


@bp.post("/process-instances/<instance_key>/incidents/search")
@finds(INCIDENTS, IncidentResult)
@require(Permission.VIEW_CASES)
def search_incidents_of_instance(instance_key: str) -> Response:
    """Search the incidents of one case."""
    case = instance_for(current_user().viewer, read_key(instance_key))
    return answer(search(INCIDENTS, read_search(), Incident.instance_key == case.key, render=incident_results))


def _started(sent: Body, *, viewer: Viewer, by: Actor, start_key: str | None) -> StartedProcessInstanceResult:
    by_id, by_key = sent["processDefinitionId"], sent["processDefinitionKey"]
    if (by_id is None) is (by_key is None):
        raise Invalid("Give either processDefinitionId or processDefinitionKey.")
    version = sent["processDefinitionVersion"]
    wanted = version if version is not None and version >= 0 else None
    definition = latest_definition(by_id, wanted) if by_id is not None else definition_with_key(read_key(by_key))
    case = operations.start_instance(
        definition.process_id,
        variables=_start_variables(definition, sent["variables"] or {}, viewer),
        definition_key=definition.key,
        start_key=start_key,
        by=by,
        at=now(),
    )
    return {
        "processDefinitionId": case.process_id,
        "processDefinitionVersion": version_of(case.definition_key),
        "processDefinitionKey": key_text(case.definition_key),
        "processInstanceKey": key_text(case.key),
        "tenantId": TENANT,
        "variables": {},
        "tags": [],
    }


def _start_variables(definition: ProcessDefinition, sent: Variables, viewer: Viewer) -> Variables:
    """What the case starts with: for staff exactly the fields of its start form, as on the screen."""
    schema = None if viewer.sees_all else start_form_of(definition)
    if schema is None:
        return sent
    return checked_values(schema, sent, variables={}, viewer=viewer, at=now())


def _results(rows: list[Any]) -> list[ProcessInstanceResult]:  # Any: rows of the listing
    return [_result(case, definition) for case, definition in rows]


def _result(case: ProcessInstance, definition: ProcessDefinition) -> ProcessInstanceResult:
    return {
        "processInstanceKey": key_text(case.key),
        "processDefinitionId": case.process_id,
        "processDefinitionName": definition.name,
        "processDefinitionVersion": definition.version,
        "processDefinitionVersionTag": definition.version_tag,
        "processDefinitionKey": key_text(case.definition_key),
        "startDate": moment(case.started_at),
        "endDate": optional_moment(case.ended_at),
        "state": case.state.value,
        "hasIncident": case.incident_count > 0,
        "parentProcessInstanceKey": optional_key(case.parent_key),
        "parentElementInstanceKey": optional_key(case.parent_element_key),
        "tenantId": TENANT,
        "tags": [],
    }


def _flows(case: ProcessInstance) -> list[SequenceFlowResult]:
    taken = select(func.unnest(ElementInstance.incoming_flows).label("flow"))
    taken = taken.where(ElementInstance.instance_key == case.key).distinct()
    flow_ids = session().scalars(taken.order_by("flow").limit(MOST_ELEMENTS))
    return [
        {
            "sequenceFlowId": f"{case.key}_{flow_id}",
            "processInstanceKey": key_text(case.key),
            "processDefinitionKey": key_text(case.definition_key),
            "processDefinitionId": case.process_id,
            "elementId": flow_id,
            "tenantId": TENANT,
        }
        for flow_id in flow_ids
    ]


def _statistics(case: ProcessInstance) -> list[ElementStatisticsResult]:
    counts = {
        state: func.count().filter(ElementInstance.state == state).label(state.value.lower()) for state in ElementState
    }
    query = select(ElementInstance.element_id, *counts.values()).where(ElementInstance.instance_key == case.key)
    rows = session().execute(query.group_by(ElementInstance.element_id).order_by(ElementInstance.element_id))
    is_open = (Incident.instance_key == case.key) & Incident.resolved_at.is_(None)
    stuck = select(Incident.element_id, func.count().label("number")).where(is_open).group_by(Incident.element_id)
    incidents = {row.element_id: row.number for row in session().execute(stuck)}
    return [
        {
            "elementId": row.element_id,
            "active": row.active,
            "canceled": row.terminated,
            "incidents": incidents.get(row.element_id, 0),
            "completed": row.completed,
        }
        for row in rows
    ]
