"""What papers and mails say, in the customer's language; the document itself, opened with python-docx."""

import io
from datetime import datetime

import docx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.files import read_file
from app.demo.jobs import do_jobs
from app.documents.models import Document
from app.mail.models import MailMessage
from app.parties.models import Company
from app.sales.correspondence import order_mail, quote_mail, quote_papers
from app.sales.letters import letter
from app.sales.wording import labels
from tests.sales.factories import CREAM, PRESS, Road, deploy_process, make_party

LANGUAGES = ("en", "it", "ro", "cs")


@pytest.fixture
def written(company: None, at: datetime) -> Road:
    """An Italian customer's quote, written and sent as workers do it."""
    deploy_process(at)
    road = Road(at, contact_name="Paolo Rossi", email="paolo@rossi.example", sales_person=None).to_opportunity()
    lines = [
        {"product_id": str(PRESS), "quantity": 2, "discount_percent": 10},
        {"product_id": str(CREAM), "quantity": 3},
    ]
    road.complete("prepare_quote", quote_lines=lines)
    do_jobs(road.key, at=at)
    return road


def words_of(document: Document) -> str:
    opened = docx.Document(io.BytesIO(read_file(document.content_hash)))
    return "\n".join(opened.element.body.itertext())


def test_word_file_has_number_lines_vat_and_total(written: Road, session: Session) -> None:
    words = words_of(session.scalars(select(Document)).one())

    for part in ("Q-2026-00001", "Hydraulic press", "1.800,00", "396,00", "0,11", "2.197,16", "23 dicembre 2026"):
        assert part in words


def test_quote_is_sent_once_with_its_document(written: Road, session: Session) -> None:
    mail = session.scalars(select(MailMessage)).one()

    assert mail.subject == "Offerta Q-2026-00001 di Officina Alpina S.r.l."
    assert "Gentile Paolo Rossi," in mail.text
    assert [
        (file.name, file.size > 1000) for file in quote_mail(written.quotes[0].id, kind="quote", key="k").attachments
    ]


def test_job_that_runs_twice_writes_one_document(written: Road, session: Session) -> None:
    assert len(session.scalars(select(Document.id)).all()) == 1
    assert written.open_tasks() == ["await_answer"]


def test_confirmation_names_delivery_and_the_customers_number(written: Road, session: Session, at: datetime) -> None:
    written.complete("await_answer", answer="accepted")
    written.complete("check_order", delivery_on="2027-01-15", customer_reference="PO 7")
    do_jobs(written.key, at=at)

    words = words_of(session.scalars(select(Document).where(Document.kind == "order_confirmation")).one())

    assert written.open_tasks() == ["record_delivery"]
    for part in ("O-2026-00001", "15 gennaio 2027", "PO 7", "Q-2026-00001", "Grazie per il vostro ordine."):
        assert part in words
    assert "consegniamo il 15 gennaio 2027" in order_mail(written.orders[0].id, key="k").text


def test_party_without_an_address_stops_the_mail_with_a_sentence(company: None, at: datetime) -> None:
    deploy_process(at)
    road = Road(at).to_opportunity().to_quote()

    do_jobs(road.key, at=at)

    assert "has no e-mail address" in road.incidents()[0].message


@pytest.mark.parametrize(
    ("country", "language", "shown"),
    [
        ("IT", "it", ("23 novembre 2026", "1.220,00", "IVA 22 %")),
        ("RO", "ro", ("23 noiembrie 2026", "1.000,00", "TVA 0 %")),
        ("CZ", "cs", ("23. listopadu 2026", "1\N{NO-BREAK SPACE}000,00", "DPH 0 %")),
        ("US", "en", ("November 23, 2026", "1,000.00", "VAT 0 %")),
    ],
)
def test_data_is_in_the_customers_language(
    company: None, at: datetime, country: str, language: str, shown: tuple[str, ...]
) -> None:
    numbers = {"RO": "RO18547290", "CZ": "CZ25123891"}
    deploy_process(at)
    party = make_party("Customer", at=at, country=country, vat_number=numbers.get(country), language=language)
    road = Road(at, party_id=str(party.id)).to_opportunity().to_quote()

    data = quote_papers(road.quotes[0].id)[0][1]

    assert data["language"] == language
    assert (data["issued_on"], data["total_gross"], data["vat"][0]["name"]) == shown


def test_iban_is_read_in_groups_of_four(company: None, session: Session, at: datetime) -> None:
    deploy_process(at)
    session.get_one(Company, 1).iban = "IT60X0542811101000000123456"
    road = Road(at).to_opportunity().to_quote()

    data = quote_papers(road.quotes[0].id)[0][1]

    assert data["seller"]["iban"] == "IT60 X054 2811 1010 0000 0123 456"


def test_reason_for_no_vat_is_in_the_customers_language(company: None, at: datetime) -> None:
    deploy_process(at)
    party = make_party("Client", at=at, country="RO", vat_number="RO18547290", language="ro")
    road = Road(at, party_id=str(party.id)).to_opportunity().to_quote()

    data = quote_papers(road.quotes[0].id)[0][1]

    assert data["vat"][0]["note"].startswith("Taxare inversă")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language: str) -> None:
    words = labels(language, title="quote")

    assert set(words) == set(labels("en", title="quote"))
    assert all(words.values())


@pytest.mark.parametrize("language", [*LANGUAGES, "de"])
@pytest.mark.parametrize("kind", ["quote", "reminder", "order_confirmation"])
def test_every_letter_fills_its_values(language: str, kind) -> None:
    names = ("number", "seller", "total", "currency", "until", "issued", "delivery")

    written = letter(kind, language=language, contact="", signed_by="", values={name: f"<{name}>" for name in names})

    assert "{" not in written.subject + written.text
    assert "<number>" in written.subject
