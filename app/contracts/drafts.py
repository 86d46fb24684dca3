"""What is said of a contract or of an installed product before it is checked: the input of the operations."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from app.contracts.coverage import ContractType
from app.core.db import Key


@dataclass(frozen=True)
class LineDraft:
    """A line as somebody entered it: a service or a product, never both.

    unit_price: None takes the usual one of the type. covered_hours: None does not limit them.
    """

    service_id: UUID | None = None
    product_id: UUID | None = None
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    covered_hours: Decimal | None = None
    installed_product_id: UUID | None = None


@dataclass(frozen=True)
class ContractDraft:
    """A contract as somebody entered it. None takes what is usual with the party: language, currency, days to pay.

    lines: may be empty while the draft is being prepared; it is not sent or signed without one.
    """

    party_id: UUID
    type: ContractType
    starts_on: date
    ends_on: date | None = None
    lines: tuple[LineDraft, ...] = ()
    title: str = ""
    contact_id: UUID | None = None
    site_id: UUID | None = None
    responsible: str | None = None
    language: str | None = None
    currency: str | None = None
    payment_terms_days: int | None = None
    billing_period_months: int | None = None
    notes: str | None = None
    opportunity_id: UUID | None = None
    campaign_id: UUID | None = None
    case_key: Key | None = None


@dataclass(frozen=True)
class InstalledProductDetails:
    """An installed product as somebody entered it. name: may be empty for a product of the catalogue."""

    party_id: UUID
    serial_number: str
    name: str = ""
    product_id: UUID | None = None
    site_id: UUID | None = None
    installed_on: date | None = None
    warranty_until: date | None = None
    order_id: UUID | None = None
    is_in_use: bool = True
