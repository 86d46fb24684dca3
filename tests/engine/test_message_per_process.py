"""A message reaches one case of each process that waits for it: at once, later while it is kept, by a start event."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.core.db import Key, session, transaction
from app.engine import operations, queries
from app.engine.models import Message, MessageCorrelation, ProcessInstance
from app.engine.operations.messages import forget_expired_messages, waiting_messages
from tests.engine.driver import ANNA, END, START, Driver, bpmn, deploy, flows, user_task
from tests.engine.elements import MESSAGE, ON_MESSAGE, catch, start

pytestmark = pytest.mark.usefixtures("session")

WAITS = START + catch("wait", ON_MESSAGE) + user_task("after") + END
PATHS = flows("start->wait", "wait->after", "after->end")


def deploy_waiting(at: datetime, *process_ids: str) -> None:
    deploy(*(bpmn(WAITS + PATHS, process_id=name, outside=MESSAGE) for name in process_ids), at=at)


def publish(at: datetime, seconds: int = 0) -> Key:
    with transaction():
        message = operations.publish_message(
            "answer",
            correlation_key="k",
            variables={"yes": True},
            time_to_live_seconds=seconds,
            message_id=None,
            by=ANNA,
            at=at,
        )
        return message.key


def sweep(at: datetime) -> int:
    """Hand over what waits, as the clock does."""
    delivered = 0
    while keys := waiting_messages(at, 10):
        for key in keys:
            with transaction():
                message = session().get_one(Message, key, with_for_update=True)
                delivered += operations.deliver_message(message, by=ANNA, at=at)
    return delivered


def states(*cases: Driver) -> list[list[str]]:
    return [case.active() for case in cases]


def test_message_reaches_one_case_of_each_process(at: datetime) -> None:
    deploy_waiting(at, "p", "q")
    first, second, other = Driver(at, "p", key="k"), Driver(at, "p", key="k"), Driver(at, "q", key="k")

    publish(at)
    assert states(first, second, other) == [["after"], ["wait"], ["wait"]]
    delivered = sweep(at + timedelta(seconds=1))

    assert (delivered, states(first, second, other)) == (1, [["after"], ["wait"], ["after"]])
    assert other.variables["yes"] is True
    assert [len(queries.messages_of(case.key)) for case in (first, second, other)] == [1, 0, 1]


def test_message_that_is_not_kept_reaches_nobody_who_begins_to_wait_later(at: datetime) -> None:
    deploy_waiting(at, "p", "q")
    Driver(at, "p", key="k")
    publish(at)

    late = Driver(at + timedelta(seconds=1), "q", key="k")

    assert (sweep(at + timedelta(seconds=2)), late.active()) == (0, ["wait"])


def test_kept_message_reaches_one_later_case_of_each_process(at: datetime) -> None:
    deploy_waiting(at, "p", "q")
    publish(at, seconds=3600)

    cases = [Driver(at, name, key="k") for name in ("p", "p", "q", "q")]

    assert states(*cases) == [["after"], ["wait"], ["after"], ["wait"]]
    assert sweep(at) == 0
    assert {row.process_id for row in session().scalars(select(MessageCorrelation))} == {"p", "q"}


def test_message_starts_one_case_of_each_process_that_begins_with_it(at: datetime) -> None:
    begins = start("s", ON_MESSAGE) + user_task("ask") + END + flows("s->ask", "ask->end")
    deploy(*(bpmn(begins, process_id=name, outside=MESSAGE) for name in ("p", "q")), at=at)
    deploy_waiting(at, "r")
    waiting = Driver(at, "r", key="k")

    publish(at, seconds=60)
    sweep(at + timedelta(seconds=1))
    sweep(at + timedelta(seconds=2))

    assert waiting.open_tasks() == ["after"]
    assert sorted(session().scalars(select(ProcessInstance.process_id))) == ["p", "q", "r"]


def test_correlations_are_forgotten_with_their_message(at: datetime) -> None:
    deploy_waiting(at, "p")
    Driver(at, "p", key="k")
    publish(at)

    with transaction():
        forget_expired_messages(at + timedelta(days=400))

    assert (session().query(Message).count(), session().query(MessageCorrelation).count()) == (0, 0)
