"""The process, by its element ids, once per path of the diagram."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.billing.errors import InvoiceNotOpen, PaidTooMuch, PaymentInvalid, PaymentUndone
from app.billing.models import InvoiceStatus, Payment, PaymentMethod
from app.billing.queries import balance_of, credit_note_of
from app.billing.settling import Money, receive_payment, take_invoice_back, take_payment_back
from app.core.db import transaction
from app.demo.jobs import do_jobs
from app.documents.models import Document
from app.engine.models import InstanceState, ProcessInstance
from app.mail.models import MailMessage
from tests.billing.factories import Case, deploy_process, draft_of, line, make_customer
from tests.engine.driver import Driver
from tests.sales.factories import ANNA


def receive(case: Case, amount: str = "122.00") -> None:
    """Money recorded on the page of the invoice."""
    money = Money(Decimal(amount), case.at.date(), PaymentMethod.BANK_TRANSFER)
    with transaction():
        receive_payment(case.invoice_id, money, by=ANNA, at=case.at)


def test_draft_is_issued_and_belongs_to_the_case(case: Case) -> None:
    assert case.active() == ["write_invoice"]
    assert (case.invoice.number, case.invoice.case_key) == ("INV-2026-00001", case.key)
    assert (case.instance.business_key, case.instance.subject_name) == ("INV-2026-00001", "Rossi Impianti S.r.l.")


def test_case_just_before_midnight_takes_the_day_of_a_colleague_just_after(case: Case) -> None:
    yesterday = Case(case.at - timedelta(days=1))

    assert (yesterday.invoice.number, yesterday.invoice.issued_on) == ("INV-2026-00002", case.at.date())


def test_sent_invoice_waits_for_its_payment(case: Case) -> None:
    case.send()

    assert case.open_tasks() == ["record_payment"]
    assert case.tasks()[0].due_at == datetime.fromisoformat("2026-12-23T23:59:59+01:00")


def test_payment_in_the_task_ends_the_case(case: Case) -> None:
    case.send()

    case.pay("122.00")

    assert (case.state, case.trace()[-1], case.variables["invoice_outcome"]) == (
        "COMPLETED",
        "payment_received",
        "paid",
    )
    assert (case.invoice.status, case.invoice.paid_on) == (InvoiceStatus.PAID, case.at.date())


def test_part_of_the_money_keeps_the_task_open_for_the_rest(case: Case) -> None:
    case.send()

    case.pay("100.00", payment_method="cash")

    assert case.open_tasks() == ["record_payment"]
    assert case.variables["amount_due"] == Decimal("22.00")
    assert balance_of(case.invoice.party_id).open == Decimal("22.00")


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"payment_amount": "122.01"}, PaidTooMuch),
        ({"payment_amount": "0"}, PaymentInvalid),
        ({"payment_amount": "1.001"}, PaymentInvalid),
        ({"payment_amount": "1", "payment_paid_on": "2026-11-24"}, PaymentInvalid),
        ({"payment_amount": "1", "payment_method": "shells"}, PaymentInvalid),
    ],
)
def test_payment_that_cannot_be_goes_back_to_the_person(case: Case, session: Session, values, refusal) -> None:
    case.send()

    with pytest.raises(refusal) as refused:
        case.complete("record_payment", **{"payment_paid_on": "2026-11-23", **values})

    assert any(name.startswith("payment_") for name in refused.value.fields)
    assert (case.open_tasks(), session.scalars(select(Payment.id)).all()) == (["record_payment"], [])


def test_payment_on_the_page_moves_the_case_on(case: Case) -> None:
    case.send()

    receive(case)

    assert (case.state, case.trace()[-1]) == ("COMPLETED", "payment_received")


def test_payment_before_the_invoice_is_sent_waits_for_the_task(case: Case) -> None:
    receive(case)

    case.send()

    assert (case.state, case.trace()[-1]) == ("COMPLETED", "payment_received")


def test_payment_undone_in_between_is_waited_for_again(case: Case, session: Session) -> None:
    case.finish_job("write_invoice")
    receive(case)
    payment = session.scalars(select(Payment)).one()
    with transaction():
        take_payment_back(case.invoice_id, payment.id, reason="Bounced", by=ANNA, at=case.at)

    case.finish_job("send_invoice")

    assert case.open_tasks() == ["record_payment"]
    assert case.trace().count("what_became") == 1


def test_undone_payment_of_a_closed_case_begins_a_new_one_that_waits(case: Case, session: Session) -> None:
    do_jobs(case.key, at=case.at)
    case.pay("122.00")
    payment = session.scalars(select(Payment)).one()

    with transaction():
        take_payment_back(case.invoice_id, payment.id, reason="Bounced", by=ANNA, at=case.at)
    with pytest.raises(PaymentUndone), transaction():
        take_payment_back(case.invoice_id, payment.id, reason="Bounced", by=ANNA, at=case.at)

    again = Driver.of(case.invoice.case_key, case.at)
    assert (again.key != case.key, again.open_tasks()) == (True, ["record_payment"])
    assert (case.invoice.status, case.invoice.paid_total) == (InvoiceStatus.ISSUED, Decimal("0.00"))
    assert len(session.scalars(select(Document.id)).all()) == 1


def test_paid_invoice_takes_no_further_money(case: Case) -> None:
    case.send()
    receive(case)

    with pytest.raises(InvoiceNotOpen, match="is paid in full"):
        receive(case, "1.00")


def test_customer_is_reminded_three_times_then_a_manager_decides(case: Case, session: Session) -> None:
    do_jobs(case.key, at=case.at)
    for _ in range(3):
        assert case.open_tasks() == ["record_payment"]
        case.wait(days=37 if case.invoice.reminders_sent == 0 else 7, hours=1)
        do_jobs(case.key, at=case.at)

    assert case.open_tasks() == ["record_payment", "decide_on_overdue"]
    assert case.invoice.reminders_sent == 3
    subjects = session.scalars(select(MailMessage.subject).order_by(MailMessage.written_at)).all()
    assert [subject.startswith("Our invoice INV-2026-00001 was due") for subject in subjects] == [False, *[True] * 3]


def to_decision(case: Case) -> Case:
    do_jobs(case.key, at=case.at)
    for _ in range(3):
        case.wait(days=37, hours=1)
        do_jobs(case.key, at=case.at)
    return case


def test_manager_who_waits_is_asked_again(case: Case) -> None:
    to_decision(case).complete("decide_on_overdue", overdue_decision="wait", ask_again_days=14)
    assert case.open_tasks() == ["record_payment"]

    case.wait(days=14, hours=1)

    assert case.open_tasks() == ["record_payment", "decide_on_overdue"]


def test_written_off_invoice_ends_the_case_and_is_owed_no_more(case: Case) -> None:
    to_decision(case).complete("decide_on_overdue", overdue_decision="write_off", write_off_reason="Bankrupt")

    assert (case.state, case.trace()[-1], case.variables["invoice_outcome"]) == (
        "COMPLETED",
        "invoice_written_off",
        "cancelled",
    )
    assert (case.invoice.status, case.invoice.cancelled_because) == (InvoiceStatus.CANCELLED, "Bankrupt")
    assert balance_of(case.invoice.party_id).open == 0


def test_money_that_comes_after_all_takes_the_decision_away(case: Case) -> None:
    to_decision(case)

    case.pay("122.00")

    assert (case.state, case.open_tasks()) == ("COMPLETED", [])


def test_credited_invoice_ends_its_case_and_the_credit_note_is_written_and_sent(case: Case, session: Session) -> None:
    do_jobs(case.key, at=case.at)

    with transaction():
        take_invoice_back(case.invoice_id, reason="Wrong customer", on=case.at.date(), by=ANNA, at=case.at)

    note = credit_note_of(case.invoice_id)
    assert note is not None
    do_jobs(note.case_key, at=case.at)
    assert (case.state, case.trace()[-1]) == ("COMPLETED", "invoice_cancelled")
    assert session.get_one(ProcessInstance, note.case_key).state is InstanceState.COMPLETED
    assert session.scalars(select(Document.name).order_by(Document.name)).all() == [
        "CN-2026-00001.docx",
        "INV-2026-00001.docx",
    ]


def test_invoice_over_nothing_is_sent_and_waits_for_nobody(company: None, at: datetime) -> None:
    deploy_process(at)
    case = Case(at, draft=draft_of(make_customer(at=at), line("0.00")))

    case.send()

    assert case.trace()[-1] == "nothing_to_pay"


def test_overdue_begins_the_day_after_the_due_date(case: Case) -> None:
    due_on = case.invoice.due_on
    assert due_on is not None
    party_id = case.invoice.party_id

    owed = [balance_of(party_id, on=due_on + timedelta(days=days)).overdue for days in (0, 1)]

    assert owed == [0, Decimal("122.00")]
