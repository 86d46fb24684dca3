"""Calling a slice's step handler inside the step's transaction, and what its failure becomes."""

import traceback
from collections.abc import Mapping

from SpiffWorkflow.task import Task

from app.core.db import is_passing, session
from app.core.errors import AppError, Invalid
from app.engine.catching import throw_error
from app.engine.failures import StepFailure
from app.engine.models import IncidentKind
from app.engine.registry import BpmnError, Call, JobFailed, StepHandler, Variables
from app.engine.scopes import ROOT
from app.engine.stepping import Step
from app.engine.values import stored_variables


def call_handler(task: Task, step: Step, handler: StepHandler, headers: Mapping[str, str]) -> Variables | None:
    """The variables that a step handler gives back; None when it threw an error that the diagram catches.

    What it wrote is undone when it fails; the element becomes an incident.
    """
    data = task.internal_data
    own = data.get("local") or data.get("scope", ROOT)
    call = Call(
        instance_key=step.instance.key,
        process_id=step.instance.process_id,
        element_id=task.task_spec.node.id,
        element_instance_key=data["key"],
        variables=step.scopes.visible(own),
        headers=headers,
        by=step.by,
        at=step.at,
    )
    try:
        with session().begin_nested():
            return stored_variables(handler(call) or {})
    except BpmnError as error:
        if throw_error(task, step, error.code, stored_variables(error.variables)):
            return None
        message = f"No event catches the error {error.code!r}: {error}"
        raise StepFailure(IncidentKind.UNHANDLED_ERROR_EVENT, message) from error
    except (AppError, JobFailed) as error:
        if step.answers_person and isinstance(error, Invalid) and error.fields:
            raise  # all is undone, and the sentences stand beside the fields
        raise StepFailure(IncidentKind.HANDLER_ERROR, str(error)) from error
    except Exception as error:  # whatever breaks in a handler is an incident of its element, not of the person
        if is_passing(error):  # the whole step is tried again
            raise
        message = f"{task.task_spec.node.name or task.task_spec.node.id!r} failed inside: {type(error).__name__}."
        raise StepFailure(IncidentKind.HANDLER_ERROR, message, traceback.format_exc()) from error
