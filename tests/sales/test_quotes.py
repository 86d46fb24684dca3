"""Quotes as the catalogue and the customer's country make them."""

from decimal import Decimal

import pytest

from app.core.errors import Invalid
from tests.sales.factories import CREAM, PRESS, WHOLESALE, Road, deploy_process, make_party


def lines(*products: tuple[object, float | int]) -> list[dict[str, object]]:
    return [{"product_id": str(product), "quantity": quantity} for product, quantity in products]


def test_price_list_names_the_price(road: Road) -> None:
    road.to_opportunity().to_quote(price_list_id=str(WHOLESALE))

    assert road.quotes[0].total_net == Decimal("900.00")


def test_product_that_is_not_on_the_list_has_its_usual_price(road: Road) -> None:
    road.to_opportunity()

    road.complete("prepare_quote", quote_lines=lines((CREAM, 10)), price_list_id=str(WHOLESALE))

    assert road.quotes[0].total_net == Decimal("3.50")


def test_rates_are_summed_apart(road: Road) -> None:
    road.to_opportunity()

    road.complete("prepare_quote", quote_lines=lines((PRESS, 1), (CREAM, 3)))

    quote = road.quotes[0]
    assert (quote.total_net, quote.total_vat, quote.total_gross) == (
        Decimal("1001.05"),
        Decimal("220.11"),  # 220.00 and 0.11, half up of 0.105
        Decimal("1221.16"),
    )


@pytest.mark.parametrize(
    ("country", "vat_number", "vat"),
    [("RO", "RO18547290", "0.00"), ("RO", None, "220.00"), ("CH", None, "0.00"), ("IT", "IT00743110157", "220.00")],
)
def test_vat_follows_the_customer(company: None, at, country: str, vat_number: str | None, vat: str) -> None:
    deploy_process(at)
    party = make_party("Customer", at=at, country=country, vat_number=vat_number)

    road = Road(at, party_id=str(party.id)).to_opportunity().to_quote()

    assert road.quotes[0].total_vat == Decimal(vat)


@pytest.mark.parametrize("line", [{"quantity": 0}, {"quantity": -1}, {"quantity": "many"}, {"discount_percent": 101}])
def test_impossible_line_goes_back_to_the_salesperson(road: Road, line: dict[str, object]) -> None:
    road.to_opportunity()

    with pytest.raises(Invalid):
        road.complete("prepare_quote", quote_lines=[{"product_id": str(PRESS), "quantity": 1, **line}])

    assert (road.open_tasks(), road.quotes) == (["prepare_quote"], [])


def test_numbers_follow_one_another(company: None, at) -> None:
    deploy_process(at)

    roads = [Road(at).to_opportunity().to_quote() for _ in range(3)]

    assert [road.quotes[0].number for road in roads] == ["Q-2026-00001", "Q-2026-00002", "Q-2026-00003"]
