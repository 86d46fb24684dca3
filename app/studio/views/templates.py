"""Pages of Word templates: the kinds of papers, the versions of one, uploading, previews, what is in force."""

from babel import Locale
from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.cases.people import display_names
from app.core.clock import now
from app.core.db import transaction
from app.core.files import read_file
from app.core.web import see_other
from app.core.web.downloads import download
from app.documents import templates
from app.documents.conversion import can_make_pdf
from app.documents.errors import TemplateMissing, TemplateRefused
from app.documents.kinds import KINDS, kind_of
from app.documents.labels import LABELS
from app.documents.names import DOCX
from app.documents.previews import example_of, newest_of_kind, preview
from app.documents.schemas import InForce, PreviewArguments, TemplateUpload
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.studio.views.blueprint import bp

TEMPLATE = "/studio/templates/<template_id>"
LANGUAGE_NAMES = {code: Locale("en").languages[code] for code in LABELS}
VERSION = f"{TEMPLATE}/versions/<int(max=1000000):version>"


@bp.get("/studio/templates")
@require(Permission.EDIT_TEMPLATES)
def show_templates() -> ResponseReturnValue:
    """The kinds of papers, and which version writes them."""
    used = templates.versions_in_force()
    adders = [template.added_by for versions in used.values() for template in versions]
    return render_template(
        "studio/templates.html",
        kinds=KINDS.values(),
        used=used,
        names=display_names(adders),
        language_names=LANGUAGE_NAMES,
    )


@bp.get(TEMPLATE)
@require(Permission.EDIT_TEMPLATES)
def show_template(template_id: str) -> ResponseReturnValue:
    """One kind of paper with its versions, and a place for the next one."""
    return _template_page(template_id)


@bp.post(f"{TEMPLATE}/versions")
@require(Permission.EDIT_TEMPLATES)
def create_template_version(template_id: str) -> ResponseReturnValue:
    """Check an uploaded template and keep it; what is wrong with it is listed, and nothing is kept."""
    form = TemplateUpload().load(request.form.to_dict())
    name, content = _uploaded()
    try:
        checked = templates.check_template(template_id, content)
    except TemplateRefused as refused:
        return _template_page(template_id, refused), refused.status
    by, language = current_user().actor, form["language"] or None
    with transaction():
        templates.keep_template(checked, file_name=name, language=language, by=by, at=now())
    return see_other(".show_template", template_id=template_id)


@bp.get(VERSION)
@require(Permission.EDIT_TEMPLATES)
def download_template(template_id: str, version: int) -> ResponseReturnValue:
    """One version of a template, to be changed in Word."""
    template = templates.template_version(template_id, version)
    return download(read_file(template.content_hash), name=template.file_name, media_type=DOCX)


@bp.get(f"{VERSION}/preview")
@require(Permission.EDIT_TEMPLATES)
def show_preview(template_id: str, version: int) -> ResponseReturnValue:
    """What a version makes of the newest document of its kind, or of the example."""
    wanted = PreviewArguments().load(request.args.to_dict())["data"]
    template = templates.template_version(template_id, version)
    newest = newest_of_kind(current_user().viewer, template_id) if wanted == "newest" else None
    made = preview(template, newest.data if newest is not None else example_of(template_id))
    return download(made.content, name=made.name, media_type=made.media_type)


@bp.post(f"{VERSION}/use")
@require(Permission.EDIT_TEMPLATES)
def create_use(template_id: str, version: int) -> ResponseReturnValue:
    """Use a version for every new document from now on."""
    form = InForce().load(request.form.to_dict())
    with transaction():
        templates.put_in_force(template_id, version, reason=form["reason"], by=current_user().actor, at=now())
    return see_other(".show_template", template_id=template_id)


@bp.get(f"{TEMPLATE}/fields")
@require(Permission.EDIT_TEMPLATES)
def show_fields(template_id: str) -> ResponseReturnValue:
    """The values that a template of this kind may name, with an example of each."""
    return render_template("studio/template_fields.html", kind=kind_of(template_id))


def _template_page(template_id: str, refused: TemplateRefused | None = None) -> str:
    versions = templates.template_versions(template_id)
    return render_template(
        "studio/template.html",
        kind=kind_of(template_id),
        versions=versions,
        used={template.id for template in templates.versions_in_force()[template_id]},
        newest=newest_of_kind(current_user().viewer, template_id),
        names=display_names(template.added_by for template in versions),
        language_names=LANGUAGE_NAMES,
        makes="PDF" if can_make_pdf() else "Word",
        findings=refused.findings if refused is not None else (),
    )


def _uploaded() -> tuple[str, bytes]:
    """Name and bytes of the file of a form."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise TemplateMissing
    return file.filename, file.read()
