"""What the catalogue refuses."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from app.core.errors import Invalid, Missing, Refused


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


class CatalogInvalid(Invalid):
    """Something of the catalogue was entered in a way that cannot be."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__(" ".join(text for texts in fields.values() for text in texts), fields)


class ServiceMissing(Missing):
    """There is no such after-sales service."""

    def __init__(self, service_id: UUID) -> None:
        super().__init__(f"There is no after-sales service with the id {service_id}.")


class TaxCodeUnknown(Missing):
    """There is no such tax code."""

    def __init__(self, tax_code_id: UUID) -> None:
        super().__init__(f"There is no tax code with the id {tax_code_id}.")


class CatalogChanged(Refused):
    """A form was opened before somebody else's change."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Somebody changed {name} meanwhile. Reload the page; nothing was changed.")


class TaxCodeInForce(Refused):
    """A rate that papers may have used already was to be changed or removed."""

    def __init__(self, name: str, since: date) -> None:
        super().__init__(
            f"{name} is in force since {since:%d %B %Y} and stays as papers used it. Add a new rate from a day on."
        )
