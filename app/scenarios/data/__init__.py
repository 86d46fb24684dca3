"""Data of slices for scenarios; each module registers its own."""

from app.scenarios.data import billing, company, people, trade

__all__ = ["billing", "company", "people", "trade"]
