"""What diagrams and forms may name of billing: job types, facts. Importing this registers them."""

from app.billing.handlers import facts, invoices, papers, payments

__all__ = ["facts", "invoices", "papers", "payments"]
