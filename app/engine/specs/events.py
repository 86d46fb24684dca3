"""Events: those that are waited for, those on the border of an activity, and those that end a scope."""

from dataclasses import dataclass
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.engine.catching import throw_error, throw_escalation
from app.engine.diagram import EventDefinition
from app.engine.due import DueTime
from app.engine.failures import StepFailure
from app.engine.models import IncidentKind, SubscriptionKind, TimerKind
from app.engine.registry import Variables
from app.engine.settling import watch_condition
from app.engine.specs.element import ElementSpec
from app.engine.specs.workflow import own_scope_of, scope_of
from app.engine.state import live_tasks
from app.engine.stepping import Step
from app.engine.waiting import first_due, next_due, open_signal, open_subscription, open_timer


@dataclass(frozen=True)
class Plan:
    """What an event will wait for, evaluated before anything is written."""

    due: DueTime | None = None
    message_name: str | None = None
    correlation_key: str | None = None
    signal_name: str | None = None
    condition: str | None = None


def plan_event(event: EventDefinition, step: Step, scope_id: str) -> Plan:
    """Evaluate the timer, the name or the correlation key of an event."""
    evaluator = step.evaluator(scope_id)
    if event.kind == "timer":
        assert event.timer is not None
        return Plan(due=first_due(step, event.timer, evaluator))
    if event.kind == "message":
        name = evaluator.text(event.name or "", "message name")
        key = evaluator.text(event.correlation_key or "", "correlation key")
        return Plan(message_name=name, correlation_key=key)
    if event.kind == "signal":
        return Plan(signal_name=evaluator.text(event.name or "", "signal name"))
    return Plan(condition=event.condition)


def open_wait(task: Task, step: Step, plan: Plan, timer: TimerKind, subscription: SubscriptionKind) -> None:
    """Write the timer or subscription that will wake the task, or look at its condition from now on."""
    if plan.due is not None:
        open_timer(task, step, plan.due, timer)
    if plan.message_name is not None:
        assert plan.correlation_key is not None
        open_subscription(task, step, plan.message_name, plan.correlation_key, subscription)
    if plan.signal_name is not None:
        open_signal(task, step, plan.signal_name, subscription)
    if plan.condition is not None:
        watch_condition(task, step)


KEPT = frozenset({"signal", "conditional"})  # non-interrupting events of these kinds keep their listener


def next_plan(task: Task, step: Step) -> Plan | None:
    """What a non-interrupting event waits for once it has come: the next time, the same message; None for no more."""
    data = task.internal_data
    if "timer" in data:
        following = next_due(task, step)
        return None if following is None else Plan(due=following)
    name, correlation_key = data.get("message", (None, None))
    return Plan(message_name=name, correlation_key=correlation_key)


class StartEventSpec(ElementSpec):
    """Where tokens come from. What started it (a message's variables) is its outcome."""

    def begin(self, task: Task, step: Step) -> Variables | None:
        received: Variables = task.internal_data.get("received", {})
        return received

    def hand_over(self, task: Task, step: Step, outcome: Variables) -> None:
        """Write what started the scope, then listen for its event sub-processes, whose keys and times may need it."""
        super().hand_over(task, step, outcome)
        plans = [(spec, spec.plan(step, scope_of(task))) for spec in self._wf_spec.event_sub_processes]
        for spec, plan in plans:
            spec.attach(task, step, plan)


