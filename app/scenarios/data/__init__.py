"""Data of slices for scenarios; each module registers its own."""

from app.scenarios.data import billing, campaigns, company, contracts, people, sales, service, trade

__all__ = ["billing", "campaigns", "company", "contracts", "people", "sales", "service", "trade"]
