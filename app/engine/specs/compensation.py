"""Events that undo what has completed: compensation, and the cancelling of a transaction."""

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.engine.catching import catcher
from app.engine.compensating import Record, take_completed
from app.engine.registry import Variables
from app.engine.specs.element import ElementSpec
from app.engine.specs.workflow import scope_of
from app.engine.state import live_tasks
from app.engine.stepping import Step


class CompensationThrowSpec(ElementSpec):
    """A compensation throw or end event: undoes what completed, newest first, one after the other; then goes on.

    Handlers run where the event stands and see its variables, as in Camunda 8.
    """

    @property
    def holds(self) -> tuple[str, ...]:
        return ("thrown_by",)

    def begin(self, task: Task, step: Step) -> Variables | None:
        assert self.node.event is not None
        self.map_inputs(task, step)
        task.internal_data["undo"] = take_completed(task, step, self.node.event.name)
        return None if self._undo_next(task, step) else self.done(task, step)

    def done(self, task: Task, step: Step) -> Variables | None:
        """All is undone. The outcome when the token goes on from here."""
        return {}

    def handled(self, task: Task, step: Step) -> None:
        """A handler has completed."""
        if not self._undo_next(task, step) and self.done(task, step) is not None:
            self.complete_with(task, step, {})

    def _undo_next(self, task: Task, step: Step) -> bool:
        undo: list[Record] = task.internal_data["undo"]
        if not undo:
            return False
        name, inside = undo.pop(0)
        handler = step.compiled.handler_of(name, by_event=bool(inside) or name not in step.compiled.handlers)
        step.note_passage(task, handler.boundary)
        runner = task.workflow.task_tree._add_child(self._wf_spec.task_specs[handler.activity], TaskState.FUTURE)
        runner.internal_data.update(scope=scope_of(task), thrown_by=str(task.id))
        if inside:
            step.workflow.completed[str(runner.id)] = inside
        runner.task_spec._update(runner)
        return True


class CancelEndSpec(CompensationThrowSpec):
    """A cancel end event: ends all else in its transaction, undoes what completed in it, and leaves by its border."""

    def begin(self, task: Task, step: Step) -> Variables | None:
        for other in live_tasks(task.workflow):
            if other is not task:
                step.terminate(other)
        return super().begin(task, step)

    def done(self, task: Task, step: Step) -> Variables | None:
        listener = catcher(task, step, "cancel", None)
        if listener is None:
            return {}
        listener.task_spec.fire(listener, step, {})
        return None