class CatchEventSpec(ElementSpec):
    """An intermediate catch event: waits, alone or behind an event-based gateway."""

    def plan(self, task: Task, step: Step) -> Plan:
        """Evaluate what will be waited for, with the variables at `task`."""
        assert self.node.event is not None
        return plan_event(self.node.event, step, own_scope_of(task))

    def begin(self, task: Task, step: Step) -> Variables | None:
        if "received" in task.internal_data:
            received: Variables = task.internal_data["received"]
            return received
        if self.node.event is None or self.node.event.kind == "link":
            return {}
        open_wait(task, step, self.plan(task, step), TimerKind.CATCH, SubscriptionKind.CATCH)
        return None

    def listen(self, gateway_task: Task, step: Step, plan: Plan, *, flow: str, gateway: UUID) -> None:
        """Wait on behalf of an event-based gateway."""
        listener = step.add_listener(gateway_task, self, gateway=str(gateway), flow=flow)
        open_wait(listener, step, plan, TimerKind.EVENT_GATEWAY, SubscriptionKind.EVENT_GATEWAY)

    def fire(self, task: Task, step: Step, received: Variables) -> None:
        """What was waited for has come."""
        if task.has_state(TaskState.STARTED):
            self.complete_with(task, step, received)
            return
        gateway = step.task_with_id(task, task.internal_data.pop("gateway"))
        step.terminate_listeners(gateway, "gateway")
        step.wake(task, received)
        gateway.task_spec.complete_with(gateway, step, {})


class BoundaryEventSpec(ElementSpec):
    """An event on the border of an activity."""

    @property
    def stays_listening(self) -> bool:
        return not self.node.is_interrupting and self.caught_event.kind in KEPT

    def plan(self, host: Task, step: Step) -> Plan:
        assert self.node.event is not None
        return plan_event(self.node.event, step, own_scope_of(host))

    def attach(self, host: Task, step: Step, plan: Plan) -> None:
        """Begin to listen while `host` runs."""
        listener = step.add_listener(host, self, host=str(host.id))
        open_wait(listener, step, plan, TimerKind.BOUNDARY, SubscriptionKind.BOUNDARY)

    def begin(self, task: Task, step: Step) -> Variables | None:
        received: Variables = task.internal_data.get("received", {})
        return received

    def fire(self, task: Task, step: Step, received: Variables) -> None:
        """What was waited for has come: end the activity, or go on beside it and listen again."""
        host = step.task_with_id(task, task.internal_data["host"])
        if self.stays_listening:
            step.wake(step.add_listener(host, self), received)
            return
        del task.internal_data["host"]
        if self.node.is_interrupting:
            step.terminate(host)
        elif (plan := next_plan(task, step)) is not None:
            self.attach(host, step, plan)
        step.wake(task, received)


class ThrowEventSpec(ElementSpec):
    """An intermediate throw or end event without a job: none, link, escalation, error, signal, terminate."""

    def begin(self, task: Task, step: Step) -> Variables | None:
        self.map_inputs(task, step)
        event = self.node.event
        kind = event.kind if event else "none"
        if event is not None and kind == "escalation":
            throw_escalation(task, step, event.name)
            return {} if task.has_state(TaskState.READY) else None
        if event is not None and kind == "error":
            if not throw_error(task, step, event.name or "", {}):
                raise StepFailure(
                    IncidentKind.UNHANDLED_ERROR_EVENT, f"No event catches the error {event.name!r} thrown here."
                )
            return None
        if event is not None and kind == "signal":
            self._broadcast(task, step, event)
        if kind == "terminate":
            for other in live_tasks(task.workflow):
                if other is not task:
                    step.terminate(other)
        return {}

    def _broadcast(self, task: Task, step: Step, event: EventDefinition) -> None:
        """With the variables that the input mapping makes, and no others, as in Camunda 8."""
        name = step.evaluator(scope_of(task)).text(event.name or "", "signal name")
        local = task.internal_data.get("local")
        variables = dict(step.scopes.own(local)) if local else {}
        step.rows.broadcast_signal(name, variables, by=step.by.id)
        step.note("signal.broadcast", after={"signal": name, "element": self.node.id, "variables": variables})


__all__ = [
    "KEPT",
    "BoundaryEventSpec",
    "CatchEventSpec",
    "Plan",
    "StartEventSpec",
    "ThrowEventSpec",
    "next_plan",
    "open_wait",
    "plan_event",
]
