"""What one request costs in SQL statements, from the log-in to the commit."""

import pytest

from tests.api.programs import ONE_TASK, Program
from tests.api.test_user_tasks import opened
from tests.statements import counted


@pytest.mark.parametrize("with_form", [False, True])
def test_completion_takes_at_most_fifteen_statements(admin: Program, luca: Program, with_form: bool) -> None:
    for _ in range(2):  # the first request fills the caches
        task = opened(admin, with_form=with_form)
        with counted() as statements:
            answer = luca.post(f"/user-tasks/{task}/completion", {"variables": {"approved": True}})
        assert answer.status_code == 204, answer.text

    assert len(statements) <= 15, statements


def test_start_takes_at_most_twelve_statements(admin: Program, luca: Program) -> None:
    admin.deploy(p_bpmn=ONE_TASK)
    luca.start()

    with counted() as statements:
        luca.start(x=1)

    assert len(statements) <= 12, statements
