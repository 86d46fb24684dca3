"""Processes and forms in the Studio: lists, versions with their cases, files, beginning a draft, a new process."""

import re

import pytest
from sqlalchemy import select

from app.core.db import transaction
from app.engine.operations import deploy, start_instance
from app.identity.roles import Role
from app.studio.drafts.models import Draft
from tests.statements import counted
from tests.studio.drawings import small_process

MOST_STATEMENTS = 12
FORM = b'{ "id": "small/ask", "type": "default", "components": [] }'
SMALL = small_process(form_id="small/ask")
LONGER = small_process(("ask", "check", "decide"), form_id="small/ask")


@pytest.fixture
def petr(make_user, browser_of):
    return browser_of(make_user("petr", display_name="Petr Novák", roles=[Role.ANALYST]))


@pytest.fixture
def deployed(session, actor, at):
    """Two versions, with two cases on the first and one on the second; and another process without cases."""
    other = small_process(process_id="other")
    with transaction():
        deploy({"bpmn/small.bpmn": SMALL, "ask.form": FORM, "other.bpmn": other}, by=actor, at=at, reason="To begin.")
    for _ in range(2):
        with transaction():
            start_instance("small", variables={}, by=actor, at=at)
    with transaction():
        deploy({"bpmn/small.bpmn": LONGER}, by=actor, at=at, reason="A step more.")
    with transaction():
        start_instance("small", variables={}, by=actor, at=at)


def test_list_counts_the_running_cases_of_all_versions(petr, deployed):
    with counted() as sent:
        page = petr.get("/studio").text

    rows = re.findall(r'/studio/processes/(\w+)">.*?data-label="Running cases">(?:<a[^>]*>)?(\d+)', page, re.DOTALL)
    assert rows == [("other", "0"), ("small", "3")]
    assert len(sent) <= MOST_STATEMENTS


def test_list_is_searched_by_name_and_id(petr, deployed):
    page = petr.get("/studio?q=oth").text

    assert "/studio/processes/other" in page
    assert "/studio/processes/small" not in page
    assert "No process is called so" in petr.get("/studio?q=nothing").text


def test_list_is_read_page_by_page(petr, deployed):
    first = petr.get("/studio?limit=1").text
    following = re.search(r'href="([^"]*after=[^"]*)"', first)

    assert "/studio/processes/small" not in first
    assert "/studio/processes/small" in petr.get(following[1].replace("&amp;", "&")).text


def test_empty_system_says_how_to_begin(petr):
    assert "No process yet" in petr.get("/studio").text
    assert "No form yet" in petr.get("/studio/forms").text


def test_page_of_a_process_has_versions_reasons_and_cases(petr, deployed):
    with counted() as sent:
        page = petr.get("/studio/processes/small").text

    assert page.index("A step more.") < page.index("To begin.")
    assert re.findall(r"<span>(?:<a[^>]*>)?(\d+)(?:</a>)? running", page) == ["1", "2"]
    assert len(sent) <= MOST_STATEMENTS


def test_unknown_process_and_version_are_missing(petr, deployed):
    assert petr.get("/studio/processes/nothing").status_code == 404
    assert petr.get("/studio/processes/small?version=9").status_code == 404


def test_file_of_each_version_is_byte_for_byte_what_was_deployed(petr, deployed):
    assert petr.get("/studio/processes/small/file?version=1").data == SMALL
    assert petr.get("/studio/processes/small/file").data == LONGER


def test_draft_is_begun_from_any_version(petr, deployed, session):
    answer = petr.post("/studio/processes/small/drafts?version=1")

    draft = session.scalars(select(Draft)).one()
    assert answer.location.endswith(f"/studio/drafts/{draft.id}")
    assert (draft.based_on_version, draft.file_name) == (1, "bpmn/small.bpmn")
    assert draft.content.encode() == SMALL
    assert "begun from version 1" in petr.get("/studio/processes/small").text


def test_new_process_has_an_id_made_of_its_name_that_nobody_has(petr, deployed, session):
    for _ in range(2):
        petr.post("/studio/processes", data={"name": "Small"})

    assert sorted(session.scalars(select(Draft.resource_id))) == ["small_2", "small_3"]
    assert {draft.name for draft in session.scalars(select(Draft))} == {"Small"}


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_new_process_needs_a_name(petr, name):
    assert petr.post("/studio/processes", data={"name": name}, headers={"HX-Request": "true"}).status_code == 422


def test_forms_are_listed_with_their_newest_version(petr, deployed, session, actor, at):
    with transaction():
        deploy({"ask.form": FORM.replace(b"[]", b"[ ]")}, by=actor, at=at)

    with counted() as sent:
        page = petr.get("/studio/forms?q=ask").text

    assert re.search(r'small/ask.*?data-label="Version">2<', page, re.DOTALL)
    assert len(sent) <= MOST_STATEMENTS


def test_element_templates_are_for_who_may_look(petr):
    assert {template["id"] for template in petr.get("/studio/element-templates").json} >= {"pratica.sales.issue_quote"}
