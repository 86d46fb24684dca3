"""What the tokens of cases passed through, and setting variables there."""

import re

from flask import Response
from sqlalchemy import exists, select

from app.api.blueprint import bp
from app.api.description.marks import finds, gives, takes
from app.api.filters import choice, flag, key, text, time
from app.api.reading import read_body, read_key, read_search
from app.api.rendering import TENANT, answer, key_text, moment, no_content, optional_key, optional_moment
from app.api.results import ElementInstanceResult
from app.api.schemas import VariablesUpdate
from app.api.searching import Listing, Row, one_row, search
from app.core.clock import now
from app.core.db import Key, session, transaction
from app.core.errors import Missing
from app.engine import operations
from app.engine.models import ElementInstance, ElementState, Incident, ProcessInstance
from app.engine.visibility import visible_instances
from app.identity.current import current_user
from app.identity.permissions import Permission, require

VARIABLES_UPDATE = VariablesUpdate()
WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])")
TYPES = (
    "UNSPECIFIED PROCESS SUB_PROCESS EVENT_SUB_PROCESS AD_HOC_SUB_PROCESS AD_HOC_SUB_PROCESS_INNER_INSTANCE "
    "START_EVENT INTERMEDIATE_CATCH_EVENT INTERMEDIATE_THROW_EVENT BOUNDARY_EVENT END_EVENT SERVICE_TASK RECEIVE_TASK "
    "USER_TASK MANUAL_TASK TASK EXCLUSIVE_GATEWAY INCLUSIVE_GATEWAY PARALLEL_GATEWAY EVENT_BASED_GATEWAY SEQUENCE_FLOW "
    "MULTI_INSTANCE_BODY CALL_ACTIVITY BUSINESS_RULE_TASK SCRIPT_TASK SEND_TASK UNKNOWN"
).split()

_stuck = exists().where(
    Incident.instance_key == ElementInstance.instance_key,
    Incident.element_instance_key == ElementInstance.key,
    Incident.resolved_at.is_(None),
)


def _our_type(word: str) -> str:
    first, *rest = word.lower().split("_")
    return first + "".join(part.capitalize() for part in rest)


ELEMENT_INSTANCES = Listing(
    name="element-instances",
    statement=select(ElementInstance, ProcessInstance.process_id, ProcessInstance.definition_key).join(
        ProcessInstance, ProcessInstance.key == ElementInstance.instance_key
    ),
    key="elementInstanceKey",
    fields={
        "elementInstanceKey": key(ElementInstance.key),
        "processInstanceKey": key(ElementInstance.instance_key),
        "processDefinitionKey": key(ProcessInstance.definition_key),
        "processDefinitionId": text(ProcessInstance.process_id),
        "elementInstanceScopeKey": key(ElementInstance.scope_key, sorts=False, is_nullable=True),
        "elementId": text(ElementInstance.element_id),
        "elementName": text(ElementInstance.element_name, is_nullable=True),
        "type": choice(ElementInstance.element_type, {word: [_our_type(word)] for word in TYPES}),
        "state": choice(ElementInstance.state, {word.value: [word.value] for word in ElementState}),
        "startDate": time(ElementInstance.started_at),
        "endDate": time(ElementInstance.ended_at, is_nullable=True),
        "hasIncident": flag(_stuck),
    },
)


@bp.post("/element-instances/search")
@finds(ELEMENT_INSTANCES, ElementInstanceResult)
@require(Permission.VIEW_CASES)
def search_element_instances() -> Response:
    """Search what the tokens of the caller's cases passed through."""
    visible = visible_instances(current_user().viewer)
    return answer(search(ELEMENT_INSTANCES, read_search(), visible, render=_results))


@bp.get("/element-instances/<element_key>")
@gives(ElementInstanceResult)
@require(Permission.VIEW_CASES)
def show_element_instance(element_key: str) -> Response:
    """Show one passage of a token through an element."""
    return answer(_results([_visible(read_key(element_key))])[0])


@bp.put("/element-instances/<element_key>/variables")
@takes(VariablesUpdate)
@gives(None, 204)
@require(Permission.SET_VARIABLES)
def set_element_variables(element_key: str) -> Response:
    """Set variables of a case, by its key or that of an element; `local` sets them in the scope of the element."""
    sent, user = read_body(VARIABLES_UPDATE), current_user()
    with transaction():
        instance_key, scope_key = _place(read_key(element_key))
        operations.set_variables(
            instance_key,
            sent["variables"],
            element_key=scope_key if sent["local"] else None,
            by=user.actor,
            at=now(),
        )
    return no_content()


def _place(wanted: Key) -> tuple[Key, Key | None]:
    """The case and, for an element, the element whose variables are meant. Raises UnknownElement."""
    visible = visible_instances(current_user().viewer)
    is_instance = select(ProcessInstance.key).where(ProcessInstance.key == wanted, visible)
    if session().scalar(is_instance) is not None:
        return wanted, None
    element, *_ = _visible(wanted)
    return element.instance_key, element.key


class UnknownElement(Missing):
    """There is no such passage through an element, or not for these eyes."""

    def __init__(self, wanted: Key) -> None:
        super().__init__(f"There is no element instance {wanted}.")


def _visible(wanted: Key) -> Row:
    row = one_row(ELEMENT_INSTANCES, wanted, visible_instances(current_user().viewer))
    if row is None:
        raise UnknownElement(wanted)
    return row


def _results(rows: list[Row]) -> list[ElementInstanceResult]:
    incidents = _open_incidents([element for element, *_ in rows])
    return [
        {
            "elementInstanceKey": key_text(element.key),
            "processInstanceKey": key_text(element.instance_key),
            "processDefinitionKey": key_text(definition_key),
            "processDefinitionId": process_id,
            "startDate": moment(element.started_at),
            "endDate": optional_moment(element.ended_at),
            "elementId": element.element_id,
            "elementName": element.element_name or element.element_id,
            "type": WORD_START.sub("_", element.element_type).upper(),
            "state": element.state.value,
            "hasIncident": element.key in incidents,
            "incidentKey": optional_key(incidents.get(element.key)),
            "tenantId": TENANT,
        }
        for element, process_id, definition_key in rows
    ]


def _open_incidents(elements: list[ElementInstance]) -> dict[Key, Key]:
    """The open incident of each element that has one."""
    query = select(Incident.element_instance_key, Incident.key).where(
        Incident.instance_key.in_({element.instance_key for element in elements}),
        Incident.element_instance_key.in_([element.key for element in elements]),
        Incident.resolved_at.is_(None),
    )
    return {element_key: incident_key for element_key, incident_key in session().execute(query) if element_key}
