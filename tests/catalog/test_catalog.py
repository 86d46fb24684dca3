"""The catalogue: products, prices, which VAT applies."""

from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.catalog import queries
from app.catalog.models import TaxCategory, TaxCode
from app.catalog.taxation import category_for
from tests.sales.factories import CREAM, PRESS, WHOLESALE, make_company


@pytest.fixture
def catalogue(session: Session) -> None:
    make_company()
    session.commit()


@pytest.mark.parametrize(
    ("country", "has_number", "category"),
    [
        ("IT", True, TaxCategory.REDUCED),
        ("IT", False, TaxCategory.REDUCED),
        ("RO", True, TaxCategory.REVERSE_CHARGE),
        ("RO", False, TaxCategory.REDUCED),
        ("CH", True, TaxCategory.EXPORT),
        ("US", False, TaxCategory.EXPORT),
    ],
)
def test_vat_follows_product_and_customer(country: str, has_number: bool, category: TaxCategory) -> None:
    applies = category_for(
        TaxCategory.REDUCED, seller_country="IT", customer_country=country, customer_has_vat_number=has_number
    )

    assert applies is category


def test_list_has_its_own_price_or_none(catalogue: None) -> None:
    assert queries.prices_on(WHOLESALE, [PRESS, CREAM]) == {PRESS: Decimal(900)}


def test_newest_rate_that_is_valid_counts(catalogue: None, session: Session) -> None:
    for rate, since in (("23", date(2027, 1, 1)), ("21", date(2011, 9, 17))):
        session.add(
            TaxCode(
                country="IT", category=TaxCategory.STANDARD, name=rate, rate_percent=Decimal(rate), valid_from=since
            )
        )
    session.flush()

    rates = [queries.tax_codes_of("IT", on=on)[TaxCategory.STANDARD].rate_percent for on in DAYS]

    assert rates == [Decimal(21), Decimal(22), Decimal(23)]


DAYS = (date(2015, 1, 1), date(2026, 11, 23), date(2027, 1, 1))


def test_pages_show_products_and_rates(catalogue: None, make_user, browser_of) -> None:
    luca: FlaskClient = browser_of(make_user("luca", groups=["sales"]))

    assert "900.00" in luca.get("/products?q=hyd").text
    assert "VAT 22 %" in luca.get("/tax-codes").text
