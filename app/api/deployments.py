"""Deploying files. A refusal tells everything that is wrong, and stays in the trail."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from app.api.blueprint import bp
from app.api.decisions import decision_result, requirements_id
from app.api.description.marks import gives, takes_files
from app.api.process_definitions import resource_names
from app.api.rendering import TENANT, answer, key_text
from app.api.results import DeploymentResult
from app.core.clock import now
from app.core.db import Key, transaction
from app.engine import operations
from app.engine.errors import DeploymentRefused
from app.engine.models import DecisionDefinition, FormDefinition, ProcessDefinition
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.trail.operations import record

MOST_FILES = 100
LONGEST_NAME = 255
MOST_FINDINGS_KEPT = 50

Files = dict[str, bytes]


@bp.post("/deployments")
@takes_files("resources")
@gives(DeploymentResult)
@require(Permission.DEPLOY)
def create_deployment() -> Response:
    """Deploy BPMN, DMN and form files together: all of them or none."""
    files = _sent_files()
    try:
        with transaction():
            result = operations.deploy(files, by=current_user().actor, at=now())
            made = _result(result)
    except DeploymentRefused as refusal:
        _keep_refusal(files, refusal)
        raise
    return answer(made)


def _sent_files() -> Files:
    """The uploaded files by name. Their names are only names: nothing is written to a disk."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType("Send the files as multipart/form-data, each in a part called resources.")
    sent = request.files.getlist("resources")
    if not 1 <= len(sent) <= MOST_FILES:
        raise BadRequest(f"Send 1 to {MOST_FILES} files, each in a part called resources.")
    files: Files = {}
    for part in sent:
        name = (part.filename or "").replace("\\", "/").rpartition("/")[2].strip()
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise BadRequest(f"Each file needs a name of at most {LONGEST_NAME} characters.")
        if name in files:
            raise BadRequest(f"Two files are called {name}.")
        files[name] = part.read()
    return files


def _keep_refusal(files: Files, refusal: DeploymentRefused) -> None:
    """An entry in the trail; the refused transaction itself leaves nothing."""
    kept = refusal.findings[:MOST_FINDINGS_KEPT]
    findings = [{"file": found.resource, "element": found.element_id, "message": found.message} for found in kept]
    with transaction():
        record(
            action="deployment.refused",
            entity="deployment",
            entity_id="refused",
            by=current_user().actor,
            at=now(),
            after={"files": sorted(files), "findings": findings, "number_of_findings": len(refusal.findings)},
        )


def _result(result: operations.DeploymentResult) -> DeploymentResult:
    keys = [*(one.resource_key for one in result.processes), *(one.resource_key for one in result.decisions)]
    names = resource_names(keys)
    drawn = {decision.resource_key: decision for decision in result.decisions}
    return {
        "deploymentKey": key_text(result.deployment.key),
        "tenantId": TENANT,
        "deployments": [
            *({"processDefinition": _process(one, names)} for one in result.processes),
            *({"decisionDefinition": dict(decision_result(one, names[one.resource_key]))} for one in result.decisions),
            *({"decisionRequirements": _requirements(one, names)} for one in drawn.values()),
            *({"form": _form(one)} for one in result.forms),
        ],
    }


def _process(definition: ProcessDefinition, names: Mapping[Key, str]) -> dict[str, Any]:
    return {
        "processDefinitionId": definition.process_id,
        "processDefinitionVersion": definition.version,
        "resourceName": names[definition.resource_key],
        "tenantId": TENANT,
        "processDefinitionKey": key_text(definition.key),
    }


def _requirements(decision: DecisionDefinition, names: Mapping[Key, str]) -> dict[str, Any]:
    name = names[decision.resource_key]
    return {
        "decisionRequirementsId": requirements_id(name),
        "decisionRequirementsName": requirements_id(name),
        "version": decision.version,
        "resourceName": name,
        "tenantId": TENANT,
        "decisionRequirementsKey": key_text(decision.resource_key),
    }


def _form(form: FormDefinition) -> dict[str, Any]:
    return {
        "formId": form.form_id,
        "version": form.version,
        "resourceName": f"{form.form_id}.form",
        "tenantId": TENANT,
        "formKey": key_text(form.key),
    }
