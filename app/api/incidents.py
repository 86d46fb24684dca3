"""Incidents: searching them, and trying again what failed."""

from flask import Response
from sqlalchemy import case, select

from app.api.blueprint import bp
from app.api.description.marks import finds, gives, takes
from app.api.filters import choice, key, text, time
from app.api.reading import read_key, read_optional_body, read_search
from app.api.rendering import TENANT, answer, key_text, moment, no_content, optional_key
from app.api.results import IncidentResult
from app.api.schemas import OperationRequest
from app.api.searching import Listing, Row, one_row, search
from app.core.clock import now
from app.core.db import transaction
from app.engine import operations
from app.engine.errors import UnknownIncident
from app.engine.models import Incident, IncidentKind, ProcessInstance
from app.engine.visibility import visible_instances
from app.identity.current import current_user
from app.identity.permissions import Permission, require

OPERATION = OperationRequest()
ACTIVE, RESOLVED = "ACTIVE", "RESOLVED"
STATES: dict[str, list[str]] = {ACTIVE: [ACTIVE], RESOLVED: [RESOLVED], "MIGRATED": [], "PENDING": [], "UNKNOWN": []}

INCIDENTS = Listing(
    name="incidents",
    statement=select(Incident, ProcessInstance.process_id, ProcessInstance.definition_key).join(
        ProcessInstance, ProcessInstance.key == Incident.instance_key
    ),
    key="incidentKey",
    fields={
        "incidentKey": key(Incident.key),
        "processDefinitionId": text(ProcessInstance.process_id),
        "processDefinitionKey": key(ProcessInstance.definition_key),
        "processInstanceKey": key(Incident.instance_key),
        "errorType": choice(Incident.kind, {kind.value: [kind.value] for kind in IncidentKind}),
        "errorMessage": text(Incident.message),
        "elementId": text(Incident.element_id),
        "elementInstanceKey": key(Incident.element_instance_key, is_nullable=True),
        "jobKey": key(Incident.job_key, is_nullable=True),
        "creationTime": time(Incident.created_at),
        "state": choice(case((Incident.resolved_at.is_(None), ACTIVE), else_=RESOLVED), STATES),
    },
)


@bp.post("/incidents/search")
@finds(INCIDENTS, IncidentResult)
@require(Permission.VIEW_CASES)
def search_incidents() -> Response:
    """Search the incidents of the cases that the caller may see."""
    visible = visible_instances(current_user().viewer)
    return answer(search(INCIDENTS, read_search(), visible, render=incident_results))


@bp.get("/incidents/<incident_key>")
@gives(IncidentResult)
@require(Permission.VIEW_CASES)
def show_incident(incident_key: str) -> Response:
    """Show one incident."""
    return answer(incident_results([_visible(incident_key)])[0])


@bp.post("/incidents/<incident_key>/resolution")
@takes(OperationRequest)
@gives(None, 204)
@require(Permission.RETRY_INCIDENT)
def resolve_incident(incident_key: str) -> Response:
    """Try again what failed."""
    read_optional_body(OPERATION)
    with transaction():
        incident, *_ = _visible(incident_key)
        operations.retry_incident(incident.key, by=current_user().actor, at=now())
    return no_content()


def incident_results(rows: list[Row]) -> list[IncidentResult]:
    """Incidents as programs see them."""
    return [
        {
            "incidentKey": key_text(incident.key),
            "processDefinitionId": process_id,
            "processDefinitionKey": key_text(definition_key),
            "processInstanceKey": key_text(incident.instance_key),
            "errorType": incident.kind.value,
            "errorMessage": incident.message,
            "elementId": incident.element_id,
            "elementInstanceKey": optional_key(incident.element_instance_key),
            "jobKey": optional_key(incident.job_key),
            "creationTime": moment(incident.created_at),
            "state": ACTIVE if incident.resolved_at is None else RESOLVED,
            "tenantId": TENANT,
        }
        for incident, process_id, definition_key in rows
    ]


def _visible(incident_key: str) -> Row:
    wanted = read_key(incident_key)
    row = one_row(INCIDENTS, wanted, visible_instances(current_user().viewer))
    if row is None:
        raise UnknownIncident(wanted)
    return row
