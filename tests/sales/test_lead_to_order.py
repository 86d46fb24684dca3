"""The process, by its element ids, once per path of the diagram."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.parties.models import ContactPerson, Party
from app.sales.errors import LossReasonUnknown
from app.sales.models import Lead, LeadStatus, QuoteStatus, Stage, StageChange
from tests.sales.factories import PRESS, Road, deploy_process, make_party


def test_captured_lead_waits_to_be_qualified(road: Road, session: Session) -> None:
    assert road.open_tasks() == ["qualify_lead"]
    assert session.scalars(select(Lead)).one().status is LeadStatus.NEW
    assert road.instance.subject_name == "Rossi Impianti S.r.l."


def test_words_about_a_person_leave_the_variables(company: None, at: datetime, session: Session) -> None:
    deploy_process(at)

    road = Road(at, contact_name="Paolo Rossi", email="paolo@rossi.example", phone="035 123 4567")

    assert {road.variables[name] for name in ("contact_name", "email", "phone")} == {None}
    assert session.scalars(select(ContactPerson)).one().phone == "+390351234567"


def test_equal_vat_number_joins_the_lead_with_the_party_we_know(company: None, at: datetime, session: Session) -> None:
    known = make_party("Rossi", at=at, vat_number="IT00743110157")
    deploy_process(at)

    road = Road(at, company_name="ROSSI IMPIANTI srl", vat_number="00743110157")

    assert road.variables["party_id"] == str(known.id)


def test_wrong_number_is_noted_and_does_not_lose_the_lead(company: None, at: datetime, session: Session) -> None:
    deploy_process(at)

    Road(at, vat_number="12345")

    party = session.scalars(select(Party)).one()
    assert (party.vat_number, party.notes) == (None, "12345 is not a VAT number of Italy.")


def test_lead_that_turns_out_to_be_a_known_party_is_joined(road: Road, session: Session, at: datetime) -> None:
    known = make_party("Rossi Impianti", at=at - timedelta(days=90))

    road.complete("qualify_lead", lead_outcome="opportunity", same_party_id=str(known.id))

    assert road.opportunity.party_id == known.id
    assert session.scalars(select(Party).where(Party.merged_into_id == known.id)).one().name == "Rossi Impianti S.r.l."


def test_joined_party_takes_the_contact_person_and_what_it_lacks(company: None, at: datetime, session: Session) -> None:
    known = make_party("Rossi Impianti", at=at - timedelta(days=90))
    deploy_process(at)
    road = Road(at, contact_name="Paolo Rossi", email="paolo@rossi.example")

    road.complete("qualify_lead", lead_outcome="opportunity", same_party_id=str(known.id))

    contact = session.scalars(select(ContactPerson)).one()
    session.refresh(known)
    assert (contact.party_id, road.opportunity.contact_id) == (known.id, contact.id)
    assert known.email == "paolo@rossi.example"


def test_customer_we_knew_is_not_merged_into_another(company: None, at: datetime, session: Session) -> None:
    customer = make_party("Rossi Impianti", at=at - timedelta(days=90))
    other = make_party("Rossi Impianti Due", at=at - timedelta(days=80))
    deploy_process(at)
    road = Road(at, party_id=str(customer.id))

    road.complete("qualify_lead", lead_outcome="opportunity", same_party_id=str(other.id))

    session.refresh(customer)
    assert (road.opportunity.party_id, customer.merged_into_id) == (other.id, None)


def test_postponed_lead_comes_back_on_its_day(road: Road) -> None:
    road.complete("qualify_lead", lead_outcome="not_now", follow_up_on="2026-12-01")
    assert road.active() == ["follow_up_date"]

    road.wait(days=8)

    assert road.open_tasks() == ["qualify_lead"]


def test_lost_lead_has_its_reason(road: Road, session: Session) -> None:
    road.complete("qualify_lead", lead_outcome="lost", loss_reason="price")

    assert road.trace()[-1] == "lead_lost"
    assert session.scalars(select(Lead)).one().loss_reason == "price"
    assert road.state == "COMPLETED"


def test_unknown_reason_goes_back_to_the_salesperson(road: Road) -> None:
    with pytest.raises(LossReasonUnknown):
        road.complete("qualify_lead", lead_outcome="lost", loss_reason="because")

    assert road.open_tasks() == ["qualify_lead"]


def test_quote_without_lines_goes_back_to_the_salesperson(road: Road) -> None:
    road.to_opportunity()

    with pytest.raises(Invalid, match="at least one line"):
        road.complete("prepare_quote", quote_lines=[])

    assert road.open_tasks() == ["prepare_quote"]


def test_opportunity_begins_with_the_presentation(road: Road) -> None:
    road.to_opportunity()

    assert road.open_tasks() == ["prepare_quote"]
    assert (road.opportunity.stage, road.opportunity.potential) == (Stage.PRESENTATION, "low")
    assert road.opportunity.number == "OP-2026-00001"


def test_quote_within_the_bounds_is_issued_at_once(road: Road) -> None:
    road.to_opportunity().to_quote(discount=10)

    quote = road.quotes[0]
    assert road.active() == ["write_quote"]
    assert (quote.number, quote.status, quote.total_gross) == ("Q-2026-00001", QuoteStatus.ISSUED, Decimal("1098.00"))
    assert quote.valid_until == date(2026, 12, 23)
    assert (road.opportunity.stage, road.opportunity.potential) == (Stage.OFFER, "medium")


def test_high_discount_waits_for_a_manager(road: Road) -> None:
    road.to_opportunity().to_quote(discount=15)

    assert road.open_tasks() == ["approve_quote"]
    assert road.quotes[0].number is None


def test_approved_quote_is_issued_as_it_is(road: Road) -> None:
    road.to_opportunity().to_quote(discount=15)

    road.complete("approve_quote", approval_outcome="approve", approval_note="Repeat customer")

    quote = road.quotes[0]
    assert (quote.status, quote.approved_by, quote.total_net) == (QuoteStatus.ISSUED, "anna", Decimal("850.00"))


def test_quote_approved_with_changes_has_lower_discounts(road: Road) -> None:
    road.to_opportunity().to_quote(discount=15)

    road.complete("approve_quote", approval_outcome="approve_with_changes", approved_discount_percent=12)

    quote = road.quotes[0]
    assert (quote.status, quote.highest_discount_percent, quote.total_net) == (
        QuoteStatus.ISSUED,
        Decimal(12),
        Decimal("880.00"),
    )


def test_quote_sent_back_is_prepared_again_as_the_same_draft(road: Road) -> None:
    road.to_opportunity().to_quote(discount=15)

    road.complete("approve_quote", approval_outcome="send_back", approval_note="Too much")
    road.to_quote(discount=5)

    assert [(quote.revision, quote.number) for quote in road.quotes] == [(1, "Q-2026-00001")]


def test_accepted_quote_becomes_a_confirmed_order(road: Road, session: Session) -> None:
    road.to_answer()

    road.complete("await_answer", answer="accepted", answered_by="Paolo Rossi")
    road.complete("check_order", delivery_on="2027-01-15", customer_reference="PO 7")
    road.finish_job("write_confirmation")
    road.finish_job("send_confirmation")

    order = road.orders[0]
    assert road.open_tasks() == ["record_delivery"]
    assert (order.number, order.status, order.total_gross) == ("O-2026-00001", "confirmed", Decimal("1220.00"))
    assert (road.opportunity.stage, road.opportunity.potential) == (Stage.NEGOTIATION, "high")
    assert session.scalars(select(Party)).one().roles == ["customer"]


def test_rejected_quote_loses_the_opportunity_with_its_reason(road: Road) -> None:
    road.to_answer()

    road.complete("await_answer", answer="rejected", loss_reason="price")

    assert road.trace()[-1] == "opportunity_lost"
    assert road.quotes[0].status is QuoteStatus.REJECTED
    assert (road.opportunity.stage, road.opportunity.loss_reason) == (Stage.LOST, "price")


def test_revision_gets_the_number_of_the_first_with_its_count(road: Road) -> None:
    road.to_answer()

    road.complete("await_answer", answer="revision", answer_note="Two presses, please")
    assert road.opportunity.stage is Stage.NEGOTIATION
    road.to_quote(quantity=2)

    assert [(quote.number, quote.status) for quote in road.quotes] == [
        ("Q-2026-00001", QuoteStatus.REVISED),
        ("Q-2026-00001-2", QuoteStatus.ISSUED),
    ]
    assert road.opportunity.stage is Stage.NEGOTIATION


def test_every_stage_stays_in_the_history(road: Road, session: Session) -> None:
    road.to_answer()

    road.complete("await_answer", answer="revision")
    road.to_quote()
    road.send()
    road.complete("await_answer", answer="accepted")

    stages = session.scalars(select(StageChange).where(StageChange.opportunity_id == road.opportunity.id))
    assert [stage.stage.value for stage in stages] == ["1", "2", "3"]


def test_customer_is_reminded_again_and_again_while_the_task_waits(road: Road) -> None:
    road.to_answer()

    road.wait(days=7, minutes=1)
    road.finish_job("send_reminder")
    road.wait(days=7)
    road.finish_job("send_reminder")

    assert road.open_tasks() == ["await_answer"]
    assert road.trace().count("reminder_sent") == 2


def test_unanswered_quote_lapses_after_its_last_valid_day(road: Road) -> None:
    road.to_answer()

    road.wait(days=31)

    assert road.open_tasks() == ["decide_on_lapsed"]
    assert road.quotes[0].status is QuoteStatus.LAPSED


@pytest.mark.parametrize(("answer", "waits_at"), [("revision", "prepare_quote"), ("rejected", None)])
def test_lapsed_quote_is_offered_again_or_given_up(road: Road, answer: str, waits_at: str | None) -> None:
    road.to_answer()
    road.wait(days=31)

    road.complete("decide_on_lapsed", answer=answer, loss_reason="price")

    assert road.open_tasks() == ([waits_at] if waits_at else [])
    assert road.quotes[0].status is QuoteStatus.LAPSED


def test_acceptance_after_the_last_valid_day_makes_no_order(road: Road) -> None:
    road.to_answer()
    road.at += timedelta(days=31)  # the clock process is late

    road.complete("await_answer", answer="accepted")

    assert (road.open_tasks(), road.orders) == (["decide_on_lapsed"], [])
    assert road.quotes[0].status is QuoteStatus.LAPSED


def test_line_without_a_known_product_becomes_an_incident_and_leaves_no_quote(road: Road) -> None:
    road.to_opportunity()

    road.complete("prepare_quote", quote_lines=[{"product_id": str(PRESS)[:-1] + "9", "quantity": 1}])

    assert (road.stuck_at(), road.quotes) == (["draft_quote"], [])
