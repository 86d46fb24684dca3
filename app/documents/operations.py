"""Verbs of documents: write one from a template, keep it, take what somebody brings."""

import re
import zipfile
from datetime import datetime
from io import BytesIO
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.core.actor import Actor
from app.core.clock import now
from app.core.crash import reach
from app.core.db import Json, Key, session, transaction
from app.core.files import keep_file, read_file
from app.documents.errors import AttachmentRefused
from app.documents.labels import labels_in
from app.documents.models import Document
from app.documents.names import harmless_name, media_type_of
from app.documents.rendering import write_document
from app.documents.sandbox import plain
from app.documents.templates import load_shipped_templates, template_in_use
from app.trail.operations import record

ATTACHMENT = "attachment"
MARK = re.compile(rb"<cp:category>(?P<template_id>[a-z_]+) (?P<version>\d+)</cp:category>")
MOST_ATTACHED_BYTES = 20 * 1024 * 1024


def render(template_id: str, data: Json, *, language: str) -> bytes:
    """The Word file that the newest template `template_id` of this language makes of `data`.

    Outside transactions: it reads the template in a short one of its own and works in a limited child process.
    data: text, Decimal, int, bool, None, lists and dicts of them; the keys are listed per template in
    docs/processes. `labels` (page, signature ...) join it in the language asked for.
    Raises RenderFailed with a sentence that names the missing value, TemplateUnknown.
    """
    template, mark = _template(template_id, language)
    write = current_app.extensions.get("document_writer", write_document)  # scenarios bring their own
    written: bytes = write(template, plain({"labels": labels_in(language), **data}), mark=mark)
    reach("worker_after_render")
    return written


def store(
    content: bytes,
    *,
    name: str,
    kind: str,
    template_id: str | None,
    data: Json,
    case_key: Key | None,
    subject_type: str | None,
    subject_id: UUID | None,
    idempotency_key: str,
    by: Actor,
    at: datetime,
) -> Document:
    """Keep a rendered document in the caller's transaction. The same key gives the first document back.
    name: as people see and download it, `Q-2026-00031.docx`. kind: `quote`, `order_confirmation`, ...
    """
    shown = harmless_name(name)
    values = {
        "name": shown,
        "kind": kind,
        "media_type": media_type_of(shown, content),
        "content_hash": keep_file(content),
        "size": len(content),
        "template_id": template_id,
        "template_version": _template_version(content) if template_id else None,
        "data": plain(data),
        "case_key": case_key,
        "subject_type": subject_type,
        "subject_id": subject_id,
        "idempotency_key": idempotency_key,
        "created_at": at,
        "created_by": by.id,
    }
    new = insert(Document).values(values).on_conflict_do_nothing(index_elements=["idempotency_key"])
    is_new = session().scalar(new.returning(Document.id)) is not None
    document = session().scalars(select(Document).where(Document.idempotency_key == idempotency_key)).one()
    if is_new:
        _record_stored(document, by=by, at=at)
    return document


def attach(
    content: bytes,
    *,
    name: str,
    case_key: Key | None,
    subject_type: str | None,
    subject_id: UUID | None,
    idempotency_key: str,
    by: Actor,
    at: datetime,
) -> Document:
    """Keep a file that somebody brought, inside the caller's transaction. It is never opened here, only given back."""
    if not content:
        raise AttachmentRefused("The file is empty.", {"file": ["Choose a file that holds something."]})
    if len(content) > MOST_ATTACHED_BYTES:
        raise AttachmentRefused(f"The file is larger than {MOST_ATTACHED_BYTES // 2**20} MiB.")
    return store(
        content,
        name=name,
        kind=ATTACHMENT,
        template_id=None,
        data={},
        case_key=case_key,
        subject_type=subject_type,
        subject_id=subject_id,
        idempotency_key=idempotency_key,
        by=by,
        at=at,
    )


def keep_pdf(document: Document, content: bytes) -> str:
    """Keep the PDF of a locked document; the hash of the first one made."""
    if document.pdf_hash is None:
        document.pdf_hash = keep_file(content)
    return document.pdf_hash


def _template(template_id: str, language: str) -> tuple[bytes, str]:
    """The bytes of the template in use, and its mark; the shipped ones are loaded when there is none yet."""
    with transaction():
        template = template_in_use(template_id, language=language)
        if template is None:
            load_shipped_templates(at=now())
            template = template_in_use(template_id, language=language)
        assert template is not None
        content_hash, mark = template.content_hash, f"{template_id} {template.version}"
    return read_file(content_hash), mark


def _template_version(content: bytes) -> int | None:
    """The version that a rendered file says it was made from."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        if "docProps/core.xml" not in package.namelist():
            return None
        found = MARK.search(package.read("docProps/core.xml"))
    return int(found["version"]) if found else None


def _record_stored(document: Document, *, by: Actor, at: datetime) -> None:
    record(
        action="document.attached" if document.kind == ATTACHMENT else "document.written",
        entity="document",
        entity_id=document.id,
        by=by,
        at=at,
        case_key=document.case_key,
        after={"name": document.name, "kind": document.kind, "content_hash": document.content_hash},
    )
