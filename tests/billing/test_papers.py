"""What papers and mails of billing say, in the customer's language."""

import io
from datetime import datetime

import docx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.billing import handlers
from app.billing.correspondence import file_to_send, invoice_mail, invoice_paper
from app.billing.letters import letter
from app.billing.wording import labels
from app.catalog.wording import REVERSE_CHARGE
from app.core.db import transaction
from app.core.files import read_file
from app.demo.jobs import do_jobs
from app.documents.errors import PdfUnavailable
from app.documents.models import Document
from app.mail.models import MailMessage
from tests.billing.factories import Case, deploy_process, draft_of, line, make_customer, make_rate

LANGUAGES = ("en", "it", "ro", "cs")


def words_of(document: Document) -> str:
    opened = docx.Document(io.BytesIO(read_file(document.content_hash)))
    return "\n".join(opened.element.body.itertext())


def test_word_file_has_number_customer_vat_and_due_date(case: Case, session: Session) -> None:
    do_jobs(case.key, at=case.at)

    words = words_of(session.scalars(select(Document)).one())

    shown = ("INV-2026-00001", "Rossi Impianti", "IT00743110157", "22.00", "122.00", "December 23, 2026", "IT60 X054")
    assert [part for part in shown if part not in words] == []
    mail = session.scalars(select(MailMessage)).one()
    assert (mail.subject, mail.to) == ("Invoice INV-2026-00001 from Officina Alpina S.r.l.", [mail.to[0]])


def test_foreign_currency_shows_rate_and_vat_in_ours(company: None, at: datetime) -> None:
    deploy_process(at)
    make_rate("RON", "0.1965", at=at)
    party = make_customer(at=at, country="RO", vat_number="RO18547290", language="ro")
    with_vat = Case(at, draft=draft_of(party, line("1000.00"), currency="RON"))
    without = Case(at, draft=draft_of(party, line(rate="0", tax_note=REVERSE_CHARGE), currency="RON"))

    _, data = invoice_paper(with_vat.invoice_id)
    _, free = invoice_paper(without.invoice_id)

    assert (data["exchange_rate"], data["vat_in_own_currency"]) == ("1 RON = 0,1965 EUR", "43,23 EUR")
    assert data["t"]["vat_in_own_currency"] == "TVA în EUR"
    assert free["vat_in_own_currency"] == ""
    assert free["vat"][0]["note"].startswith("Taxare inversă")


def test_pdf_is_kept_with_the_document_and_goes_with_the_mail(
    case: Case, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers.papers, "_pdf", lambda _content: b"%PDF-1.7 %%EOF")

    do_jobs(case.key, at=case.at)

    document = session.scalars(select(Document)).one()
    sent = file_to_send(document)
    assert (sent.name, sent.media_type, read_file(sent.content_hash)[:4]) == (
        "INV-2026-00001.pdf",
        "application/pdf",
        b"%PDF",
    )
    assert invoice_mail(case.invoice_id, kind="invoice", key="k").attachments == (sent,)


def test_invoice_goes_as_word_file_where_no_pdf_can_be_made(
    case: Case, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_content: bytes) -> bytes:
        raise PdfUnavailable("LibreOffice is away.")

    monkeypatch.setattr(handlers.papers, "pdf_of", refuse)

    do_jobs(case.key, at=case.at)

    with transaction():
        attached = invoice_mail(case.invoice_id, kind="payment_reminder", key="k").attachments
    assert [file.name for file in attached] == ["INV-2026-00001.docx"]


def test_customer_without_an_address_stops_the_mail_with_a_sentence(company: None, at: datetime) -> None:
    deploy_process(at)
    case = Case(at, vat_number="IT02579240017", email=None)

    do_jobs(case.key, at=at)

    assert "has no e-mail address" in case.incidents()[0].message


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language: str) -> None:
    words = labels(language, title="credit_note", own_currency="EUR")

    assert set(words) == set(labels("en", title="invoice", own_currency="EUR"))
    assert all(words.values())


@pytest.mark.parametrize("language", [*LANGUAGES, "de"])
@pytest.mark.parametrize("kind", ["invoice", "credit_note", "payment_reminder"])
def test_every_letter_fills_its_values(language: str, kind) -> None:
    names = ("number", "seller", "total", "open", "currency", "issued", "due", "corrects")

    written = letter(kind, language=language, contact="", values={name: f"<{name}>" for name in names})

    assert "{" not in written.subject + written.text
    assert "<number>" in written.subject
