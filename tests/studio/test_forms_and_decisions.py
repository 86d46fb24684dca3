"""Pages of forms; drafts of forms and decisions begun from a version or from nothing."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.core.db import transaction
from app.engine import operations
from app.identity.roles import Role
from app.studio.drafts.models import Draft
from app.studio.drafts.queries import draft_with
from tests.engine.decisions import RATING, deploy_rating
from tests.engine.driver import ANNA, END, START, bpmn, flows
from tests.statements import counted

FORM = Path("forms/lead_to_order/qualify_lead.form").read_bytes()
FORM_ID = "lead_to_order/qualify_lead"
PAGE = f"/studio/forms/{FORM_ID}"
ASKS = (
    '<bpmn:userTask id="ask" name="Ask them"><bpmn:extensionElements>'
    f'<zeebe:formDefinition formId="{FORM_ID}"/></bpmn:extensionElements></bpmn:userTask>'
)
ATTACKS = Path("tests/attacks")
MOST_STATEMENTS = 12


@pytest.fixture
def petr(make_user, browser_of):
    return browser_of(make_user("petr", display_name="Petr Novák", roles=[Role.ANALYST]))


@pytest.fixture
def deployed(session, at):
    """Two versions of a form, and a process that uses it."""
    diagram = bpmn(START + ASKS + END + flows("start -> ask", "ask -> end"))
    files = {f"forms/{FORM_ID}.form": FORM, "p.bpmn": diagram}
    for content in (FORM, FORM.replace(b"Not now", b"Later")):
        files[f"forms/{FORM_ID}.form"] = content
        with transaction():
            operations.deploy(files, by=ANNA, at=at, reason="Clearer words.")


def begun(browser, address):
    """The draft that an address begins."""
    answer = browser.post(address, data={"name": "Check credit"} if address.count("/") == 2 else {})
    assert answer.status_code == 303, answer.text
    return draft_with(answer.headers["Location"].rpartition("/")[2])


def test_form_is_shown_with_versions_and_who_uses_it(petr, deployed):
    page = petr.get(PAGE).text

    for words in ("data-form-mount", "Ask them", "Clearer words.", "What changed", "version 2"):
        assert words in page


def test_older_version_of_a_form_is_shown(petr, deployed):
    older = petr.get(f"{PAGE}?version=1").text

    assert "not the newest" in older
    assert "Not now" in older


def test_file_of_a_form_comes_byte_for_byte(petr, deployed):
    assert petr.get(f"{PAGE}/file?version=1").data == FORM


@pytest.mark.parametrize("address", [f"{PAGE}?version=9", "/studio/forms/none", f"{PAGE}/file?version=9"])
def test_what_was_not_deployed_is_not_found(petr, deployed, address):
    assert petr.get(address).status_code == 404


def test_draft_of_a_form_is_begun_from_the_version_shown(petr, deployed):
    draft = begun(petr, f"{PAGE}/drafts?version=1")

    assert draft.content.encode() == FORM
    assert (draft.based_on_version, draft.resource_id) == (1, FORM_ID)


def test_draft_of_a_decision_is_begun_from_the_version_shown(petr, session, at):
    deploy_rating(at)

    draft = begun(petr, "/studio/decisions/rating/drafts?version=1")

    assert draft.content == RATING
    assert draft.based_on_version == 1


@pytest.mark.parametrize("address", ["/studio/forms", "/studio/decisions"])
def test_what_is_new_has_an_id_of_its_own_and_nothing_to_mend(petr, session, address):
    first, second = begun(petr, address), begun(petr, address)
    findings = petr.post(f"/studio/drafts/{first.id}/findings", json={"content": first.content}).json

    assert (first.resource_id, second.resource_id) == ("check_credit", "check_credit_2")
    assert findings["findings"] == []


@pytest.mark.parametrize("address", [f"/studio/forms/{FORM_ID}/drafts", "/studio/decisions", "/studio/forms"])
def test_only_those_who_edit_drafts_begin_them(make_user, browser_of, deployed, address):
    auditor = browser_of(make_user("vera", roles=[Role.AUDITOR]))

    assert auditor.post(address, data={"name": "x"}).status_code == 403
    assert "Edit</button>" not in auditor.get(PAGE).text


@pytest.mark.parametrize("path", sorted(ATTACKS.glob("forms/*")), ids=lambda path: path.name)
def test_hostile_form_is_found_at_its_field(petr, deployed, path):
    draft = begun(petr, "/studio/forms")

    found = petr.post(f"/studio/drafts/{draft.id}/findings", json={"content": path.read_text("utf-8")}).json

    assert found["errors"]
    assert all(finding["element_id"] for finding in found["findings"])


@pytest.mark.parametrize("path", sorted(ATTACKS.glob("dmn/*.dmn")), ids=lambda path: path.name)
def test_hostile_decision_is_found_at_its_cell(petr, session, path):
    draft = begun(petr, "/studio/decisions")

    found = petr.post(f"/studio/drafts/{draft.id}/findings", json={"content": path.read_text("utf-8")}).json

    assert found["errors"]
    assert any("rule 1" in finding["message"] for finding in found["findings"])


def test_entities_in_a_decision_are_refused_and_nothing_changes(petr, session):
    draft = begun(petr, "/studio/decisions")
    hostile = (ATTACKS / "xml" / "m09_entity_in_dmn.dmn").read_text("utf-8")

    answer = petr.post(f"/studio/drafts/{draft.id}/content", json={"content": hostile, "revision": 1})

    assert answer.status_code == 422
    assert session.scalar(select(func.max(Draft.revision))) == 1


def test_values_of_options_from_the_server_reach_the_preview(petr, deployed):
    page = petr.get(PAGE).text

    assert json.loads(FORM)["id"] in page


def test_page_stays_in_its_budget_of_statements(petr, deployed):
    petr.get(PAGE)

    with counted() as statements:
        petr.get(PAGE)

    assert len(statements) <= MOST_STATEMENTS, statements
