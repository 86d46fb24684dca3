"""Verbs of the catalogue: enter and change products, services, prices, tax codes; each leaves a line in the trail."""

from app.catalog.operations.products import ProductDetails, add_product, change_product
from app.catalog.operations.services import ServiceDetails, add_service, change_service
from app.catalog.operations.tax_codes import TaxCodeDetails, add_tax_code, remove_tax_code

__all__ = [
    "ProductDetails",
    "ServiceDetails",
    "TaxCodeDetails",
    "add_product",
    "add_service",
    "add_tax_code",
    "change_product",
    "change_service",
    "remove_tax_code",
]
