"""Imports every slice's handlers once, so that diagrams and forms may name them."""

from app.activities import handlers as activities
from app.billing import handlers as billing
from app.catalog import handlers as catalog
from app.parties import handlers as parties
from app.sales import handlers as sales

__all__ = ["activities", "billing", "catalog", "parties", "sales"]
