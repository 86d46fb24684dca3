"""Errors and escalations: from where they are thrown up to the nearest event that catches them."""

from SpiffWorkflow.task import Task

from app.engine.projection import ESCALATE_IN_CALLER, THROW_IN_CALLER
from app.engine.registry import Variables
from app.engine.state import live_tasks
from app.engine.stepping import Step
from app.engine.waiting import open_parent_job


def throw_error(task: Task, step: Step, code: str, variables: Variables) -> bool:
    """Hand an error to the nearest event that catches it, also in the case that called this one; False for none.

    A called case ends with the error; its caller looks for an event in a transaction of its own.
    """
    listener = catcher(task, step, "error", code)
    if listener is not None:
        listener.task_spec.fire(listener, step, variables)
        return True
    if step.instance.parent_key is None:
        return False
    step.outcome_for_caller = (THROW_IN_CALLER, {"error_code": code})
    step.terminate_case()
    return True


def throw_escalation(task: Task, step: Step, code: str | None) -> None:
    """Hand an escalation to the nearest event that catches it, also in the case that called this one.

    Nobody need to catch it. The caller looks for an event in a transaction of its own; the called case goes on.
    """
    listener = catcher(task, step, "escalation", code)
    if listener is not None:
        listener.task_spec.fire(listener, step, {})
    elif step.instance.parent_key is not None:
        open_parent_job(step, ESCALATE_IN_CALLER, {"escalation_code": code})


def catcher(task: Task, step: Step, kind: str, code: str | None) -> Task | None:
    """The nearest event that catches, inside out: the border of each activity, then event sub-processes beside it."""
    current: Task | None = task
    while current is not None:
        tokens = live_tasks(current.workflow)
        on_border = [t for t in tokens if t.internal_data.get("host") == str(current.id)]
        body_of = current.internal_data.get("body_of")
        beside = [] if body_of else [t for t in tokens if t.internal_data.get("is_event_sub_process")]
        found = _waiting_for(on_border, kind, code) or _waiting_for(beside, kind, code)
        if found is not None:
            return found
        current = step.task_with_id(current, body_of) if body_of else step.host_of(current.workflow)
    return None


def _waiting_for(listeners: list[Task], kind: str, code: str | None) -> Task | None:
    """The listener for this very code, else one for any."""
    suited = [listener for listener in listeners if listener.task_spec.caught_event.kind == kind]
    exact = [listener for listener in suited if code and listener.task_spec.caught_event.name == code]
    general = [listener for listener in suited if not listener.task_spec.caught_event.name]
    return next(iter([*exact, *general]), None)
