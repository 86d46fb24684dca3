"""Facts beside the steps of a task: who asks, until when, about whom, what was said so far."""

from flask import url_for

from app.activities.models import AskedTask, Outcome, TaskAnswer
from app.activities.queries.tasks import answers_of, case_seen, tasks_around
from app.core.actor import Viewer
from app.core.db import Key
from app.core.formats import format_moment
from app.core.web import preferences
from app.engine.models import InstanceState, ProcessInstance
from app.engine.registry import Fact, Variables, fact_source
from app.identity.queries import users_named
from app.parties.queries import party_by_id

SAID = {Outcome.DONE: "done", Outcome.DECLINED: "declined", Outcome.HANDED_ON: "handed on"}


@fact_source("activities.task")
def task_facts(viewer: Viewer, instance_key: Key, variables: Variables) -> list[Fact]:  # noqa: ARG001  # rows say it
    """What a task asks and what was said so far; beside other cases the tasks that were asked from them."""
    around = tasks_around(viewer, instance_key)
    facts = [_asked_from_here(case) for task, case in around if task.case_key != instance_key]
    own = next((task for task, _case in around if task.case_key == instance_key), None)
    if own is None:
        return facts
    answers = answers_of(instance_key)
    people = users_named([own.author, *(answer.answered_by for answer in answers)])
    names = {name: user.display_name for name, user in people.items()}
    facts = [Fact("Asked by", names.get(own.author, own.author)), *_about(own, viewer), *facts]
    return facts + [_answer(answer, names) for answer in answers]


def _asked_from_here(case: ProcessInstance) -> Fact:
    state = "open" if case.state is InstanceState.ACTIVE else "closed"
    return Fact("Task", f"{case.title} · {state}", url_for("cases.show_case", key=case.key))


def _about(task: AskedTask, viewer: Viewer) -> list[Fact]:
    facts = []
    if task.party_id is not None:
        party = party_by_id(task.party_id)
        facts.append(Fact("Party", party.name, url_for("parties.show_party", party_id=party.id)))
    if task.planned_from is not None:
        facts.append(Fact("Planned", format_moment(task.planned_from, to=preferences())))
    if task.about_case_key is not None and (case := case_seen(viewer, task.about_case_key)):
        facts.append(Fact("Asked from", case.title or case.process_id, url_for("cases.show_case", key=case.key)))
    if task.wants_answer:
        facts.append(Fact("Answer", "wanted"))
    return facts


def _answer(answer: TaskAnswer, names: dict[str, str]) -> Fact:
    words = answer.solution or answer.observations or ""
    said = SAID[answer.outcome] + (f": {words}" if words else "")
    return Fact(names.get(answer.answered_by, answer.answered_by), said)
