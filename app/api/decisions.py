"""Deployed decisions: searching them, their files, evaluating one."""

from typing import Any

from flask import Response
from sqlalchemy import func, select

from app.api.blueprint import bp
from app.api.description.marks import finds, gives, takes
from app.api.filters import key, number, text
from app.api.process_definitions import UnknownDefinition, xml_answer
from app.api.reading import Body, read_body, read_key, read_search
from app.api.rendering import TENANT, answer, key_text
from app.api.results import DecisionDefinitionResult, DecisionEvaluationResult
from app.api.schemas import DecisionEvaluation
from app.api.searching import Listing, one_row, search
from app.core.clock import now
from app.core.db import Key, json_text, new_key, session
from app.core.errors import Invalid
from app.engine.decisions.evaluating import Answer, evaluate, find_decision
from app.engine.models import DecisionDefinition, Resource
from app.engine.values import stored_variables
from app.identity.permissions import Permission, require

DECISION_EVALUATION = DecisionEvaluation()
_FILE_ENDING = r"\.[^.]*$"

DECISION_DEFINITIONS = Listing(
    name="decision-definitions",
    statement=select(DecisionDefinition, Resource.name).join(Resource, Resource.key == DecisionDefinition.resource_key),
    key="decisionDefinitionKey",
    fields={
        "decisionDefinitionKey": key(DecisionDefinition.key),
        "decisionDefinitionId": text(DecisionDefinition.decision_id),
        "name": text(DecisionDefinition.name),
        "version": number(DecisionDefinition.version),
        "decisionRequirementsId": text(func.regexp_replace(Resource.name, _FILE_ENDING, "")),
        "decisionRequirementsKey": key(DecisionDefinition.resource_key),
    },
)


@bp.post("/decision-definitions/search")
@finds(DECISION_DEFINITIONS, DecisionDefinitionResult)
@require(Permission.VIEW_DEFINITIONS)
def search_decision_definitions() -> Response:
    """Search the deployed versions of decisions."""
    return answer(search(DECISION_DEFINITIONS, read_search(), render=_results))


@bp.get("/decision-definitions/<definition_key>")
@gives(DecisionDefinitionResult)
@require(Permission.VIEW_DEFINITIONS)
def show_decision_definition(definition_key: str) -> Response:
    """Show one version of a decision."""
    return answer(decision_result(*_definition(read_key(definition_key))))


@bp.get("/decision-definitions/<definition_key>/xml")
@gives("text/xml")
@require(Permission.VIEW_DEFINITIONS)
def show_decision_definition_xml(definition_key: str) -> Response:
    """Give the DMN file of a version, byte for byte."""
    definition, _ = _definition(read_key(definition_key))
    return xml_answer(_content(definition.resource_key))


@bp.post("/decision-definitions/evaluation")
@takes(DecisionEvaluation)
@gives(DecisionEvaluationResult)
@require(Permission.START_CASE)
def evaluate_decision() -> Response:
    """Evaluate a decision with variables; nothing is stored."""
    sent = read_body(DECISION_EVALUATION)
    definition = _chosen(sent)
    said = evaluate(definition, stored_variables(sent["variables"] or {}), at=now())
    return answer(_evaluation(definition, said))


def decision_result(definition: DecisionDefinition, resource_name: str) -> DecisionDefinitionResult:
    """A decision as programs see it."""
    return {
        "decisionDefinitionId": definition.decision_id,
        "name": definition.name,
        "version": definition.version,
        "decisionRequirementsId": requirements_id(resource_name),
        "decisionRequirementsKey": key_text(definition.resource_key),
        "tenantId": TENANT,
        "decisionDefinitionKey": key_text(definition.key),
    }


def requirements_id(resource_name: str) -> str:
    """The id of a requirements graph: the name of its file without the ending."""
    return resource_name.rpartition(".")[0] or resource_name


def _chosen(sent: Body) -> DecisionDefinition:
    by_id, by_key = sent["decisionDefinitionId"], sent["decisionDefinitionKey"]
    if (by_id is None) is (by_key is None):
        raise Invalid("Give either decisionDefinitionId or decisionDefinitionKey.")
    if by_key is None:
        return find_decision(by_id)
    definition: DecisionDefinition = _definition(read_key(by_key))[0]
    return definition


def _evaluation(definition: DecisionDefinition, said: Answer) -> DecisionEvaluationResult:
    name = session().scalar(select(Resource.name).where(Resource.key == definition.resource_key))
    evaluation_key = key_text(new_key())
    return {
        "decisionDefinitionId": definition.decision_id,
        "decisionDefinitionName": definition.name,
        "decisionDefinitionVersion": definition.version,
        "decisionDefinitionKey": key_text(definition.key),
        "decisionRequirementsId": requirements_id(name or ""),
        "decisionRequirementsKey": key_text(definition.resource_key),
        "decisionEvaluationKey": evaluation_key,
        "decisionInstanceKey": evaluation_key,
        "output": json_text(None if said.failure else said.value),
        "failedDecisionDefinitionId": definition.decision_id if said.failure else None,
        "failureMessage": said.failure,
        "evaluatedDecisions": [],
        "tenantId": TENANT,
    }


def _definition(definition_key: Key) -> Any:  # Any: the row of the listing
    found = one_row(DECISION_DEFINITIONS, definition_key)
    if found is None:
        raise UnknownDefinition("decision definition", definition_key)
    return found


def _content(resource_key: Key) -> bytes:
    content = session().scalar(select(Resource.content).where(Resource.key == resource_key))
    return content or b""


def _results(rows: list[Any]) -> list[DecisionDefinitionResult]:  # Any: rows of the listing
    return [decision_result(definition, resource_name) for definition, resource_name in rows]
