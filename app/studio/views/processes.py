"""One process: its versions, the running cases of each, its file; beginning a draft from a version."""

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.cases.people import display_names
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.core.web.downloads import download
from app.engine.catalogue import content_of, latest_definition
from app.engine.models import ProcessDefinition
from app.engine.operations.deploying import what_is_deployed
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.studio.blank import new_process
from app.studio.drafts.models import DraftKind
from app.studio.drafts.operations import Origin, create_draft
from app.studio.drafts.queries import drafts_of, ids_under_work
from app.studio.element_templates import element_templates
from app.studio.queries.processes import MOST_COUNTED, file_name_of, versions_of
from app.studio.schemas import Begin, NewProcess, VersionArguments
from app.studio.views.blueprint import bp

PROCESS = "/studio/processes/<process_id>"


@bp.post("/studio/processes")
@require(Permission.EDIT_DRAFTS)
def create_new_process() -> ResponseReturnValue:
    """Begin the draft of a process that is not there yet."""
    name: str = NewProcess().load(request.form.to_dict())["name"].strip()
    taken = what_is_deployed().processes | ids_under_work(DraftKind.BPMN)
    with transaction():
        draft = create_draft(*new_process(name, taken), by=current_user().actor, at=now())
        draft_id = draft.id
    return see_other(".show_draft", draft_id=draft_id)


@bp.get("/studio/element-templates")
@require(Permission.VIEW_STUDIO)
def show_element_templates() -> ResponseReturnValue:
    """Our job types as the BPMN editor offers them."""
    return jsonify(element_templates())


@bp.get(PROCESS)
@require(Permission.VIEW_STUDIO)
def show_process(process_id: str) -> ResponseReturnValue:
    """One version of a process, drawn; beside it the versions with their cases, and the drafts."""
    definition = _chosen(process_id)
    versions = versions_of(process_id)
    drafts = drafts_of(DraftKind.BPMN, process_id)
    people = [*(row.deployed_by for row in versions), *(draft.edited_by for draft in drafts)]
    return render_template(
        "studio/process.html",
        process=definition,
        current=next((row for row in versions if row.definition.key == definition.key), None),
        versions=versions,
        drafts=drafts,
        names=display_names(people),
        most_counted=MOST_COUNTED,
    )


@bp.get(f"{PROCESS}/file")
@require(Permission.VIEW_STUDIO)
def download_process(process_id: str) -> ResponseReturnValue:
    """The BPMN file of a version, byte for byte."""
    definition = _chosen(process_id)
    name = f"{process_id}-{definition.version}.bpmn"
    return download(content_of(definition.resource_key), name=name, media_type="application/xml")


@bp.post(f"{PROCESS}/drafts")
@require(Permission.EDIT_DRAFTS)
def create_process_draft(process_id: str) -> ResponseReturnValue:
    """Begin a draft from a version, byte for byte."""
    Begin().load(request.form.to_dict())
    definition = _chosen(process_id)
    origin = Origin(definition.key, definition.version)
    content, name = content_of(definition.resource_key), file_name_of(definition.resource_key)
    with transaction():
        draft = create_draft(name, content, by=current_user().actor, at=now(), based_on=origin)
        draft_id = draft.id
    return see_other(".show_draft", draft_id=draft_id)


def _chosen(process_id: str) -> ProcessDefinition:
    version: int | None = VersionArguments().load(request.args.to_dict())["version"]
    return latest_definition(process_id, version)
