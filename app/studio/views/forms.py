"""One form: how it looks, its versions, the processes that use it, its file; beginning a draft."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.cases.people import display_names
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.core.web.downloads import download
from app.engine.forms import form_for_browser
from app.engine.models import FormDefinition
from app.engine.operations.deploying import what_is_deployed
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.studio.beginnings import new_form
from app.studio.drafts.models import DraftKind
from app.studio.drafts.operations import Origin, create_draft
from app.studio.drafts.queries import drafts_of, ids_under_work
from app.studio.queries.forms import file_of_form, find_form, versions_of_form
from app.studio.queries.usage import processes_that_name
from app.studio.schemas import Begin, NewProcess, VersionArguments
from app.studio.views.blueprint import bp

FORM = "/studio/forms/<path:form_id>"


@bp.post("/studio/forms")
@require(Permission.EDIT_DRAFTS)
def create_new_form() -> ResponseReturnValue:
    """Begin the draft of a form that is not there yet."""
    name: str = NewProcess().load(request.form.to_dict())["name"].strip()
    taken = what_is_deployed().forms | ids_under_work(DraftKind.FORM)
    with transaction():
        draft = create_draft(*new_form(name, taken), by=current_user().actor, at=now())
        draft_id = draft.id
    return see_other(".show_draft", draft_id=draft_id)


@bp.get(FORM)
@require(Permission.VIEW_STUDIO)
def show_form(form_id: str) -> ResponseReturnValue:
    """One version of a form as people see it, with nothing filled in."""
    definition = _chosen(form_id)
    versions, drafts = versions_of_form(form_id), drafts_of(DraftKind.FORM, form_id)
    people = [*(row.deployed_by for row in versions), *(draft.edited_by for draft in drafts)]
    return render_template(
        "studio/form.html",
        form=definition,
        current=next((row for row in versions if row.definition.key == definition.key), None),
        offered=form_for_browser(definition.schema, variables={}, viewer=current_user().viewer, draft=None),
        versions=versions,
        drafts=drafts,
        used_by=processes_that_name("forms", form_id),
        names=display_names(people),
    )


@bp.get(f"{FORM}/file")
@require(Permission.VIEW_STUDIO)
def download_form(form_id: str) -> ResponseReturnValue:
    """The file of a version, byte for byte."""
    definition = _chosen(form_id)
    name = f"{form_id.rpartition('/')[2]}-{definition.version}.form"
    return download(file_of_form(definition), name=name, media_type="application/json")


@bp.post(f"{FORM}/drafts")
@require(Permission.EDIT_DRAFTS)
def create_form_draft(form_id: str) -> ResponseReturnValue:
    """Begin a draft from a version."""
    Begin().load(request.form.to_dict())
    definition = _chosen(form_id)
    origin = Origin(definition.key, definition.version)
    with transaction():
        draft = create_draft(
            f"forms/{form_id}.form", file_of_form(definition), by=current_user().actor, at=now(), based_on=origin
        )
        draft_id = draft.id
    return see_other(".show_draft", draft_id=draft_id)


def _chosen(form_id: str) -> FormDefinition:
    version: int | None = VersionArguments().load(request.args.to_dict())["version"]
    return find_form(form_id, version)
