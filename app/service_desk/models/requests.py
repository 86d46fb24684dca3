"""Tables of service requests and of what is noted on them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Key
from app.core.word_index import words_index
from app.parties.models import ContactPerson, Party

OPEN_STATES = "status NOT IN ('closed', 'refused', 'cancelled')"


class RequestStatus(StrEnum):
    """Where a request is in its life."""

    NEW = "new"
    PLANNED = "planned"
    SOLVED = "solved"
    INVOICED = "invoiced"
    CLOSED = "closed"
    REFUSED = "refused"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self not in {RequestStatus.CLOSED, RequestStatus.REFUSED, RequestStatus.CANCELLED}


class Channel(StrEnum):
    """How a request reached us."""

    PHONE = "phone"
    MAIL = "mail"
    FORM = "form"
    WEB = "web"


class Priority(StrEnum):
    """How soon somebody must look at it."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Charging(StrEnum):
    """Who pays for the work: we, by a contract or a warranty, or the customer by time and material."""

    COVERED = "covered"
    TIME_AND_MATERIAL = "time_and_material"


class ServiceRequest(Base):
    """What a customer asks us to do, from the call to the invoice.

    term_at: until when it should be solved. assignee: user name of who does the work.
    planned_from, planned_until: the visit. charging: None until it is decided; contract_line_id: the line that covers
    it, None for the warranty of a product; cover_reason: why it is covered or not, in a sentence, as of
    cover_checked_at. is_billable: None until the estimate says so.
    solved_without_report: then hours are those from registration to solution. term_missed_at: the first time.
    """

    __tablename__ = "service_request"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text_not_empty"),
        CheckConstraint("planned_until > planned_from", name="visit_ends_after_start"),
        CheckConstraint("solved_at >= registered_at", name="solved_after_registration"),
        Index("ix_service_request_registered_at", "registered_at", "id"),
        Index("ix_service_request_open", "registered_at", "id", postgresql_where=text(OPEN_STATES)),
        Index("ix_service_request_party_id", "party_id", "registered_at"),
        Index("ix_service_request_assignee", "assignee", "registered_at", postgresql_where=text(OPEN_STATES)),
        Index("ix_service_request_term_at", "term_at", postgresql_where=text(OPEN_STATES)),
        words_index("ix_service_request_words", "number", "title"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    case_key: Mapped[Key] = mapped_column(unique=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("party_site.id"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_person.id"))
    installed_product_id: Mapped[UUID | None] = mapped_column(ForeignKey("installed_product.id"), index=True)
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("after_sales_service.id"))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    channel: Mapped[Channel]
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL)
    status: Mapped[RequestStatus] = mapped_column(default=RequestStatus.NEW)
    registered_at: Mapped[datetime]
    registered_by: Mapped[str] = mapped_column(String(100))
    term_at: Mapped[datetime]
    term_missed_at: Mapped[datetime | None]
    assignee: Mapped[str | None] = mapped_column(String(100))
    planned_from: Mapped[datetime | None]
    planned_until: Mapped[datetime | None]
    charging: Mapped[Charging | None]
    contract_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract_line.id"), index=True)
    cover_reason: Mapped[str | None] = mapped_column(Text)
    cover_checked_at: Mapped[datetime | None]
    refusal_reason: Mapped[str | None] = mapped_column(Text)
    solved_at: Mapped[datetime | None]
    solution: Mapped[str | None] = mapped_column(Text)
    solved_without_report: Mapped[bool] = mapped_column(default=False)
    is_billable: Mapped[bool | None]
    invoice_id: Mapped[UUID | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    party: Mapped[Party] = relationship(lazy="raise")
    contact: Mapped[ContactPerson | None] = relationship(lazy="raise")
    notes: Mapped[list["RequestNote"]] = relationship(
        back_populates="request", cascade="all, delete-orphan", lazy="raise", order_by="RequestNote.at"
    )

    def is_overdue(self, at: datetime) -> bool:
        """Whether the term has passed and nobody has solved it."""
        return self.solved_at is None and self.status.is_open and at > self.term_at


class RequestNote(Base):
    """Something that happened to a request and is worth reading beside it, such as a missed term."""

    __tablename__ = "service_request_note"
    __table_args__ = (Index("ix_service_request_note_request_id", "request_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_request.id"))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    request: Mapped[ServiceRequest] = relationship(back_populates="notes", lazy="raise")
