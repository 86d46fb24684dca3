"""Tables of the documents: what was written for whom, and from which template."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json, Key
from app.core.files import StoredFile
from app.core.word_index import words_index


class DocumentTemplate(Base):
    """One version of a Word template. Of each language the one last put in force is used, else that of none.

    template_id: what it is for, one of `documents.kinds`. variables: top-level names that it uses.
    in_force_at: when it was last put in force; None for one that never was.
    """

    __tablename__ = "document_template"
    __table_args__ = (
        UniqueConstraint("template_id", "version"),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    template_id: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    language: Mapped[str | None] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(200))
    content_hash: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    variables: Mapped[list[str]] = mapped_column(ARRAY(String))
    is_shipped: Mapped[bool]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    in_force_at: Mapped[datetime | None] = mapped_column(server_default=text("now()"))


class Document(Base):
    """A file of a case or a business record, and the data it was made from.

    kind: `quote`, `order_confirmation`, ..., or `attachment` for what somebody brought.
    subject_type, subject_id: the business row it belongs to, such as `quote` and its id.
    pdf_hash: the same document as PDF, once somebody asked for it.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("idempotency_key"),
        CheckConstraint("size >= 0", name="size_not_negative"),
        Index("ix_document_case_key", "case_key", "created_at", "id"),
        Index("ix_document_subject", "subject_type", "subject_id", "created_at", "id"),
        Index("ix_document_created_at", "created_at", "id"),
        Index("ix_document_content_hash", "content_hash"),
        Index("ix_document_template_id", "template_id", "created_at", "id"),
        words_index("ix_document_words", "name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60))
    media_type: Mapped[str] = mapped_column(String(120))
    content_hash: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    pdf_hash: Mapped[str | None] = mapped_column(String(64))
    template_id: Mapped[str | None] = mapped_column(String(60))
    template_version: Mapped[int | None]
    data: Mapped[Json] = mapped_column(deferred=True)
    case_key: Mapped[Key | None] = mapped_column(ForeignKey("process_instance.key"))
    subject_type: Mapped[str | None] = mapped_column(String(60))
    subject_id: Mapped[UUID | None]
    idempotency_key: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    @property
    def file(self) -> StoredFile:
        """The document as a mail attaches it."""
        return StoredFile(self.content_hash, self.name, self.media_type, self.size, self.id)
