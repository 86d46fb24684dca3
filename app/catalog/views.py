"""Pages of the catalogue: products with their prices, and the tax codes."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.catalog import queries
from app.catalog.schemas import ProductsArguments
from app.core.web import page_of, page_or_partial, place, read_cursor, read_limit
from app.identity.permissions import Permission, require

bp = Blueprint("catalog", __name__)
CURSOR = "products"
"""Names the cursors of the list."""

place("catalog.show_products", "Products", "package", group="Work", permission=Permission.VIEW_SALES, order=50)


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


@bp.get("/tax-codes")
@require(Permission.VIEW_SALES)
def show_tax_codes() -> ResponseReturnValue:
    """The VAT rates by country and day."""
    return render_template("catalog/tax_codes.html", codes=queries.tax_codes())
