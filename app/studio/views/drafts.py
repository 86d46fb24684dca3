"""A draft: its editor, saving, checking, its file; uploading several; throwing one away."""

from uuid import UUID

from flask import flash, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.cases.people import display_names
from app.core.clock import now
from app.core.db import transaction
from app.core.web import allow_inline_styles, load_json, see_other
from app.core.web.downloads import download
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.studio.comparing import compare
from app.studio.drafts.answers import conflict_answer, findings_answer
from app.studio.drafts.checking import check_draft
from app.studio.drafts.errors import DraftConflict
from app.studio.drafts.operations import create_drafts, discard_draft, save_draft
from app.studio.drafts.queries import all_drafts, draft_with
from app.studio.editing import editor_context
from app.studio.schemas import CheckedContent, Discarding, DraftsArguments, EditedContent, Upload
from app.studio.uploads import uploaded_files
from app.studio.views.blueprint import bp

DRAFT = "/studio/drafts/<uuid:draft_id>"


@bp.get("/studio/drafts")
@require(Permission.VIEW_STUDIO)
def show_drafts() -> ResponseReturnValue:
    """What is under work, the last edited first; files are uploaded here, and those just uploaded have findings."""
    fresh: list[UUID] = DraftsArguments().load({"uploaded": request.args.getlist("uploaded")})["uploaded"]
    drafts = all_drafts()
    names = display_names(draft.edited_by for draft in drafts)
    checked = [(draft, check_draft(draft.file_name, draft.content)) for draft in drafts if draft.id in fresh]
    return render_template("studio/drafts.html", drafts=drafts, names=names, checked=checked)


@bp.post("/studio/drafts")
@require(Permission.EDIT_DRAFTS)
def create_uploaded_drafts() -> ResponseReturnValue:
    """Make a draft of each uploaded file, or of none; what cannot be read is listed."""
    Upload().load(request.form.to_dict())
    files = uploaded_files(request.files.getlist("files"))
    with transaction():
        drafts = create_drafts(files, by=current_user().actor, at=now())
        ids = [draft.id for draft in drafts]
    if len(ids) == 1:
        return see_other(".show_draft", draft_id=ids[0])
    return see_other(".show_drafts", uploaded=ids)


@bp.get(DRAFT)
@require(Permission.EDIT_DRAFTS)
def show_draft(draft_id: UUID) -> ResponseReturnValue:
    """The editor of a draft, by its kind."""
    draft = draft_with(draft_id)
    allow_inline_styles()
    return render_template(f"studio/editors/{draft.kind.value}.html", draft=draft, **editor_context(draft))


@bp.get(f"{DRAFT}/content")
@require(Permission.EDIT_DRAFTS)
def show_content(draft_id: UUID) -> ResponseReturnValue:
    """What a draft says, with the revision to name when it is saved."""
    draft = draft_with(draft_id)
    return jsonify(content=draft.content, revision=draft.revision)


@bp.post(f"{DRAFT}/content")
@require(Permission.EDIT_DRAFTS)
def create_revision(draft_id: UUID) -> ResponseReturnValue:
    """Save what an editor holds; 409 with the other's content when somebody else saved since."""
    sent = EditedContent().load(load_json())
    try:
        with transaction():
            draft = save_draft(draft_id, sent["content"], revision=sent["revision"], by=current_user().actor, at=now())
    except DraftConflict as conflict:
        return conflict_answer(conflict)
    return jsonify(revision=draft.revision, name=draft.name)


@bp.post(f"{DRAFT}/findings")
@require(Permission.EDIT_DRAFTS)
def create_findings(draft_id: UUID) -> ResponseReturnValue:
    """Check what an editor holds, saved or not; nothing is stored."""
    sent = CheckedContent().load(load_json())
    return findings_answer(check_draft(draft_with(draft_id).file_name, sent["content"]))


@bp.post(f"{DRAFT}/comparison")
@require(Permission.EDIT_DRAFTS)
def create_comparison(draft_id: UUID) -> ResponseReturnValue:
    """What an editor holds against what is saved, in words; nothing is stored."""
    sent = CheckedContent().load(load_json())
    draft = draft_with(draft_id)
    return render_template("studio/_compared.html", compared=compare(draft.kind, draft.content, sent["content"]))


@bp.get(f"{DRAFT}/file")
@require(Permission.EDIT_DRAFTS)
def download_draft(draft_id: UUID) -> ResponseReturnValue:
    """The file of a draft, as it was last saved."""
    draft = draft_with(draft_id)
    name = draft.file_name.rpartition("/")[2]
    return download(draft.content.encode("utf-8"), name=name, media_type="application/octet-stream")


@bp.post(f"{DRAFT}/discarding")
@require(Permission.EDIT_DRAFTS)
def create_discarding(draft_id: UUID) -> ResponseReturnValue:
    """Throw a draft away; what is deployed stays."""
    sent = Discarding().load(request.form.to_dict())
    reason, by = sent["reason"].strip() or None, current_user().actor
    with transaction():
        draft = discard_draft(draft_id, by=by, at=now(), reason=reason, revision=sent["revision"])
    flash(f"The draft of {draft.name} was discarded.", "success")
    return see_other(".show_drafts")
