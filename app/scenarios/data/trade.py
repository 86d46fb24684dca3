"""Customers and products of scenarios."""

from decimal import Decimal
from uuid import uuid4

from sqlalchemy import select

from app.catalog.models import PriceList, Product, TaxCategory
from app.core.db import session
from app.parties.details import ContactDetails, PartyDetails
from app.parties.operations import add_contact, add_party
from app.scenarios.reference import ScenarioData, reference_data

PRODUCTS = (
    ("press", "SC-PRESS", "Hydraulic press", "1000.00", TaxCategory.STANDARD),
    ("cream", "SC-CREAM", "Hand cream", "0.35", TaxCategory.REDUCED),
    ("hose", "SC-HOSE", "Hose", "40.00", TaxCategory.STANDARD),
)
CUSTOMERS = {
    "rossi": PartyDetails(
        name="Rossi Impianti S.r.l.",
        country="IT",
        roles=("customer",),
        vat_number="IT00743110157",
        fiscal_code="00743110157",
        email="info@rossi.example",
        language="it",
        street="Via Roma 1",
        postal_code="20121",
        city="Milano",
        county="MI",
    ),
    "ionescu": PartyDetails(
        name="Ionescu Construct S.R.L.",
        country="RO",
        roles=("customer",),
        vat_number="RO18547290",
        email="office@ionescu.example",
        language="ro",
        street="Strada Lungă 5",
        postal_code="500035",
        city="Brașov",
        county="Brașov",
    ),
    "novak": PartyDetails(
        name="Novák stroje s.r.o.",
        country="CZ",
        roles=("customer",),
        vat_number="CZ25123891",
        email="info@novak.example",
        language="cs",
        street="Dlouhá 3",
        postal_code="110 00",
        city="Praha",
    ),
}
PAOLO = ContactDetails(name="Paolo Rossi", function="Director", email="paolo@rossi.example")


@reference_data
def add_products(data: ScenarioData) -> None:
    """Three products, and the usual price list by its name."""
    for name, code, label, price, tax in PRODUCTS:
        product = Product(
            id=uuid4(), code=code, name=label, net_price=Decimal(price), tax_category=tax, search_text=label.lower()
        )
        session().add(product)
        data.names[name] = str(product.id)
    usual = session().scalars(select(PriceList.id).where(PriceList.is_usual)).one()
    data.names["price_list"] = str(usual)


@reference_data
def add_customers(data: ScenarioData) -> None:
    """A customer in each country, one with a contact person."""
    parties = {name: add_party(details, by=data.by, at=data.at) for name, details in CUSTOMERS.items()}
    session().flush()  # their ids get names
    data.names |= {name: str(party.id) for name, party in parties.items()}
    paolo = add_contact(parties["rossi"], PAOLO, by=data.by, at=data.at)
    session().flush()  # its id gets a name
    data.names["rossi_contact"] = str(paolo.id)
