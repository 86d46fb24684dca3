"""What a campaign cost and brought: lines added, sums by month, return on investment."""

from datetime import date
from decimal import Decimal

import pytest

from app.billing.drafts import DraftLine, InvoiceDraft
from app.billing.operations import draft_invoice, issue_invoice
from app.billing.queries import invoice_for_update
from app.campaigns.charts import chart_of
from app.campaigns.errors import CampaignInvalid, DocumentAdded
from app.campaigns.models import CostDocument
from app.campaigns.operations.money import CostEntry, RevenueEntry, add_cost, add_invoice, add_revenue
from app.campaigns.queries.campaigns import campaign_for_update
from app.campaigns.queries.money import money_of, revenue_rows
from app.campaigns.returns import months_of, return_percent
from app.core.db import transaction
from app.engine.reading import today
from tests.campaigns.factories import make_campaign, make_customer
from tests.sales.factories import ANNA

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def planned(company, at):
    with transaction():
        return make_campaign(at).id


def cost(amount: str = "200", *, day: date = date(2026, 11, 20), **changes) -> CostEntry:
    usual = {"document": CostDocument.PURCHASE_INVOICE, "document_number": "77", "partner": "Tipografia"}
    return CostEntry(**(usual | {"document_on": day, "amount": Decimal(amount), "currency": "EUR"} | changes))


def test_sums_are_read_by_month_whenever_they_are_asked_for(session, planned, at) -> None:
    with transaction():
        campaign = campaign_for_update(planned)
        add_cost(campaign, cost("200"), on=today(at), by=ANNA, at=at)
        session.flush()
        add_cost(campaign, cost("50", day=date(2026, 10, 2)), on=today(at), by=ANNA, at=at)
        month = RevenueEntry("Subscription", "A-1", date(2026, 11, 3), Decimal(0), Decimal(900), "Rossi")
        add_revenue(campaign, month, on=today(at), by=ANNA, at=at)

    money = money_of([planned])[planned]

    assert (money.cost, money.accepted_total, money.invoiced_total) == (Decimal(250), Decimal(0), Decimal(900))
    assert money.return_percent == 260
    assert [(month.first_day.month, month.return_percent) for month in money.months] == [(10, -100), (11, 260)]


def test_invoice_counts_once_and_while_it_stands(session, planned, at) -> None:
    with transaction():
        party = make_customer(
            "Rossi S.r.l.", at=at, street="Via Roma 1", postal_code="24100", city="Bergamo", vat_number="IT00743110157"
        )
        line = DraftLine("A month", Decimal(1), Decimal(480), "VAT 22 %", Decimal(22))
        draft = InvoiceDraft(
            party_id=party.id,
            lines=(line,),
            currency="EUR",
            language="it",
            payment_terms_days=30,
            source_type="test",
            source_id="1",
            case_key=None,
        )
        invoice = draft_invoice(draft, by=ANNA, at=at)
        session.flush()
        add_invoice(campaign_for_update(planned), invoice, party, by=ANNA, at=at)
    assert revenue_rows(planned)[0].invoiced == 0

    with transaction():
        issue_invoice(invoice_for_update(invoice.id), on=today(at), by=ANNA, at=at)

    assert revenue_rows(planned)[0].invoiced == 480
    with pytest.raises(DocumentAdded, match="counts once"):
        add_invoice(campaign_for_update(planned), invoice, party, by=ANNA, at=at)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": Decimal(-5)}, "amount"),
        ({"amount": Decimal(0)}, "amount"),
        ({"day": date(2027, 1, 1)}, "document_on"),
        ({"document_number": " "}, "document_number"),
        ({"currency": "USD"}, "currency"),
    ],
)
def test_cost_that_cannot_be_has_a_sentence_beside_its_field(planned, at, changes, field) -> None:
    with pytest.raises(CampaignInvalid) as refused:
        add_cost(campaign_for_update(planned), cost(**changes), on=today(at), by=ANNA, at=at)

    assert list(refused.value.fields) == [field]


def test_return_is_what_came_in_beyond_the_cost() -> None:
    assert return_percent(cost=Decimal(200), revenue=Decimal(500)) == 150
    assert return_percent(cost=Decimal(200), revenue=Decimal(0)) == -100
    assert return_percent(cost=Decimal(0), revenue=Decimal(500)) is None


def test_months_without_an_amount_stand_between_those_with_one() -> None:
    months = months_of(costs={NOVEMBER: Decimal(100)}, accepted={}, invoiced={date(2027, 1, 1): Decimal(300)})

    assert [month.first_day for month in months] == [NOVEMBER, DECEMBER, date(2027, 1, 1)]
    assert [month.return_percent for month in months] == [-100, -100, 200]
    assert max(bar.height for group in chart_of(months).groups for bar in group.bars) == 160
