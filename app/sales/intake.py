"""What is known of a lead when it comes in."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from app.core.languages import LANGUAGE_OF_COUNTRY
from app.parties.details import ContactDetails, PartyDetails
from app.sales.models import LeadSource


@dataclass(frozen=True)
class LeadIntake:
    """The words of the form, the web site or the caller; `party_id` when we know who it is."""

    company_name: str
    country: str
    party_id: UUID | None = None
    vat_number: str | None = None
    city: str | None = None
    contact_name: str | None = None
    contact_function: str | None = None
    email: str | None = None
    phone: str | None = None
    source: LeadSource = LeadSource.OTHER
    campaign: str | None = None
    campaign_id: UUID | None = None
    interest: str | None = None
    message: str | None = None
    competitors: str | None = None
    estimated_revenue: Decimal | None = None
    sales_person: str | None = None

    @property
    def party(self) -> PartyDetails:
        """The part of it that belongs to the party."""
        return PartyDetails(
            name=self.company_name,
            country=self.country,
            roles=("lead",),
            vat_number=self.vat_number,
            email=self.email,
            phone=self.phone,
            city=self.city,
            language=LANGUAGE_OF_COUNTRY.get(self.country, "en"),
            sales_rep=self.sales_person,
        )

    @property
    def contact(self) -> ContactDetails | None:
        """The part of it that belongs to the contact person; None when nobody is named."""
        if not self.contact_name:
            return None
        return ContactDetails(self.contact_name, self.contact_function, self.email, self.phone)
