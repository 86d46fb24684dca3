"""The diagram, path by path: from a request to its invoice."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.activities.errors import PersonNotFree
from app.activities.models import Appointment, Employee
from app.billing.models import InvoiceStatus
from app.contracts.coverage import ContractType
from app.contracts.models import ContractLine
from app.core.db import session, transaction
from app.identity.models import Absence, AbsenceKind
from app.parties.models import Party
from app.service_desk.errors import NoReport, ServiceInvalid
from app.service_desk.models import Charging, RequestNote, RequestStatus
from tests.service_desk.factories import PRESS_THERE, SERVICE, ServiceRoad, make_contract, make_report

HOUR = timedelta(hours=1)


def test_request_by_time_and_material_becomes_a_paid_invoice(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id), installed_product_id=str(PRESS_THERE))
    road.to_work()
    road.at = at + 5 * HOUR
    with transaction():
        make_report(road.request, road.at, spans=((at + HOUR, at + 3 * HOUR, "repair"),), parts=1, km=84, items=10)

    road.solve(solution="New seal")
    road.send_papers()
    road.pay()

    assert road.state == "COMPLETED"
    assert (road.request.status, road.request.is_billable) == (RequestStatus.CLOSED, True)
    assert [line.net for line in road.estimate.lines] == [
        Decimal("120.00"),
        Decimal("40.00"),
        Decimal("67.20"),
        Decimal("10.00"),
    ]
    assert road.invoice.total_net == Decimal("237.20")


def test_covered_request_ends_without_an_invoice(customer: Party, at: datetime) -> None:
    with transaction():
        contract = make_contract(customer, at, hours="10")
    road = ServiceRoad(at, party_id=str(customer.id)).to_work()
    road.at = at + 5 * HOUR
    with transaction():
        make_report(road.request, road.at, spans=((at, at + 2 * HOUR, "repair"),), km=84)

    road.solve()
    road.send_papers()

    line = session().scalars(select(ContractLine).where(ContractLine.contract_id == contract.id)).one()
    assert (road.state, road.request.charging, road.request.is_billable) == ("COMPLETED", Charging.COVERED, False)
    assert (line.used_hours, road.estimate.total_net) == (Decimal(2), Decimal(0))
    assert all(line.reason == f"coperto dal contratto {contract.number}" for line in road.estimate.lines)


def test_hours_beyond_the_contract_are_charged(customer: Party, at: datetime) -> None:
    with transaction():
        make_contract(customer, at, hours="2")
    road = ServiceRoad(at, party_id=str(customer.id)).to_work()
    road.at = at + 6 * HOUR
    with transaction():
        make_report(road.request, road.at, spans=((at, at + 3 * HOUR, "repair"),))

    road.solve()

    quantities = [(line.quantity, line.net) for line in road.estimate.lines]
    assert quantities == [(Decimal(2), Decimal(0)), (Decimal(1), Decimal("60.00"))]


def test_without_a_contract_one_is_drawn_up_and_covers(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id))
    road.complete("decide_on_charging", charging_choice="contract", service_id=str(SERVICE))
    with transaction():
        make_contract(customer, at, ContractType.FLAT_RATE)

    road.end_called(contract_outcome="signed")

    assert road.open_tasks() == ["plan_work"]
    assert road.request.charging is Charging.COVERED


def test_contract_that_is_refused_leaves_the_decision_open(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id))
    road.complete("decide_on_charging", charging_choice="contract", service_id=str(SERVICE))

    road.end_called(contract_outcome="refused")

    assert road.open_tasks() == ["decide_on_charging"]


def test_another_service_is_looked_at_again(customer: Party, at: datetime) -> None:
    with transaction():
        make_contract(customer, at)
    road = ServiceRoad(at, party_id=str(customer.id), service_id=None)

    road.complete("decide_on_charging", charging_choice="look_again", service_id=str(SERVICE))

    assert road.open_tasks() == ["plan_work"]


def test_refused_request_is_answered_with_the_reason(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id))

    road.complete("decide_on_charging", charging_choice="refuse", refusal_reason="Not our product.")
    road.finish_job("send_refusal")

    assert (road.state, road.request.status) == ("COMPLETED", RequestStatus.REFUSED)


def test_person_who_is_away_is_said_beside_the_field(customer: Party, at: datetime) -> None:
    with transaction():
        employee = Employee(user_name="marta", name="Marta Testa", created_at=at, created_by="anna")
        employee.absences = [
            Absence(starts_on=at.date(), ends_on=at.date(), kind=AbsenceKind.HOLIDAY, created_at=at, created_by="anna")
        ]
        session().add(employee)
    road = ServiceRoad(at, party_id=str(customer.id)).charge_by_time()

    with pytest.raises(PersonNotFree) as refused:
        road.plan(visit_from="2026-11-23T14:00", visit_until="2026-11-23T16:00")

    assert list(refused.value.fields) == ["visit_from"]
    assert road.open_tasks() == ["plan_work"]


def test_another_visit_is_planned_and_the_old_one_stays(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id)).to_work(
        visit_from="2026-11-23T14:00", visit_until="2026-11-23T16:00"
    )
    road.at = at + 8 * HOUR

    road.complete("do_work", work_outcome="another_visit")
    road.plan(visit_from="2026-11-24T09:00", visit_until="2026-11-24T10:00")

    kept = session().scalars(select(Appointment).where(Appointment.cancelled_at.is_(None))).all()
    assert len(kept) == 2


def test_missed_term_is_escalated_and_kept(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id)).to_work()

    road.wait(days=10)
    road.complete("decide_on_missed_term", term_decision="keep", term_reason="The customer is on holiday.")

    notes = [note.text for note in session().scalars(select(RequestNote).order_by(RequestNote.at))]
    assert road.open_tasks() == ["do_work"]
    assert any("missed" in note for note in notes)
    assert any("on holiday" in note for note in notes)


def test_missed_term_gives_the_work_to_another(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id)).to_work()
    road.wait(days=10)

    road.complete(
        "decide_on_missed_term", term_decision="reassign", new_technician="luca", new_term_at="2026-12-20T12:00"
    )
    road.publish("work_replanned", str(road.request.id), technician="luca", term_passes_at="2026-12-20T12:00:00+01:00")
    road.finish_job("new_plan_told")

    assert [(task.element_id, task.assignee) for task in road.tasks()] == [("do_work", "luca")]


def test_service_chosen_before_the_work_was_given_out_is_kept(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id), service_id=None).charge_by_time()
    road.wait(days=10)

    road.complete(
        "decide_on_missed_term", term_decision="reassign", new_technician="luca", new_term_at="2026-12-20T12:00"
    )

    assert (road.request.charging, road.request.service_id) == (Charging.TIME_AND_MATERIAL, SERVICE)


def test_solved_without_report_must_be_said(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id)).to_work()
    road.at = at + 2 * HOUR

    with pytest.raises(NoReport):
        road.solve()
    road.solve(without_report=True)

    assert (road.estimate.hours_by_reports, road.estimate.hours_by_times) == (None, Decimal("2.00"))


def test_large_estimate_is_lowered_by_the_manager(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id)).to_work()
    road.at = at + 5 * HOUR
    with transaction():
        make_report(road.request, road.at, parts=30)
    road.solve()

    with pytest.raises(ServiceInvalid):
        road.complete("approve_estimate", approval_outcome="approve_with_changes", approved_discount_percent=0)
    road.complete("approve_estimate", approval_outcome="approve_with_changes", approved_discount_percent=10)

    assert (road.estimate.total_net, road.estimate.approved_by) == (Decimal("1080.00"), "anna")


def test_estimate_sent_back_is_written_anew(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id)).to_work()
    road.at = at + 5 * HOUR
    with transaction():
        make_report(road.request, road.at, parts=30)
    road.solve()

    road.complete("approve_estimate", approval_outcome="send_back", approval_note="Too many hoses")

    assert (road.open_tasks(), road.request.status) == (["do_work"], RequestStatus.PLANNED)
    road.solve()
    road.complete("approve_estimate", approval_outcome="approve")
    road.send_papers()
    assert road.invoice.status is InvoiceStatus.DRAFT


def test_customer_without_an_address_is_completed_by_the_back_office(customer: Party, at: datetime) -> None:
    customer.street = customer.city = customer.postal_code = None
    session().commit()
    road = ServiceRoad(at, party_id=str(customer.id)).to_work()
    road.at = at + 2 * HOUR
    road.solve(without_report=True)
    road.send_papers()

    assert road.open_tasks() == ["complete_customer"]
    customer.street, customer.city, customer.postal_code = "Via Roma 1", "Milano", "20121"
    session().commit()
    road.complete("complete_customer")
    road.pay("cancelled")

    assert road.state == "COMPLETED"


def test_cancelled_case_frees_the_time(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id)).to_work(
        visit_from="2026-11-23T14:00", visit_until="2026-11-23T16:00"
    )

    road.cancel()

    standing = session().scalars(select(Appointment).where(Appointment.cancelled_at.is_(None))).all()
    assert (road.request.status, standing) == (RequestStatus.CANCELLED, [])


def test_finished_report_is_written_by_a_worker(customer: Party, at: datetime) -> None:
    road = ServiceRoad(at, party_id=str(customer.id)).to_work()

    road.publish("report_finished", str(road.request.id), report_id="11111111-1111-1111-1111-111111111111")
    road.finish_job("write_report")

    assert road.open_tasks() == ["do_work"]
