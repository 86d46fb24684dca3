"""Pages of the catalogue; importing this registers their addresses."""

from app.catalog.views import products, services, tax_codes
from app.catalog.views.blueprint import bp

__all__ = ["bp", "products", "services", "tax_codes"]
