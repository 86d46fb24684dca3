"""Deployed versions of processes: searching them, their diagrams and start forms."""

from collections.abc import Iterable
from typing import Any

from flask import Response
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.api.blueprint import bp
from app.api.description.marks import finds, gives
from app.api.filters import flag, key, number, text
from app.api.reading import read_key, read_search
from app.api.rendering import TENANT, answer, key_text, no_content
from app.api.results import FormResult, ProcessDefinitionResult
from app.api.searching import Listing, one_row, search
from app.core.db import Key, json_text, session
from app.core.errors import Missing
from app.engine.models import FormDefinition, ProcessDefinition, Resource
from app.engine.queries import diagram_of
from app.identity.permissions import Permission, require

_newer = aliased(ProcessDefinition)
_newest_version = (
    select(func.max(_newer.version)).where(_newer.process_id == ProcessDefinition.process_id).scalar_subquery()
)

PROCESS_DEFINITIONS = Listing(
    name="process-definitions",
    statement=select(ProcessDefinition, Resource.name).join(Resource, Resource.key == ProcessDefinition.resource_key),
    key="processDefinitionKey",
    fields={
        "processDefinitionKey": key(ProcessDefinition.key),
        "processDefinitionId": text(ProcessDefinition.process_id),
        "name": text(ProcessDefinition.name),
        "version": number(ProcessDefinition.version),
        "versionTag": text(ProcessDefinition.version_tag, is_nullable=True),
        "resourceName": text(Resource.name),
        "isLatestVersion": flag(ProcessDefinition.version == _newest_version),
        "hasStartForm": flag(ProcessDefinition.start_form_id.is_not(None)),
    },
)


class UnknownDefinition(Missing):
    """There is no such definition."""

    def __init__(self, what: str, definition_key: Key) -> None:
        super().__init__(f"There is no {what} with the key {definition_key}.")


@bp.post("/process-definitions/search")
@finds(PROCESS_DEFINITIONS, ProcessDefinitionResult)
@require(Permission.VIEW_DEFINITIONS)
def search_process_definitions() -> Response:
    """Search the deployed versions of processes."""
    return answer(search(PROCESS_DEFINITIONS, read_search(), render=_results))


@bp.get("/process-definitions/<definition_key>")
@gives(ProcessDefinitionResult)
@require(Permission.VIEW_DEFINITIONS)
def show_process_definition(definition_key: str) -> Response:
    """Show one version of a process."""
    return answer(_results([_definition(read_key(definition_key))])[0])


@bp.get("/process-definitions/<definition_key>/xml")
@gives("text/xml")
@require(Permission.VIEW_DEFINITIONS)
def show_process_definition_xml(definition_key: str) -> Response:
    """Give the BPMN file of a version, byte for byte."""
    definition, _ = _definition(read_key(definition_key))
    return xml_answer(diagram_of(definition.key))


@bp.get("/process-definitions/<definition_key>/form")
@gives(FormResult)
@require(Permission.VIEW_DEFINITIONS)
def show_start_form(definition_key: str) -> Response:
    """Give the newest start form of a version; 204 when it has none."""
    definition, _ = _definition(read_key(definition_key))
    query = select(FormDefinition).where(FormDefinition.form_id == definition.start_form_id)
    form = session().scalar(query.order_by(FormDefinition.version.desc()).limit(1))
    return no_content() if form is None else answer(form_result(form))


def form_result(form: FormDefinition) -> FormResult:
    """A form as programs see it."""
    return {
        "tenantId": TENANT,
        "formId": form.form_id,
        "schema": json_text(form.schema),
        "version": form.version,
        "formKey": key_text(form.key),
    }


def resource_names(keys: Iterable[Key]) -> dict[Key, str]:
    """Names of deployed files by their key."""
    found = session().execute(select(Resource.key, Resource.name).where(Resource.key.in_(set(keys))))
    return {row.key: row.name for row in found}


def xml_answer(content: bytes) -> Response:
    """A file that no browser shall run."""
    found = Response(content, mimetype="text/xml")
    found.headers["Content-Security-Policy"] = "sandbox"
    return found


def _definition(definition_key: Key) -> Any:  # Any: the row of the listing
    found = one_row(PROCESS_DEFINITIONS, definition_key)
    if found is None:
        raise UnknownDefinition("process definition", definition_key)
    return found


def _results(rows: list[Any]) -> list[ProcessDefinitionResult]:  # Any: rows of the listing
    return [_result(definition, resource_name) for definition, resource_name in rows]


def _result(definition: ProcessDefinition, resource_name: str) -> ProcessDefinitionResult:
    return {
        "name": definition.name,
        "resourceName": resource_name,
        "version": definition.version,
        "versionTag": definition.version_tag,
        "processDefinitionId": definition.process_id,
        "tenantId": TENANT,
        "processDefinitionKey": key_text(definition.key),
        "hasStartForm": definition.start_form_id is not None,
    }
