"""Elements that hold others: sub-processes, event sub-processes and multi-instance."""

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.engine.diagram import EventDefinition, Loop
from app.engine.failures import StepFailure
from app.engine.models import IncidentKind, SubscriptionKind, TimerKind
from app.engine.registry import Variables
from app.engine.specs.activities import ActivitySpec
from app.engine.specs.events import KEPT, Plan, next_plan, open_wait, plan_event
from app.engine.specs.workflow import own_scope_of, scope_of
from app.engine.state import live_tasks
from app.engine.stepping import Step

LARGEST_COLLECTION = 1_000
SIMPLE_NAME_CHARACTERS = 100


class SubProcessSpec(ActivitySpec):
    """Runs the elements inside it in a scope of its own; done when no token is left there."""

    needs_own_scope = True

    def start(self, task: Task, step: Step) -> Variables | None:
        scope = step.workflow.open_scope(task, self.node.id)
        step.begin_scope(scope, own_scope_of(task))
        return None


class EventSubProcessSpec(SubProcessSpec):
    """A sub-process that an event starts while the scope around it runs."""

    @property
    def caught_event(self) -> EventDefinition:
        """The event of its start event."""
        assert self.node.body is not None
        return next(n.event for n in self.node.body.nodes.values() if n.type == "startEvent" and n.event)

    @property
    def is_interrupting(self) -> bool:
        """Whether it ends all else in the scope around it."""
        assert self.node.body is not None
        return next(n.is_interrupting for n in self.node.body.nodes.values() if n.type == "startEvent")

    @property
    def stays_listening(self) -> bool:
        return not self.is_interrupting and self.caught_event.kind in KEPT

    def plan(self, step: Step, scope_id: str) -> Plan:
        """Evaluate what will be waited for, with the variables of the scope around it."""
        return plan_event(self.caught_event, step, scope_id)

    def attach(self, near: Task, step: Step, plan: Plan) -> None:
        """Begin to listen while the scope around it, that of `near`, runs."""
        listener = step.add_listener(near, self, is_event_sub_process=True)
        open_wait(listener, step, plan, TimerKind.EVENT_SUB_PROCESS, SubscriptionKind.EVENT_SUB_PROCESS)

    def fire(self, task: Task, step: Step, received: Variables) -> None:
        """Its event has come."""
        if self.stays_listening:
            step.wake(step.add_listener(task, self), received)
            return
        del task.internal_data["is_event_sub_process"]
        if self.is_interrupting:
            for other in live_tasks(task.workflow):
                if other is not task:
                    step.terminate(other)
        elif (plan := next_plan(task, step)) is not None:
            self.attach(task, step, plan)
        step.wake(task, received)

    def start(self, task: Task, step: Step) -> Variables | None:
        step.scopes.write_own(own_scope_of(task), task.internal_data.get("received", {}))
        return super().start(task, step)


class MultiInstanceSpec(ActivitySpec):
    """Runs its body once for each element of a collection, in parallel or one after the other."""

    body_name: str

    @property
    def holds(self) -> tuple[str, ...]:
        return (*super().holds, "body_of")

    @property
    def loop(self) -> Loop:
        assert self.node.loop is not None
        return self.node.loop

    def start(self, task: Task, step: Step) -> Variables | None:
        items = step.evaluator(scope_of(task)).collection(self.loop.input_collection, LARGEST_COLLECTION)
        data = task.internal_data
        data["items"], data["next"], data["done"] = items, 0, 0
        data["collected"] = [None] * len(items)
        if not items:
            return self._outcome(task)
        for _ in items[: 1 if self.loop.is_sequential else None]:
            self._add_body(task, step)
        return None

    def map_inputs(self, task: Task, step: Step) -> None:
        """The mappings belong to the bodies."""

    def hand_over(self, task: Task, step: Step, outcome: Variables) -> None:
        step.scopes.write(scope_of(task), outcome)

    def collect(self, task: Task, body: Task, step: Step) -> None:
        """Take the output of a body that is leaving, while its variables are there."""
        evaluator = step.evaluator(own_scope_of(body))
        if self.loop.output_element:
            value = evaluator.expression(self.loop.output_element, IncidentKind.EXTRACT_VALUE_ERROR)
            task.internal_data["collected"][body.internal_data["index"]] = value
        if self.loop.completion_condition:
            counts = self._counts(task)
            value = evaluator.expression(self.loop.completion_condition, IncidentKind.CONDITION_ERROR, counts)
            if not isinstance(value, bool):
                raise StepFailure(
                    IncidentKind.CONDITION_ERROR,
                    f"The completion condition {self.loop.completion_condition!r} must give true or false.",
                )
            task.internal_data["is_complete"] = value

    def body_ended(self, task: Task, step: Step) -> None:
        """A body is done: go on with the next, or leave."""
        data = task.internal_data
        data["done"] += 1
        if data.get("is_complete") or data["done"] == len(data["items"]):
            step.terminate_listeners(task, "body_of")
            if task.has_state(TaskState.STARTED):
                self.complete_with(task, step, self._outcome(task))
        elif self.loop.is_sequential:
            self._add_body(task, step)

    def _add_body(self, task: Task, step: Step) -> None:
        data, index = task.internal_data, task.internal_data["next"]
        data["next"] = index + 1
        local: Variables = {"loopCounter": index + 1}
        if self.loop.input_element:
            local[self.loop.input_element] = data["items"][index]
        if (name := (self.loop.output_element or "").removeprefix("=").strip()).isidentifier():
            local.setdefault(name, None)
        scope_id = f"{data['key']}:{index}"
        step.scopes.open(scope_id, parent=scope_of(task), variables=local)
        body = task.workflow.task_tree._add_child(self._wf_spec.task_specs[self.body_name], TaskState.FUTURE)
        body.internal_data.update(scope=scope_id, body_of=str(task.id), index=index)
        body.task_spec._update(body)

    def _counts(self, task: Task) -> Variables:
        data = task.internal_data
        done = data["done"] + 1
        return {
            "numberOfInstances": len(data["items"]),
            "numberOfActiveInstances": data["next"] - done,
            "numberOfCompletedInstances": done,
            "numberOfTerminatedInstances": 0,
        }

    def _outcome(self, task: Task) -> Variables:
        if not self.loop.output_collection:
            return {}
        return {self.loop.output_collection: task.internal_data["collected"]}
