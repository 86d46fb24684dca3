"""What a trigger costs: SQL statements do not depend on the machine."""

from datetime import datetime

import pytest

from app.core.db import transaction
from app.engine import operations
from tests.engine.driver import ANNA, END, START, Driver, bpmn, deploy, flows, user_task
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("session")


def test_completing_a_task_takes_at_most_ten_statements(at: datetime) -> None:
    body = (
        START + user_task("first") + user_task("second") + END + flows("start->first", "first->second", "second->end")
    )
    deploy(bpmn(body), at=at)
    Driver(at).complete("first")
    case = Driver(at)
    task = case.tasks()[0]

    with counted() as statements, transaction():
        operations.complete_task(task.key, variables={"x": 1}, by=ANNA, at=at)

    assert len(statements) <= 10, statements
