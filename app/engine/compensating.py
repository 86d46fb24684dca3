"""Compensation: which completed activities can be undone, and in which order.

`CaseWorkflow.completed` holds, for the case and each running sub-process or multi-instance element, what completed in
it, oldest first: the name of a spec, and what completed inside it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task

if TYPE_CHECKING:
    from app.engine.stepping import Step

Record = list[Any]  # Any: the name of a spec, and a list of such records
CASE = ""


def note_completed(task: Task, step: "Step") -> None:
    """Remember an activity that has completed, if it, or something inside it, can be undone."""
    compiled, completed = step.compiled, step.workflow.completed
    if not compiled.handlers and not compiled.inner_handlers:
        return
    inside = completed.pop(str(task.id), [])
    name = task.task_spec.name
    can_be_undone = inside or name in compiled.handlers or name in compiled.inner_handlers
    if can_be_undone and "thrown_by" not in task.internal_data:
        owner = task.internal_data.get("body_of") or _owner(task)
        completed.setdefault(owner, []).append([name, inside])


def take_completed(task: Task, step: "Step", wanted: str | None) -> list[Record]:
    """What the throw event `task` is to undo, newest first; what it takes is no longer there for others.

    It undoes what completed in its scope, and in the scope around an event sub-process. wanted: one activity only.
    """
    owners = [_owner(task)]
    host = step.host_of(task.workflow)
    if host is not None and host.task_spec.node.is_event_sub_process and "thrown_by" not in host.internal_data:
        owners.append(_owner(host))
    taken: list[Record] = []
    for owner in owners:
        there = step.workflow.completed.pop(owner, [])
        taken += [record for record in reversed(there) if wanted in (None, record[0])]
        if left := [record for record in there if wanted not in (None, record[0])]:
            step.workflow.completed[owner] = left
    return list(_in_order(taken, step))


def _in_order(records: Iterable[Record], step: "Step") -> Iterable[Record]:
    """Those that have a handler; a sub-process comes before what completed inside it, which completed earlier."""
    for name, inside in records:
        if name in step.compiled.handlers:
            yield [name, []]
        if name in step.compiled.inner_handlers:
            yield [name, inside]
        else:
            yield from _in_order(reversed(inside), step)


def _owner(task: Task) -> str:
    return CASE if task.workflow is task.workflow.top_workflow else str(task.workflow.parent_task_id)
