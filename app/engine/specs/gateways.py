"""Gateways. Joins count the tokens that wait on each incoming flow, as BPMN 2.0 section 13.4 says."""

from collections import defaultdict

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.engine.diagram import Node
from app.engine.failures import StepFailure
from app.engine.models import IncidentKind
from app.engine.registry import Variables
from app.engine.specs.element import ElementSpec, Exit
from app.engine.specs.events import CatchEventSpec
from app.engine.specs.workflow import ScopeSpec, scope_of
from app.engine.state import live_tasks
from app.engine.stepping import Step


class ExclusiveGatewaySpec(ElementSpec):
    """Takes the first flow whose condition holds, else the default."""

    def choose(self, task: Task, step: Step) -> list[str]:
        evaluator = step.evaluator(scope_of(task))
        default = next((leaving.flow.id for leaving in self.exits if leaving.is_default), None)
        for leaving in self.exits:
            if leaving.is_default:
                continue
            if leaving.flow.condition is None or evaluator.condition(leaving.flow.condition):
                return [leaving.flow.id]
        if default is None and self.exits:
            raise StepFailure(
                IncidentKind.CONDITION_ERROR,
                f"No condition out of {self.node.name or self.node.id!r} holds and it has no default flow.",
            )
        return [default] if default else []


class JoinSpec(ElementSpec):
    """A gateway that waits for tokens. Each one is a WAITING task; the last to come goes on, the others end."""

    def __init__(self, wf_spec: ScopeSpec, name: str, node: Node, exits: list[Exit], incoming: list[str]) -> None:
        super().__init__(wf_spec, name, node, exits)
        self.incoming = incoming

    def _update_hook(self, my_task: Task) -> bool:
        if len(self.incoming) < 2:
            return True
        my_task._set_state(TaskState.WAITING)
        return self.join(my_task)

    def join(self, task: Task) -> bool:
        """Whether `task` may go on; the tokens that it joins with have ended then."""
        waiting = self.waiting(task)
        if not self.is_satisfied(task, waiting):
            return False
        flows = [task.internal_data["flow"]]
        for flow_id, tokens in waiting.items():
            partner = next((token for token in tokens if token is not task), None)
            if flow_id != task.internal_data["flow"] and partner is not None:
                flows.append(flow_id)
                partner.cancel()
        task.internal_data["flows"] = flows
        return True

    def waiting(self, task: Task) -> dict[str, list[Task]]:
        """Tokens that wait here, by the flow on which they came, oldest first."""
        found: dict[str, list[Task]] = defaultdict(list)
        for token in task.workflow.tasks.values():
            if token.task_spec is self and token.has_state(TaskState.WAITING):
                found[token.internal_data["flow"]].append(token)
        return found

    def is_satisfied(self, task: Task, waiting: dict[str, list[Task]]) -> bool:
        """Whether enough tokens wait."""
        return all(waiting.get(flow_id) for flow_id in self.incoming)


class ParallelGatewaySpec(JoinSpec):
    """Waits for one token on every incoming flow, then takes all outgoing flows."""

    def choose(self, task: Task, step: Step) -> list[str]:
        return [leaving.flow.id for leaving in self.exits]


class InclusiveGatewaySpec(JoinSpec):
    """Takes every flow whose condition holds, else the default; waits for tokens that can still come.

    reachable: for every spec of the scope, the incoming flows of this gateway that a token there can reach
    without passing through it.
    """

    reachable: dict[str, frozenset[str]]

    def is_satisfied(self, task: Task, waiting: dict[str, list[Task]]) -> bool:
        arrived = frozenset(flow_id for flow_id, tokens in waiting.items() if tokens)
        missing = frozenset(self.incoming) - arrived
        if not missing:
            return True
        for token in live_tasks(task.workflow):
            if token.task_spec is self and token.has_state(TaskState.WAITING):
                continue
            ahead = self._ahead_of(token)
            if ahead & missing and not ahead & arrived:
                return False
        return True

    def _ahead_of(self, token: Task) -> frozenset[str]:
        """The incoming flows that a token stands on or can reach."""
        if token.task_spec is self and token.has_state(TaskState.FUTURE):
            return frozenset({token.internal_data["flow"]})
        return self.reachable.get(token.task_spec.name, frozenset())


class EventBasedGatewaySpec(ElementSpec):
    """Waits for the first of the events behind it; the others are then no longer waited for."""

    @property
    def holds(self) -> tuple[str, ...]:
        return ("gateway",)

    def begin(self, task: Task, step: Step) -> Variables | None:
        targets = [(leaving.flow.id, self._wf_spec.task_specs[leaving.flow.target]) for leaving in self.exits]
        plans = [(flow_id, spec, spec.plan(task, step)) for flow_id, spec in targets]
        for flow_id, spec, plan in plans:
            assert isinstance(spec, CatchEventSpec)
            spec.listen(task, step, plan, flow=flow_id, gateway=task.id)
        return None

    def choose(self, task: Task, step: Step) -> list[str]:
        return []
