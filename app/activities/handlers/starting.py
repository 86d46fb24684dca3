"""The job type with which other processes ask tasks."""

from app.activities.asking import starter_of
from app.activities.handlers.reading import text_in
from app.activities.handlers.tasks import asking_in
from app.core.db import transaction
from app.core.errors import AppError
from app.engine.operations import start_instance
from app.engine.registry import Call, Completion, JobFailed, Variables, job_handler

PROCESS = "task"
GIVEN = (
    "task_text",
    "task_for",
    "task_assignee",
    "task_group",
    "task_due_at",
    "task_priority",
    "task_reminders",
    "wants_answer",
    "party_id",
    "planned_from",
    "planned_until",
)


@job_handler("activities.start_task", queue="default")
def start_task(call: Call) -> Completion:
    """Ask a task in a case of its own, once per step however often the worker runs.

    Variables: `task_text`; `task_assignee` (a user name), `task_for` (`user:anna`, `group:sales`) or `task_group`;
    and perhaps `task_author`, `task_due_at`, `task_priority`, `task_reminders`, `wants_answer`, `party_id`,
    `planned_from`, `planned_until`. Without an author it is who began the calling case. Gives `task_case_key`.
    """
    try:
        with transaction():
            variables = _variables_of(call)
            asking_in(variables, author=variables["task_author"])
            start_key = f"{call.process_id}:{call.element_id}:{call.idempotency_key}"
            case = start_instance(PROCESS, variables=variables, by=call.by, at=call.at, start_key=start_key)
            key = case.key
    except AppError as refusal:
        raise JobFailed(refusal.message, retryable=False) from refusal
    return Completion({"task_case_key": str(key)})


def _variables_of(call: Call) -> Variables:
    given = {name: call.variables[name] for name in GIVEN if call.variables.get(name) is not None}
    author = text_in(call.variables, "task_author") or starter_of(call.instance_key)
    return {**given, "task_author": author, "about_case_key": str(call.instance_key), "plan_anyway": True}
