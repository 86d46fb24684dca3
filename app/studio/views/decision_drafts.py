"""Beginning the draft of a decision: from nothing, or from a version."""

from flask import request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.engine.catalogue import content_of
from app.engine.decisions.evaluating import find_decision
from app.engine.operations.deploying import what_is_deployed
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.studio.beginnings import new_decision
from app.studio.drafts.models import DraftKind
from app.studio.drafts.operations import Origin, create_draft
from app.studio.drafts.queries import ids_under_work
from app.studio.queries.processes import file_name_of
from app.studio.schemas import Begin, NewProcess, VersionArguments
from app.studio.views.blueprint import bp


@bp.post("/studio/decisions")
@require(Permission.EDIT_DRAFTS)
def create_new_decision() -> ResponseReturnValue:
    """Begin the draft of a decision that is not there yet."""
    name: str = NewProcess().load(request.form.to_dict())["name"].strip()
    taken = what_is_deployed().decisions | ids_under_work(DraftKind.DMN)
    with transaction():
        draft = create_draft(*new_decision(name, taken), by=current_user().actor, at=now())
        draft_id = draft.id
    return see_other(".show_draft", draft_id=draft_id)


@bp.post("/studio/decisions/<decision_id>/drafts")
@require(Permission.EDIT_DRAFTS)
def create_decision_draft(decision_id: str) -> ResponseReturnValue:
    """Begin a draft from a version, byte for byte; its file may hold more than this decision."""
    Begin().load(request.form.to_dict())
    version: int | None = VersionArguments().load(request.args.to_dict())["version"]
    definition = find_decision(decision_id, version)
    origin = Origin(definition.key, definition.version)
    content, name = content_of(definition.resource_key), file_name_of(definition.resource_key)
    with transaction():
        draft = create_draft(name, content, by=current_user().actor, at=now(), based_on=origin)
        draft_id = draft.id
    return see_other(".show_draft", draft_id=draft_id)
