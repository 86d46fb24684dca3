"""Reads the catalogue: products, their prices on a list, the tax codes of a day."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CTE, asc, false, func, select, text, tuple_
from sqlalchemy.orm import joinedload

from app.catalog.errors import PriceListMissing, ProductMissing, ServiceMissing, TaxCodeUnknown
from app.catalog.models import AfterSalesService, PriceList, PriceListItem, Product, TaxCategory, TaxCode
from app.core.db import session
from app.core.web.paging import Position
from app.core.word_index import Found, found_first, keys_in_order, rows_found
from app.parties.names import plain_words

MOST_WORDS = 8

Prices = dict[UUID, Decimal]


def products_page(
    *, words: str = "", category: str = "", after: Position | None = None, limit: int
) -> Sequence[Product]:
    """Up to `limit` + 1 products in the order of their names, beginning after a position."""
    wanted = select(Product)
    if words.strip():
        wanted = wanted.where(Product.id.in_(select(_named(words).c.id)))
    if category:
        wanted = wanted.where(Product.category == category)
    if after is not None:
        wanted = wanted.where(tuple_(Product.name, Product.id) > tuple_(*after))
    if words.strip():
        keys = keys_in_order(wanted, Product.name, Product.id, direction=asc, limit=limit + 1)
        wanted = select(Product).where(Product.id.in_(keys))
    return session().scalars(wanted.order_by(Product.name, Product.id).limit(limit + 1)).all()


def products_found(words: str, *, limit: int) -> Found[Product]:
    """The first of the products that the list has for these words, by name."""
    order = (Product.name, Product.id)
    return rows_found(select(Product), key=Product.id, keys=_named(words), order=order, limit=limit)


def products_sold() -> Sequence[Product]:
    """Every product that may stand on a new quote, by name."""
    return session().scalars(select(Product).where(Product.is_sold).order_by(Product.name)).all()


def product_categories() -> Sequence[str]:
    """The categories in use, by name."""
    return (
        session().scalars(select(Product.category).where(Product.category != "").distinct().order_by("category")).all()
    )


def products_by_id(product_ids: Collection[UUID]) -> dict[UUID, Product]:
    """The products of these ids, by id."""
    found = session().scalars(select(Product).where(Product.id.in_(product_ids)))
    return {product.id: product for product in found}


def services_offered() -> Sequence[AfterSalesService]:
    """Every after-sales service that may stand on a new contract or request, by name."""
    wanted = (
        select(AfterSalesService).where(AfterSalesService.is_offered).options(joinedload(AfterSalesService.product))
    )
    return session().scalars(wanted.order_by(AfterSalesService.name)).all()


def services() -> Sequence[AfterSalesService]:
    """Every after-sales service with its article, by name."""
    wanted = select(AfterSalesService).options(joinedload(AfterSalesService.product))
    return session().scalars(wanted.order_by(AfterSalesService.name, AfterSalesService.id)).all()


def services_by_id(service_ids: Collection[UUID]) -> dict[UUID, AfterSalesService]:
    """The after-sales services of these ids with their articles, by id."""
    wanted = select(AfterSalesService).where(AfterSalesService.id.in_(service_ids))
    found = session().scalars(wanted.options(joinedload(AfterSalesService.product)))
    return {service.id: service for service in found}


def services_by_product(product_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """By the id of an article, the id of the after-sales service that is sold under it."""
    wanted = select(AfterSalesService.product_id, AfterSalesService.id)
    wanted = wanted.where(AfterSalesService.product_id.in_(product_ids)).order_by(AfterSalesService.name.desc())
    return {row.product_id: row.id for row in session().execute(wanted)}


def product_for_update(product_id: UUID) -> Product:
    """The product, locked. Raises ProductMissing."""
    wanted = select(Product).where(Product.id == product_id).with_for_update()
    product = session().scalar(wanted.execution_options(populate_existing=True))
    if product is None:
        raise ProductMissing(product_id)
    return product


def service_for_update(service_id: UUID) -> AfterSalesService:
    """The after-sales service, locked. Raises ServiceMissing."""
    wanted = select(AfterSalesService).where(AfterSalesService.id == service_id).with_for_update()
    service = session().scalar(wanted.execution_options(populate_existing=True))
    if service is None:
        raise ServiceMissing(service_id)
    return service


def list_prices_of(product_id: UUID) -> Prices:
    """What the price lists name for one product, by list."""
    found = session().execute(
        select(PriceListItem.price_list_id, PriceListItem.net_price).where(PriceListItem.product_id == product_id)
    )
    return {row.price_list_id: row.net_price for row in found}


def price_lists() -> Sequence[PriceList]:
    """All price lists, the usual one first."""
    return session().scalars(select(PriceList).order_by(PriceList.is_usual.desc(), PriceList.name)).all()


def price_list_by_id(price_list_id: UUID | None) -> PriceList:
    """The price list, or the usual one for None. Raises PriceListMissing."""
    condition = PriceList.is_usual if price_list_id is None else PriceList.id == price_list_id
    found = session().scalar(select(PriceList).where(condition))
    if found is None:
        raise PriceListMissing(price_list_id)
    return found


def prices_on(price_list_id: UUID, product_ids: Collection[UUID]) -> Prices:
    """The prices that a list names for these products, by product."""
    found = session().execute(
        select(PriceListItem.product_id, PriceListItem.net_price).where(
            PriceListItem.price_list_id == price_list_id, PriceListItem.product_id.in_(product_ids)
        )
    )
    return {row.product_id: row.net_price for row in found}


def tax_codes_of(country: str, *, on: date) -> dict[TaxCategory, TaxCode]:
    """The tax codes of a country that are valid on a day, by category."""
    found = session().scalars(
        select(TaxCode).where(TaxCode.country == country, TaxCode.valid_from <= on).order_by(TaxCode.valid_from)
    )
    return {code.category: code for code in found}


def tax_codes() -> Sequence[TaxCode]:
    """All tax codes, newest first within country and category."""
    return (
        session()
        .scalars(select(TaxCode).order_by(TaxCode.country, TaxCode.rate_percent.desc(), TaxCode.valid_from.desc()))
        .all()
    )


def tax_code_by_id(tax_code_id: UUID) -> TaxCode:
    """The tax code, locked. Raises TaxCodeUnknown."""
    code = session().scalar(select(TaxCode).where(TaxCode.id == tax_code_id).with_for_update())
    if code is None:
        raise TaxCodeUnknown(tax_code_id)
    return code


def product_by_id(product_id: UUID) -> Product:
    """The product. Raises ProductMissing."""
    product = session().get(Product, product_id)
    if product is None:
        raise ProductMissing(product_id)
    return product


def service_by_id(service_id: UUID) -> AfterSalesService:
    """The after-sales service. Raises ServiceMissing."""
    service = session().get(AfterSalesService, service_id)
    if service is None:
        raise ServiceMissing(service_id)
    return service


def _named(words: str) -> CTE:
    """The ids of products whose code, name or description has these words."""
    query = " & ".join(f"{word}:*" for word in plain_words(words).split()[:MOST_WORDS])
    simple = text("'simple'::regconfig")
    matches = func.to_tsvector(simple, Product.search_text).bool_op("@@")(func.to_tsquery(simple, query))
    return found_first(select(Product.id).where(matches if query else false()), "products_named")
