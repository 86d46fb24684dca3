"""What the list of cases shows, and at what cost."""

from datetime import timedelta

import pytest

from app.cases.case import passages_of
from app.cases.choice import Choice, Shown
from app.cases.queries import case_counts, cases_chosen, position_of
from app.core.actor import EVERYTHING, Viewer
from app.engine.models import ElementState, InstanceState
from app.engine.queries import history_of, tasks_of
from app.parties.details import PartyDetails
from app.parties.operations import add_party
from tests.engine.driver import ANNA
from tests.engine.factories import make_definition, make_element, make_incident, make_instance, make_task
from tests.statements import counted

LUCA = Viewer("luca", frozenset({"sales"}))


@pytest.fixture
def chosen(session, at):
    """Titles of the cases on a page of the list."""

    def titles(viewer=LUCA, **choice):
        rows = cases_chosen(viewer, Choice(**choice), at=at, after=None, limit=50)
        return [row.case.title for row in rows]

    return titles


@pytest.mark.parametrize(
    ("shown", "titles"),
    [
        (Shown.ACTIVE, ["running"]),
        (Shown.COMPLETED, ["completed"]),
        (Shown.CANCELLED, ["cancelled"]),
        (Shown.ALL, ["cancelled", "completed", "running"]),
    ],
)
def test_tabs_part_cases_by_state(chosen, shown, titles):
    make_instance(title="running")
    make_instance(title="completed", state=InstanceState.COMPLETED)
    make_instance(title="cancelled", state=InstanceState.TERMINATED)

    assert sorted(chosen(shown=shown)) == titles


def test_cases_of_others_are_not_listed(chosen):
    make_instance(make_definition(groups=["service"]), title="foreign", started_by="marta")

    assert chosen() == []
    assert chosen(viewer=EVERYTHING) == ["foreign"]


def test_newest_case_comes_first(chosen, at):
    make_instance(title="old", started_at=at - timedelta(days=2))
    make_instance(title="new", started_at=at)

    assert chosen() == ["new", "old"]


def test_cases_of_a_party_are_found(chosen, session, at):
    party = add_party(PartyDetails(name="Rossi", country="IT"), by=ANNA, at=at)
    session.flush()
    make_instance(title="wanted", subject_id=party.id)
    make_instance(title="other")

    assert chosen(party=party.id) == ["wanted"]


def test_cases_are_filtered(chosen, at):
    definition = make_definition(process_id="service_request", version=3)
    case = make_instance(definition, title="wanted")
    make_element(case, element_id="plan_visit")
    make_task(case, due_at=at - timedelta(hours=1))
    make_incident(case)
    other = make_instance(title="other")
    make_element(other, element_id="plan_visit", state=ElementState.COMPLETED)
    make_task(other, due_at=at + timedelta(hours=1))

    assert chosen(process="service_request") == ["wanted"]
    assert chosen(version=3) == ["wanted"]
    assert chosen(element="plan_visit") == ["wanted"]
    assert chosen(only_overdue=True) == ["wanted"]
    assert chosen(only_incidents=True) == ["wanted"]


@pytest.mark.parametrize("text", ["rossi", "PUMPS", "Q-2026"])
def test_case_is_found_by_its_words(chosen, text):
    make_instance(title="Pumps for the plant", subject_name="Rossi Impianti", business_key="Q-2026-00418")
    make_instance(title="other")

    assert chosen(text=text) == ["Pumps for the plant"]


def test_case_is_found_by_its_key(chosen):
    case = make_instance(title="wanted")
    make_instance(title="other")

    assert chosen(text=str(case.key)) == ["wanted"]


@pytest.mark.parametrize("text", ["%", "_", "' OR 1=1--", "9" * 30])
def test_signs_of_patterns_are_only_text(chosen, text):
    make_instance(title="other")

    assert chosen(text=text) == []


def test_line_says_where_the_case_stands_and_when_it_is_due(session, at):
    case = make_instance()
    make_element(case, element_name="Qualify lead")
    make_element(case, element_name=None, element_id="wait_for_answer")
    make_element(case, element_name="Captured", state=ElementState.COMPLETED)
    make_task(case, due_at=at + timedelta(days=2))
    make_task(case, due_at=at + timedelta(days=1))

    row = cases_chosen(LUCA, Choice(), at=at, after=None, limit=50)[0]

    assert row.steps == ["Qualify lead", "wait_for_answer"]
    assert row.due_at == at + timedelta(days=1)


@pytest.mark.parametrize("shown", [Shown.ACTIVE, Shown.ALL])
def test_pages_follow_each_other_without_gap_or_repeat(session, at, shown):
    for number in range(11):
        state = InstanceState.COMPLETED if number % 3 == 0 and shown is Shown.ALL else InstanceState.ACTIVE
        make_instance(title=str(number), started_at=at - timedelta(days=number // 3), state=state)

    seen, after = [], None
    while True:
        rows = cases_chosen(LUCA, Choice(shown=shown), at=at, after=after, limit=4)
        seen += [row.case.title for row in rows[:4]]
        if len(rows) <= 4:
            break
        after = position_of(rows[3])

    assert sorted(seen, key=int) == [str(number) for number in range(11)]


def test_tabs_have_counts(session, at):
    make_incident(make_instance())
    make_task(make_instance(), due_at=at - timedelta(days=1))
    make_instance(state=InstanceState.COMPLETED)

    assert case_counts(LUCA, at=at) == {"active": 2, "completed": 1, "cancelled": 0, "overdue": 1, "incident": 1}


@pytest.mark.parametrize("viewer", [LUCA, EVERYTHING], ids=["staff", "manager"])
@pytest.mark.parametrize("rows", [1, 20])
def test_list_takes_three_statements_at_any_size(session, at, viewer, rows):
    for _ in range(rows):
        make_element(make_instance())

    with counted() as statements:
        cases_chosen(viewer, Choice(shown=Shown.ALL), at=at, after=None, limit=50)
        case_counts(viewer, at=at)

    assert len(statements) == 3


def test_passages_and_tasks_are_told_in_the_order_of_time(session, at):
    # Each process takes keys from a block of its own: a higher key may be older.
    case = make_instance()
    for name, minutes in (("second", 2), ("first", 1)):
        make_element(case, element_id=name, started_at=at + timedelta(minutes=minutes))
        make_task(case, element_id=name, created_at=at + timedelta(minutes=minutes))

    assert [passage.element_id for passage in passages_of(case.key)] == ["first", "second"]
    assert [passage.element_id for passage in history_of(case.key)] == ["first", "second"]
    assert [task.element_id for task in tasks_of(case.key)] == ["second", "first"]
