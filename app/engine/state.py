"""The state of a case in its row: live tokens and scopes as compressed JSON, without the specification.

Finished tokens are dropped and every live one hangs below the root of its scope, so a case that has looped for
a year is as small as on its first day. The relations between tokens (host, body, gateway) stand in `internal_data`.
"""

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import simplejson
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.core.db import Key
from app.core.errors import Refused
from app.engine.scopes import ROOT, Scopes

if TYPE_CHECKING:
    from app.engine.compiling import CompiledProcess
    from app.engine.specs.workflow import CaseWorkflow

FORMAT = 1
LARGEST_STATE_BYTES = 5 * 1024 * 1024


class StateTooLarge(Refused):
    """The variables and tokens of a case together are over the limit."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"This case would hold {size // 1024} KiB of variables; at most {LARGEST_STATE_BYTES // 1024} KiB fit. "
            "Keep large data in documents."
        )


class UnknownStateFormat(Refused):
    """A saved state was written by a version that this one cannot read."""

    def __init__(self, found: object) -> None:
        super().__init__(f"This case was saved in format {found}, which this version of Pratica cannot read.")


def live_tasks(scope: Any) -> list[Task]:
    """Tokens of one scope that are not finished."""
    return [task for task in scope.tasks.values() if task.has_state(TaskState.NOT_FINISHED_MASK)]


def drop_finished(workflow: "CaseWorkflow") -> None:
    """Forget finished tokens, in all scopes."""
    for scope in workflow.every_scope():
        root, live = scope.task_tree, live_tasks(scope)
        for task in live:
            task.parent, task.children = root, []
        root.children = live
        scope.tasks = {root.id: root} | {task.id: task for task in live}


def save(workflow: "CaseWorkflow", scopes: Scopes) -> bytes:
    """The state as bytes. Raises StateTooLarge."""
    drop_finished(workflow)
    inner = {
        str(host_id): _tasks(scope) | {"spec": scope.spec.name} for host_id, scope in workflow.subprocesses.items()
    }
    stored: dict[str, Any] = {"format": FORMAT, "case": _tasks(workflow), "inner": inner, "scopes": scopes.stored()}
    if workflow.completed:
        stored["completed"] = workflow.completed
    raw = simplejson.dumps(stored, use_decimal=True, ensure_ascii=False, separators=(",", ":")).encode()
    if len(raw) > LARGEST_STATE_BYTES:
        raise StateTooLarge(len(raw))
    return zlib.compress(raw, 1)


def load(
    data: bytes, compiled: "CompiledProcess", workflow_class: "type[CaseWorkflow]"
) -> "tuple[CaseWorkflow, Scopes]":
    """The workflow and scopes that `save` wrote."""
    stored = _read(data)
    workflow = workflow_class(compiled.spec, compiled.inner, is_loading=True)
    workflow.completed = stored.get("completed", {})
    _restore(workflow, stored["case"])
    for host_id, tasks in stored["inner"].items():
        scope = workflow.restored_scope(UUID(host_id), tasks["spec"])
        _restore(scope, tasks)
    workflow.arrange_scopes()
    return workflow, _scopes(stored)


def _read(data: bytes) -> dict[str, Any]:
    stored: dict[str, Any] = simplejson.loads(zlib.decompress(data), use_decimal=True)
    if stored.get("format") != FORMAT:
        raise UnknownStateFormat(stored.get("format"))
    return stored


def _scopes(stored: dict[str, Any]) -> Scopes:
    return Scopes({scope_id: (parent, values) for scope_id, (parent, values) in stored["scopes"].items()})


def _tasks(scope: Any) -> dict[str, Any]:
    root = scope.task_tree
    live = [
        [str(task.id), task.task_spec.name, task.state, task.internal_data]
        for task in scope.tasks.values()
        if task is not root
    ]
    return {"root": str(root.id), "live": live}


def _restore(scope: Any, stored: dict[str, Any]) -> None:
    scope.tasks = {}
    root = Task(scope, scope.spec.start, None, TaskState.COMPLETED, UUID(stored["root"]))
    scope.task_tree = root
    for task_id, name, state, data in stored["live"]:
        task = Task(scope, scope.spec.task_specs[name], root, int(state), UUID(task_id))
        task.internal_data = data


@dataclass(frozen=True)
class StoredCase:
    """A saved state as it lies in the row: scopes, and which scope each waiting element has."""

    scopes: Scopes
    places: dict[Key, str]

    def scope_at(self, element_key: Key) -> str:
        """The variable scope of a waiting element; the instance's when the element is gone."""
        return self.places.get(element_key, ROOT)


def read_case(data: bytes) -> StoredCase:
    """What can be read of a saved state without its specification."""
    stored = _read(data)
    groups = [stored["case"], *stored["inner"].values()]
    waiting = [data for group in groups for _, _, _, data in group["live"] if "key" in data]
    places = {Key(found["key"]): found.get("local") or found.get("scope", ROOT) for found in waiting}
    return StoredCase(_scopes(stored), places)


def waits_of(data: bytes) -> set[str]:
    """The kinds of what the tokens of a saved state wait for, such as `task`, `timer` and `condition`."""
    stored = _read(data)
    groups = [stored["case"], *stored["inner"].values()]
    tokens = [data for group in groups for _, _, _, data in group["live"]]
    conditions = {"condition" for data in tokens if "held" in data}
    return conditions | {kind for data in tokens for kind in data.get("waits", ())}
