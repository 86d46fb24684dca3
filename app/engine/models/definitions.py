"""What was deployed: files, and the versions of processes, forms and decisions in them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Json, Key


class Deployment(Base):
    """One act of deploying: all of its files or none."""

    __tablename__ = "deployment"

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    deployed_at: Mapped[datetime]
    deployed_by: Mapped[str]
    reason: Mapped[str | None] = mapped_column(Text)


class Resource(Base):
    """A deployed file, byte for byte."""

    __tablename__ = "resource"

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    deployment_key: Mapped[Key] = mapped_column(ForeignKey("deployment.key"), index=True)
    name: Mapped[str]
    hash: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class ProcessDefinition(Base):
    """One version of a process.

    groups: the groups its user tasks name; their members see its cases.
    """

    __tablename__ = "process_definition"
    __table_args__ = (UniqueConstraint("process_id", "version"),)

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    process_id: Mapped[str]
    version: Mapped[int]
    version_tag: Mapped[str | None]
    name: Mapped[str]
    hash: Mapped[str]
    resource_key: Mapped[Key] = mapped_column(ForeignKey("resource.key"), index=True)
    deployment_key: Mapped[Key] = mapped_column(ForeignKey("deployment.key"), index=True)
    deployed_at: Mapped[datetime]
    groups: Mapped[list[str]] = mapped_column(ARRAY(Text))
    start_form_id: Mapped[str | None]
    resource: Mapped[Resource] = relationship(lazy="raise")


class FormDefinition(Base):
    """One version of a form (form-js JSON).

    resource_key: its file; None for forms deployed before files of forms were kept.
    """

    __tablename__ = "form_definition"
    __table_args__ = (UniqueConstraint("form_id", "version"),)

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    form_id: Mapped[str]
    version: Mapped[int]
    hash: Mapped[str]
    resource_key: Mapped[Key | None] = mapped_column(ForeignKey("resource.key"), index=True)
    deployment_key: Mapped[Key] = mapped_column(ForeignKey("deployment.key"), index=True)
    schema: Mapped[Json]


class DecisionDefinition(Base):
    """One version of a decision; its file holds the requirements too."""

    __tablename__ = "decision_definition"
    __table_args__ = (
        UniqueConstraint("decision_id", "version"),
        Index("ix_decision_definition_resource_key", "resource_key"),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    decision_id: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    hash: Mapped[str]
    resource_key: Mapped[Key] = mapped_column(ForeignKey("resource.key"))
    deployment_key: Mapped[Key] = mapped_column(ForeignKey("deployment.key"), index=True)
