"""Alternatives of one opportunity, options, and what a revision changed."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.mail.models import MailMessage
from app.parties.models import Party
from app.sales.correspondence import quote_mail, quote_papers
from app.sales.differences import changed_lines
from app.sales.models import QuoteLine, QuoteStatus
from app.sales.operations.follow_ups import tasks_of_stages
from app.sales.queries import opportunity_by_id
from tests.sales.factories import CREAM, PRESS, Road

BOTH = [
    {"product_id": str(PRESS), "quantity": 1, "alternative": "A"},
    {"product_id": str(PRESS), "quantity": 2, "alternative": "B"},
    {"product_id": str(CREAM), "quantity": 10, "alternative": "all"},
]


def offered(road: Road) -> list[tuple[str | None, QuoteStatus]]:
    return [(quote.number, quote.status) for quote in road.quotes]


@pytest.fixture
def choice(road: Road) -> Road:
    """Two alternatives are with the customer."""
    road.to_opportunity().complete("prepare_quote", quote_lines=BOTH)
    road.send()
    return road


def test_alternatives_have_the_number_of_the_first_with_their_letter(choice: Road) -> None:
    assert offered(choice) == [("Q-2026-00001", QuoteStatus.ISSUED), ("Q-2026-00001-B", QuoteStatus.ISSUED)]
    assert [quote.total_net for quote in choice.quotes] == [Decimal("1003.50"), Decimal("2003.50")]


def test_one_mail_offers_all_alternatives(choice: Road, session: Session) -> None:
    session.execute(update(Party).values(email="info@rossi.example"))

    mail = quote_mail(choice.quotes[0].id, kind="quote", key="k")

    assert "A: Q-2026-00001, 1.223,85 EUR" in mail.text
    assert "B: Q-2026-00001-B, 2.443,85 EUR" in mail.text


def test_accepting_one_alternative_leaves_the_others_not_chosen(choice: Road) -> None:
    choice.complete("await_answer", answer="accepted", accepted_quote_id=str(choice.quotes[1].id))

    assert [status for _, status in offered(choice)] == [QuoteStatus.NOT_CHOSEN, QuoteStatus.ACCEPTED]
    assert choice.orders[0].total_net == Decimal("2003.50")


def test_revision_of_alternatives_keeps_their_letters(choice: Road) -> None:
    choice.complete("await_answer", answer="revision")

    choice.complete("prepare_quote", quote_lines=BOTH)

    assert [number for number, _ in offered(choice)][2:] == ["Q-2026-00001-2", "Q-2026-00001-B-2"]
    assert choice.quotes[3].revision_of_id == choice.quotes[1].id


def test_alternative_that_is_left_out_of_a_draft_goes(road: Road) -> None:
    lines = [{**line, "discount_percent": 15} for line in BOTH]
    road.to_opportunity().complete("prepare_quote", quote_lines=lines)
    road.complete("approve_quote", approval_outcome="send_back")

    road.to_quote()

    assert offered(road) == [("Q-2026-00001", QuoteStatus.ISSUED)]


def test_quote_of_another_opportunity_cannot_be_chosen(choice: Road) -> None:
    with pytest.raises(Invalid, match="one of the alternatives"):
        choice.complete("await_answer", answer="accepted", accepted_quote_id=str(PRESS))

    assert choice.open_tasks() == ["await_answer"]


def test_optional_lines_are_ordered_only_when_wished(road: Road) -> None:
    option = {"product_id": str(CREAM), "quantity": 10, "is_optional": True}
    line = {"product_id": str(PRESS), "quantity": 1}
    road.to_opportunity().complete("prepare_quote", quote_lines=[line, option])
    road.send()
    assert road.quotes[0].total_net == Decimal("1000.00")
    assert quote_papers(road.quotes[0].id)[0][1]["lines"][1]["name"] == "Cream (opzionale)"

    road.complete("await_answer", answer="accepted", with_options=True)

    assert road.orders[0].total_net == Decimal("1003.50")


def test_follow_up_becomes_one_mail_or_task_of_its_stage(road: Road, session: Session) -> None:
    road.complete("qualify_lead", lead_outcome="opportunity", stage_follow_up_on="2026-11-30", stage_note="Call")

    assert road.active() == ["start_follow_up"]
    road.finish_job("start_follow_up")

    stage = opportunity_by_id(road.opportunity.id).stages[0]
    assert (stage.follow_up_on.isoformat() if stage.follow_up_on else "", stage.note) == ("2026-11-30", "Call")
    assert (road.open_tasks(), tasks_of_stages([stage])) == (["prepare_quote"], {})
    assert session.scalar(select(func.count()).select_from(MailMessage)) == 0


def line(product: object, quantity: int, *, price: str = "10", discount: int = 0, optional: bool = False) -> QuoteLine:
    net = Decimal(price) * quantity * (100 - discount) / 100
    return QuoteLine(
        product_id=product,
        name=str(product)[-1],
        quantity=Decimal(quantity),
        unit_price=Decimal(price),
        discount_percent=Decimal(discount),
        is_optional=optional,
        net=net,
    )


def test_revision_tells_what_was_added_removed_and_changed() -> None:
    before = [line(PRESS, 1), line(CREAM, 5)]
    after = [line(PRESS, 2, discount=10), line(PRESS, 1, price="7")]

    changes = changed_lines(before, after)

    assert [(change.kind, change.before, change.after) for change in changes] == [
        ("changed", 10, 18),
        ("added", None, 7),
        ("removed", 50, None),
    ]
    assert changes[0].words == ("quantity 1 → 2", "discount 0 % → 10 %")


def test_equal_lines_are_no_change() -> None:
    assert changed_lines([line(PRESS, 1)], [line(PRESS, 1)]) == []
