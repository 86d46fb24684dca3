"""Writing documents from templates and keeping them."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.core.db import transaction
from app.core.errors import AppError
from app.core.files import file_path, keep_file, read_file
from app.documents.errors import AttachmentRefused, RenderFailed, TemplateUnknown
from app.documents.kinds import KINDS
from app.documents.models import Document
from app.documents.names import DOCX
from app.documents.operations import attach, render, store
from app.documents.queries import documents_of, documents_of_case, files_of
from app.documents.sweep import sweep_orphan_files
from app.documents.templates import add_template, check_template, load_shipped_templates, template_versions
from app.trail.models import TrailEntry
from tests.documents.packages import make_template, text_of
from tests.engine.factories import make_instance

SAMPLE = KINDS["quote"].sample


@pytest.fixture
def keep(session, actor, at):
    """Keeps a document inside a transaction."""

    def store_one(content=None, **values):
        given = {
            "name": "Q-1.docx",
            "kind": "quote",
            "template_id": "quote",
            "data": {"number": "Q-1"},
            "case_key": None,
            "subject_type": "quote",
            "subject_id": uuid4(),
            "idempotency_key": str(uuid4()),
        } | values
        with transaction():
            return store(content or make_template(), **given, by=actor, at=at)

    return store_one


@pytest.fixture
def add(session, actor, at):
    """Brings a template into use."""

    def add_one(text, language=None):
        checked = check_template("quote", make_template(text))
        with transaction():
            return add_template(checked, file_name="mine.docx", language=language, by=actor, at=at)

    return add_one


def test_first_document_is_written_from_the_shipped_template(session) -> None:
    text = text_of(render("quote", SAMPLE, language="en"))

    assert "Q-2026-00031" in text
    assert "Stamp and signature" in text


def test_words_of_the_paper_are_in_the_language_asked_for(session) -> None:
    data = {name: value for name, value in SAMPLE.items() if name != "labels"}

    assert "Timbro e firma" in text_of(render("quote", data, language="it"))


def test_uploaded_template_is_used_from_then_on(add) -> None:
    add("OURS {{ number }}")

    assert "OURS Q-2026-00031" in text_of(render("quote", SAMPLE, language="en"))


def test_template_of_the_language_comes_before_that_of_every_language(add) -> None:
    add("ITALIAN {{ number }}", language="it")
    add("EVERY {{ number }}")

    assert "ITALIAN" in text_of(render("quote", SAMPLE, language="it"))
    assert "EVERY" in text_of(render("quote", SAMPLE, language="cs"))


def test_unknown_template_is_refused(session) -> None:
    with pytest.raises(TemplateUnknown):
        render("letter", {}, language="en")


def test_missing_value_is_named(session) -> None:
    with pytest.raises(RenderFailed, match="total_gross"):
        render("quote", {name: value for name, value in SAMPLE.items() if name != "total_gross"}, language="en")


def test_floats_are_not_document_data(session) -> None:
    with pytest.raises(TypeError, match="not float"):
        render("quote", SAMPLE | {"total_net": 1.1}, language="en")


def test_shipped_templates_are_loaded_once(session, at) -> None:
    for _ in range(2):
        with transaction():
            load_shipped_templates(at=at)

    assert [template.version for template in template_versions("quote")] == [1]


def test_shipped_template_never_replaces_an_uploaded_one(add, at) -> None:
    add("OURS")

    with transaction():
        load_shipped_templates(at=at)

    assert [template.is_shipped for template in template_versions("quote")] == [False]


def test_same_file_makes_no_new_version(session, actor, at) -> None:
    checked = check_template("quote", make_template("OURS"))

    for _ in range(2):
        with transaction():
            add_template(checked, file_name="a.docx", language=None, by=actor, at=at)

    assert len(template_versions("quote")) == 1


def test_document_row_tells_what_it_was_made_from(session, keep, add) -> None:
    add("OURS {{ number }}")
    content = render("quote", SAMPLE, language="en")

    document = keep(content, data=SAMPLE)

    assert (document.template_id, document.template_version, document.media_type) == ("quote", 1, DOCX)
    assert document.data["total_gross"] == "9,125.60"
    assert read_file(document.content_hash) == content
    assert document.size == len(content)


def test_same_key_gives_the_first_document(session, keep) -> None:
    first = keep(make_template("one"), idempotency_key="job-1")
    second = keep(make_template("two"), idempotency_key="job-1")

    assert second.id == first.id
    assert len(session.scalars(select(Document)).all()) == 1
    entries = session.scalars(select(TrailEntry).where(TrailEntry.action == "document.written")).all()
    assert len(entries) == 1


def test_documents_are_found_by_case_and_by_business_row(session, keep) -> None:
    case = make_instance()
    document = keep(case_key=case.key)

    assert documents_of_case(case.key) == [document]
    assert documents_of("quote", document.subject_id) == [document]
    assert documents_of("order", document.subject_id) == []


def test_files_are_given_in_the_order_asked_for(session, keep) -> None:
    first, second = keep(name="1.docx"), keep(name="2.docx")

    assert [file.name for file in files_of([second.id, first.id])] == ["2.docx", "1.docx"]


@pytest.mark.parametrize("content", [b"", b"x" * (20 * 1024 * 1024 + 1)], ids=["empty", "too large"])
def test_attachment_of_no_use_is_refused(session, actor, at, content) -> None:
    with pytest.raises(AttachmentRefused):
        attach(
            content,
            name="a.txt",
            case_key=None,
            subject_type=None,
            subject_id=None,
            idempotency_key="a",
            by=actor,
            at=at,
        )


def test_file_lies_under_its_hash_and_is_written_once(session) -> None:
    first = keep_file(b"content")
    written_at = file_path(first).stat().st_ino

    assert keep_file(b"content") == first == file_path(first).name
    assert file_path(first).stat().st_ino == written_at
    assert list(file_path(first).parent.glob(".new-*")) == []


def test_changed_file_is_never_given_out(session) -> None:
    content_hash = keep_file(b"true")
    file_path(content_hash).write_bytes(b"false")

    with pytest.raises(AppError, match="was changed on the disk"):
        read_file(content_hash)
    file_path(content_hash).unlink()
    with pytest.raises(AppError, match="is not on this machine"):
        read_file(content_hash)


def test_sweep_removes_old_files_without_a_row_and_nothing_else(session, keep, at) -> None:
    kept = keep(make_template("kept")).content_hash
    orphan, young = keep_file(b"orphan"), keep_file(b"young")
    old = (at - timedelta(days=2)).timestamp()
    for content_hash in (kept, orphan):
        os.utime(file_path(content_hash), (old, old))
    os.utime(file_path(young), (at.timestamp(), at.timestamp()))

    sweep_orphan_files(at=at)

    assert file_path(kept).exists()
    assert file_path(young).exists()
    assert not file_path(orphan).exists()
