"""Reads of documents: of a case, of a business row, the whole list, each only for eyes that may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, desc, or_, select, true, tuple_

from app.core.actor import Viewer
from app.core.db import Key, session
from app.core.files import StoredFile
from app.core.web.paging import Position
from app.core.word_index import Found, found_first, has_words, keys_in_order, rows_found
from app.documents.errors import DocumentUnknown
from app.documents.models import Document
from app.engine.models import ProcessInstance
from app.engine.visibility import visible_instances


@dataclass(frozen=True)
class DocumentRow:
    """A line of the list: the document and the title of its case."""

    document: Document
    case_title: str | None


def documents_of_case(instance_key: Key) -> list[Document]:
    """The documents of a case, newest first. The caller has checked that the case may be seen."""
    return _newest_first(Document.case_key == instance_key)


def documents_of(subject_type: str, subject_id: UUID) -> list[Document]:
    """The documents of one business row, newest first. The caller has checked that the row may be seen."""
    return _newest_first(and_(Document.subject_type == subject_type, Document.subject_id == subject_id))


def files_of(document_ids: Iterable[UUID]) -> tuple[StoredFile, ...]:
    """The files of these documents, in this order, as `OutgoingMail.attachments` takes them."""
    wanted = list(document_ids)
    found = {row.id: row.file for row in session().scalars(select(Document).where(Document.id.in_(wanted)))}
    return tuple(found[document_id] for document_id in wanted)


def document_for(viewer: Viewer, document_id: UUID) -> Document:
    """One document. Raises DocumentUnknown also for what the viewer may not see."""
    found = session().scalar(select(Document).where(Document.id == document_id, visible_documents(viewer)))
    if found is None:
        raise DocumentUnknown
    return found


def document_for_update(viewer: Viewer, document_id: UUID) -> Document:
    """One document, locked. Raises DocumentUnknown."""
    found = session().scalar(
        select(Document).where(Document.id == document_id, visible_documents(viewer)).with_for_update()
    )
    if found is None:
        raise DocumentUnknown
    return found


def documents_chosen(
    viewer: Viewer, *, kind: str, text: str, after: Position | None, limit: int
) -> Sequence[DocumentRow]:
    """Up to `limit` + 1 documents that the viewer may see, newest first, after a position."""
    wanted = select(Document).where(visible_documents(viewer))
    if kind:
        wanted = wanted.where(Document.kind == kind)
    if after is not None:
        wanted = wanted.where(tuple_(Document.created_at, Document.id) < tuple_(*after))
    if text:
        named = wanted.where(has_words(text, Document.name))
        keys = keys_in_order(named, Document.created_at, Document.id, direction=desc, limit=limit + 1)
        wanted = select(Document).where(Document.id.in_(keys))
    statement = (
        wanted.add_columns(ProcessInstance.title)
        .outerjoin(ProcessInstance, ProcessInstance.key == Document.case_key)
        .order_by(Document.created_at.desc(), Document.id.desc())
        .limit(limit + 1)
    )
    return [DocumentRow(document, title) for document, title in session().execute(statement)]


def documents_found(viewer: Viewer, text: str, *, limit: int) -> Found[Document]:
    """The newest of the documents with these words in their name that the viewer may see."""
    named = select(Document.id).where(has_words(text, Document.name), visible_documents(viewer))
    keys = found_first(named, "documents_named")
    order = (Document.created_at.desc(), Document.id.desc())
    return rows_found(select(Document), key=Document.id, keys=keys, order=order, limit=limit)


def position_of(row: DocumentRow) -> Position:
    """Where a line stands in the list."""
    return row.document.created_at, row.document.id


def visible_documents(viewer: Viewer) -> ColumnElement[bool]:
    """The documents a person may see: of cases they may see, and without a case those they made."""
    if viewer.sees_all:
        return true()
    of_case = select(ProcessInstance.key).where(ProcessInstance.key == Document.case_key, visible_instances(viewer))
    return or_(
        of_case.correlate(Document).exists(),
        and_(Document.case_key.is_(None), Document.created_by == viewer.user_name),
    )


def may_see_case(viewer: Viewer, instance_key: Key) -> bool:
    """Whether a case exists for these eyes."""
    found = select(ProcessInstance.key).where(ProcessInstance.key == instance_key, visible_instances(viewer))
    return session().scalar(found) is not None


def _newest_first(condition: ColumnElement[bool]) -> list[Document]:
    ordered = select(Document).where(condition).order_by(Document.created_at.desc(), Document.id.desc())
    return list(session().scalars(ordered))
