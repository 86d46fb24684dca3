"""What a browser gets: the list, downloads, attachments, templates."""

import io
import json
from pathlib import Path
from uuid import uuid4

import docx
import pytest

from app.core.db import transaction
from app.documents.operations import attach, store
from app.identity.roles import Role
from tests.documents.packages import make_template
from tests.engine.factories import make_definition, make_instance
from tests.statements import counted

ATTACKS = Path(__file__).parents[3] / "shared" / "attacks"


@pytest.fixture
def keep(session, actor, at):
    """Keeps a document of a case."""

    def store_one(case_key=None, *, name="Q-1.docx", content=None, by=actor):
        with transaction():
            return store(
                content or make_template("Quote Q-1"),
                name=name,
                kind="quote",
                template_id="quote",
                data={},
                case_key=case_key,
                subject_type=None,
                subject_id=None,
                idempotency_key=str(uuid4()),
                by=by,
                at=at,
            )

    return store_one


@pytest.fixture
def luca(make_user, browser_of):
    return browser_of(make_user("luca", groups=["sales"]))


@pytest.fixture
def manager(make_user, browser_of):
    return browser_of(make_user("anna", roles=[Role.MANAGER]))


@pytest.fixture
def sales_case(session):
    return make_instance(make_definition(groups=["sales"]), title="Danubia")


@pytest.fixture
def foreign_case(session):
    return make_instance(make_definition(groups=["service"]), title="Foreign", started_by="marta")


def test_document_is_downloaded_under_its_name_and_never_shown(luca, keep, sales_case) -> None:
    document = keep(sales_case.key, name="Offerta č. 1.docx")

    answer = luca.get(f"/documents/{document.id}")

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Offerta%20%C4%8D.%201.docx" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.mimetype.endswith("wordprocessingml.document")
    assert docx.Document(io.BytesIO(answer.data)).paragraphs[0].text == "Quote Q-1"


@pytest.mark.parametrize("tail", ["", "/pdf"])
def test_document_of_a_foreign_case_is_not_there(luca, keep, foreign_case, tail) -> None:
    document = keep(foreign_case.key)

    assert luca.get(f"/documents/{document.id}{tail}").status_code == 404


def test_list_shows_only_what_the_reader_may_see(luca, keep, sales_case, foreign_case) -> None:
    keep(sales_case.key, name="mine.docx")
    keep(foreign_case.key, name="theirs.docx")

    page = luca.get("/documents").text

    assert "mine.docx" in page
    assert "Danubia" in page
    assert "theirs.docx" not in page


@pytest.mark.parametrize(("query", "shown"), [("q=100%25", False), ("q=q-1", True), ("kind=attachment", False)])
def test_list_is_filtered(manager, keep, sales_case, query, shown) -> None:
    keep(sales_case.key)

    assert ("Q-1.docx" in manager.get(f"/documents?{query}").text) is shown


def test_list_is_paged(manager, keep, sales_case) -> None:
    for number in range(3):
        keep(sales_case.key, name=f"{number}.docx")

    first = manager.get("/documents?limit=2").text
    second = manager.get(
        "/documents?limit=2&after=" + first.partition("after=")[2].partition('"')[0].partition("&")[0]
    ).text

    names = [name for page in (first, second) for name in ("0.docx", "1.docx", "2.docx") if f" {name}</a>" in page]
    assert sorted(names) == ["0.docx", "1.docx", "2.docx"]


def test_list_costs_the_same_at_any_length(manager, keep, sales_case) -> None:
    keep(sales_case.key)
    with counted() as few:
        manager.get("/documents")
    for _ in range(5):
        keep(sales_case.key)

    with counted() as many:
        manager.get("/documents")

    assert len(many) == len(few) < 12


def test_empty_list_says_what_will_be_here(manager) -> None:
    assert "No documents yet" in manager.get("/documents").text


def test_pdf_is_made_once_and_kept(luca, keep, sales_case, tmp_path, monkeypatch) -> None:
    program = tmp_path / "soffice"
    program.write_text(
        f"#!/bin/sh\necho run >> {tmp_path}/runs\n"
        'while [ "$1" != "--outdir" ]; do shift; done; printf "%%PDF-1.7 x %%%%EOF" > "$2/document.pdf"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    document = keep(sales_case.key)

    answers = [luca.get(f"/documents/{document.id}/pdf") for _ in range(2)]

    assert [answer.mimetype for answer in answers] == ["application/pdf"] * 2
    assert "Q-1.pdf" in answers[0].headers["Content-Disposition"]
    assert (tmp_path / "runs").read_text().count("run") == 1


def test_pdf_is_refused_with_a_sentence_where_there_is_no_libreoffice(
    luca, keep, sales_case, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    document = keep(sales_case.key)

    answer = luca.get(f"/documents/{document.id}/pdf")

    assert answer.status_code == 409
    assert "the Word file is there" in answer.text


def attached(browser, case_key, name, content=b"hello", key=None):
    form = {"case_key": str(case_key), "key": str(key or uuid4()), "file": (io.BytesIO(content), name)}
    return browser.post("/documents", data=form)


def test_attachment_is_kept_once_for_two_clicks(luca, sales_case) -> None:
    key = uuid4()

    answers = [attached(luca, sales_case.key, "note.txt", key=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert luca.get("/documents").text.count("note.txt</a>") == 1


def test_nothing_is_attached_to_a_foreign_case(luca, foreign_case) -> None:
    assert attached(luca, foreign_case.key, "note.txt").status_code == 404


def test_attachment_without_a_file_is_refused(luca, sales_case) -> None:
    answer = luca.post("/documents", data={"case_key": str(sales_case.key), "key": str(uuid4())})

    assert answer.status_code == 422


def test_script_in_a_picture_is_never_shown(luca, session, sales_case, actor, at) -> None:
    svg = (ATTACKS / "bpmn" / "xss" / "x03_svg_foreign.svg").read_bytes()
    with transaction():
        document = attach(
            svg,
            name="logo.svg",
            case_key=sales_case.key,
            subject_type=None,
            subject_id=None,
            idempotency_key="svg",
            by=actor,
            at=at,
        )

    answer = luca.get(f"/documents/{document.id}")

    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", json.loads((ATTACKS / "text" / "v03_filenames.json").read_text("utf-8")))
def test_hostile_name_stays_a_column(manager, keep, settings, name) -> None:
    document = keep(name=name)

    answer = manager.get(f"/documents/{document.id}")

    assert answer.status_code == 200
    assert "\n" not in answer.headers["Content-Disposition"]
    assert {path.name for path in settings.files_dir.glob("*/*")} >= {document.content_hash}
    assert all(len(path.name) == 64 for path in settings.files_dir.glob("*/*"))
