"""Who sees which case and task."""

import pytest
from sqlalchemy import select

from app.core.actor import EVERYTHING, Viewer
from app.engine.models import ProcessInstance, TaskState, UserTask
from app.engine.visibility import visible_instances, visible_tasks
from tests.engine.factories import make_definition, make_instance, make_task

LUCA = Viewer("luca", frozenset({"sales"}))
MARTA = Viewer("marta", frozenset({"service"}))
NOBODY = Viewer("nobody")


@pytest.mark.parametrize(
    ("viewer", "task", "sees"),
    [
        (LUCA, {"candidate_groups": ["sales"]}, True),
        (LUCA, {"candidate_groups": ["service", "sales"]}, True),
        (LUCA, {"candidate_groups": ["service"]}, False),
        (LUCA, {"candidate_groups": []}, False),
        (LUCA, {"candidate_groups": [], "candidate_users": ["luca"]}, True),
        (LUCA, {"candidate_groups": [], "assignee": "luca"}, True),
        (LUCA, {"candidate_groups": ["service"], "assignee": "marta"}, False),
        (LUCA, {"candidate_groups": ["sales"], "assignee": "anna"}, True),
        (NOBODY, {"candidate_groups": ["sales"]}, False),
        (EVERYTHING, {"candidate_groups": []}, True),
    ],
)
def test_task_is_seen_by_those_it_is_for(session, viewer, task, sees):
    row = make_task(**task)

    seen = session.scalars(select(UserTask.key).where(visible_tasks(viewer))).all()

    assert (row.key in seen) is sees


@pytest.mark.parametrize(
    ("viewer", "groups", "started_by", "sees"),
    [
        (LUCA, ["sales"], "web_form", True),
        (LUCA, ["service"], "web_form", False),
        (LUCA, ["service"], "luca", True),
        (MARTA, ["sales", "service"], "luca", True),
        (NOBODY, ["sales"], "luca", False),
        (EVERYTHING, [], "luca", True),
    ],
)
def test_case_is_seen_by_its_groups_and_its_starter(session, viewer, groups, started_by, sees):
    row = make_instance(make_definition(groups=groups), started_by=started_by)

    seen = session.scalars(select(ProcessInstance.key).where(visible_instances(viewer))).all()

    assert (row.key in seen) is sees


@pytest.mark.parametrize(
    "task",
    [
        {"assignee": "marta"},
        {"candidate_users": ["marta"]},
        {"candidate_groups": ["service"]},
        {"state": TaskState.COMPLETED, "completed_by": "marta"},
        {"state": TaskState.CANCELED, "assignee": "marta"},
    ],
)
def test_case_is_seen_by_those_who_worked_on_it(session, task):
    row = make_instance(make_definition(groups=["sales"]))
    make_task(row, **task)

    assert row.key in session.scalars(select(ProcessInstance.key).where(visible_instances(MARTA))).all()


def test_task_of_a_colleague_in_my_process_shows_me_the_case_not_the_task(session):
    row = make_instance(make_definition(groups=["sales"]))
    task = make_task(row, candidate_groups=[], assignee="anna")

    assert row.key in session.scalars(select(ProcessInstance.key).where(visible_instances(LUCA))).all()
    assert task.key not in session.scalars(select(UserTask.key).where(visible_tasks(LUCA))).all()
