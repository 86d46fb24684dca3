"""What diagrams and forms may name of sales: job types, choices, facts. Importing this registers them."""

from app.sales.handlers import choices, contracts, facts, follow_ups, leads, orders, papers, quotes

__all__ = ["choices", "contracts", "facts", "follow_ups", "leads", "orders", "papers", "quotes"]
