"""Reads sales: one lead, opportunity, quote or order; pages of their lists; sums and registers."""

from app.sales.queries.lists import opportunities_page, orders_page, quotes_page
from app.sales.queries.quotes import (
    accepted_quote_of,
    alternatives_of,
    first_number_of,
    newest_round_of,
    quote_by_id,
    quote_for_update,
    quotes_before,
    revisions_of,
    round_for_update,
)
from app.sales.queries.records import (
    lead_for_update,
    lead_of_case,
    opportunity_by_id,
    opportunity_for_update,
    opportunity_of_case,
    order_by_id,
    order_for_update,
    order_of_quote,
)
from app.sales.queries.registers import (
    Business,
    business_with,
    counts_of_sales,
    employees_by_mail,
    loss_reason_names,
    loss_reasons,
    salespeople,
)

__all__ = [
    "Business",
    "accepted_quote_of",
    "alternatives_of",
    "business_with",
    "counts_of_sales",
    "employees_by_mail",
    "first_number_of",
    "lead_for_update",
    "lead_of_case",
    "loss_reason_names",
    "loss_reasons",
    "newest_round_of",
    "opportunities_page",
    "opportunity_by_id",
    "opportunity_for_update",
    "opportunity_of_case",
    "order_by_id",
    "order_for_update",
    "order_of_quote",
    "orders_page",
    "quote_by_id",
    "quote_for_update",
    "quotes_before",
    "quotes_page",
    "revisions_of",
    "round_for_update",
    "salespeople",
]
