"""What the worklist lists: whose, when, in which order, at what cost."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from app.core.actor import EVERYTHING, Viewer
from app.engine.models import TaskState
from app.worklist.choice import Choice, Due, Order, Whose, days_of
from app.worklist.queries import position_of, task_counts, tasks_chosen
from tests.engine.factories import make_definition, make_instance, make_task
from tests.statements import counted

LUCA = Viewer("luca", frozenset({"sales"}))
ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def days(at):
    return days_of(at, ROME)


@pytest.fixture
def chosen(session, days):
    """Names of the tasks on a page of the worklist."""

    def names(viewer=LUCA, after=None, limit=50, **choice):
        rows = tasks_chosen(viewer, Choice(**choice), days=days, after=after, limit=limit)
        return [row.task.name for row in rows]

    return names


def test_week_ends_with_sunday_in_the_readers_zone(at):
    days = days_of(at, ROME)

    assert (days.tomorrow - at, days.next_week - at) == (timedelta(hours=14), timedelta(days=6, hours=14))


@pytest.mark.parametrize(
    ("whose", "names"), [(Whose.MINE, ["own"]), (Whose.GROUPS, ["free"]), (Whose.ALL, ["free", "own", "taken"])]
)
def test_tasks_are_listed_by_whose_they_are(chosen, whose, names):
    make_task(name="own", assignee="luca")
    make_task(name="free")
    make_task(name="taken", assignee="anna")
    make_task(name="foreign", candidate_groups=["service"])
    make_task(name="done", assignee="luca", state=TaskState.COMPLETED)

    assert sorted(chosen(whose=whose)) == names


@pytest.mark.parametrize("due", Due)
def test_tasks_are_listed_by_when_they_are_due(chosen, days, due):
    hours = {Due.OVERDUE: -1, Due.TODAY: 3, Due.WEEK: 20, Due.LATER: 24 * 8}
    for name, offset in hours.items():
        make_task(name=name, assignee="luca", due_at=days.now + timedelta(hours=offset))
    make_task(name=Due.NO_DATE, assignee="luca")
    make_task(name=Due.FOLLOW_UP, assignee="luca", due_at=days.next_week, follow_up_at=days.tomorrow)

    assert due in chosen(due=due)
    assert set(chosen(due=due)) <= {due, Due.FOLLOW_UP, *([Due.NO_DATE] if due is Due.NO_DATE else [])}


def test_overdue_comes_first_and_no_date_last(chosen, at):
    make_task(name="none", assignee="luca")
    make_task(name="later", assignee="luca", due_at=at + timedelta(days=3))
    make_task(name="overdue", assignee="luca", due_at=at - timedelta(days=3))

    assert chosen() == ["overdue", "later", "none"]


def test_tasks_are_ordered_by_priority_or_age(chosen, at):
    make_task(name="low", assignee="luca", priority=10, created_at=at)
    make_task(name="high", assignee="luca", priority=90, created_at=at - timedelta(days=1))

    assert chosen(order=Order.PRIORITY) == ["high", "low"]
    assert chosen(order=Order.NEWEST) == ["low", "high"]


@pytest.mark.parametrize("order", Order)
def test_pages_follow_each_other_without_gap_or_repeat(session, days, at, order):
    for number in range(12):
        due_at = at + timedelta(days=number // 2) if number % 3 else None
        make_task(name=str(number), assignee="luca", due_at=due_at, priority=number // 4, created_at=at)

    seen, after = [], None
    while True:
        rows = tasks_chosen(LUCA, Choice(order=order), days=days, after=after, limit=5)
        seen += [row.task.name for row in rows[:5]]
        if len(rows) <= 5:
            break
        after = position_of(rows[4].task, order)

    whole = tasks_chosen(LUCA, Choice(order=order), days=days, after=None, limit=50)
    assert seen == [row.task.name for row in whole]
    assert sorted(seen, key=int) == [str(number) for number in range(12)]


@pytest.mark.parametrize("text", ["rossi", "ROSSI imp", "Q-2026-00418", "pumps for", "approve disc"])
def test_task_is_found_by_its_words_and_those_of_its_case(chosen, text):
    case = make_instance(title="Pumps for the plant", subject_name="Rossi Impianti", business_key="Q-2026-00418")
    make_task(case, name="Approve discount", assignee="luca")
    make_task(name="Other", assignee="luca")

    assert chosen(text=text) == ["Approve discount"]


def test_task_is_found_by_the_key_of_its_case(chosen):
    task = make_task(name="Approve discount", assignee="luca")
    make_task(name="Other", assignee="luca")

    assert chosen(text=str(task.instance_key)) == ["Approve discount"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "' OR 1=1--", "%%%%%%a", '"; DROP TABLE lead;--', "9" * 30])
def test_signs_of_patterns_and_statements_are_only_text(chosen, text):
    make_task(name="Other", assignee="luca")

    assert chosen(text=text) == []


def test_tasks_are_listed_by_process(chosen):
    case = make_instance(make_definition(process_id="campaign"))
    make_task(case, name="Call", assignee="luca")
    make_task(name="Other", assignee="luca")

    assert chosen(process="campaign") == ["Call"]


def test_filters_have_counts(session, days, at):
    make_task(assignee="luca", due_at=at - timedelta(days=1))
    make_task(assignee="luca", due_at=at + timedelta(hours=1))
    make_task()

    counts = task_counts(LUCA, Whose.MINE, days=days)

    assert counts[Whose.MINE] == 2
    assert counts[Whose.GROUPS] == 1
    assert counts[Whose.ALL] == 3
    assert (counts[Due.OVERDUE], counts[Due.TODAY], counts[Due.LATER]) == (1, 1, 0)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("viewer", [LUCA, EVERYTHING], ids=["staff", "manager"])
def test_page_and_counts_take_one_statement_each(session, days, viewer, order):
    make_task(assignee="luca")

    with counted() as statements:
        tasks_chosen(viewer, Choice(order=order, whose=Whose.ALL), days=days, after=None, limit=50)
        task_counts(viewer, Whose.ALL, days=days)

    assert len(statements) == 2
