"""The list of products with their prices; entering and changing one."""

from dataclasses import replace
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.catalog import operations, queries
from app.catalog.models import Product
from app.catalog.operations import ProductDetails
from app.catalog.operations.products import OF_PRODUCTS
from app.catalog.schemas import ProductForm, ProductsArguments, RevisionForm, list_prices
from app.catalog.views.blueprint import bp, told_of
from app.core.clock import now
from app.core.db import transaction
from app.core.money import ZERO
from app.core.web import page_of, page_or_partial, read_cursor, read_limit, see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties.queries import company_or_none

CURSOR = "products"
"""Names the cursors of the list."""


@bp.get("/products")
@require(Permission.VIEW_SALES)
def show_products() -> ResponseReturnValue:
    """The list of products with the price of every list."""
    choice = ProductsArguments().load(request.args.to_dict())
    limit = read_limit()
    after = read_cursor(CURSOR)
    rows = queries.products_page(words=choice["words"], category=choice["category"], after=after, limit=limit)
    price_lists = queries.price_lists()
    return page_or_partial(
        "catalog/products.html",
        "catalog/_products.html",
        shown=page_of(rows, limit=limit, position=lambda product: (product.name, product.id), kind=CURSOR),
        choice=choice,
        categories=queries.product_categories(),
        price_lists=price_lists,
        prices={found.id: queries.prices_on(found.id, [product.id for product in rows]) for found in price_lists},
    )


@bp.get("/products/new")
@require(Permission.EDIT_CATALOG)
def show_new_product() -> ResponseReturnValue:
    """The form for a new product."""
    return _form_page(ProductDetails("", "", ZERO), None)


@bp.post("/products")
@require(Permission.EDIT_CATALOG)
def create_product() -> ResponseReturnValue:
    """Keep a new product."""
    details = _details_sent()
    with transaction():
        operations.add_product(details, by=current_user().actor, at=now())
    flash(f"{details.name} was added.", "success")
    return see_other(".show_products")


@bp.get("/products/<uuid:product_id>/edit")
@require(Permission.EDIT_CATALOG)
def show_product_form(product_id: UUID) -> ResponseReturnValue:
    """The form for a product that is there."""
    product = queries.product_by_id(product_id)
    names = [name for name in ProductDetails.__dataclass_fields__ if name != "list_prices"]
    details = ProductDetails(**{name: getattr(product, name) for name in names})
    return _form_page(replace(details, list_prices=queries.list_prices_of(product_id)), product)


@bp.post("/products/<uuid:product_id>")
@require(Permission.EDIT_CATALOG)
def save_product(product_id: UUID) -> ResponseReturnValue:
    """Keep what was changed about a product."""
    revision = RevisionForm().load({"revision": request.form.get("revision", "")})["revision"]
    details = _details_sent()
    with transaction():
        product = queries.product_for_update(product_id)
        operations.change_product(product, details, revision=revision, by=current_user().actor, at=now())
    flash("Saved.", "success")
    return see_other(".show_products")


def _details_sent() -> ProductDetails:
    sent = {name: value for name, value in request.form.to_dict().items() if name not in {"csrf_token", "revision"}}
    prices = list_prices(sent)
    own = {name: value for name, value in sent.items() if not name.startswith("price.")}
    details: ProductDetails = ProductForm().load(own)
    return replace(details, list_prices=prices)


def _form_page(details: ProductDetails, product: Product | None) -> str:
    ours = company_or_none()
    return render_template(
        "catalog/product_form.html",
        details=details,
        product=product,
        price_lists=queries.price_lists(),
        categories=queries.product_categories(),
        tax_categories=[(each.value, each.value.replace("_", " ").capitalize()) for each in OF_PRODUCTS],
        currency=ours.currency if ours else "EUR",
        history=told_of("product", product.id) if product else [],
    )
