"""Drafts through the browser's door: uploading, saving, checking, comparing, discarding."""

import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.core.db import transaction
from app.engine.operations import deploy
from app.identity.roles import Role
from app.studio.drafts.models import Draft
from app.studio.drafts.operations import create_draft
from tests.statements import counted
from tests.studio.drawings import small_process

MOST_STATEMENTS = 12
HTMX = {"HX-Request": "true"}
SMALL = small_process()
LONGER = small_process(("ask", "check", "decide")).decode()


@pytest.fixture
def petr(make_user, browser_of):
    return browser_of(make_user("petr", display_name="Petr Novák", roles=[Role.ANALYST]))


@pytest.fixture
def draft(session, actor, at):
    with transaction():
        deploy({"small.bpmn": SMALL}, by=actor, at=at)
        return create_draft("small.bpmn", SMALL, by=actor, at=at)


def upload(browser, *files, headers=None):
    sent = [(BytesIO(content), name) for name, content in files]
    return browser.post("/studio/drafts", data={"files": sent}, headers=headers)


def count_drafts(session):
    return session.scalar(select(func.count()).select_from(Draft))


def test_empty_list_says_how_to_begin(petr):
    page = petr.get("/studio/drafts").text

    assert "begin a draft of it, or upload files" in page
    assert 'type="file"' in page


def test_one_uploaded_file_opens_in_its_editor(petr, session):
    answer = upload(petr, ("small.bpmn", SMALL))

    draft = session.scalars(select(Draft)).one()
    assert answer.location.endswith(f"/studio/drafts/{draft.id}")
    assert (draft.name, draft.file_name, draft.created_by) == ("Small", "small.bpmn", "petr")


def test_several_files_are_listed_with_what_was_found(petr):
    broken = SMALL.replace(b'candidateGroups="sales"', b'candidateGroups="= 1 +"').replace(
        b'id="small"', b'id="broken"'
    )
    answer = upload(petr, ("small.bpmn", SMALL), ("broken.bpmn", broken))

    page = petr.get(answer.location).text

    assert "nothing found" in page
    assert "2 errors" in page


def test_files_are_taken_all_or_none(petr, session):
    answer = upload(petr, ("small.bpmn", SMALL), ("note.txt", b"hello"), headers=HTMX)

    assert answer.status_code == 422
    assert "note.txt: Give a file that ends in .bpmn, .dmn or .form." in answer.text
    assert count_drafts(session) == 0


def test_upload_without_a_file_is_refused(petr):
    answer = petr.post("/studio/drafts", data={}, headers=HTMX)

    assert (answer.status_code, "Choose one file or several" in answer.text) == (422, True)


def test_editor_shows_versions_and_running_cases_in_few_statements(petr, draft):
    with counted() as sent:
        page = petr.get(f"/studio/drafts/{draft.id}")

    assert 'data-editor="bpmn"' in page.text
    assert "in force" in page.text
    assert "'unsafe-inline'" in page.headers["Content-Security-Policy"]
    assert len(sent) <= MOST_STATEMENTS


def test_saving_gives_the_next_revision(petr, draft):
    read = petr.get(f"/studio/drafts/{draft.id}/content").json
    answer = petr.post(f"/studio/drafts/{draft.id}/content", json={"content": LONGER, "revision": read["revision"]})

    assert answer.json["revision"] == 2
    assert petr.get(f"/studio/drafts/{draft.id}/content").json["content"] == LONGER


def test_second_analyst_is_told_who_saved_what(petr, draft, make_user, browser_of):
    eva = browser_of(make_user("eva", display_name="Eva Dvořák", roles=[Role.ANALYST]))
    eva.post(f"/studio/drafts/{draft.id}/content", json={"content": LONGER, "revision": 1})

    answer = petr.post(f"/studio/drafts/{draft.id}/content", json={"content": SMALL.decode() + "\n", "revision": 1})

    assert (answer.status_code, answer.json["theirs"], answer.json["revision"]) == (409, LONGER, 2)
    assert answer.json["detail"].startswith("Eva Dvořák saved this draft")


def test_two_contents_are_compared_in_words(petr, draft):
    page = petr.post(f"/studio/drafts/{draft.id}/comparison", json={"content": LONGER}).text

    assert re.search(r"added</span>\s*<strong>Check</strong>", page)


def test_content_that_cannot_be_read_is_refused_with_its_place(petr, draft):
    answer = petr.post(f"/studio/drafts/{draft.id}/content", json={"content": "<bpmn", "revision": 1})

    assert answer.status_code == 422
    assert "not well-formed XML" in answer.json["detail"]


def test_check_names_element_severity_and_remedy(petr, draft):
    broken = LONGER.replace('targetRef="done"', 'targetRef="nowhere"')

    found = petr.post(f"/studio/drafts/{draft.id}/findings", json={"content": broken}).json

    assert found["errors"] >= 1
    assert {"element_id", "severity", "message", "remedy", "line"} == set(found["findings"][0])


def test_form_that_is_a_draft_too_counts_as_there(petr, draft, session, actor, at):
    named = small_process(form_id="small/ask").decode()
    before = petr.post(f"/studio/drafts/{draft.id}/findings", json={"content": named}).json["errors"]
    with transaction():
        create_draft("ask.form", b'{"id": "small/ask", "type": "default", "components": []}', by=actor, at=at)

    after = petr.post(f"/studio/drafts/{draft.id}/findings", json={"content": named}).json["errors"]

    assert (before, after) == (1, 0)


def test_file_of_a_draft_is_what_was_uploaded(petr, draft):
    assert petr.get(f"/studio/drafts/{draft.id}/file").data == SMALL


def test_discarded_draft_is_gone(petr, draft, session):
    answer = petr.post(f"/studio/drafts/{draft.id}/discarding", data={"reason": "Not wanted."})

    assert answer.status_code == 303
    assert count_drafts(session) == 0


def test_auditor_reads_the_list_without_buttons(draft, make_user, browser_of):
    giulia = browser_of(make_user("giulia", roles=[Role.AUDITOR]))

    page = giulia.get("/studio/drafts").text

    assert "small.bpmn" in page
    assert "Discard" not in page
    assert giulia.get(f"/studio/drafts/{draft.id}").status_code == 403


def test_draft_that_somebody_saved_meanwhile_is_not_discarded_unseen(petr, draft, session):
    petr.post(f"/studio/drafts/{draft.id}/content", json={"content": LONGER, "revision": 1})

    answer = petr.post(f"/studio/drafts/{draft.id}/discarding", data={"revision": "1"})

    assert (answer.status_code, count_drafts(session)) == (409, 1)
    assert "was saved by Petr Novák" in answer.text
