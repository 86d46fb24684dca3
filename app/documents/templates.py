"""Word templates: those shipped, those that people upload, and the version in use."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, or_, select

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


def add_template(
    checked: CheckedTemplate, *, file_name: str, language: str | None, by: Actor, at: datetime
) -> DocumentTemplate:
    """The next version of a template, in use from now on for new documents of its language (None: of every).

    The same file as the version in use gives that version back.
    """
    session().execute(select(func.pg_advisory_xact_lock(LOADING)))
    return _add(checked, file_name=file_name, language=language, is_shipped=False, by=by, at=at)


def load_shipped_templates(*, at: datetime) -> None:
    """Bring the shipped templates into use, unless people uploaded their own. At deployment or first use."""
    session().execute(select(func.pg_advisory_xact_lock(LOADING)))
    for template_id in KINDS:
        newest = _newest(template_id, language=None)
        if newest is None or newest.is_shipped:
            path = SHIPPED / f"{template_id}.docx"
            checked = CheckedTemplate(template_id, path.read_bytes(), ())
            _add(checked, file_name=path.name, language=None, is_shipped=True, by=SYSTEM, at=at)


def template_in_use(template_id: str, *, language: str) -> DocumentTemplate | None:
    """The newest version for this language, else the newest for every; None before the shipped ones are loaded.

    Raises TemplateUnknown.
    """
    kind_of(template_id)
    return session().scalar(
        select(DocumentTemplate)
        .where(
            DocumentTemplate.template_id == template_id,
            or_(DocumentTemplate.language == language, DocumentTemplate.language.is_(None)),
        )
        .order_by(DocumentTemplate.language.is_(None), DocumentTemplate.version.desc())
        .limit(1)
    )


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


def _newest(template_id: str, *, language: str | None) -> DocumentTemplate | None:
    return session().scalar(
        select(DocumentTemplate)
        .where(DocumentTemplate.template_id == template_id, DocumentTemplate.language.is_not_distinct_from(language))
        .order_by(DocumentTemplate.version.desc())
        .limit(1)
    )


def _add(
    checked: CheckedTemplate, *, file_name: str, language: str | None, is_shipped: bool, by: Actor, at: datetime
) -> DocumentTemplate:
    content_hash = keep_file(checked.content)
    newest = _newest(checked.template_id, language=language)
    if newest is not None and newest.content_hash == content_hash:
        return newest
    template = DocumentTemplate(
        template_id=checked.template_id,
        version=_last_version(checked.template_id) + 1,
        language=language,
        file_name=harmless_name(file_name),
        content_hash=content_hash,
        size=len(checked.content),
        variables=list(checked.names),
        is_shipped=is_shipped,
        added_at=at,
        added_by=by.id,
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
