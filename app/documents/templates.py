"""Word templates: those shipped, those that people upload, and the version in force."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Select, func, null, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from app.core.actor import SYSTEM, Actor
from app.core.db import session
from app.core.files import keep_file
from app.documents.errors import TemplateRefused, TemplateUnknown
from app.documents.kinds import KINDS, kind_of
from app.documents.models import DocumentTemplate
from app.documents.names import harmless_name
from app.documents.package_checks import package_findings
from app.documents.rendering import examine_template
from app.documents.sandbox import plain
from app.trail.operations import record

SHIPPED = Path(__file__).parent / "shipped"
LOADING = 7_463_921  # advisory lock: one process loads the shipped templates


@dataclass(frozen=True)
class CheckedTemplate:
    """A Word file that passed every check; `names` are the top-level values it uses."""

    template_id: str
    content: bytes
    names: tuple[str, ...]


def check_template(template_id: str, content: bytes) -> CheckedTemplate:
    """The file, if it may be a template of this kind. Slow (up to seconds): outside transactions.

    Raises TemplateRefused with every finding, TemplateUnknown.
    """
    kind = kind_of(template_id)
    findings = package_findings(content)
    names: list[str] = []
    if not findings:
        findings, names = examine_template(content, plain(kind.sample))
    if findings:
        raise TemplateRefused(findings)
    return CheckedTemplate(template_id, content, tuple(names))


def keep_template(
    checked: CheckedTemplate, *, file_name: str, language: str | None, by: Actor, at: datetime
) -> DocumentTemplate:
    """The next version of a template, for documents of its language (None: of every); it is not in force yet.

    The same file as the newest version of this language gives that version back.
    """
    session().execute(select(func.pg_advisory_xact_lock(LOADING)))
    newest = _newest(DocumentTemplate.template_id == checked.template_id, language=language)
    if newest is not None and newest.content_hash == keep_file(checked.content):
        return newest
    return _add(checked, file_name=file_name, language=language, is_shipped=False, by=by, at=at)


def put_in_force(template_id: str, version: int, *, reason: str, by: Actor, at: datetime) -> DocumentTemplate:
    """Use this version for every new document of its language from now on. Raises TemplateUnknown."""
    session().execute(select(func.pg_advisory_xact_lock(LOADING)))
    template = template_version(template_id, version)
    former = version_in_force(template_id, language=template.language)
    if former is not None and former.id == template.id:
        return template
    template.in_force_at = at
    record(
        action="document_template.put_in_force",
        entity="document_template",
        entity_id=template.id,
        by=by,
        at=at,
        before={"template_id": template_id, "version": former.version if former is not None else None},
        after={"template_id": template_id, "version": version, "language": template.language},
        reason=reason,
    )
    return template


def add_template(
    checked: CheckedTemplate, *, file_name: str, language: str | None, by: Actor, at: datetime
) -> DocumentTemplate:
    """Keep a template and put it in force at once."""
    kept = keep_template(checked, file_name=file_name, language=language, by=by, at=at)
    return put_in_force(checked.template_id, kept.version, reason="Added for use.", by=by, at=at)


def load_shipped_templates(*, at: datetime) -> None:
    """Bring the shipped templates into use, unless people use their own. At deployment or first use."""
    session().execute(select(func.pg_advisory_xact_lock(LOADING)))
    for template_id in KINDS:
        used = version_in_force(template_id, language=None)
        path = SHIPPED / f"{template_id}.docx"
        content = path.read_bytes()
        known = _newest(
            DocumentTemplate.template_id == template_id, DocumentTemplate.is_shipped.is_(True), language=None
        )
        is_new = known is None or known.content_hash != keep_file(content)
        if is_new and (used is None or used.is_shipped):
            checked = CheckedTemplate(template_id, content, ())
            added = _add(checked, file_name=path.name, language=None, is_shipped=True, by=SYSTEM, at=at)
            added.in_force_at = at


def template_in_use(template_id: str, *, language: str) -> DocumentTemplate | None:
    """The version in force for this language, else that for every; None before the shipped ones are loaded.

    Raises TemplateUnknown.
    """
    kind_of(template_id)
    fits = or_(DocumentTemplate.language == language, DocumentTemplate.language.is_(None))
    return session().scalar(_in_force_first(template_id).where(fits).limit(1))


def version_in_force(template_id: str, *, language: str | None) -> DocumentTemplate | None:
    """The version in force for one language, or for those without one of their own."""
    fits = DocumentTemplate.language.is_not_distinct_from(language)
    return session().scalar(_in_force_first(template_id).where(fits).limit(1))


def versions_in_force() -> dict[str, list[DocumentTemplate]]:
    """What is in force: of each kind a version for each language that has one, that for every language first."""
    query = (
        select(DocumentTemplate)
        .ext(distinct_on(DocumentTemplate.template_id, DocumentTemplate.language))
        .where(DocumentTemplate.in_force_at.is_not(None))
        .order_by(
            DocumentTemplate.template_id,
            DocumentTemplate.language.nulls_first(),
            DocumentTemplate.in_force_at.desc(),
            DocumentTemplate.version.desc(),
        )
    )
    found: dict[str, list[DocumentTemplate]] = {template_id: [] for template_id in KINDS}
    for template in session().scalars(query):
        found.setdefault(template.template_id, []).append(template)
    return found


def template_versions(template_id: str) -> list[DocumentTemplate]:
    """Every version of a template, newest first. Raises TemplateUnknown."""
    kind_of(template_id)
    return list(
        session().scalars(
            select(DocumentTemplate)
            .where(DocumentTemplate.template_id == template_id)
            .order_by(DocumentTemplate.version.desc())
        )
    )


def template_version(template_id: str, version: int) -> DocumentTemplate:
    """One version of a template. Raises TemplateUnknown."""
    for template in template_versions(template_id):
        if template.version == version:
            return template
    raise TemplateUnknown(f"{template_id} version {version}")


def _in_force_first(template_id: str) -> Select[DocumentTemplate]:
    own_language_first = DocumentTemplate.language.is_(None)
    used = DocumentTemplate.in_force_at.is_not(None)
    order = own_language_first, DocumentTemplate.in_force_at.desc(), DocumentTemplate.version.desc()
    return select(DocumentTemplate).where(DocumentTemplate.template_id == template_id, used).order_by(*order)


def _newest(*conditions: ColumnElement[bool], language: str | None) -> DocumentTemplate | None:
    fits = DocumentTemplate.language.is_not_distinct_from(language)
    query = select(DocumentTemplate).where(fits, *conditions).order_by(DocumentTemplate.version.desc())
    return session().scalar(query.limit(1))


def _add(
    checked: CheckedTemplate, *, file_name: str, language: str | None, is_shipped: bool, by: Actor, at: datetime
) -> DocumentTemplate:
    template = DocumentTemplate(
        template_id=checked.template_id,
        version=_last_version(checked.template_id) + 1,
        language=language,
        file_name=harmless_name(file_name),
        content_hash=keep_file(checked.content),
        size=len(checked.content),
        variables=list(checked.names),
        is_shipped=is_shipped,
        added_at=at,
        added_by=by.id,
        in_force_at=null(),  # else the server's default, which is for the rows of former releases
    )
    session().add(template)
    session().flush()  # the id of the template
    _record_added(template, by=by, at=at)
    return template


def _last_version(template_id: str) -> int:
    found = session().scalar(
        select(func.max(DocumentTemplate.version)).where(DocumentTemplate.template_id == template_id)
    )
    return found or 0


def _record_added(template: DocumentTemplate, *, by: Actor, at: datetime) -> None:
    record(
        action="document_template.added",
        entity="document_template",
        entity_id=template.id,
        by=by,
        at=at,
        after={
            "template_id": template.template_id,
            "version": template.version,
            "language": template.language,
            "content_hash": template.content_hash,
        },
    )
