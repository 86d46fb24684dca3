"""What a trigger costs: SQL statements do not depend on the machine."""

from datetime import datetime

import pytest
from sqlalchemy import select

from app.core.db import session, transaction
from app.engine import operations
from app.engine.models import InstanceState, ProcessInstance
from tests.engine.driver import ANNA, END, START, Driver, bpmn, deploy, flows, user_task
from tests.engine.elements import MESSAGE, ON_MESSAGE, catch
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


def test_many_cases_begin_with_few_statements_and_each_takes_its_own_message(at: datetime) -> None:
    deploy(bpmn(START + catch("wait", ON_MESSAGE) + END + flows("start->wait", "wait->end"), outside=MESSAGE), at=at)
    cases = [operations.NewCase(f"start-{n}", {"key": str(n)}, title=f"Case {n}") for n in range(20)]
    with transaction():
        operations.publish_message(
            "answer", correlation_key="7", variables={}, time_to_live_seconds=60, message_id=None, by=ANNA, at=at
        )

    with counted() as statements, transaction():
        keys = operations.start_instances("p", cases, by=ANNA, at=at)
    with transaction():
        again = operations.start_instances("p", cases, by=ANNA, at=at)

    assert len(statements) <= 14, statements
    ended = [case for case in session().scalars(select(ProcessInstance)) if case.state is InstanceState.COMPLETED]
    assert [case.title for case in ended] == ["Case 7"]
    assert again == keys
