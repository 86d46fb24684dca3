"""What the Monitor lists and counts, and at what cost."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.cases.choice import Shown
from app.core.actor import EVERYTHING, Viewer
from app.engine.models import ElementState, InstanceState, JobState, TaskState
from app.monitor.choice import Choice, Need, Sort, Work, address_of
from app.monitor.queries.causes import cause_for, causes_open
from app.monitor.queries.listing import Days, every_row, position_of, rows_chosen
from app.monitor.queries.needs import counts_of_needs
from app.monitor.queries.workload import Load, load_of_groups, load_of_people
from app.monitor.schemas import MonitorArguments
from app.parties.details import PartyDetails
from app.parties.operations import add_party
from tests.engine.driver import ANNA
from tests.engine.factories import (
    make_definition,
    make_element,
    make_incident,
    make_instance,
    make_job,
    make_task,
    make_timer,
)

STRANGER = Viewer("marta", frozenset({"service"}))
CAUSE = "a" * 32


@pytest.fixture
def days(session, at):
    return Days(at, ZoneInfo("Europe/Rome"))


@pytest.fixture
def chosen(days):
    """Titles of the cases on a page of the list."""

    def titles(viewer=EVERYTHING, **choice):
        rows = rows_chosen(viewer, Choice(**choice), days=days, after=None, limit=50)
        return [row.case.title for row in rows]

    return titles


@pytest.fixture
def needy(session, at):
    """A case for each need, and one that is well."""
    make_instance(title="well")
    make_instance(title="stuck for good", stuck_since=at)
    make_incident(make_instance(title="stuck for a day"), created_at=at - timedelta(days=2))
    make_task(make_instance(title="overdue"), due_at=at - timedelta(hours=1))
    make_incident(make_instance(title="incident"), created_at=at)
    make_timer(make_instance(title="timer"), due_at=at - timedelta(minutes=5))
    make_job(make_instance(title="job"), available_at=at - timedelta(minutes=6))
    late = make_instance(title="moved on", state=InstanceState.COMPLETED)
    make_timer(late, due_at=at - timedelta(days=1), fired_at=at)
    make_task(late, due_at=at - timedelta(days=1), state=TaskState.COMPLETED)
    make_job(late, available_at=at - timedelta(days=1), state=JobState.COMPLETED)
    make_timer(make_instance(title="soon"), due_at=at - timedelta(seconds=5))


@pytest.mark.parametrize(
    ("need", "titles"),
    [
        (Need.STUCK, ["stuck for a day", "stuck for good"]),
        (Need.OVERDUE, ["overdue"]),
        (Need.INCIDENT, ["incident", "stuck for a day"]),
        (Need.TIMERS, ["timer"]),
        (Need.JOBS, ["job"]),
    ],
)
def test_each_number_is_a_filter_of_the_list(needy, chosen, at, need, titles):
    assert sorted(chosen(need=need)) == titles
    assert counts_of_needs(EVERYTHING, at=at)[need] == len(titles)
    assert counts_of_needs(STRANGER, at=at)[need] == 0
    assert chosen(viewer=STRANGER, need=need) == []


def test_cases_are_filtered(chosen, session, at):
    party = add_party(PartyDetails(name="Rossi", country="IT"), by=ANNA, at=at)
    session.flush()
    definition = make_definition(process_id="service_request", version=3)
    wanted = make_instance(
        definition,
        title="wanted",
        business_key="SR-7",
        subject_id=party.id,
        subject_name="Rossi",
        started_at=at - timedelta(days=3),
    )
    make_element(wanted, element_id="plan_visit")
    make_task(wanted, assignee="luca", due_at=at + timedelta(days=1))
    make_task(wanted, candidate_groups=["night"], due_at=at - timedelta(days=1))
    make_task(wanted, completed_by="marta", state=TaskState.COMPLETED, ended_at=at - timedelta(days=6))
    make_incident(wanted, cause=CAUSE)
    other = make_instance(title="other")
    make_element(other, element_id="plan_visit", state=ElementState.COMPLETED)
    make_task(other, completed_by="marta", state=TaskState.COMPLETED, ended_at=at - timedelta(days=8))

    for choice in (
        {"process": "service_request"},
        {"process": "service_request", "version": 3},
        {"version": 3},
        {"element": "plan_visit"},
        {"party": party.id},
        {"business_key": "SR-7"},
        {"text": "rossi"},
        {"text": str(wanted.key)},
        {"cause": CAUSE},
        {"started_from": date(2026, 11, 20), "started_until": date(2026, 11, 20)},
        {"person": "luca"},
        {"person": "luca", "work": Work.WEEK},
        {"group": "night", "work": Work.OVERDUE},
        {"person": "marta", "work": Work.DONE, "shown": Shown.ALL},
    ):
        assert chosen(**choice) == ["wanted"], choice
    for choice in (
        {"process": "service_request", "version": 2},
        {"started_from": date(2026, 11, 24)},
        {"person": "luca", "work": Work.OVERDUE},
        {"business_key": "sr"},
        {"process": "service_request", "shown": Shown.COMPLETED},
    ):
        assert chosen(**choice) == [], choice


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("shown", [Shown.ACTIVE, Shown.ALL])
def test_pages_follow_each_other_in_every_order(days, at, sort, shown):
    for number in range(9):
        state = InstanceState.COMPLETED if number % 3 == 0 and shown is Shown.ALL else InstanceState.ACTIVE
        moments = {"started_at": at - timedelta(days=number // 2), "changed_at": at - timedelta(hours=9 - number)}
        make_instance(title=str(number), state=state, **moments)

    seen, after, choice = [], None, Choice(sort=sort, shown=shown)
    while True:
        rows = rows_chosen(EVERYTHING, choice, days=days, after=after, limit=2)
        seen += [row.case for row in rows[:2]]
        if len(rows) <= 2:
            break
        after = position_of(rows[1], sort)

    column = "started_at" if sort in (Sort.NEWEST, Sort.OLDEST) else "changed_at"
    moments = [getattr(case, column) for case in seen]
    assert sorted(case.title for case in seen) == [str(number) for number in range(9)]
    assert moments == sorted(moments, reverse=sort in (Sort.NEWEST, Sort.CHANGED))


def test_line_says_where_the_case_stands_and_what_is_wrong(days, at):
    case = make_instance()
    make_element(case, element_name="Qualify lead")
    make_task(case, due_at=at + timedelta(days=1))
    make_incident(case, message="later", created_at=at)
    make_incident(case, message="first", created_at=at - timedelta(hours=1))

    row = next(every_row(EVERYTHING, Choice(), days=days))

    assert (row.steps, row.due_at, row.incident.message) == (["Qualify lead"], at + timedelta(days=1), "first")


def test_incidents_are_grouped_by_cause(session, at):
    case = make_instance(subject_name="Rossi")
    make_incident(case, cause=CAUSE, message="Rossi has no address 7.", created_at=at - timedelta(hours=1))
    make_incident(make_instance(), cause=CAUSE, created_at=at, retry_asked_at=at)
    make_incident(case, cause="b" * 32)
    make_incident(case, cause=CAUSE, resolved_at=at)

    first, second = causes_open(EVERYTHING)

    assert (first.cause, first.count, first.asked, first.latest) == (CAUSE, 2, 1, at)
    assert first.words == "… has no address …."
    assert (second.count, cause_for(EVERYTHING, "c" * 32), causes_open(STRANGER)) == (1, None, [])


def test_workload_is_counted_by_person_and_group(days, at):
    make_task(assignee="luca", due_at=at - timedelta(hours=1))
    make_task(assignee="luca", due_at=at + timedelta(days=1))
    make_task(assignee="luca", due_at=at + timedelta(days=20))
    make_task(due_at=at + timedelta(days=1))
    make_task(state=TaskState.COMPLETED, completed_by="luca", ended_at=at - timedelta(days=1))
    make_task(state=TaskState.COMPLETED, completed_by="luca", ended_at=at - timedelta(days=8))

    assert load_of_people(EVERYTHING, days=days) == [Load("luca", 3, 1, 1, 1)]
    assert load_of_groups(EVERYTHING, days=days) == [Load("sales", 1, 0, 1, 1)]
    assert load_of_people(STRANGER, days=days) == []


def test_address_says_the_whole_choice_and_nothing_usual():
    choice = Choice(
        need=Need.STUCK, process="p", version=2, started_from=date(2026, 11, 1), text="rossi", sort=Sort.QUIET
    )

    assert MonitorArguments().load(address_of(choice)) == choice
    assert address_of(Choice()) == {}
    assert address_of(choice, need=None)["from"] == "2026-11-01"
