"""Two hundred invoices, issued, written and mailed by workers that are killed with -9 again and again in the middle."""

import io
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import docx
from sqlalchemy import func, select

from app.billing.drafts import DraftLine, InvoiceDraft
from app.billing.models import Invoice
from app.billing.operations import draft_invoice
from app.core.db import session, transaction
from app.documents.models import Document
from app.documents.templates import add_template, check_template
from app.engine.models import Incident
from app.engine.operations import deploy, start_instance
from app.mail.models import MailMessage, MailState
from tests.engine.driver import END, START, bpmn, flows
from tests.kill.machine import Machine, eventually
from tests.kill.proof import broken_rules
from tests.sales.factories import ANNA, make_party

MANY = 200
CALLER = bpmn(
    START + '<bpmn:callActivity id="bill"><bpmn:extensionElements><zeebe:calledElement processId="invoice_to_payment" '
    'propagateAllChildVariables="false"/></bpmn:extensionElements></bpmn:callActivity>'
    + END
    + flows("start->bill", "bill->end"),
    process_id="billing_many",
)
DEATHS = ("number_taken_before_commit", "after_commit_before_reply")
SENT_WHEN_KILLED = (40, 120)


def test_no_number_is_missing_or_double_though_workers_die_in_the_middle(machine: Machine) -> None:
    machine.restart("worker", crash_at=DEATHS[0])
    begin_many(machine, at=machine.time())

    for following in (*DEATHS[1:], None):
        machine.wait_for_crash("worker")
        assert sent(machine) < MANY
        machine.start("worker", crash_at=following)
        machine.pass_time(minutes=2)  # the dead worker's leases are over
    for enough in range(20, MANY + 1, 20):
        wait_until_sent(machine, enough)
        if enough in SENT_WHEN_KILLED:
            machine.restart("worker")
            machine.pass_time(minutes=2)

    with machine.app.app_context():
        taken = session().scalars(select(Invoice.sequence_number).order_by(Invoice.sequence_number)).all()
        papers = session().scalars(select(Document.subject_id).where(Document.kind == "invoice")).all()
        mails = session().scalars(select(MailMessage.subject_id).where(MailMessage.subject_type == "invoice")).all()
        assert taken == list(range(1, MANY + 1))
        assert len(papers) == len(set(papers)) == len(mails) == len(set(mails)) == MANY
        assert broken_rules() == {}


def begin_many(machine: Machine, *, at: datetime) -> None:
    """Cases that each call `invoice_to_payment` with a draft; workers start the called ones, and so issue.

    The paper is a short one, so that the deaths meet many at work and not one long rendering.
    """
    with machine.app.app_context():
        paper = check_template("invoice", short_paper())
        with transaction():
            deploy({"billing_many.bpmn": CALLER}, by=ANNA, at=at)
            add_template(paper, file_name="short.docx", language=None, by=ANNA, at=at)
            address = {"street": "Via Roma 1", "city": "Milano", "email": "info@verdi.example"}
            party = make_party("Verdi S.r.l.", at=at, vat_number="IT02579240017", **address)
            party_id = party.id
        line = DraftLine("Repair", Decimal(1), Decimal(100), "VAT 22 %", Decimal(22))
        terms = {"currency": "EUR", "language": "it", "payment_terms_days": 30, "case_key": None}
        with transaction():
            for _ in range(MANY):
                draft = InvoiceDraft(party_id, (line,), source_type="test", source_id=uuid4(), **terms)
                invoice = draft_invoice(draft, by=ANNA, at=at)
                start_instance("billing_many", variables={"invoice_id": str(invoice.id)}, by=ANNA, at=at)


def short_paper() -> bytes:
    document = docx.Document()
    document.add_paragraph("{{ t.title }} {{ number }}, {{ customer.name }}, {{ total_gross }} {{ currency }}")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def wait_until_sent(machine: Machine, enough: int) -> None:
    eventually(lambda: sent(machine) >= enough, f"fewer than {enough} were sent:", tell=lambda: stands(machine))


def sent(machine: Machine) -> int:
    with machine.app.app_context():
        return session().scalar(select(func.count()).where(Invoice.sent_at.is_not(None))) or 0


def stands(machine: Machine) -> str:
    """What to read when a test fails."""
    with machine.app.app_context():
        written = session().scalar(select(func.count()).where(Document.kind == "invoice"))
        mailed = session().scalar(select(func.count()).where(MailMessage.state == MailState.SENT))
        incidents = session().scalars(select(Incident.message)).all()
    return f"{sent(machine)} sent, {written} written, {mailed} mailed, incidents {list(incidents)}"
