"""What an invoice is drawn up from: its lines and whom they are for."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from app.catalog.models import TaxCode
from app.core.db import Key
from app.core.money import ZERO


@dataclass(frozen=True)
class DraftLine:
    """A line to be billed, with the tax that applies (see `queries.tax_for` when it is not known yet).

    source_type, source_id: what is billed by it, such as `sales_order_line` and its id; billed once, never twice.
    None for a line that bills nothing countable, such as a remark at no charge.
    """

    name: str
    quantity: Decimal
    unit_price: Decimal
    tax_name: str
    tax_rate_percent: Decimal
    tax_note: str = ""
    code: str = ""
    unit: str = "pcs"
    discount_percent: Decimal = ZERO
    source_type: str | None = None
    source_id: UUID | str | None = None


@dataclass(frozen=True)
class InvoiceDraft:
    """An invoice to be drawn up. source_type, source_id: what it is made from; the same source, the same invoice.

    case_key: the case that draws it up; None outside of any.
    """

    party_id: UUID
    lines: tuple[DraftLine, ...]
    currency: str
    language: str
    payment_terms_days: int
    source_type: str
    source_id: UUID | str
    case_key: Key | None
    contact_id: UUID | None = None
    campaign_id: UUID | None = None
    notes: str = ""


def taxed_line(
    name: str,
    tax: TaxCode,
    *,
    quantity: Decimal,
    unit_price: Decimal,
    code: str = "",
    unit: str = "pcs",
    discount_percent: Decimal = ZERO,
    source_type: str | None = None,
    source_id: UUID | str | None = None,
) -> DraftLine:
    """A line with the rate of a tax code."""
    return DraftLine(
        name=name,
        quantity=quantity,
        unit_price=unit_price,
        tax_name=tax.name,
        tax_rate_percent=tax.rate_percent,
        tax_note=tax.note,
        code=code,
        unit=unit,
        discount_percent=discount_percent,
        source_type=source_type,
        source_id=source_id,
    )
