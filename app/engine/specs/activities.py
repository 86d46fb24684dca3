"""Activities: mapped on entry, watched by the events on their border, waiting for a person, a job or a message."""

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.engine.calling import call_handler
from app.engine.failures import StepFailure
from app.engine.models import IncidentKind, SubscriptionKind, TimerKind
from app.engine.registry import Variables, job_types
from app.engine.scopes import Scopes
from app.engine.settling import fire_conditions
from app.engine.specs.element import ElementSpec
from app.engine.specs.events import BoundaryEventSpec, open_wait, plan_event
from app.engine.specs.workflow import own_scope_of
from app.engine.stepping import Step
from app.engine.waiting import (
    deadline,
    decide,
    form_key,
    open_call,
    open_job,
    open_user_task,
    own_reminders,
)

HIGHEST_RETRIES = 100
DEFAULT_PRIORITY = 50
HIGHEST_PRIORITY = 100


class ActivitySpec(ElementSpec):
    """An activity. `start` acts once the input mapping is done and the border is watched."""

    boundaries: tuple[BoundaryEventSpec, ...] = ()

    @property
    def holds(self) -> tuple[str, ...]:
        return ("host",) if self.boundaries else ()

    def begin(self, task: Task, step: Step) -> Variables | None:
        data = task.internal_data
        if not data.get("attached"):
            self.map_inputs(task, step)
            plans = [(boundary, boundary.plan(task, step)) for boundary in self.boundaries]
            for boundary, plan in plans:
                boundary.attach(task, step, plan)
            data["attached"] = True
            fire_conditions(step)  # one that holds already ends the activity before it begins
        return self.start(task, step) if task.has_state(TaskState.READY) else None

    def start(self, task: Task, step: Step) -> Variables | None:
        """Do what this kind of activity does. The outcome when done at once, None when it waits."""
        return {}


class UserTaskSpec(ActivitySpec):
    """Waits for a person."""

    def start(self, task: Task, step: Step) -> Variables | None:
        node, who = self.node, self.node.assignment
        evaluator = step.evaluator(own_scope_of(task))
        priority = (
            evaluator.integer(who.priority, "priority", lowest=0, highest=HIGHEST_PRIORITY)
            if who.priority
            else DEFAULT_PRIORITY
        )
        values = {
            "name": node.name or node.id,
            "form_key": form_key(node.form_id),
            "assignee": evaluator.optional_text(who.assignee, "assignee"),
            "candidate_groups": evaluator.names(who.candidate_groups, "candidate groups"),
            "candidate_users": evaluator.names(who.candidate_users, "candidate users"),
            "due_at": deadline(who.due_date, evaluator),
            "follow_up_at": deadline(who.follow_up_date, evaluator),
            "priority": priority,
            **own_reminders(node.properties, evaluator),
            "is_announced": node.properties.get("announce") == "true",
            "headers": node.headers,
        }
        open_user_task(task, step, values)
        return None


class JobSpec(ActivitySpec):
    """A service, send, script or business rule task with a job; a message that is thrown.

    A registered step handler runs at once, in this transaction; everything else becomes a job row.
    """

    def start(self, task: Task, step: Step) -> Variables | None:
        assert self.node.job is not None
        evaluator = step.evaluator(own_scope_of(task))
        type_name = evaluator.text(self.node.job.type, "job type")
        registered = job_types.get(type_name)
        if registered is not None and registered.step is not None:
            return call_handler(task, step, registered.step, self.node.headers)
        retries = evaluator.integer(self.node.job.retries, "retries", lowest=0, highest=HIGHEST_RETRIES)
        queue = registered.queue if registered else None
        headers = dict(self.node.headers)
        open_job(task, step, {"type": type_name, "queue": queue, "retries": retries, "headers": headers})
        return None


class ScriptSpec(ActivitySpec):
    """One FEEL expression."""

    def start(self, task: Task, step: Step) -> Variables | None:
        evaluator = step.evaluator(own_scope_of(task))
        value = evaluator.expression(self.node.script or "", IncidentKind.EXTRACT_VALUE_ERROR)
        return {self.node.result_variable: value} if self.node.result_variable else {}


class DecisionSpec(ActivitySpec):
    """A DMN decision, in its latest version."""

    def start(self, task: Task, step: Step) -> Variables | None:
        evaluator = step.evaluator(own_scope_of(task))
        decision_id = evaluator.text(self.node.decision_id or "", "decision id")
        value = decide(task, step, decision_id, step.scopes.visible(own_scope_of(task)))
        return {self.node.result_variable: value} if self.node.result_variable else {}


class ReceiveSpec(ActivitySpec):
    """Waits for a message."""

    def start(self, task: Task, step: Step) -> Variables | None:
        assert self.node.event is not None
        plan = plan_event(self.node.event, step, own_scope_of(task))
        open_wait(task, step, plan, TimerKind.CATCH, SubscriptionKind.CATCH)
        return None

    def plan(self, task: Task, step: Step) -> object:
        """What an event-based gateway asks of the events behind it; receive tasks are refused there."""
        raise StepFailure(IncidentKind.UNSPECIFIED, "A receive task behind an event-based gateway does not run.")

    def fire(self, task: Task, step: Step, received: Variables) -> None:
        """The message has come."""
        self.complete_with(task, step, received)


class CallActivitySpec(ActivitySpec):
    """Waits for a case of another process, which a worker starts after this transaction."""

    def start(self, task: Task, step: Step) -> Variables | None:
        evaluator = step.evaluator(own_scope_of(task))
        process_id = evaluator.text(self.node.called_process_id or "", "called process")
        open_call(task, step, process_id)
        return None

    def hand_over(self, task: Task, step: Step, outcome: Variables) -> None:
        takes_all = self.node.passes_all_from_child or self.node.outputs
        super().hand_over(task, step, outcome if takes_all else {})

    def child_variables(self, task: Task, scopes: Scopes) -> Variables:
        """The variables that the called case starts with."""
        own = own_scope_of(task)
        if self.node.passes_all_to_child:
            return scopes.visible(own)
        return dict(scopes.own(own)) if task.internal_data.get("local") else {}
