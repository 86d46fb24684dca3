"""Enters and changes products with the prices of every list."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.catalog.errors import CatalogChanged, CatalogInvalid
from app.catalog.models import PriceList, PriceListItem, Product, TaxCategory
from app.catalog.queries import list_prices_of, price_lists
from app.core.actor import Actor
from app.core.db import session
from app.parties.names import plain_words
from app.trail.operations import record

LARGEST_PRICE = Decimal(10) ** 9
OF_PRODUCTS = (TaxCategory.STANDARD, TaxCategory.REDUCED, TaxCategory.SUPER_REDUCED)
Values = dict[str, Any]  # Any: column values of all types


@dataclass(frozen=True)
class ProductDetails:
    """A product as somebody entered it. list_prices: by id of the list; None takes the product's own price."""

    code: str
    name: str
    net_price: Decimal
    description: str = ""
    category: str = ""
    unit: str = "pcs"
    tax_category: TaxCategory = TaxCategory.STANDARD
    is_sold: bool = True
    is_serialised: bool = False
    list_prices: Mapping[UUID, Decimal | None] = field(default_factory=dict)


def add_product(details: ProductDetails, *, by: Actor, at: datetime) -> Product:
    """A new product. Raises CatalogInvalid beside each wrong field, also for a code that another has."""
    values = _checked(details, but_not=None)
    product = Product(id=uuid4(), revision=0, **values, search_text=_words_of(values))
    session().add(product)
    session().flush()  # its prices name its id
    prices = _set_prices(product, details.list_prices)
    _tell(product, "product.added", by=by, at=at, after=_told(values) | prices[1])
    return product


def change_product(product: Product, details: ProductDetails, *, revision: int, by: Actor, at: datetime) -> None:
    """Write what was entered about a product and its prices. Refuses a form opened before another change."""
    if product.revision != revision:
        raise CatalogChanged(product.name)
    values = _checked(details, but_not=product.id)
    changed = {name: value for name, value in values.items() if getattr(product, name) != value}
    before = {name: getattr(product, name) for name in changed}
    for name, value in changed.items():
        setattr(product, name, value)
    product.search_text = _words_of(values)
    prices_before, prices_after = _set_prices(product, details.list_prices)
    if not changed and prices_before == prices_after:
        return
    product.revision += 1
    after = _told(changed) | prices_after
    _tell(product, "product.changed", by=by, at=at, before=_told(before) | prices_before, after=after)


def _checked(details: ProductDetails, *, but_not: UUID | None) -> Values:
    values = {name: value for name, value in asdict(details).items() if name != "list_prices"}
    for name in ("code", "name", "description", "category", "unit"):
        values[name] = values[name].strip()
    wrong: dict[str, list[str]] = {}
    for name, sentence in (
        ("code", "Enter a code."),
        ("name", "Enter a name."),
        ("unit", "Enter a unit, such as pcs."),
    ):
        if not values[name]:
            wrong[name] = [sentence]
    if not 0 <= details.net_price <= LARGEST_PRICE:
        wrong["net_price"] = ["Enter a price of 0 or more."]
    if details.tax_category not in OF_PRODUCTS:
        wrong["tax_category"] = ["A product has the standard rate or a reduced one; the others follow from who buys."]
    for list_id, price in details.list_prices.items():
        if price is not None and not 0 <= price <= LARGEST_PRICE:
            wrong[f"price.{list_id}"] = ["Enter a price of 0 or more, or nothing."]
    holder = session().scalar(select(Product).where(Product.code == values["code"])) if values["code"] else None
    if holder is not None and holder.id != but_not:
        wrong["code"] = [f"{holder.name} has the code {holder.code} already."]
    if wrong:
        raise CatalogInvalid(wrong)
    return values


def _set_prices(product: Product, wanted: Mapping[UUID, Decimal | None]) -> tuple[Values, Values]:
    """Write the prices of the lists named; what stood there and what stands there now, in words of the trail."""
    known = list_prices_of(product.id)
    before, after = {}, {}
    for price_list in price_lists():
        if price_list.id not in wanted or wanted[price_list.id] == known.get(price_list.id):
            continue
        price = wanted[price_list.id]
        _set_price(price_list, product, price)
        before[f"price_{price_list.code}"], after[f"price_{price_list.code}"] = known.get(price_list.id), price
    return before, after


def _set_price(price_list: PriceList, product: Product, price: Decimal | None) -> None:
    key = {"price_list_id": price_list.id, "product_id": product.id}
    if price is None:
        session().execute(delete(PriceListItem).filter_by(**key))
        return
    new = insert(PriceListItem).values(**key, net_price=price)
    session().execute(
        new.on_conflict_do_update(index_elements=["price_list_id", "product_id"], set_={"net_price": price})
    )


def _words_of(values: Values) -> str:
    return plain_words(f"{values['name']} {values['code']} {values['category']}")


def _told(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _tell(
    product: Product, action: str, *, by: Actor, at: datetime, after: Values, before: Values | None = None
) -> None:
    record(action=action, entity="product", entity_id=product.id, by=by, at=at, before=before, after=after)
