"""What a quote costs."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.catalog.pricing import line_net, totals


@dataclass
class Line:
    net: Decimal
    tax_rate_percent: Decimal = Decimal(22)
    tax_name: str = "VAT"
    tax_note: str = ""


@pytest.mark.parametrize(
    ("quantity", "unit_price", "discount", "net"),
    [
        ("1", "1000", "0", "1000.00"),
        ("3", "0.335", "0", "1.01"),  # 1.005 half up, rounded once
        ("2", "11480", "14", "19745.60"),
        ("1", "0.01", "50", "0.01"),
        ("7", "9.99", "100", "0.00"),
    ],
)
def test_line_is_rounded_once_half_up(quantity: str, unit_price: str, discount: str, net: str) -> None:
    assert line_net(Decimal(quantity), unit_price=Decimal(unit_price), discount_percent=Decimal(discount)) == Decimal(
        net
    )


def test_vat_comes_from_the_summed_base_of_its_rate() -> None:
    sums = totals([Line(Decimal("0.03")), Line(Decimal("0.03")), Line(Decimal("0.03"))])

    assert (sums.net, sums.vat, sums.gross) == (Decimal("0.09"), Decimal("0.02"), Decimal("0.11"))


def test_each_rate_has_a_row_the_highest_first() -> None:
    sums = totals([Line(Decimal(10), Decimal(4)), Line(Decimal(20)), Line(Decimal(30), Decimal(4))])

    assert [(row.rate_percent, row.base, row.amount) for row in sums.vat_rows] == [
        (22, Decimal("20.00"), Decimal("4.40")),
        (4, Decimal("40.00"), Decimal("1.60")),
    ]


def test_nothing_costs_nothing() -> None:
    assert totals([]).gross == Decimal("0.00")


@given(some.lists(some.tuples(some.decimals(0, 10**6, places=2), some.sampled_from([0, 4, 10, 22])), max_size=30))
def test_totals_always_agree_to_the_cent(lines: list[tuple[Decimal, int]]) -> None:
    sums = totals([Line(net, Decimal(rate)) for net, rate in lines])

    assert sums.net == sum((net for net, _ in lines), Decimal(0))
    assert sums.gross == sums.net + sums.vat
    assert sums.vat == sum((row.amount for row in sums.vat_rows), Decimal(0))
