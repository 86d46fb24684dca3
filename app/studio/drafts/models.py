"""A draft: one file under work, of any kind that can be deployed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key
from app.engine.checks.reading import MOST_BYTES


class DraftKind(StrEnum):
    """What a draft becomes when it is deployed; the value is the ending of its file."""

    BPMN = "bpmn"
    DMN = "dmn"
    FORM = "form"


class Draft(Base):
    """One file under work. It goes away when it is deployed or discarded; the trail keeps what was done.

    name: for people, read from the content (name of the process, of the decision, id of the form).
    resource_id: the id under which it will run, read from the content; empty where the content has none.
    file_name: under which it is deployed and downloaded, such as `bpmn/task.bpmn`; ends in the kind.
    content: the text of the file, as the editor or the desktop Modeler wrote it.
    based_on_key, based_on_version: the definition from which it was begun; None for a new file.
    revision: counts saves; whoever saves says which one they saw.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint(f"octet_length(content) <= {MOST_BYTES}", name="content_not_too_large"),
        CheckConstraint("file_name LIKE '%_.' || kind", name="file_name_has_ending"),
        CheckConstraint("(based_on_key IS NULL) = (based_on_version IS NULL)", name="based_on_whole"),
        Index("ix_draft_resource", "kind", "resource_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[DraftKind]
    name: Mapped[str]
    resource_id: Mapped[str]
    file_name: Mapped[str]
    content: Mapped[str] = mapped_column(Text, deferred=True)
    based_on_key: Mapped[Key | None]
    based_on_version: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    edited_at: Mapped[datetime]
    edited_by: Mapped[str]
