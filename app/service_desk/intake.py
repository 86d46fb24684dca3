"""What is known of a request when it comes in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.core.languages import LANGUAGE_OF_COUNTRY
from app.parties.details import ContactDetails, PartyDetails
from app.service_desk.models import Channel, Priority

TIME_TO_SOLVE = {
    Priority.URGENT: timedelta(hours=4),
    Priority.HIGH: timedelta(hours=8),
    Priority.NORMAL: timedelta(hours=24),
    Priority.LOW: timedelta(hours=40),
}
"""Working time until the term, where nobody names one."""


@dataclass(frozen=True)
class RequestIntake:
    """The words of the caller, the mail or the form; `party_id` when we know who it is."""

    text: str
    channel: Channel
    party_id: UUID | None = None
    company_name: str = ""
    country: str = "IT"
    vat_number: str | None = None
    city: str | None = None
    contact_id: UUID | None = None
    contact_name: str | None = None
    email: str | None = None
    phone: str | None = None
    site_id: UUID | None = None
    installed_product_id: UUID | None = None
    serial_number: str | None = None
    service_id: UUID | None = None
    priority: Priority = Priority.NORMAL
    term_at: datetime | None = None

    @property
    def title(self) -> str:
        """The first line, as lists show it."""
        return self.text.strip().splitlines()[0][:120]

    @property
    def party(self) -> PartyDetails:
        """The part of it that belongs to the party."""
        return PartyDetails(
            name=self.company_name,
            country=self.country,
            roles=("customer",),
            vat_number=self.vat_number,
            email=self.email,
            phone=self.phone,
            city=self.city,
            language=LANGUAGE_OF_COUNTRY.get(self.country, "en"),
        )

    @property
    def contact(self) -> ContactDetails | None:
        """The part of it that belongs to the contact person; None when nobody is named."""
        return ContactDetails(self.contact_name, None, self.email, self.phone) if self.contact_name else None
