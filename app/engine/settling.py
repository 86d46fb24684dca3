"""What moves on in a case without a token of its own being ready: joins, sub-processes that are done, conditions."""

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.engine.failures import StepFailure
from app.engine.specs.workflow import own_scope_of
from app.engine.state import live_tasks

if TYPE_CHECKING:
    from app.engine.stepping import Step


def has_tokens(scope: Any) -> bool:  # Any: SpiffWorkflow has no types
    """Whether a scope still has a token; event sub-processes that only listen do not count."""
    return any(not task.internal_data.get("is_event_sub_process") for task in live_tasks(scope))


def recheck_joins(step: "Step") -> bool:
    """Let inclusive gateways go on that nothing can reach any more."""
    moved = False
    for scope in step.workflow.every_scope():
        for task in live_tasks(scope):
            can_join = hasattr(task.task_spec, "reachable") and task.has_state(TaskState.WAITING)
            if can_join and task.task_spec.join(task):
                task._ready()
                moved = True
    return moved


def end_inner_scopes(step: "Step") -> bool:
    """End one run of a sub-process in which no token is left."""
    for scope in step.workflow.every_scope():
        if scope is step.workflow or has_tokens(scope):
            continue
        host = step.host_of(scope)
        for listener in live_tasks(scope):
            step.terminate(listener)
        del step.workflow.subprocesses[scope.parent_task_id]
        if host is not None and host.has_state(TaskState.STARTED):
            host.task_spec.complete_with(host, step, {})
        return True
    return False


def watch_condition(task: Task, step: "Step") -> None:
    """From now on `task` waits until its condition comes true; one that holds already comes true at once."""
    task.internal_data["held"] = False
    step.to_look_at.append(task)


def fire_conditions(step: "Step") -> None:
    """Look at the conditions that are new, and at those whose variables have changed, of outer scopes first."""
    if not step.compiled.has_conditions:
        return
    changed, fresh = frozenset(step.scopes.changed), step.to_look_at
    step.scopes.changed.clear()
    step.to_look_at = []
    everywhere = reversed(step.workflow.every_scope()) if changed else ()
    for task in [*(task for scope in everywhere for task in live_tasks(scope)), *fresh]:
        if "held" in task.internal_data and (task in fresh or _mentions(task, changed)):
            _look_at(task, step)


def _mentions(task: Task, names: frozenset[str]) -> bool:
    """Whether its condition may speak of one of these variables; names that are no plain words may hide in it."""
    condition = task.task_spec.caught_event.condition
    return any(name in condition or not name.isidentifier() for name in names)


def _look_at(task: Task, step: "Step") -> None:
    data = task.internal_data
    if "incident" in data or not task.has_state(TaskState.NOT_FINISHED_MASK):
        return
    place = step.task_with_id(task, data["host"]) if "host" in data else task
    try:
        holds = step.evaluator(own_scope_of(place)).holds(task.task_spec.caught_event.condition)
    except StepFailure as failure:
        step.raise_incident(task, failure)
        return
    came_true, data["held"] = holds and not data["held"], holds
    if came_true:
        if not task.task_spec.stays_listening:
            del data["held"]  # it has come, and is not waited for any more
        step.note("condition.came_true", after={"element": task.task_spec.node.id})
        task.task_spec.fire(task, step, {})
