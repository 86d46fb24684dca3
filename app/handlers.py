"""Imports every slice's handlers once, so that diagrams and forms may name them."""

from app.activities import handlers as activities
from app.billing import handlers as billing
from app.campaigns import handlers as campaigns
from app.catalog import handlers as catalog
from app.contracts import handlers as contracts
from app.notices import handlers as notices
from app.parties import handlers as parties
from app.sales import handlers as sales
from app.service_desk import handlers as service_desk

__all__ = ["activities", "billing", "campaigns", "catalog", "contracts", "notices", "parties", "sales", "service_desk"]
