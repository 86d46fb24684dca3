"""The list of parties: filters, size, export."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.parties import queries
from app.parties.choice import PartyChoice
from app.parties.models import Party
from tests.bench.parties import add_parties
from tests.statements import counted

MANY = 50_000
MOST_STATEMENTS = 14


@pytest.mark.parametrize(
    "chosen",
    [
        {"role": "vendor"},
        {"sales_rep": "luca"},
        {"service_rep": "marta"},
        {"industry": "Ceramics"},
        {"county": "MO"},
        {"country": "RO"},
        {"words": "ceram", "county": "MO"},
    ],
)
def test_list_shows_what_the_filter_says(add, chosen: dict[str, str]) -> None:
    add("Rossi", roles=("customer",), county="BG")
    add(
        "Ceramica Alba",
        country="RO",
        roles=("vendor",),
        sales_rep="luca",
        service_rep="marta",
        industry="Ceramics",
        county="MO",
    )

    assert [party.name for party in queries.parties_page(PartyChoice(**chosen), limit=9)] == ["Ceramica Alba"]


def test_filters_offer_the_values_in_use(add) -> None:
    for county in ("MO", "BG", "MO", None):
        add(f"Party of {county}", county=county)

    assert queries.values_in_use(Party.county) == ["BG", "MO"]


def test_lists_cards_and_searches_of_fifty_thousand_need_few_statements(session: Session, luca: FlaskClient) -> None:
    add_parties(MANY)
    session.execute(text("ANALYZE party, contact_person"))
    session.commit()
    party_id = session.scalar(text("SELECT id FROM party WHERE search_name = 'company 00042'"))
    addresses = [
        "/parties",
        "/parties?county=C7&role=customer",
        "/parties?industry=Industry+3&rep=luca",
        "/parties?q=company+0004",
        f"/parties/{party_id}",
    ]
    luca.get("/parties")

    for address in addresses:
        with counted() as statements:
            shown = luca.get(address)

        assert "Company 0" in shown.text, address
        assert len(statements) <= MOST_STATEMENTS, (address, len(statements), statements)
    assert [each for each in addresses if "Seq Scan on party" in plan_of(session, each)] == []


def plan_of(session: Session, address: str) -> str:
    """How PostgreSQL finds what the list at this address shows."""
    conditions = {
        "/parties": "TRUE",
        "/parties?county=C7&role=customer": "county = 'C7' AND roles @> ARRAY['customer']",
        "/parties?industry=Industry+3&rep=luca": "industry = 'Industry 3' AND sales_rep = 'luca'",
    }
    if address not in conditions:
        return ""
    query = (
        f"SELECT * FROM party WHERE merged_into_id IS NULL AND {conditions[address]} ORDER BY search_name, id LIMIT 51"
    )
    return "\n".join(session.scalars(text(f"EXPLAIN {query}")))


def test_export_is_of_the_filters_and_runs_no_formula(add, luca: FlaskClient) -> None:
    add('=HYPERLINK("http://x")', city="Como", phone="035 123 4567", roles=("customer", "vendor"))
    add("Elsewhere", city="Roma", county="RM")

    answer = luca.get("/parties.csv?q=como&after=&limit=1", buffered=True)

    heading, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    shown = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [(row["Name"][:3], row["Phone"], row["Roles"]) for row in shown] == [
        ("'=H", "'+390351234567", "customer, vendor")
    ]
    assert "attachment" in answer.headers["Content-Disposition"]
