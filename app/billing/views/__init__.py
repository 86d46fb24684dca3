"""Pages of billing: invoices, a new one, payments, exchange rates."""

from app.billing import cards as cards  # fills the card of a party
from app.billing.views import changes, contracts, entry, invoices, rates
from app.billing.views.blueprint import bp

__all__ = ["bp", "cards", "changes", "contracts", "entry", "invoices", "rates"]
