"""What the catalogue refuses."""

from datetime import date
from uuid import UUID

from app.core.errors import Missing, Refused


class ProductMissing(Missing):
    """A line names a product that is not in the catalogue."""

    def __init__(self, product_id: UUID) -> None:
        super().__init__(f"There is no product with the id {product_id} in the catalogue.")


class PriceListMissing(Missing):
    """A quote names a price list that is not there."""

    def __init__(self, price_list_id: UUID | None) -> None:
        named = f"with the id {price_list_id}" if price_list_id else "marked as the usual one"
        super().__init__(f"There is no price list {named}.")


class TaxCodeMissing(Refused):
    """No rate is known for what is sold."""

    def __init__(self, country: str, category: str, on: date) -> None:
        super().__init__(f"No {category.replace('_', ' ')} VAT rate of {country} is known for {on:%d %B %Y}.")
