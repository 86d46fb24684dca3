"""Entering and changing products, services and tax codes."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.catalog.errors import TaxCodeInForce
from app.catalog.models import AfterSalesService, Product, TaxCategory, TaxCode
from app.catalog.operations import TaxCodeDetails, add_tax_code, remove_tax_code
from app.catalog.queries import list_prices_of, tax_codes_of
from app.core.db import session, transaction
from app.identity.roles import Role
from app.trail.models import TrailEntry
from tests.sales.factories import ANNA, PRESS, WHOLESALE, make_company

TODAY = date(2026, 11, 23)
JSON = {"Accept": "application/json"}
PRODUCT = {"code": "OA-9", "name": "Valve", "unit": "pcs", "net_price": "12.50", "is_sold": "1"}
SERVICE = {"code": "SV-1", "name": "Repair", "product_id": str(PRESS), "hourly_rate": "58", "currency": "EUR"}
RATE = {"country": "IT", "category": "standard", "name": "VAT 23 %", "rate_percent": "23", "valid_from": "2027-01-01"}


@pytest.fixture
def browser(session, make_user, browser_of):
    with transaction():
        make_company()
    return browser_of(make_user(roles=[Role.MANAGER]))


def test_product_is_entered_with_the_prices_of_lists(browser) -> None:
    answer = browser.post("/products", data=PRODUCT | {f"price.{WHOLESALE}": "11.00"})

    product = session().scalars(select(Product).where(Product.code == "OA-9")).one()
    assert (answer.status_code, product.net_price, product.is_serialised) == (303, Decimal("12.50"), False)
    assert list_prices_of(product.id) == {WHOLESALE: 11}


def test_change_of_a_price_is_told_with_what_stood_before(browser) -> None:
    form = {**PRODUCT, "code": "OA-1", "name": "Hydraulic press", "net_price": "1100", "revision": "0"}

    browser.post(f"/products/{PRESS}", data=form | {f"price.{WHOLESALE}": ""})

    told = session().scalars(select(TrailEntry).where(TrailEntry.action == "product.changed")).one()
    assert told.before == {"net_price": "1000.0000", "price_WHOLE": "900.0000"}
    assert told.after == {"net_price": "1100.0000", "price_WHOLE": None}
    assert "1000.0000 → 1100.0000" in browser.get(f"/products/{PRESS}/edit").get_data(as_text=True)


def test_stale_form_of_a_product_is_refused(browser) -> None:
    form = {**PRODUCT, "code": "OA-1", "revision": "0"}

    first, second = (browser.post(f"/products/{PRESS}", data=form) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 409)


@pytest.mark.parametrize(
    ("address", "form", "wrong"),
    [
        ("/products", PRODUCT | {"code": "OA-1"}, ("code", "Hydraulic press has the code OA-1 already.")),
        ("/products", PRODUCT | {"code": ""}, ("code", "Enter a code.")),
        ("/products", PRODUCT | {"name": " "}, ("name", "Enter a name.")),
        ("/products", PRODUCT | {"net_price": "-1"}, ("net_price", "Enter a price of 0 or more.")),
        ("/products", PRODUCT | {"net_price": "dear"}, ("net_price", "Enter a price such as 12.50.")),
        ("/products", PRODUCT | {f"price.{WHOLESALE}": "x"}, (f"price.{WHOLESALE}", "Enter a price such as 12.50.")),
        ("/products", PRODUCT | {"tax_category": "export"}, ("tax_category", "A product has the standard rate")),
        ("/after-sales-services", SERVICE | {"hourly_rate": "-5"}, ("hourly_rate", "Enter a rate of 0 or more.")),
        ("/after-sales-services", SERVICE | {"product_id": ""}, ("product_id", "Choose the article.")),
        ("/after-sales-services", SERVICE | {"code": ""}, ("code", "Enter a code.")),
        ("/tax-codes", RATE | {"valid_from": "2026-11-23"}, ("valid_from", "Choose a day after 23 November 2026")),
        ("/tax-codes", RATE | {"rate_percent": "101"}, ("rate_percent", "Enter a rate from 0 to 100.")),
        ("/tax-codes", RATE | {"category": "export"}, ("rate_percent", "Where no VAT is charged the rate is 0.")),
        ("/tax-codes", RATE | {"category": "export", "rate_percent": "0"}, ("note", "Say why no VAT is charged")),
    ],
)
def test_wrong_field_is_told_beside_it(browser, address, form, wrong) -> None:
    answer = browser.post(address, data=form, headers=JSON)

    assert answer.status_code == 422
    assert answer.json["fields"][wrong[0]][0].startswith(wrong[1])


def test_service_is_entered_and_its_rate_changed(browser) -> None:
    browser.post("/after-sales-services", data=SERVICE | {"is_offered": "1"})
    service = session().scalars(select(AfterSalesService)).one()

    answer = browser.post(
        f"/after-sales-services/{service.id}", data=SERVICE | {"hourly_rate": "61.50", "revision": "0"}
    )

    session().refresh(service)
    assert (answer.status_code, service.hourly_rate, service.is_offered) == (303, Decimal("61.50"), False)
    assert "Repair" in browser.get("/after-sales-services").get_data(as_text=True)


def test_new_rate_is_used_from_its_day_on(browser) -> None:
    assert browser.post("/tax-codes", data=RATE).status_code == 303

    rates = [tax_codes_of("IT", on=day)[TaxCategory.STANDARD].rate_percent for day in (TODAY, date(2027, 1, 1))]
    assert rates == [22, 23]


def test_rate_that_has_not_begun_is_taken_back_and_one_in_force_stays(browser, at) -> None:
    details = TaxCodeDetails("IT", TaxCategory.STANDARD, "VAT 23 %", Decimal(23), date(2027, 1, 1))
    with transaction():
        coming = add_tax_code(details, on=TODAY, by=ANNA, at=at)

    assert browser.post(f"/tax-codes/{coming.id}/removal").status_code == 303
    in_force = session().scalars(select(TaxCode).where(TaxCode.category == TaxCategory.STANDARD)).one()
    with pytest.raises(TaxCodeInForce):
        remove_tax_code(in_force, on=TODAY, by=ANNA, at=at)


def test_staff_read_the_catalogue_and_change_nothing(session, make_user, browser_of) -> None:
    with transaction():
        make_company()
    staff = browser_of(make_user())

    assert staff.get("/products").status_code == 200
    assert staff.post("/products", data=PRODUCT).status_code == 403
    assert staff.post(f"/products/{PRESS}", data=PRODUCT).status_code == 403
    assert "New product" not in staff.get("/products").get_data(as_text=True)
