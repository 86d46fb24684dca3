"""What every company needs before its first quote: tax codes, a usual price list, reasons of loss."""

from datetime import date
from decimal import Decimal

from sqlalchemy import exists, select

from app.catalog.models import PriceList, TaxCategory, TaxCode
from app.catalog.wording import EXPORT, REVERSE_CHARGE
from app.core.db import session
from app.sales.models import LossReason

TAX_CODES = (
    ("IT", TaxCategory.STANDARD, "VAT 22 %", "22", "", date(2013, 10, 1)),
    ("IT", TaxCategory.REDUCED, "VAT 10 %", "10", "", date(1995, 2, 24)),
    ("IT", TaxCategory.SUPER_REDUCED, "VAT 4 %", "4", "", date(1989, 1, 1)),
    ("RO", TaxCategory.STANDARD, "VAT 21 %", "21", "", date(2025, 8, 1)),
    ("RO", TaxCategory.REDUCED, "VAT 11 %", "11", "", date(2025, 8, 1)),
    ("CZ", TaxCategory.STANDARD, "VAT 21 %", "21", "", date(2013, 1, 1)),
    ("CZ", TaxCategory.REDUCED, "VAT 12 %", "12", "", date(2024, 1, 1)),
)
WITHOUT_VAT = ((TaxCategory.REVERSE_CHARGE, "Reverse charge", REVERSE_CHARGE), (TaxCategory.EXPORT, "Export", EXPORT))
LOSS_REASONS = (
    ("price", "Price too high"),
    ("competitor", "Competitor chosen"),
    ("no_budget", "No budget"),
    ("no_need", "No need after all"),
    ("delivery", "Delivery too late"),
    ("no_answer", "No answer"),
    ("not_reachable", "Nobody could be reached"),
    ("other", "Another reason"),
)


def add_registers() -> None:
    """Tax codes, reasons of loss and the usual price list; a register that holds something stays as it is."""
    if not session().scalar(select(exists().select_from(TaxCode))):
        session().add_all(_tax_codes())
    if not session().scalar(select(exists().select_from(LossReason))):
        session().add_all(
            LossReason(code=code, name=name, position=position) for position, (code, name) in enumerate(LOSS_REASONS)
        )
    if not session().scalar(select(exists().select_from(PriceList))):
        session().add(PriceList(code="LIST", name="List prices", currency="EUR", is_usual=True))


def _tax_codes() -> list[TaxCode]:
    own = [
        TaxCode(country=country, category=category, name=name, rate_percent=Decimal(rate), note=note, valid_from=since)
        for country, category, name, rate, note, since in TAX_CODES
    ]
    without = [
        TaxCode(
            country=country,
            category=category,
            name=name,
            rate_percent=Decimal(0),
            note=note,
            valid_from=date(2007, 1, 1),
        )
        for country in ("IT", "RO", "CZ")
        for category, name, note in WITHOUT_VAT
    ]
    return own + without
