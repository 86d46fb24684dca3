"""The page before a deployment and the deployment: what changes, stays behind, goes along, and who was quicker."""

import pytest
from sqlalchemy import func, select

from app.core.db import transaction
from app.engine.models import FormDefinition, ProcessDefinition
from app.engine.operations import deploy, start_instance
from app.identity.roles import Role
from app.studio.drafts.models import Draft
from app.studio.drafts.operations import Origin, create_draft, save_draft
from app.trail.models import TrailEntry
from tests.engine.checks.diagrams import diagram
from tests.fixtures.moments import NOW
from tests.statements import counted
from tests.studio.drawings import small_process

MOST_STATEMENTS = 14  # with a companion and the versions
HTMX = {"HX-Request": "true"}
LONGER = small_process(("ask", "check", "decide"))
FORM = b'{"id": "small/ask", "type": "default", "components": []}'
CALLER = diagram(
    '<bpmn:startEvent id="s" /><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="call" />'
    '<bpmn:callActivity id="call" name="Have it checked"><bpmn:extensionElements>'
    '<zeebe:calledElement processId="small" /></bpmn:extensionElements></bpmn:callActivity>'
    '<bpmn:sequenceFlow id="g" sourceRef="call" targetRef="e" /><bpmn:endEvent id="e" />',
    "caller",
)
TIMER = b"<bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>"


@pytest.fixture
def petr(make_user, browser_of):
    return browser_of(make_user("petr", display_name="Petr Novák", roles=[Role.ANALYST]))


@pytest.fixture
def running(session, actor, at):
    """A case on version 1 of the small process, and one of a process that calls it."""
    with transaction():
        deploy({"small.bpmn": small_process(), "caller.bpmn": CALLER}, by=actor, at=at)
    for process_id in ("small", "caller"):
        with transaction():
            start_instance(process_id, variables={}, by=actor, at=at)


@pytest.fixture
def begin(session, actor, at):
    def create(content, name="small.bpmn"):
        with transaction():
            draft = create_draft(name, content, by=actor, at=at)
            version = 0 if name.endswith(".form") else 1
            return f"/studio/drafts/{draft.id}/deployment", f"{draft.id}@1@{version}"

    return create


def versions(session, process_id="small"):
    return session.scalar(
        select(func.count()).select_from(ProcessDefinition).where(ProcessDefinition.process_id == process_id)
    )


def test_page_tells_what_changes_and_who_stays(petr, running, begin):
    address, _ = begin(LONGER)
    with counted() as sent:
        page = petr.get(address).text

    assert "<strong>Check</strong>" in page
    assert "on version 1" in page
    assert "Nothing found." in page
    assert len(sent) <= MOST_STATEMENTS


def test_deployment_makes_a_version_removes_the_draft_and_keeps_the_reason(petr, running, begin, session):
    address, seen = begin(LONGER)
    answer = petr.post(address, data={"drafts": seen, "reason": "One step more."})

    assert answer.location.endswith("/studio/processes/small")
    assert (versions(session), session.scalar(select(func.count()).select_from(Draft))) == (2, 0)
    kept = session.scalars(select(TrailEntry).where(TrailEntry.action == "process.deployed")).all()[-1]
    assert (kept.before["version"], kept.after["version"], kept.reason) == (1, 2, "One step more.")


@pytest.mark.parametrize("reason", ["", "  "])
def test_reason_is_needed(petr, running, begin, session, reason):
    address, seen = begin(LONGER)
    answer = petr.post(address, data={"drafts": seen, "reason": reason}, headers=HTMX)

    assert (answer.status_code, "Fill this in." in answer.text, versions(session)) == (422, True, 1)


def test_what_somebody_saved_meanwhile_is_not_deployed_unseen(petr, running, begin, session, actor):
    address, seen = begin(LONGER)
    draft = session.scalars(select(Draft)).one()
    with transaction():
        save_draft(draft.id, small_process(("ask",)).decode(), revision=1, by=actor, at=NOW)

    answer = petr.post(address, data={"drafts": seen, "reason": "Now."}, headers=HTMX)

    assert (answer.status_code, versions(session)) == (409, 1)
    assert "nothing was deployed" in answer.text


def test_renamed_process_names_who_goes_on_with_the_old_one(petr, running, session, actor, at):
    with transaction():
        origin = session.scalars(select(ProcessDefinition).where(ProcessDefinition.process_id == "small")).one()
        renamed = small_process(process_id="small_check")
        draft = create_draft("small.bpmn", renamed, by=actor, at=at, based_on=Origin(origin.key, origin.version))

    page = petr.get(f"/studio/drafts/{draft.id}/deployment").text

    assert "The process small is not in this file any more" in page
    assert "caller, version 1: Have it checked" in page


def test_process_that_can_no_longer_be_called_names_who_would_fail(petr, running, begin):
    timed = LONGER.replace(b'name="Begun" />', b'name="Begun">' + TIMER + b"</bpmn:startEvent>")
    page = petr.get(begin(timed)[0]).text

    assert "will fail" in page
    assert "caller, version 1: Have it checked" in page


def test_form_that_is_needed_goes_along_in_one_deployment(petr, running, begin, session):
    _, form = begin(FORM, "ask.form")
    address, seen = begin(small_process(form_id="small/ask"))
    page = petr.get(address).text
    without = petr.get(f"{address}?chosen=1").text

    answer = petr.post(address, data={"drafts": [seen, form], "reason": "With its form."})

    assert "Deploy all 2" in page
    assert "1 error keeps this from being deployed" in without
    assert answer.status_code == 303
    assert session.scalar(select(func.count()).select_from(FormDefinition)) == 1


def test_unchanged_file_has_nothing_to_deploy(petr, running, begin):
    assert "There is nothing to deploy." in petr.get(begin(small_process())[0]).text


def test_errors_leave_only_the_way_back(petr, running, begin):
    page = petr.get(begin(LONGER.replace(b'targetRef="done"', b'targetRef="nowhere"'))[0]).text

    assert "from being deployed" in page
    assert 'name="reason"' not in page


def test_version_that_somebody_deployed_meanwhile_is_not_undone_unseen(petr, running, begin, session, actor):
    address, seen = begin(LONGER)
    with transaction():
        deploy({"small.bpmn": small_process(("ask",))}, by=actor, at=NOW)

    answer = petr.post(address, data={"drafts": seen, "reason": "Now."}, headers=HTMX)

    assert (answer.status_code, versions(session)) == (409, 2)
    assert "nothing was deployed" in answer.text


def test_process_that_goes_along_and_can_no_longer_be_called_names_who_would_fail(petr, running, begin):
    timed = LONGER.replace(b'name="Begun" />', b'name="Begun">' + TIMER + b"</bpmn:startEvent>")
    along = begin(timed)[1].partition("@")[0]

    page = petr.get(f"{begin(CALLER, 'caller.bpmn')[0]}?chosen=1&along={along}").text

    assert "will fail" in page


def test_page_of_a_form_names_the_running_cases_that_take_it(petr, begin, actor, at):
    with transaction():
        deploy({"small.bpmn": small_process(form_id="small/ask"), "ask.form": FORM}, by=actor, at=at)
    with transaction():
        start_instance("small", variables={}, by=actor, at=at)

    page = petr.get(begin(FORM + b"\n", "ask.form")[0]).text

    assert "They take the new form" in page
    assert "Small, version 1: Ask" in page


def test_what_no_page_sends_is_refused(petr, running, begin):
    address, _ = begin(LONGER)

    assert petr.post(address, data={"drafts": "-" * 36 + "@1@1", "reason": "x"}, headers=HTMX).status_code == 422
