"""The blueprint of /v2, and how refusals are answered there: as Camunda answers them."""

from http import HTTPStatus

from flask import Blueprint, Response
from marshmallow import ValidationError

from app.core.db import json_text
from app.core.errors import Invalid
from app.core.web import problem
from app.core.web.wording import flat_fields
from app.engine.errors import DeploymentRefused

bp = Blueprint("api", __name__, url_prefix="/v2")


@bp.errorhandler(Invalid)
def answer_invalid(error: Invalid) -> Response:
    """400, where the pages say 422: programs written for Camunda expect it."""
    return problem(HTTPStatus.BAD_REQUEST, error.message, fields=error.fields)


@bp.errorhandler(ValidationError)
def answer_wrong_shape(error: ValidationError) -> Response:
    """400 with a sentence that names the first field; all of them stand in `fields`."""
    messages = error.messages if isinstance(error.messages, dict) else {"body": error.messages}
    fields = flat_fields(messages)
    name, sentences = next(iter(fields.items()))
    more = f" And {len(fields) - 1} more." if len(fields) > 1 else ""
    return problem(HTTPStatus.BAD_REQUEST, f"{name}: {sentences[0]}{more}", fields=fields)


@bp.errorhandler(DeploymentRefused)
def answer_refused_deployment(error: DeploymentRefused) -> Response:
    """422 with everything that is wrong with the files, each with its element."""
    answer = problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.message)
    findings = [
        {
            "resource": finding.resource,
            "elementId": finding.element_id,
            "severity": finding.severity,
            "message": finding.message,
            "remedy": finding.remedy,
        }
        for finding in error.findings
    ]
    answer.set_data(json_text({**answer.get_json(force=True), "findings": findings}))
    return answer
