"""SpiffWorkflow's workflow and sub-workflow, without its script engine, predictions and data."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.core.db import Key
from app.engine.scopes import ROOT
from app.engine.state import live_tasks

if TYPE_CHECKING:
    from app.engine.stepping import Step

START = "#start"  # cannot be an element's id: an XML id has no '#'


class ScopeStart(BpmnTaskSpec):
    """The root of the task tree of a scope; start events hang below it."""

    def test(self) -> None:
        """Nothing to test: it has no inputs."""

    def _predict(self, my_task: Task, *_: object, **__: object) -> None:
        """No predictions: children come when a token does."""

    def _on_ready_hook(self, my_task: Task) -> None:
        """Nothing runs here."""


class ScopeSpec(BpmnProcessSpec):
    """The elements of a process or sub-process, by id."""

    def __init__(self, name: str) -> None:
        WorkflowSpec.__init__(self, name=name)
        self.io_specification = None
        self.data_objects: dict[str, object] = {}
        self.data_stores: dict[str, object] = {}
        self.correlation_keys: dict[str, object] = {}
        self.bpmn_start_events: list[object] = []
        self.event_sub_processes: list[object] = []
        self.start = ScopeStart(self, START)


class ClosedScriptEngine:
    """Stands where SpiffWorkflow keeps an engine for Python scripts. Nothing here runs Python."""

    @property
    def environment(self) -> "ClosedScriptEngine":
        return self

    def evaluate(self, *_: object, **__: object) -> NoReturn:
        raise RuntimeError("Pratica evaluates FEEL only")

    execute = evaluate
    call_service = evaluate


CLOSED = ClosedScriptEngine()


class _WithoutCompletion:
    """A scope ends when our step finds no live token in it; SpiffWorkflow's own look through the tree is left out."""

    def _task_completed_notify(self, task: Task) -> None:
        """See above."""


class SubScope(_WithoutCompletion, BpmnSubWorkflow):
    """The tokens inside one run of a sub-process."""

    def _calculate_depth(self) -> int:
        """Set by the case that holds it (`arrange_scopes`)."""
        return 0


class CaseWorkflow(_WithoutCompletion, BpmnWorkflow):
    """The tokens of one case. `step` is the unit of work that moves them now; `completed` is what can be undone."""

    step: "Step"
    completed: dict[str, list[Any]]  # Any: see `engine.compensating`

    def __init__(self, spec: ScopeSpec, inner: dict[str, ScopeSpec], *, is_loading: bool) -> None:
        super().__init__(spec, subprocess_specs=inner, script_engine=CLOSED, deserializing=is_loading)
        self.completed = {}
        if not is_loading:
            self.task_tree._set_state(TaskState.COMPLETED)

    def open_scope(self, task: Task, spec_name: str) -> SubScope:
        """Begin a run of the sub-process at `task`, without a token yet."""
        scope = SubScope(self.subprocess_specs[spec_name], parent_task_id=task.id, top_workflow=self)
        scope.task_tree._set_state(TaskState.COMPLETED)
        self.subprocesses[task.id] = scope
        scope.depth = 1 + getattr(task.workflow, "depth", 0)
        return scope

    def restored_scope(self, host_id: UUID, spec_name: str) -> SubScope:
        """An empty run of a sub-process, to be filled from a saved state."""
        scope = SubScope(self.subprocess_specs[spec_name], host_id, self, deserializing=True)
        self.subprocesses[host_id] = scope
        return scope

    def arrange_scopes(self) -> None:
        """Count how deep each scope lies, once all of them are there."""
        everywhere = [self, *self.subprocesses.values()]
        holders = {task_id: scope for scope in everywhere for task_id in scope.tasks}
        for scope in self.subprocesses.values():
            scope.depth = self._depth(scope, holders)

    def _depth(self, scope: SubScope, holders: dict[UUID, BpmnWorkflow]) -> int:
        depth, current = 1, holders.get(scope.parent_task_id)
        while isinstance(current, SubScope):
            depth, current = depth + 1, holders.get(current.parent_task_id)
        return depth

    def every_scope(self) -> list[BpmnWorkflow]:
        """The case and all runs of sub-processes in it, innermost first."""
        return [*sorted(self.subprocesses.values(), key=lambda scope: -scope.depth), self]

    def live_tasks(self) -> Iterator[Task]:
        """All tasks that are not finished, in all scopes."""
        for scope in self.every_scope():
            yield from live_tasks(scope)

    def task_with_key(self, key: Key) -> Task | None:
        """The live task of an element instance."""
        return next((task for task in self.live_tasks() if task.internal_data.get("key") == key), None)


def step_of(task: Task) -> "Step":
    """The unit of work that moves this task."""
    step: Step = task.workflow.top_workflow.step
    return step


def scope_of(task: Task) -> str:
    """Id of the variable scope around a task."""
    scope: str = task.internal_data.get("scope", ROOT)
    return scope


def scope_id_for(task: Task) -> str:
    """Id of a new variable scope of this task."""
    return str(task.internal_data["key"])


def own_scope_of(task: Task) -> str:
    """Id of the task's own variable scope, else of the one around it."""
    scope: str = task.internal_data.get("local") or scope_of(task)
    return scope
