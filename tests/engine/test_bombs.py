"""Diagrams that are well formed and try to use up time or memory: the case stops with an incident, or goes on."""

from time import perf_counter

import pytest

from app.engine import budget
from tests.engine.checks.diagrams import diagram, one_step, with_extension
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, user_task
from tests.engine.elements import gateway, loop
from tests.fixtures.moments import NOW

pytestmark = pytest.mark.usefixtures("session")

EXPRESSIONS = {
    "power": "=9 ** 9 ** 9 ** 9",
    "nested loops": "=count(for a in 1..100000, b in 1..100000 return a)",
    "huge range": "=count(for i in 1..10000000000 return i)",
    "long text": "=string join(for i in 1..100000 return string join(for j in 1..1000 return &#34;AAAAAAAAAA&#34;))",
    "recursion": "={f: function(x) f(x + 1), result: f(1)}.result",
    "not a number": "=number(&#34;NaN&#34;)",
    "division by zero": "=1 / 0",
}
FORK_THAT_LOOPS = """
<bpmn:startEvent id="start" />
<bpmn:sequenceFlow id="to_merge" sourceRef="start" targetRef="merge" />
<bpmn:exclusiveGateway id="merge" />
<bpmn:sequenceFlow id="to_fork" sourceRef="merge" targetRef="fork" />
<bpmn:parallelGateway id="fork" />
<bpmn:sequenceFlow id="back_1" sourceRef="fork" targetRef="merge" />
<bpmn:sequenceFlow id="back_2" sourceRef="fork" targetRef="merge" />
<bpmn:sequenceFlow id="out" sourceRef="fork" targetRef="end" />
<bpmn:endEvent id="end" />
"""


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS.keys())
def test_expression_bomb_ends_within_its_budget(expression: str) -> None:
    script = f'<zeebe:script expression="{expression}" resultVariable="result" />'
    deploy(one_step(with_extension("scriptTask", script)), at=NOW)

    begun = perf_counter()
    case = Driver(NOW, "case")

    assert perf_counter() - begun < 5
    assert case.state == "COMPLETED" or [incident.element_id for incident in case.incidents()] == ["step"]


def test_fork_that_loops_stops_as_an_incident() -> None:
    deploy(diagram(FORK_THAT_LOOPS), at=NOW)

    begun = perf_counter()
    case = Driver(NOW, "case")

    assert perf_counter() - begun < 15
    assert [incident.kind for incident in case.incidents()] == ["STEP_BUDGET_EXCEEDED"]
    assert case.incidents()[0].element_id is not None


def test_more_tokens_than_fit_at_once_go_on_at_each_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_READY", 20)
    each = "".join(user_task(name, after=loop("for i in 1..15 return i")) for name in ("a", "b", "c"))
    body = START + gateway("parallel", "fork") + each + END
    paths = [path for name in ("a", "b", "c") for path in (f"fork->{name}", f"{name}->end")]
    deploy(bpmn(body + flows("start->fork", *paths)), at=NOW)
    case = Driver(NOW)
    retries = 0

    while case.incidents():
        case.retry()
        retries += 1

    assert (len(case.open_tasks()), 1 <= retries <= 3) == (45, True)
