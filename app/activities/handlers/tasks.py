"""Job types of the process `task`."""

from dataclasses import asdict

from app.activities.asking import Asking, Receiver, colleague, receivers_named, refuse_unknown_case, starter_of
from app.activities.errors import ActivityInvalid
from app.activities.handlers.reading import (
    END_OF_WORK,
    day_and_time_in,
    id_in,
    key_in,
    moment_in,
    names_in,
    planned_in,
    reminders_in,
    text_in,
    whole_in,
)
from app.activities.models import AskedTask, Outcome
from app.activities.operations.tasks import answer_task, ask_task, plan_task, plan_task_anyway, task_of_case
from app.engine.operations import describe_case
from app.engine.registry import Call, Variables, step_handler
from app.parties.queries import kept_party_id, party_by_id

PEOPLE = ("user", "token")


@step_handler("activities.register_task")
def register_task_step(call: Call) -> Variables:
    """Keep the task, say what the case is about, plan the time if it needs one."""
    asking = asking_in(call.variables, author=_author_of(call))
    _refuse_the_past(asking, call)
    task = ask_task(asking, case_key=call.instance_key, by=call.by, at=call.at)
    party = party_by_id(asking.party_id) if asking.party_id else None
    describe_case(
        call.instance_key,
        title=asking.title,
        subject_id=party.id if party else None,
        subject_name=party.name if party else None,
    )
    plan = plan_task_anyway if call.variables.get("plan_anyway") is True else plan_task
    plan(task, asking.receivers, field="planned_on", by=call.by, at=call.at)
    return _told(asking)


@step_handler("activities.record_answer")
def record_answer_step(call: Call) -> Variables:
    """Keep what the person said. From here on the task is theirs, also when it was offered to a group."""
    task = task_of_case(call.instance_key)
    outcome = _outcome_in(call.variables)
    said = {name: text_in(call.variables, name) for name in ("solution", "decline_reason", "observations")}
    if outcome is Outcome.DONE and task.wants_answer and not said["solution"]:
        raise ActivityInvalid({"solution": ["Say how it was solved; an answer is wanted."]})
    if outcome is Outcome.DECLINED and not said["decline_reason"]:
        raise ActivityInvalid({"decline_reason": ["Say why not."]})
    handed_to = None
    if outcome is Outcome.HANDED_ON:
        handed_to = colleague(text_in(call.variables, "hand_to"), field="hand_to", but_not=call.by.id)
    answer_task(
        task,
        outcome=outcome,
        solution=said["decline_reason"] if outcome is Outcome.DECLINED else said["solution"],
        observations=said["observations"],
        handed_to=handed_to.user if handed_to else None,
        step_key=call.element_instance_key,
        by=call.by,
        at=call.at,
    )
    return {"receiver": _written(Receiver(call.by.name, user=call.by.id)), "remark": None, "verdict": "enough"}


@step_handler("activities.hand_on_task")
def hand_on_task_step(call: Call) -> Variables:
    """The task is the colleague's from now on, with its time in the agenda unless that is left out."""
    to = colleague(text_in(call.variables, "hand_to"), field="hand_to")
    if call.variables.get("hand_without_time") is not True:
        _plan_again(task_of_case(call.instance_key), to, field="hand_to", call=call)
    return {"receiver": _written(to), "outcome": "done", "hand_to": None, "hand_without_time": None}


@step_handler("activities.ask_again")
def ask_again_step(call: Call) -> Variables:
    """What was declined goes to another person, or to the same once more."""
    receiver = call.variables.get("receiver") or {}
    to = colleague(text_in(call.variables, "ask_whom") or receiver.get("user"), field="ask_whom")
    _plan_again(task_of_case(call.instance_key), to, field="ask_whom", call=call)
    return {"receiver": _written(to), "outcome": "done", "decision": None, "ask_whom": None, "decline_reason": None}


def asking_in(variables: Variables, *, author: str | None) -> Asking:
    """The task that the variables describe. author: None when a program asks for nobody in particular.

    Raises ActivityInvalid beside the fields.
    """
    text = text_in(variables, "task_text")
    if text is None:
        raise ActivityInvalid({"task_text": ["Write what is to be done."]})
    named = [*names_in(variables, "task_for"), *names_in(variables, "task_assignee")]
    named += [f"group:{group}" for group in names_in(variables, "task_group")]
    receivers = receivers_named(named, author=author)
    about = key_in(variables, "about_case_key")
    refuse_unknown_case(about)
    return Asking(
        text=text,
        author=author or next((one.user for one in receivers if one.user), "") or "",
        receivers=receivers,
        due_at=moment_in(variables, "task_due_at")
        or day_and_time_in(variables, "task_due_on", "task_due_time", usual=END_OF_WORK),
        priority=whole_in(variables, "task_priority", usual=50, lowest=0, highest=100),
        reminders=reminders_in(variables, "task_reminders"),
        wants_answer=variables.get("wants_answer") is True and author is not None,
        party_id=kept_party_id(id_in(variables, "party_id")),
        about_case_key=about,
        planned=planned_in(variables),
    )


def _author_of(call: Call) -> str | None:
    if call.by.kind in PEOPLE:
        return call.by.id
    named = text_in(call.variables, "task_author")
    return colleague(named, field="task_author").user if named else starter_of(call.instance_key)


def _refuse_the_past(asking: Asking, call: Call) -> None:
    """A person's mistake is shown at once; what a program sends late is done late."""
    if call.by.kind not in PEOPLE:
        return
    if asking.due_at is not None and asking.due_at <= call.at:
        raise ActivityInvalid({"task_due_on": ["This time has passed."]})
    if asking.planned is not None and asking.planned[0] <= call.at:
        raise ActivityInvalid({"planned_on": ["This time has passed."]})


def _told(asking: Asking) -> Variables:
    planned = asking.planned
    return {
        "task_text": asking.text,
        "task_author": asking.author,
        "task_receivers": [_written(receiver) for receiver in asking.receivers],
        "task_due_at": asking.due_at.isoformat() if asking.due_at else None,
        "task_priority": asking.priority,
        "task_reminders": asking.reminders,
        "wants_answer": asking.expects_answer,
        "party_id": str(asking.party_id) if asking.party_id else None,
        "planned_from": planned[0].isoformat() if planned else None,
        "planned_until": planned[1].isoformat() if planned else None,
    }


def _outcome_in(variables: Variables) -> Outcome:
    try:
        return Outcome(variables.get("outcome") or Outcome.DONE)
    except ValueError:
        raise ActivityInvalid({"outcome": ["Say whether it is done, handed on or declined."]}) from None


def _plan_again(task: AskedTask, to: Receiver, *, field: str, call: Call) -> None:
    if task.planned_from is not None and task.planned_from > call.at:
        plan_task(task, [to], field=field, by=call.by, at=call.at)


def _written(receiver: Receiver) -> Variables:
    return asdict(receiver)
