"""User tasks: searching, completing, assigning, rescheduling them; their forms and variables."""

from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import defer

from app.api import task_work
from app.api.blueprint import bp
from app.api.description.marks import finds, finds_variables, gives, takes
from app.api.filters import choice, key, listed, number, text, time
from app.api.process_definitions import form_result
from app.api.reading import read_body, read_key, read_optional_body, read_search
from app.api.rendering import TENANT, answer, key_text, moment, no_content, optional_key, optional_moment
from app.api.results import FormResult, UserTaskResult, VariableSearchResult
from app.api.schemas import UserTaskAssignment, UserTaskCompletion, UserTaskUpdate
from app.api.searching import Listing, Row, one_row, search
from app.api.stored_variables import search_variables, variables_at
from app.core.clock import now
from app.core.db import session, transaction
from app.engine.errors import UnknownTask
from app.engine.models import FormDefinition, ProcessDefinition, TaskState, UserTask
from app.engine.queries import task_for
from app.engine.visibility import visible_tasks
from app.identity.current import current_user
from app.identity.permissions import Permission, require

COMPLETION = UserTaskCompletion()
ASSIGNMENT = UserTaskAssignment()
UPDATE = UserTaskUpdate()
STATES = "CREATING CREATED ASSIGNING UPDATING COMPLETING COMPLETED CANCELING CANCELED FAILED".split()

USER_TASKS = Listing(
    name="user-tasks",
    statement=select(UserTask, ProcessDefinition).join(
        ProcessDefinition, ProcessDefinition.key == UserTask.definition_key
    ),
    key="userTaskKey",
    fields={
        "userTaskKey": key(UserTask.key),
        "elementInstanceKey": key(UserTask.key, sorts=False),
        "processInstanceKey": key(UserTask.instance_key, sorts=False),
        "processDefinitionKey": key(UserTask.definition_key, sorts=False),
        "processDefinitionId": text(UserTask.process_id, sorts=False),
        "elementId": text(UserTask.element_id, sorts=False),
        "name": text(UserTask.name),
        "state": choice(UserTask.state, {word: [word] for word in STATES}),
        "assignee": text(UserTask.assignee, sorts=False, is_nullable=True),
        "candidateGroup": listed(UserTask.candidate_groups),
        "candidateUser": listed(UserTask.candidate_users),
        "priority": number(UserTask.priority),
        "creationDate": time(UserTask.created_at),
        "completionDate": time(UserTask.ended_at, is_nullable=True),
        "followUpDate": time(UserTask.follow_up_at, is_nullable=True),
        "dueDate": time(UserTask.due_at, is_nullable=True),
    },
    options=(defer(UserTask.draft),),
)


@bp.post("/user-tasks/search")
@finds(USER_TASKS, UserTaskResult)
@require(Permission.VIEW_CASES)
def search_user_tasks() -> Response:
    """Search the tasks that the caller may see."""
    return answer(search(USER_TASKS, read_search(), visible_tasks(current_user().viewer), render=_results))


@bp.get("/user-tasks/<task_key>")
@gives(UserTaskResult)
@require(Permission.VIEW_CASES)
def show_user_task(task_key: str) -> Response:
    """Show one task."""
    wanted = read_key(task_key)
    row = one_row(USER_TASKS, wanted, visible_tasks(current_user().viewer))
    if row is None:
        raise UnknownTask(wanted)
    return answer(_results([row])[0])


@bp.post("/user-tasks/<task_key>/completion")
@takes(UserTaskCompletion)
@gives(None, 204)
@require(Permission.COMPLETE_TASK)
def complete_user_task(task_key: str) -> Response:
    """Complete a task: with the fields of its form, or with any variables where it has none."""
    sent, user = read_optional_body(COMPLETION), current_user()
    with transaction():
        task_work.complete(
            read_key(task_key), sent=sent["variables"] or {}, viewer=user.viewer, by=user.actor, at=now()
        )
    return no_content()


@bp.post("/user-tasks/<task_key>/assignment")
@takes(UserTaskAssignment)
@gives(None, 204)
@require(Permission.ASSIGN_TASK)
def assign_user_task(task_key: str) -> Response:
    """Give a task to somebody, or take it."""
    sent, user = read_body(ASSIGNMENT), current_user()
    with transaction():
        task_work.assign(
            read_key(task_key),
            assignee=sent["assignee"],
            may_override=sent["allowOverride"] is not False,
            viewer=user.viewer,
            by=user.actor,
            at=now(),
        )
    return no_content()


@bp.delete("/user-tasks/<task_key>/assignee")
@gives(None, 204)
@require(Permission.ASSIGN_TASK)
def unassign_user_task(task_key: str) -> Response:
    """Give a task back to those it was offered to."""
    user = current_user()
    with transaction():
        task_work.give_back(read_key(task_key), viewer=user.viewer, by=user.actor, at=now())
    return no_content()


@bp.patch("/user-tasks/<task_key>")
@takes(UserTaskUpdate)
@gives(None, 204)
@require(Permission.ASSIGN_TASK)
def update_user_task(task_key: str) -> Response:
    """Move the dates or the priority of a task."""
    sent, user = read_optional_body(UPDATE), current_user()
    with transaction():
        task_work.change(
            read_key(task_key), changes=sent["changeset"] or {}, viewer=user.viewer, by=user.actor, at=now()
        )
    return no_content()


@bp.get("/user-tasks/<task_key>/form")
@gives(FormResult)
@require(Permission.VIEW_CASES)
def show_user_task_form(task_key: str) -> Response:
    """Give the form of a task; 204 when it has none."""
    task = task_for(current_user().viewer, read_key(task_key))
    form = None if task.form_key is None else session().get(FormDefinition, task.form_key)
    return no_content() if form is None else answer(form_result(form))


@bp.post("/user-tasks/<task_key>/variables/search")
@finds_variables(VariableSearchResult)
@require(Permission.VIEW_CASES)
def search_user_task_variables(task_key: str) -> Response:
    """Search the variables that a task sees."""
    task = task_for(current_user().viewer, read_key(task_key))
    return answer(search_variables(variables_at(task.instance_key, task.key), read_search(), ("name",)))


def _results(rows: list[Row]) -> list[UserTaskResult]:
    return [_result(task, definition) for task, definition in rows]


def _result(task: UserTask, definition: ProcessDefinition) -> UserTaskResult:
    is_done = task.state is TaskState.COMPLETED
    return {
        "userTaskKey": key_text(task.key),
        "elementInstanceKey": key_text(task.key),
        "processInstanceKey": key_text(task.instance_key),
        "processDefinitionKey": key_text(task.definition_key),
        "processDefinitionId": task.process_id,
        "processDefinitionVersion": definition.version,
        "processName": definition.name,
        "elementId": task.element_id,
        "name": task.name,
        "state": task.state.value,
        "assignee": task.assignee,
        "candidateGroups": task.candidate_groups,
        "candidateUsers": task.candidate_users,
        "creationDate": moment(task.created_at),
        "completionDate": optional_moment(task.ended_at) if is_done else None,
        "dueDate": optional_moment(task.due_at),
        "followUpDate": optional_moment(task.follow_up_at),
        "priority": task.priority,
        "formKey": optional_key(task.form_key),
        "externalFormReference": None,
        "customHeaders": task.headers,
        "tenantId": TENANT,
        "tags": [],
    }
