"""What diagrams and forms may name of sales: job types, choices, facts. Importing this registers them."""

from app.sales.handlers import choices, facts, leads, orders, papers, quotes

__all__ = ["choices", "facts", "leads", "orders", "papers", "quotes"]
