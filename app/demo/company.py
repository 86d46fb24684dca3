"""Officina Alpina, its customers and what it sells."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import exists, select

from app.catalog.models import PriceList, PriceListItem, Product, TaxCategory
from app.core.actor import SYSTEM
from app.core.db import session
from app.core.languages import LANGUAGE_OF_COUNTRY
from app.core.money import to_cents
from app.demo.files import Row, rows_of
from app.parties.company import CompanyDetails, Habits, describe_company, set_habits
from app.parties.details import ContactDetails, PartyDetails
from app.parties.models import Party
from app.parties.names import plain_words
from app.parties.operations import add_contact, add_party

WEB_FORM_KEY = "demo-web-form"
COMPANY = CompanyDetails(
    name="Officina Alpina S.r.l.",
    street="Via Gleno 12",
    postal_code="24125",
    city="Bergamo",
    county="BG",
    country="IT",
    vat_number="IT02579240017",
    fiscal_code="02579240017",
    email="sales@officina-alpina.example",
    phone="+39 035 123 4500",
    website="www.officina-alpina.example",
    bank_name="Banca di Bergamo",
    iban="IT60 X054 2811 1010 0000 0123 456",
    language="it",
    web_form_key=WEB_FORM_KEY,
)
SERIALISED = "Machines"
OLDEST_CUSTOMER = timedelta(days=1500)
BETWEEN_CUSTOMERS = timedelta(days=11, hours=5)
OTHER_LISTS = (("WHOLESALE", "Wholesale", "EUR", "0.92"), ("RON", "Romania", "RON", "5.05"))


def add_company(at: datetime) -> None:
    """Our own company, products with their price lists, customers; nothing when products are there."""
    if session().scalar(select(exists().select_from(Product))):
        return
    describe_company(COMPANY, by=SYSTEM, at=at)
    session().flush()  # its row, on which the habits are kept
    set_habits(habits(at), by=SYSTEM, at=at)
    products = [_product(row) for row in rows_of("products.csv")]
    session().add_all(products)
    _add_price_lists(products)
    for position, row in enumerate((*rows_of("parties.csv"), *rows_of("customers.csv"))):
        _add_party(row, at=at - OLDEST_CUSTOMER + position * BETWEEN_CUSTOMERS)


def habits(at: datetime) -> Habits:
    """The usual week, Italian holidays, closed for a week in August; reminded a working day before and on the day."""
    return Habits(
        reminder_offsets="1w,0",
        reminder_channels="message",
        refresh_minutes=1,
        working_hours={},
        holiday_calendar="IT",
        days_off=[date(at.year + 1, 8, number) for number in range(9, 14)],
    )


def _product(row: Row) -> Product:
    return Product(
        id=uuid4(),
        code=row["code"],
        name=row["name"],
        description=row["description"],
        category=row["category"],
        unit=row["unit"],
        tax_category=TaxCategory(row["tax_category"]),
        net_price=Decimal(row["net_price"]),
        is_sold=row["is_sold"] == "yes",
        is_serialised=row["category"] == SERIALISED,
        search_text=plain_words(f"{row['name']} {row['code']} {row['category']}"),
    )


def _add_price_lists(products: list[Product]) -> None:
    for code, name, currency, factor in OTHER_LISTS:
        price_list = PriceList(id=uuid4(), code=code, name=name, currency=currency)
        price_list.items = [
            PriceListItem(product_id=product.id, net_price=to_cents(product.net_price * Decimal(factor)))
            for product in products
        ]
        session().add(price_list)


def _add_party(row: Row, *, at: datetime) -> Party:
    party = add_party(
        PartyDetails(
            name=row["name"],
            country=row["country"],
            roles=(row.get("roles") or "customer",),
            vat_number=row["vat_number"],
            email=row["email"],
            phone=row["phone"],
            language=LANGUAGE_OF_COUNTRY.get(row["country"], "en"),
            sales_rep=row.get("sales_rep") or None,
            street=row["street"],
            postal_code=row["postal_code"],
            city=row["city"],
            county=row.get("county") or None,
            industry=row.get("industry") or None,
            turnover=Decimal(row["turnover"]) if row.get("turnover") else None,
            employees=int(row["employees"]) if row.get("employees") else None,
        ),
        by=SYSTEM,
        at=at,
    )
    contact = ContactDetails(row["contact_name"], row["contact_function"], row["contact_email"])
    add_contact(party, contact, by=SYSTEM, at=at)
    return party
