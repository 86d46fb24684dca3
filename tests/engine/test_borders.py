"""Events on borders and inside scopes: who catches, what ends, what goes on."""

from datetime import datetime

import pytest

from app.core.db import session
from app.engine.models import ElementState, Message, ProcessInstance
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, service_task, user_task
from tests.engine.elements import (
    ERROR,
    ESCALATION,
    MESSAGE,
    ON_ANY_ERROR,
    ON_ERROR,
    ON_ESCALATION,
    ON_MESSAGE,
    TERMINATE,
    boundary,
    end,
    event_sub_process,
    gateway,
    loop,
    start,
    sub_process,
    throw,
    timer,
)

pytestmark = pytest.mark.usefixtures("session")

REMINDED = user_task("ask") + boundary("told", "ask", ON_MESSAGE, interrupting=False) + end("noted")
HANDLE = user_task("handle") + end("handled") + flows("on->handle", "handle->handled")


def test_message_beside_a_task_comes_as_often_as_it_is_sent_though_its_key_was_changed(at: datetime) -> None:
    deploy(bpmn(START + REMINDED + END + flows("start->ask", "ask->end", "told->noted"), outside=MESSAGE), at=at)
    case = Driver(at, key="k")
    case.set(key=None)

    for _ in range(3):
        case.publish("answer", "k")

    assert case.trace().count("told") == 3
    assert case.open_tasks() == ["ask"]


def test_kept_messages_each_reach_a_border_that_goes_on_listening(at: datetime) -> None:
    body = START + user_task("first") + REMINDED + END
    deploy(bpmn(body + flows("start->first", "first->ask", "ask->end", "told->noted"), outside=MESSAGE), at=at)
    case = Driver(at, key="k")
    case.publish("answer", "k", 60)
    case.publish("answer", "k", 60)

    case.complete("first")

    assert case.trace().count("told") == 2
    assert case.open_tasks() == ["ask"]


def test_only_one_of_the_kept_messages_interrupts(at: datetime) -> None:
    body = START + user_task("first") + user_task("ask") + boundary("told", "ask", ON_MESSAGE) + END + end("noted")
    deploy(bpmn(body + flows("start->first", "first->ask", "ask->end", "told->noted"), outside=MESSAGE), at=at)
    case = Driver(at, key="k")
    case.publish("answer", "k", 60)
    case.publish("answer", "k", 60)

    case.complete("first")

    assert case.state == "COMPLETED"
    assert session().query(Message).filter(Message.correlated_at.is_(None)).count() == 1


def test_of_two_border_timers_due_together_one_interrupts(at: datetime) -> None:
    body = START + user_task("ask") + user_task("one") + user_task("two") + END
    body += boundary("b1", "ask", timer("duration", "PT1H")) + boundary("b2", "ask", timer("duration", "PT1H"))
    body += flows("start->ask", "ask->end", "b1->one", "b2->two", "one->end", "two->end")
    deploy(bpmn(body), at=at)
    case = Driver(at)

    assert case.wait(hours=1) == 1

    assert len(case.open_tasks()) == 1


def test_task_completed_when_its_border_timer_is_due_stays_completed(at: datetime) -> None:
    body = START + user_task("ask") + boundary("late", "ask", timer("duration", "PT1H")) + END + end("too_late")
    deploy(bpmn(body + flows("start->ask", "ask->end", "late->too_late")), at=at)
    case = Driver(at)
    case.at = case.at.replace(hour=case.at.hour + 1)

    case.complete("ask")

    assert case.wait(seconds=0) == 0
    assert case.state == "COMPLETED"
    assert "late" not in case.trace()


def test_error_in_one_run_is_caught_on_the_whole_and_ends_the_others(at: datetime) -> None:
    body = START + service_task("work", after=loop("[1, 2, 3]")) + boundary("failed", "work", ON_ERROR)
    body += user_task("mend") + END + flows("start->work", "work->end", "failed->mend", "mend->end")
    deploy(bpmn(body, outside=ERROR), at=at)
    case = Driver(at)

    case.throw("work", "BROKEN")

    assert case.active() == ["mend"]
    assert case.trace(ElementState.TERMINATED) == ["work"] * 4


def test_catcher_of_the_very_code_goes_before_one_of_all(at: datetime) -> None:
    body = START + service_task("work") + user_task("exact") + user_task("general") + END
    body += boundary("any", "work", ON_ANY_ERROR) + boundary("this", "work", ON_ERROR)
    body += flows("start->work", "work->end", "any->general", "this->exact", "exact->end", "general->end")
    deploy(bpmn(body, outside=ERROR), at=at)
    one, two = Driver(at), Driver(at)

    one.throw("work", "BROKEN")
    two.throw("work", "SOMETHING")

    assert one.open_tasks() == ["exact"]
    assert two.open_tasks() == ["general"]


def test_inner_catcher_of_all_goes_before_an_outer_one_of_the_very_code(at: datetime) -> None:
    inside = start("s") + service_task("work") + boundary("any", "work", ON_ANY_ERROR) + user_task("inner") + end("e")
    inside += flows("s->work", "work->e", "any->inner", "inner->e")
    body = START + sub_process("sub", inside) + boundary("this", "sub", ON_ERROR) + user_task("outer") + END
    deploy(bpmn(body + flows("start->sub", "sub->end", "this->outer", "outer->end"), outside=ERROR), at=at)
    case = Driver(at)

    case.throw("work", "BROKEN")

    assert case.open_tasks() == ["inner"]


