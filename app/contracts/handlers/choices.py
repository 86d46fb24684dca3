"""What forms may choose of contracts: services and products for a line, the products installed at the party."""

from app.catalog.queries import products_sold, services_offered
from app.contracts.handlers.signing import PRODUCT, SERVICE
from app.contracts.queries import installed_products_of
from app.core.actor import Viewer
from app.engine.reading import id_in
from app.engine.registry import Option, Variables, option_source
from app.parties.queries import kept_party_id


@option_source("contracts.items")
def item_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """What may stand on a contract: the services first, then the products, by name."""
    services = [
        Option(
            label=f"{service.name} · {service.hourly_rate:,.2f} {service.currency} / h", value=f"{SERVICE}{service.id}"
        )
        for service in services_offered()
    ]
    products = [
        Option(label=f"{product.name} · {product.code}", value=f"{PRODUCT}{product.id}") for product in products_sold()
    ]
    return services + products


@option_source("contracts.installed_products")
def installed_product_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # all see them
    """The products installed at the party of the case."""
    party_id = kept_party_id(id_in(variables, "party_id"))
    if party_id is None:
        return []
    return [Option(label=installed.label, value=str(installed.id)) for installed in installed_products_of(party_id)]
