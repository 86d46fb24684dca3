"""An invoice entered by hand: the lines of a form become those of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from app.billing.drafts import DraftLine, taxed_line
from app.billing.errors import InvoiceLineInvalid
from app.billing.queries import tax_for
from app.catalog.models import Product, TaxCategory
from app.catalog.queries import price_list_by_id, prices_on, products_by_id
from app.parties.models import Party
from app.parties.queries import company


@dataclass(frozen=True)
class EnteredLine:
    """A line as somebody entered it. What is None or empty comes from the product."""

    product_id: UUID | None
    name: str
    quantity: Decimal
    unit: str
    unit_price: Decimal | None
    discount_percent: Decimal
    tax: TaxCategory | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered, as in the spare rows of the form."""
        return self.product_id is None and not self.name.strip() and self.unit_price is None


def lines_entered(entered: Sequence[EnteredLine], party: Party, *, currency: str, on: date) -> tuple[DraftLine, ...]:
    """The lines of a draft. Raises InvoiceLineInvalid for one without description or price, TaxCodeMissing."""
    wanted = [line for line in entered if not line.is_empty]
    products = products_by_id({line.product_id for line in wanted if line.product_id})
    price_list = price_list_by_id(None)
    prices = prices_on(price_list.id, list(products)) if products and price_list.currency == currency else {}
    seller_country = company().country
    drafted = []
    for position, line in enumerate(wanted, start=1):
        product = products.get(line.product_id) if line.product_id else None
        category = line.tax or (product.tax_category if product else TaxCategory.STANDARD)
        drafted.append(
            taxed_line(
                line.name.strip() or (product.name if product else ""),
                tax_for(party, category, seller_country=seller_country, on=on),
                quantity=line.quantity,
                unit_price=_price(line, product, prices, position=position, currency=currency),
                code=product.code if product else "",
                unit=line.unit or (product.unit if product else "pcs"),
                discount_percent=line.discount_percent,
            )
        )
    return tuple(drafted)


def _price(
    line: EnteredLine, product: Product | None, prices: dict[UUID, Decimal], *, position: int, currency: str
) -> Decimal:
    if line.unit_price is not None:
        return line.unit_price
    if product is None:
        raise InvoiceLineInvalid(position, "enter a price, or choose a product.")
    if currency != company().currency:
        raise InvoiceLineInvalid(position, f"enter the price in {currency}; the catalogue has none.")
    return prices.get(product.id, product.net_price)