def test_escalation_passes_two_levels_to_the_one_that_catches_it(at: datetime) -> None:
    inside = start("s") + throw("tell", ON_ESCALATION) + user_task("work") + end("e")
    inside += flows("s->tell", "tell->work", "work->e")
    middle = start("ms") + sub_process("deep", inside) + end("me") + flows("ms->deep", "deep->me")
    body = START + sub_process("sub", middle) + boundary("told", "sub", ON_ESCALATION) + user_task("look") + END
    deploy(bpmn(body + flows("start->sub", "sub->end", "told->look", "look->end"), outside=ESCALATION), at=at)

    assert Driver(at).active() == ["look"]


def test_terminate_ends_one_run_of_a_multi_instance_sub_process(at: datetime) -> None:
    inside = start("s") + gateway("parallel", "fork") + user_task("a") + user_task("b") + end("e")
    inside += end("stop", TERMINATE) + flows("s->fork", "fork->a", "fork->b", "a->stop", "b->e")
    body = START + sub_process("each", inside + loop("[1, 2]")) + user_task("after") + END
    deploy(bpmn(body + flows("start->each", "each->after", "after->end")), at=at)
    case = Driver(at)

    case.complete("a")

    assert sorted(case.open_tasks()) == ["a", "b"]
    case.complete("a")
    assert case.open_tasks() == ["after"]


@pytest.mark.parametrize(("interrupting", "left"), [(True, ["handle"]), (False, ["handle", "work"])])
def test_event_sub_process_in_a_sub_process_starts_by_time(at: datetime, interrupting: bool, left: list[str]) -> None:
    inside = start("s") + user_task("work") + end("e") + flows("s->work", "work->e")
    inside += event_sub_process("watch", start("on", timer("duration", "PT1H"), interrupting=interrupting) + HANDLE)
    body = START + sub_process("sub", inside) + user_task("after") + END
    deploy(bpmn(body + flows("start->sub", "sub->after", "after->end")), at=at)
    case = Driver(at)

    case.wait(hours=1)

    assert sorted(case.open_tasks()) == left
    for element_id in left:
        assert case.state == "ACTIVE"
        case.complete(element_id)
    assert case.open_tasks() == ["after"]


@pytest.mark.parametrize("inner", [True, False], ids=["in a sub-process", "in the process"])
def test_event_sub_process_whose_key_is_missing_is_an_incident_at_the_start(at: datetime, inner: bool) -> None:
    inside = start("s") + user_task("work") + end("e") + flows("s->work", "work->e")
    inside += event_sub_process("watch", start("on", ON_MESSAGE) + HANDLE)
    body = START + sub_process("sub", inside) + END + flows("start->sub", "sub->end") if inner else inside
    deploy(bpmn(body, outside=MESSAGE), at=at)
    case = Driver(at)
    assert [incident.element_id for incident in case.incidents()] == ["s"]

    case.set(key="k")
    case.retry()
    case.publish("answer", "k")

    assert case.open_tasks() == ["handle"]
    case.complete("handle")
    assert case.state == "COMPLETED"


def test_event_sub_process_sees_what_the_starting_message_brought(at: datetime) -> None:
    begins = '<bpmn:message id="begin" name="begin"/>'
    body = start("s", '<bpmn:messageEventDefinition messageRef="begin"/>') + user_task("work") + END
    body += flows("s->work", "work->end") + event_sub_process("watch", start("on", ON_MESSAGE) + HANDLE)
    deploy(bpmn(body, outside=MESSAGE + begins), at=at)
    sender = Driver.of(0, at)

    sender.publish("begin", "", key="k")
    case = Driver.of(session().query(ProcessInstance).one().key, at)
    case.publish("answer", "k")

    assert case.open_tasks() == ["handle"]


def test_error_thrown_by_its_own_handling_goes_further_out(at: datetime) -> None:
    handling = start("on", ON_ERROR) + end("again", ON_ERROR) + flows("on->again")
    inside = start("s") + service_task("work") + end("e") + flows("s->work", "work->e")
    inside += event_sub_process("watch", handling)
    body = START + sub_process("sub", inside) + boundary("failed", "sub", ON_ERROR) + user_task("outer") + END
    deploy(bpmn(body + flows("start->sub", "sub->end", "failed->outer", "outer->end"), outside=ERROR), at=at)
    case = Driver(at)

    case.throw("work", "BROKEN")

    assert case.open_tasks() == ["outer"]


def test_escalation_from_each_run_goes_on_beside_the_whole(at: datetime) -> None:
    inside = start("s") + throw("tell", ON_ESCALATION) + user_task("work") + end("e")
    inside += flows("s->tell", "tell->work", "work->e")
    body = START + sub_process("each", inside + loop("[1, 2, 3]")) + user_task("look") + END + end("seen")
    body += boundary("told", "each", ON_ESCALATION, interrupting=False)
    deploy(bpmn(body + flows("start->each", "each->end", "told->look", "look->seen"), outside=ESCALATION), at=at)
    case = Driver(at)

    assert sorted(case.open_tasks()) == ["look"] * 3 + ["work"] * 3
    for task in case.tasks():
        case.complete_key(task.key)
    assert case.state == "COMPLETED"
