"""Data of slices for scenarios; each module registers its own."""

from app.scenarios.data import company, people, trade

__all__ = ["company", "people", "trade"]
