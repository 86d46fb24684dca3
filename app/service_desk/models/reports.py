"""Tables of work reports: objects worked on, activities with their times, parts, trips, other items."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.money import ZERO
from app.service_desk.models.requests import ServiceRequest


class ReportStatus(StrEnum):
    """Whether a report may still be changed."""

    DRAFT = "draft"
    FINAL = "final"


class WorkReport(Base):
    """What one technician did for a request on one day.

    number: given when it is finished. signed_by: the customer's person who saw it.
    """

    __tablename__ = "work_report"
    __table_args__ = (
        CheckConstraint(
            "status = 'draft' OR (number IS NOT NULL AND finished_at IS NOT NULL)", name="final_has_number"
        ),
        Index("ix_work_report_request_id", "request_id"),
        Index("ix_work_report_technician", "technician", "worked_on"),
        Index("ix_work_report_created_at", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_request.id"))
    technician: Mapped[str] = mapped_column(String(100))
    worked_on: Mapped[date]
    status: Mapped[ReportStatus] = mapped_column(default=ReportStatus.DRAFT)
    notes: Mapped[str | None] = mapped_column(Text)
    signed_by: Mapped[str | None] = mapped_column(String(200))
    finished_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(100))
    request: Mapped[ServiceRequest] = relationship(lazy="raise")
    objects: Mapped[list["ReportedObject"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="ReportedObject.position"
    )
    activities: Mapped[list["ReportActivity"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="ReportActivity.starts_at"
    )
    parts: Mapped[list["ReportPart"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="ReportPart.position"
    )
    trips: Mapped[list["ReportTrip"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="ReportTrip.position"
    )
    items: Mapped[list["ReportItem"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="ReportItem.position"
    )

    @property
    def label(self) -> str:
        """The number, or what stands in its place before it is finished."""
        return self.number or "Draft report"


class ReportedObject(Base):
    """What was worked on: an installed product, or something in words."""

    __tablename__ = "reported_object"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("work_report.id"), index=True)
    position: Mapped[int]
    installed_product_id: Mapped[UUID | None] = mapped_column(ForeignKey("installed_product.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))


class ReportActivity(Base):
    """What was done to an object, from when to when. is_billable: as the activity type said then."""

    __tablename__ = "report_activity"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("pause_minutes >= 0", name="pause_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("work_report.id"), index=True)
    object_id: Mapped[UUID] = mapped_column(ForeignKey("reported_object.id"))
    type_code: Mapped[str] = mapped_column(ForeignKey("activity_type.code"))
    name: Mapped[str] = mapped_column(String(100))
    is_billable: Mapped[bool]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    pause_minutes: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None] = mapped_column(Text)


class ReportPart(Base):
    """A spare part used, from the catalogue. unit_price: the list's, in the currency of the customer's papers."""

    __tablename__ = "report_part"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price >= 0", name="price_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("work_report.id"), index=True)
    object_id: Mapped[UUID | None] = mapped_column(ForeignKey("reported_object.id"))
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[Decimal]
    unit_price: Mapped[Decimal]
    serial_number: Mapped[str | None] = mapped_column(String(100))


class ReportTrip(Base):
    """A drive to the customer and back. km: of the whole way; km_rate: what a kilometre costs."""

    __tablename__ = "report_trip"
    __table_args__ = (
        CheckConstraint("km > 0", name="km_positive"),
        CheckConstraint("km_rate >= 0", name="rate_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("work_report.id"), index=True)
    position: Mapped[int]
    km: Mapped[Decimal] = mapped_column(Numeric(10, 1))
    km_rate: Mapped[Decimal]
    note: Mapped[str | None] = mapped_column(String(200))


class ReportItem(Base):
    """Something else that is charged: a toll, a hotel, a hired crane."""

    __tablename__ = "report_item"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price >= 0", name="price_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("work_report.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[Decimal] = mapped_column(default=Decimal(1))
    unit_price: Mapped[Decimal] = mapped_column(default=ZERO)
