"""Reads of documents: of a case, of a business row, the whole list."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from app.core.db import Key, session
from app.core.files import StoredFile
from app.documents.models import Document


def documents_of_case(instance_key: Key) -> list[Document]:
    """The documents of a case, newest first. The caller has checked that the case may be seen."""
    return list(
        session().scalars(
            select(Document)
            .where(Document.case_key == instance_key)
            .order_by(Document.created_at.desc(), Document.id.desc())
        )
    )


def documents_of(subject_type: str, subject_id: UUID) -> list[Document]:
    """The documents of one business row, newest first."""
    return list(
        session().scalars(
            select(Document)
            .where(Document.subject_type == subject_type, Document.subject_id == subject_id)
            .order_by(Document.created_at.desc(), Document.id.desc())
        )
    )


def files_of(document_ids: Iterable[UUID]) -> tuple[StoredFile, ...]:
    """The files of these documents, in this order, as `OutgoingMail.attachments` takes them."""
    wanted = list(document_ids)
    found = {row.id: row.file for row in session().scalars(select(Document).where(Document.id.in_(wanted)))}
    return tuple(found[document_id] for document_id in wanted)
