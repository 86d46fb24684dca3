"""Pages of Word templates: what is in force, uploading, previews, choosing a version."""

import io
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.core.clock import clock
from app.core.db import transaction
from app.documents.kinds import KINDS
from app.documents.models import DocumentTemplate
from app.documents.operations import store
from app.documents.templates import load_shipped_templates, template_in_use
from app.identity.roles import Role
from app.trail.models import TrailEntry
from tests.documents.packages import make_template, text_of
from tests.statements import counted

QUOTE = "/studio/templates/quote"
ATTACKS = sorted((Path(__file__).parents[3] / "shared" / "attacks" / "docx").glob("*.docx"))
MOST_STATEMENTS = 12


@pytest.fixture
def petr(make_user, browser_of):
    return browser_of(make_user("petr", display_name="Petr Novák", roles=[Role.ANALYST]))


@pytest.fixture
def shipped(session, at):
    with transaction():
        load_shipped_templates(at=at - timedelta(days=1))


@pytest.fixture
def no_office(monkeypatch, tmp_path):
    """A machine without LibreOffice."""
    monkeypatch.setenv("PATH", str(tmp_path))


def uploaded(browser, content, language="", name="ours.docx"):
    return browser.post(f"{QUOTE}/versions", data={"language": language, "file": (io.BytesIO(content), name)})


def used(browser, version, reason="The new letterhead."):
    return browser.post(f"{QUOTE}/versions/{version}/use", data={"reason": reason})


def in_use(language="en"):
    return template_in_use("quote", language=language).version


def test_list_names_each_paper_and_who_writes_it(petr, shipped):
    page = petr.get("/studio/templates").text

    assert all(kind.title in page for kind in KINDS.values())
    assert page.count("Version 1") == len(KINDS)


def test_page_says_what_stands_in_for_no_version(petr):
    assert "No version yet" in petr.get(QUOTE).text


def test_upload_is_kept_and_used_only_when_somebody_says_so(petr, shipped):
    answer = uploaded(petr, make_template("OURS {{ number }}"))

    assert answer.status_code == 303
    assert "not used yet" in petr.get(QUOTE).text
    assert in_use() == 1
    assert used(petr, 2).status_code == 303
    assert in_use() == 2


def test_older_version_is_put_in_force_again_with_its_reason(petr, shipped, session, at):
    uploaded(petr, make_template("OURS {{ number }}"))
    used(petr, 2)
    clock.pin(at + timedelta(minutes=1))

    used(petr, 1, reason="The logo was wrong.")

    entry = session.scalars(
        select(TrailEntry).where(TrailEntry.action == "document_template.put_in_force").order_by(TrailEntry.at.desc())
    ).first()
    assert in_use() == 1
    assert (entry.before["version"], entry.after["version"], entry.reason) == (2, 1, "The logo was wrong.")


def test_version_in_force_stays_when_the_shipped_file_is_loaded_again(petr, shipped, at):
    uploaded(petr, make_template("OURS {{ number }}"))
    used(petr, 2)

    with transaction():
        load_shipped_templates(at=at + timedelta(days=1))

    assert in_use() == 2


def test_version_of_a_language_is_used_for_it_alone(petr, shipped):
    uploaded(petr, make_template("IT {{ number }}"), language="it")
    used(petr, 2)

    assert (in_use("it"), in_use("cs")) == (2, 1)
    assert "Italian" in petr.get("/studio/templates").text


def test_reason_is_needed(petr, shipped):
    assert used(petr, 1, reason="").status_code == 422


def test_refused_template_is_answered_with_every_finding(petr, session):
    answer = uploaded(petr, make_template("{{ nobody }}", "{{ number.upper() }}"))

    assert answer.status_code == 422
    assert "names nobody" in answer.text
    assert "calls something" in answer.text


@pytest.mark.parametrize("path", ATTACKS, ids=[path.stem for path in ATTACKS])
def test_hostile_file_is_refused_with_a_sentence_and_nothing_is_kept(petr, session, settings, path):
    answer = uploaded(petr, path.read_bytes(), name=path.name)

    assert answer.status_code == 422
    assert "nothing was kept" in answer.text
    assert session.scalar(select(func.count()).select_from(DocumentTemplate)) == 0
    assert not list(settings.files_dir.glob(f"*/{sha256(path.read_bytes()).hexdigest()}"))


def test_upload_without_a_file_is_refused(petr):
    assert petr.post(f"{QUOTE}/versions", data={"language": ""}).status_code == 422


def test_preview_shows_the_newest_document_of_its_kind(petr, shipped, no_office, actor, at):
    with transaction():
        store(
            make_template(),
            name="Q-7.docx",
            kind="quote",
            template_id="quote",
            data={**KINDS["quote"].sample, "number": "Q-2026-00777"},
            case_key=None,
            subject_type=None,
            subject_id=None,
            idempotency_key="q7",
            by=actor,
            at=at,
        )

    real = petr.get(f"{QUOTE}/versions/1/preview")
    example = petr.get(f"{QUOTE}/versions/1/preview?data=example")

    assert "Q-2026-00777" in text_of(real.data)
    assert "Q-2026-00031" in text_of(example.data)
    assert "preview-quote-1.docx" in real.headers["Content-Disposition"]


def test_preview_is_kept_nowhere(petr, shipped, no_office):
    with counted() as statements:
        petr.get(f"{QUOTE}/versions/1/preview")

    assert not [statement for statement in statements if statement.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_every_version_can_be_downloaded_byte_for_byte(petr, session):
    content = make_template("{{ number }}")
    uploaded(petr, content)

    assert petr.get(f"{QUOTE}/versions/1").data == content


@pytest.mark.parametrize("address", ["/studio/templates/letter", f"{QUOTE}/versions/9", f"{QUOTE}/versions/9/preview"])
def test_what_is_not_there_is_not_found(petr, shipped, address):
    assert petr.get(address).status_code == 404


def test_values_of_a_template_are_listed(petr):
    page = petr.get(f"{QUOTE}/fields").text

    assert "{{ customer.name }}" in page
    assert "{%tr for entry in lines %}" in page


@pytest.mark.parametrize("address", ["/studio/templates", QUOTE, f"{QUOTE}/versions/1"])
def test_templates_are_not_for_everybody(make_user, browser_of, address):
    assert browser_of(make_user("luca", groups=["sales"])).get(address).status_code == 403


@pytest.mark.parametrize("address", ["/studio/templates", QUOTE])
def test_pages_stay_in_their_budget_of_statements(petr, shipped, address):
    petr.get(address)

    with counted() as statements:
        petr.get(address)

    assert len(statements) <= MOST_STATEMENTS, statements
