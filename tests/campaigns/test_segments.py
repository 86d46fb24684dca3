"""Whom a campaign is for: the conditions as they are typed, and the parties they find."""

from decimal import Decimal

import pytest

from app.campaigns.conditions import described
from app.campaigns.errors import CampaignInvalid
from app.campaigns.queries.selection import count_selection, first_selected
from app.campaigns.segments import Segment, checked_segment, stored_segment
from app.core.db import transaction
from app.parties.operations import opt_out
from tests.campaigns.factories import make_customer
from tests.sales.factories import ANNA


@pytest.fixture
def parties(company, at):
    """Four customers that differ in everything one may choose by."""
    with transaction():
        alfa = make_customer(
            "Alfa Presse S.r.l.",
            at=at,
            city="Bergamo",
            county="BG",
            industry="Mechanics",
            turnover=Decimal(900_000),
            employees=12,
            vat_number="IT00743110157",
        )
        beta = make_customer(
            "Beta S.p.A.", at=at, city="Milano", industry="Food", turnover=Decimal(50_000), employees=3
        )
        gamma = make_customer("Gamma S.n.c.", at=at, city="bergamo", email=None)
        delta = make_customer("Delta S.r.l.", at=at, roles=("vendor",))
        return {"alfa": alfa, "beta": beta, "gamma": gamma, "delta": delta}


@pytest.mark.parametrize(
    ("entered", "found"),
    [
        ({"name": "pres"}, ["Alfa Presse S.r.l."]),
        ({"fiscal_codes": "it 00743110157"}, ["Alfa Presse S.r.l."]),
        ({"localities": "BERGAMO"}, ["Alfa Presse S.r.l.", "Gamma S.n.c."]),
        ({"counties": "bg"}, ["Alfa Presse S.r.l."]),
        ({"industries": "Mechanics, Food"}, ["Alfa Presse S.r.l.", "Beta S.p.A."]),
        ({"turnover_from": "100000", "turnover_to": "1000000"}, ["Alfa Presse S.r.l."]),
        ({"employees_to": "5"}, ["Beta S.p.A."]),
        ({"roles": ["vendor"]}, ["Delta S.r.l."]),
        ({"roles": ["customer"], "localities": "Milano"}, ["Beta S.p.A."]),
        ({"name": "!!"}, []),
        ({}, []),
    ],
)
def test_conditions_find_parties(parties, entered, found) -> None:
    rows = first_selected(checked_segment(entered), limit=10)

    assert [row.party.name for row in rows] == found


def test_who_is_left_out_is_counted_with_the_reason(parties, at) -> None:
    with transaction():
        opt_out(parties["beta"], reason="asked", by=ANNA, at=at)
    segment = Segment(roles=("customer",), included=(parties["delta"].id,), excluded=(parties["alfa"].id,))

    count = count_selection(segment)

    assert (count.found, count.by_name, count.opted_out, count.without_address, count.contacts) == (4, 1, 1, 1, 1)
    reasons = {row.party.name: row.reason for row in first_selected(segment, limit=10)}
    assert reasons["Delta S.r.l."] == ""
    assert reasons["Gamma S.n.c."] == "has no mail address"


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"turnover_from": "a lot"}, "turnover_from"),
        ({"turnover_from": "10", "turnover_to": "5"}, "turnover_to"),
        ({"employees_from": "1.5"}, "employees_from"),
        ({"employees_from": "-1"}, "employees_from"),
        ({"included": ["nobody"]}, "included"),
        ({"turnover_from": "NaN"}, "turnover_from"),
    ],
)
def test_what_cannot_be_read_has_a_sentence_beside_its_field(entered, field) -> None:
    with pytest.raises(CampaignInvalid) as refused:
        checked_segment(entered)

    assert list(refused.value.fields) == [field]


def test_segment_comes_back_from_the_table_as_it_was() -> None:
    segment = Segment(name="alfa", localities=("Bergamo",), turnover_from=Decimal("10.50"), employees_to=5)

    assert checked_segment(stored_segment(segment)) == segment
    assert described(segment) == [
        ("Name", "alfa"),
        ("Locality", "Bergamo"),
        ("Turnover", "from 10.5"),
        ("Employees", "up to 5"),
    ]


def test_conditions_are_told_in_the_language_of_the_paper() -> None:
    segment = Segment(roles=("customer",), turnover_from=Decimal(250_000), turnover_to=Decimal(1_000_000))

    assert described(segment, language="it") == [("Ruolo", "cliente"), ("Fatturato", "da 250.000 a 1.000.000")]
