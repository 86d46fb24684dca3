"""Tables of sales."""

from app.sales.models.leads import Lead, LeadSource, LeadStatus, LossReason
from app.sales.models.opportunities import Opportunity, SaleType, Stage, StageChange
from app.sales.models.orders import Order, OrderLine, OrderStatus
from app.sales.models.quotes import Quote, QuoteLine, QuoteStatus

__all__ = [
    "Lead",
    "LeadSource",
    "LeadStatus",
    "LossReason",
    "Opportunity",
    "Order",
    "OrderLine",
    "OrderStatus",
    "Quote",
    "QuoteLine",
    "QuoteStatus",
    "SaleType",
    "Stage",
    "StageChange",
]
