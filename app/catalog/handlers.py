"""What forms may name of the catalogue: choices of products and price lists."""

from app.catalog.queries import price_lists, products_sold
from app.core.actor import Viewer
from app.engine.registry import Option, Variables, option_source


@option_source("catalog.products")
def product_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """Every product that is sold, by name, with code and price."""
    return [
        Option(
            label=f"{product.name} · {product.code} · {product.net_price:,.2f} / {product.unit}", value=str(product.id)
        )
        for product in products_sold()
    ]


@option_source("catalog.price_lists")
def price_list_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """The price lists, the usual one first."""
    return [Option(label=f"{found.name} ({found.currency})", value=str(found.id)) for found in price_lists()]
