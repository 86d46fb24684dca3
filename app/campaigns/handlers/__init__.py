"""What diagrams and forms may name of campaigns: job types, choices, facts. Importing this registers them."""

from app.campaigns.handlers import contacts, facts, plans, runs

__all__ = ["contacts", "facts", "plans", "runs"]
