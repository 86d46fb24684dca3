"""What all elements share: how a token enters, waits, leaves and takes the flows out."""

from dataclasses import dataclass

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.engine.diagram import EventDefinition, Node
from app.engine.diagram.nodes import Flow
from app.engine.failures import StepFailure
from app.engine.models import ElementState, IncidentKind
from app.engine.registry import Variables
from app.engine.specs.workflow import ScopeSpec, own_scope_of, scope_id_for, scope_of, step_of
from app.engine.stepping import Step
from app.engine.waiting import write_path, write_path_own

LEAVING = "leaving"


@dataclass(frozen=True)
class Exit:
    """A flow out of an element, and the name of the spec that it reaches."""

    flow: Flow
    is_default: bool


class ElementSpec(BpmnTaskSpec):
    """One element. `begin` acts on entry and returns the outcome, or None when the element waits.

    A task's `internal_data` holds: key (element instance), flow (by which it came), scope, local (own scope),
    stage, outcome (while leaving), mapped, chosen (flows to take), and what single constructs add.
    """

    needs_own_scope = False

    @property
    def stays_listening(self) -> bool:
        """Whether it goes on to listen when its event has come."""
        return False

    @property
    def holds(self) -> tuple[str, ...]:
        """How other tokens may depend on one here: `host`, `body_of`, `gateway`. They end when it does."""
        return ()

    def __init__(self, wf_spec: ScopeSpec, name: str, node: Node, exits: list[Exit]) -> None:
        super().__init__(wf_spec, name)
        self.bpmn_id = node.id
        self.bpmn_name = node.name
        self.node = node
        self.exits = exits

    @property
    def caught_event(self) -> EventDefinition:
        """What a listener of this element waits for."""
        return self.node.event or EventDefinition("none")

    def begin(self, task: Task, step: Step) -> Variables | None:
        """Act on entry. The outcome when the element is done at once, None when it waits."""
        return {}

    def map_inputs(self, task: Task, step: Step) -> None:
        """Open a scope for what the input mapping makes, when the diagram asks for one."""
        if not (self.node.inputs or self.node.outputs or self.needs_own_scope):
            return
        scope_id = scope_id_for(task)
        step.scopes.open(scope_id, parent=scope_of(task))
        task.internal_data["local"] = scope_id
        evaluator = step.evaluator(scope_id)
        for line in self.node.inputs:
            value = evaluator.value(line.source, IncidentKind.IO_MAPPING_ERROR)
            write_path_own(step, scope_id, line.target, value)

    def complete_with(self, task: Task, step: Step, outcome: Variables) -> None:
        """Go on from a waiting element with what it waited for; a failure becomes an incident."""
        try:
            self._leave(task, step, outcome)
        except StepFailure as failure:
            step.raise_incident(task, failure)
            return
        task.complete()

    def retry(self, task: Task, step: Step) -> None:
        """Try again what became an incident."""
        if task.internal_data.get("stage") == LEAVING:
            self.complete_with(task, step, task.internal_data["outcome"])
        else:
            task._set_state(TaskState.READY)
            step.ready.append(task)

    def choose(self, task: Task, step: Step) -> list[str]:
        """Ids of the flows to take: all without a condition, those whose condition holds, else the default."""
        conditional = [leaving for leaving in self.exits if leaving.flow.condition and not leaving.is_default]
        evaluator = step.evaluator(scope_of(task))
        holding = [leaving for leaving in conditional if evaluator.condition(str(leaving.flow.condition))]
        plain = [x for x in self.exits if not x.flow.condition and not x.is_default]
        defaults = [x for x in self.exits if x.is_default and not holding]
        chosen = plain + holding + defaults
        if self.exits and not chosen:
            raise StepFailure(
                IncidentKind.CONDITION_ERROR,
                f"No condition of the flows out of {self.node.name or self.node.id!r} holds and none is the default.",
            )
        return [leaving.flow.id for leaving in chosen]

    def hand_over(self, task: Task, step: Step, outcome: Variables) -> None:
        """Write the outcome where its names are, or only what the output mapping makes of it: all lines or none."""
        if not self.node.outputs:
            step.scopes.write(own_scope_of(task), outcome)
            return
        own = task.internal_data.setdefault("local", scope_id_for(task))
        if own not in step.scopes:
            step.scopes.open(own, parent=scope_of(task))
        step.scopes.write_own(own, outcome)
        before = step.scopes.copied(scope_of(task))
        evaluator = step.evaluator(own)
        try:
            for line in self.node.outputs:
                value = evaluator.value(line.source, IncidentKind.IO_MAPPING_ERROR)
                write_path(step, scope_of(task), line.target, value)
        except StepFailure:
            step.scopes.put_back(before)
            raise

    def _leave(self, task: Task, step: Step, outcome: Variables) -> None:
        data = task.internal_data
        data["stage"], data["outcome"] = LEAVING, outcome
        if not data.get("mapped"):
            self.hand_over(task, step, outcome)
            data["mapped"] = True
        data["chosen"] = self.choose(task, step)
        step.collect_from_body(task)

    def _run(self, my_task: Task) -> bool | None:
        step = step_of(my_task)
        try:
            step.element_entered(my_task)
            outcome = self.begin(my_task, step)
            if outcome is None or not my_task.has_state(TaskState.READY):
                return None
            self._leave(my_task, step, outcome)
        except StepFailure as failure:
            step.raise_incident(my_task, failure)
            return None
        return True

    def _on_complete_hook(self, my_task: Task) -> None:
        step = step_of(my_task)
        step.element_ended(my_task, ElementState.COMPLETED)
        targets = {leaving.flow.id: leaving.flow.target for leaving in self.exits}
        for flow_id in my_task.internal_data.get("chosen", ()):
            spec = self._wf_spec.task_specs[targets[flow_id]]
            child = my_task._add_child(spec, TaskState.FUTURE)
            child.internal_data.update(flow=flow_id, scope=scope_of(my_task))
        step.activity_completed(my_task)
        step.body_completed(my_task)

    def _on_cancel(self, my_task: Task) -> None:
        step_of(my_task).element_ended(my_task, ElementState.TERMINATED)

    def _on_ready_hook(self, my_task: Task) -> None:
        step_of(my_task).ready.append(my_task)

    def _update_hook(self, my_task: Task) -> bool:
        return True

    def _predict(self, my_task: Task, *_: object, **__: object) -> None:
        """No predictions: children come when a token does, so a waiting case stays small."""

    def test(self) -> None:
        """The diagram was checked at deployment."""
