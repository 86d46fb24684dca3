"""Two versions side by side, through the browser's door."""

from pathlib import Path

import pytest

from app.core.db import transaction
from app.engine import operations
from app.identity.roles import Role
from app.studio.drafts.operations import create_draft
from tests.engine.decisions import RATING, deploy_rating
from tests.engine.driver import ANNA, END, START, Driver, bpmn, flows
from tests.statements import counted

PAGE = "/studio/comparison"
PLAIN = bpmn(START + '<bpmn:manualTask id="work" name="Work"/>' + END + flows("start -> work", "work -> end"))
FORM = b'{"id": "ask", "type": "default", "components": [{"id": "f", "type": "textfield", "key": "a", "label": "A"}]}'
MOST_STATEMENTS = 12


@pytest.fixture
def petr(make_user, browser_of):
    return browser_of(make_user("petr", display_name="Petr Novák", roles=[Role.ANALYST]))


@pytest.fixture
def versions(session, at):
    """Two versions of a process, a decision and a form; a case stands on the first of the process."""
    deploy_rating(at)
    files = {"p.bpmn": PLAIN.replace(b'name="Work"', b'name="Other work"'), "ask.form": FORM}
    Driver(at, amount=1)
    for form in (FORM, FORM.replace(b'"A"', b'"B"')):
        files["ask.form"] = form
        files["rating.dmn"] = RATING.replace("30 + extra", "31 + extra").encode()
        with transaction():
            operations.deploy(files, by=ANNA, at=at)


def compared(browser, old, new):
    return browser.get(PAGE, query_string={"from": old, "to": new})


def test_differences_of_processes_are_listed_beside_both_drawings(petr, versions):
    page = compared(petr, "process:p:1", "process:p:2").text

    assert page.count("data-comparison-side") == 2
    assert '<strong>Other work</strong> <span class="row-note-inline">manual task</span>' in page
    assert 'data-element-id="rate_customer" data-kind="removed"' in page


def test_running_cases_stand_over_each_version(petr, at, session):
    diagram = bpmn(START + '<bpmn:userTask id="work" name="Work"/>' + END + flows("start -> work", "work -> end"))
    for content in (diagram, diagram.replace(b'"Work"', b'"Do"')):
        with transaction():
            operations.deploy({"p.bpmn": content}, by=ANNA, at=at)
        Driver(at)

    page = compared(petr, "process:p:1", "process:p:2").text

    assert page.count('class="comparison-running"') == 2


def test_decisions_are_compared_in_words(petr, versions):
    page = compared(petr, "decision:rating:1", "decision:rating:2").text

    assert "Rating, rule 2" in page
    assert "<del>30 + extra</del>" in page
    assert "data-comparison-side" not in page


def test_forms_are_compared_in_words(petr, versions):
    page = compared(petr, "form:ask:1", "form:ask:2").text

    assert '<span class="difference-label">Label</span> <del>A</del>' in page


def test_version_and_draft_are_compared(petr, versions, actor, at):
    with transaction():
        draft = create_draft("p.bpmn", PLAIN.replace(b'"Work"', b'"Draft work"'), by=actor, at=at)
        reference = f"draft:{draft.id}"

    page = compared(petr, "process:p:2", reference).text

    assert "Draft work" in page
    assert petr.get(f"{PAGE}/file", query_string={"side": reference}).data == PLAIN.replace(b'"Work"', b'"Draft work"')


def test_file_of_a_version_comes_byte_for_byte_and_can_do_nothing(petr, versions):
    answer = petr.get(f"{PAGE}/file", query_string={"side": "decision:rating:1"})

    assert answer.data == RATING.encode()
    assert answer.headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize("path", sorted(Path("tests/attacks").glob("*/m0*")), ids=lambda path: path.name)
def test_what_was_never_deployed_cannot_be_compared(petr, versions, path):
    assert compared(petr, "process:p:1", path.name).status_code == 422


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("process:p:1", "decision:rating:1", 422),
        ("process:p:1", "process:p:x", 422),
        ("process:p:1", "draft:x", 422),
        ("process:p:1", "process::1", 422),
        ("process:p:1", "", 422),
        ("process:p:1", "process:p:99", 404),
        ("process:p:1", "form:none:1", 404),
        ("process:p:1", "draft:5f0c2f0e-0000-4000-8000-000000000000", 404),
    ],
)
def test_sides_that_are_not_there_are_refused(petr, versions, old, new, status):
    assert compared(petr, old, new).status_code == status


def test_words_of_a_file_stay_words(petr, session, at):
    for name in (b"Work", b"&lt;script&gt;alert(1)&lt;/script&gt;"):
        with transaction():
            operations.deploy({"p.bpmn": PLAIN.replace(b'name="Work"', b'name="' + name + b'"')}, by=ANNA, at=at)

    assert "<script>alert(1)" not in compared(petr, "process:p:1", "process:p:2").text


@pytest.mark.parametrize("kind", ["process:p", "decision:rating", "form:ask"])
def test_page_stays_in_its_budget_of_statements(petr, versions, kind):
    compared(petr, f"{kind}:1", f"{kind}:2")

    with counted() as statements:
        compared(petr, f"{kind}:1", f"{kind}:2")

    assert len(statements) <= MOST_STATEMENTS, statements


def test_draft_under_a_new_id_is_compared(petr, versions, actor, at):
    with transaction():
        draft = create_draft("p.bpmn", PLAIN.replace(b'id="p"', b'id="renamed"'), by=actor, at=at)

    assert draft.resource_id == "renamed"
    assert compared(petr, "process:p:2", f"draft:{draft.id}").status_code == 200
