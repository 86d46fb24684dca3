"""One trigger of one case: moves its tokens to the next wait states and collects what is to be written."""

from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.core.actor import Actor
from app.core.db import Key, new_key
from app.engine.budget import Budget
from app.engine.compensating import note_completed
from app.engine.diagram import Node
from app.engine.expressions import Evaluator
from app.engine.failures import StepFailure
from app.engine.models import ElementState, IncidentKind, InstanceState, ProcessInstance
from app.engine.projection import CANCEL_CALLED, ENGINE_QUEUE, FINISH_CALLED, Row, Rows
from app.engine.registry import Variables
from app.engine.scopes import ROOT, Scopes
from app.engine.settling import end_inner_scopes, fire_conditions, has_tokens, recheck_joins
from app.engine.state import drop_finished, live_tasks
from app.trail.operations import record

if TYPE_CHECKING:
    from app.engine.compiling import CompiledProcess
    from app.engine.specs.workflow import CaseWorkflow

STEPS_BETWEEN_CLEARING = 500


class Step:
    """The unit of work of one trigger. Specs call it; operations begin and end it.

    ready: tasks that can run now. rows: what will be written.
    answers_person: a person waits for the answer, so input that a handler finds invalid goes back to them.
    to_look_at: tasks whose conditions have just begun to be waited for.
    outcome_for_caller: job type and headers for the case that called this one, once this one has ended.
    """

    def __init__(
        self,
        instance: ProcessInstance,
        compiled: "CompiledProcess",
        workflow: "CaseWorkflow",
        scopes: Scopes,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        self.instance = instance
        self.compiled = compiled
        self.workflow = workflow
        self.scopes = scopes
        self.by = by
        self.at = at
        self.rows = Rows(instance, at)
        self.ready: deque[Task] = deque()
        self._budget = Budget()
        self._is_exhausted = False
        self.answers_person = False
        self.outcome_for_caller: tuple[str, Row] | None = None
        self.to_look_at: list[Task] = []
        workflow.step = self

    # Moving

    def settle(self) -> None:
        """Run to the next wait state on every path; end the case when no token is left."""
        self._run_ready()
        while not self._is_exhausted and (recheck_joins(self) or end_inner_scopes(self)):
            self._run_ready()
        if not self._is_exhausted and not has_tokens(self.workflow):
            self._end_case(InstanceState.COMPLETED)

    def take_up(self) -> None:
        """Go on with what a spent budget left ready, unless its incident still waits for somebody."""
        left = [task for task in self.workflow.live_tasks() if task.has_state(TaskState.READY)]
        if not any("incident" in task.internal_data for task in left):
            self._budget.take_up(len(left))
            self.ready.extend(left)

    def begin_scope(
        self, scope: Any, scope_id: str, start_id: str | None = None, received: Variables | None = None
    ) -> None:
        """Put a token on the start event of a scope: the one named, else the one without a trigger.

        scope: the case or a run of a sub-process (SpiffWorkflow has no types).
        """
        root = scope.task_tree
        starts = [s for s in scope.spec.task_specs.values() if getattr(s, "node", None) and s.node.type == "startEvent"]
        spec = next((s for s in starts if s.name == start_id), None) if start_id else _plain_start(starts)
        token = root._add_child(spec, TaskState.FUTURE)
        token.internal_data.update(scope=scope_id, received=received or {})
        token.task_spec._update(token)

    def wake(self, task: Task, received: Variables) -> None:
        """Let a listener run with what it received."""
        task.internal_data["received"] = received
        task._set_state(TaskState.READY)
        self.ready.append(task)

    def add_listener(self, near: Task, spec: Any, **relation: object) -> Task:
        """A token that waits beside others: a border event, an event behind a gateway, an event sub-process."""
        listener = near.workflow.task_tree._add_child(spec, TaskState.WAITING)
        scope = near.internal_data.get("scope", ROOT)
        listener.internal_data.update(scope=scope, key=new_key(), **relation)
        return listener

    def terminate(self, task: Task) -> None:
        """Take a token away, with all that depends on it."""
        if task.has_state(TaskState.FINISHED_MASK):
            return
        for relation in task.task_spec.holds:
            self.terminate_listeners(task, relation)
        if (inner := self.workflow.subprocesses.pop(task.id, None)) is not None:
            for token in live_tasks(inner):
                self.terminate(token)
        self.workflow.completed.pop(str(task.id), None)
        has_child = "child" in task.internal_data.get("waits", ())
        task.cancel()
        if has_child:
            self._end_child(task)

    def terminate_listeners(self, task: Task, relation: str) -> None:
        """Take away the tokens that are there because of `task`."""
        for token in live_tasks(task.workflow):
            if token.internal_data.get(relation) == str(task.id):
                self.terminate(token)

    def terminate_case(self) -> None:
        """End the case now, wherever it stands."""
        for task in live_tasks(self.workflow):
            self.terminate(task)
        self._end_case(InstanceState.TERMINATED)

    def task_with_id(self, near: Task, task_id: str) -> Task:
        """A task of the same scope by its id."""
        found: Task = near.workflow.tasks[UUID(task_id)]
        return found

    def host_of(self, scope: Any) -> Task | None:
        """The sub-process that a scope is a run of; None for the case itself."""
        if scope is self.workflow:
            return None
        found = (s.tasks.get(scope.parent_task_id) for s in self.workflow.every_scope())
        return next((task for task in found if task is not None), None)

    # What elements report

    def element_entered(self, task: Task) -> None:
        """A token is at an element: history begins. A second try of the same passage changes nothing."""
        data = task.internal_data
        if data.get("is_entered"):
            return
        data["is_entered"] = True
        spec = task.task_spec
        data.setdefault("key", new_key())
        flows = data.get("flows") or ([data["flow"]] if data.get("flow") else [])
        self._enter(task, spec.node, data["key"], [flow for flow in flows if not flow.endswith("#link")])

    def note_passage(self, near: Task, node: Node) -> None:
        """A token passed an event beside `near` without staying: history only."""
        key = new_key()
        self._enter(near, node, key, [])
        self.rows.end_element(key, ElementState.COMPLETED)

    def element_ended(self, task: Task, state: ElementState) -> None:
        """The token left, or was taken away: close its history, waits, border events and scope."""
        data = task.internal_data
        if data.pop("is_entered", False):
            self.rows.end_element(data["key"], state)
        if "host" in task.task_spec.holds:
            self.terminate_listeners(task, "host")
        if "key" in data:
            self.rows.close_waits(data["key"], (kind for kind in data.pop("waits", ()) if kind != "child"))
        if (incident_key := data.pop("incident", None)) is not None:
            self.rows.close_incident(incident_key)
        if local := data.get("local"):
            self.scopes.close(local)
        if "body_of" in data and state is ElementState.TERMINATED:
            self.scopes.close(data["scope"])

    def raise_incident(self, task: Task, failure: StepFailure, job_key: Key | None = None) -> None:
        """The element cannot go on; the rest of the case does."""
        data = task.internal_data
        element_id = task.task_spec.node.id
        data["incident"] = self.rows.open_incident(element_id, data.get("key"), failure, job_key)
        after = {"element": element_id, "kind": failure.kind.value, "message": failure.message}
        self.note("incident.raised", after=after)

    def collect_from_body(self, task: Task) -> None:
        """A multi-instance body is leaving: take its output."""
        if "body_of" in task.internal_data:
            whole = self.task_with_id(task, task.internal_data["body_of"])
            whole.task_spec.collect(whole, task, self)

    def body_completed(self, task: Task) -> None:
        """A multi-instance body has left."""
        if "body_of" in task.internal_data:
            self.scopes.close(task.internal_data["scope"])
            whole = self.task_with_id(task, task.internal_data["body_of"])
            whole.task_spec.body_ended(whole, self)

    def activity_completed(self, task: Task) -> None:
        """An element has left: it may be undone later, or was itself what undoes another."""
        note_completed(task, self)
        if "thrown_by" in task.internal_data:
            thrown = self.task_with_id(task, task.internal_data["thrown_by"])
            thrown.task_spec.handled(thrown, self)

    def evaluator(self, scope_id: str) -> Evaluator:
        """Evaluates FEEL with the variables seen from a scope."""
        return Evaluator(lambda: self.scopes.visible(scope_id), self.at)

    def note(
        self, action: str, *, before: Row | None = None, after: Row | None = None, reason: str | None = None
    ) -> None:
        """An entry in the trail of this case."""
        key = self.instance.key
        record(
            action=action,
            entity="process_instance",
            entity_id=str(key),
            by=self.by,
            at=self.at,
            case_key=key,
            before=before,
            after=after,
            reason=reason,
        )

    # Inside

    def _enter(self, task: Task, node: Node, key: Key, incoming_flows: list[str]) -> None:
        self.rows.enter_element(
            {
                "key": key,
                "scope_key": _scope_key(task.internal_data.get("scope", ROOT)),
                "element_id": node.id,
                "element_name": node.name,
                "element_type": node.type,
                "incoming_flows": incoming_flows,
            }
        )

    def _run_ready(self) -> None:
        fire_conditions(self)
        while self.ready and not self._is_exhausted:
            task = self.ready.popleft()
            if not task.has_state(TaskState.READY):
                continue
            if self._budget.is_spent(len(self.ready)):
                self._stop_at(task)
                break
            self._budget.steps += 1
            if task.task_spec._run(task):
                task.complete()
            elif task.has_state(TaskState.READY):
                task._set_state(TaskState.STARTED)
            fire_conditions(self)
            if self._budget.steps % STEPS_BETWEEN_CLEARING == 0:
                drop_finished(self.workflow)

    def _stop_at(self, task: Task) -> None:
        """Leave the rest for a retry: what is done stays, the case is whole."""
        self._is_exhausted = True
        name = task.task_spec.node.name or task.task_spec.node.id
        took = f"The case took {self._budget.steps} steps at once"
        message = f"{took}, {len(self.ready) + 1} more wait to be taken, at {name!r}; look for a loop without a wait."
        self.raise_incident(task, StepFailure(IncidentKind.STEP_BUDGET_EXCEEDED, message))

    def _end_case(self, state: InstanceState) -> None:
        if self.instance.state is not InstanceState.ACTIVE:
            return
        for listener in live_tasks(self.workflow):
            self.terminate(listener)
        self.workflow.completed.clear()
        self.instance.state = state
        self.instance.ended_at = self.at
        self.note(f"process_instance.{state.value.lower()}")
        if state is InstanceState.COMPLETED and self.instance.parent_key is not None:
            self.outcome_for_caller = (FINISH_CALLED, {})

    def _end_child(self, task: Task) -> None:
        key, element_id = task.internal_data["key"], task.task_spec.node.id
        values = {"type": CANCEL_CALLED, "queue": ENGINE_QUEUE, "retries": 3, "headers": {}}
        self.rows.open_job(key, element_id, values)


def _plain_start(starts: list[Any]) -> Any:
    return next((s for s in starts if s.node.event is None or s.node.event.kind == "none"), starts[0])


def _scope_key(scope_id: str) -> Key | None:
    return Key(int(scope_id.partition(":")[0])) if scope_id else None
