"""Facts beside the steps of a task: who asks, until when, about whom, what was said so far."""

from flask import url_for

from app.activities.models import AskedTask, Outcome, TaskAnswer
from app.activities.queries.tasks import answers_of, asked_task_of, is_case_visible
from app.core.actor import Viewer
from app.core.db import Key
from app.core.formats import format_moment
from app.core.web import preferences
from app.engine.registry import Fact, Variables, fact_source
from app.identity.queries import users_named
from app.parties.queries import party_by_id

SAID = {Outcome.DONE: "done", Outcome.DECLINED: "declined", Outcome.HANDED_ON: "handed on"}


@fact_source("activities.task")
def task_facts(viewer: Viewer, instance_key: Key, variables: Variables) -> list[Fact]:  # noqa: ARG001  # rows say it
    """What is asked by whom, and what was said so far; nothing for cases of other processes."""
    task = asked_task_of(instance_key)
    if task is None:
        return []
    answers = answers_of(instance_key)
    people = users_named([task.author, *(answer.answered_by for answer in answers)])
    names = {name: user.display_name for name, user in people.items()}
    facts = [Fact("Asked by", names.get(task.author, task.author)), *_about(task, viewer)]
    return facts + [_answer(answer, names) for answer in answers]


def _about(task: AskedTask, viewer: Viewer) -> list[Fact]:
    facts = []
    if task.party_id is not None:
        party = party_by_id(task.party_id)
        facts.append(Fact("Party", party.name, url_for("parties.show_party", party_id=party.id)))
    if task.planned_from is not None:
        facts.append(Fact("Planned", format_moment(task.planned_from, to=preferences())))
    if task.about_case_key is not None and is_case_visible(viewer, task.about_case_key):
        facts.append(Fact("Asked from", "the case it is about", url_for("cases.show_case", key=task.about_case_key)))
    if task.wants_answer:
        facts.append(Fact("Answer", "wanted"))
    return facts


def _answer(answer: TaskAnswer, names: dict[str, str]) -> Fact:
    words = answer.solution or answer.observations or ""
    said = SAID[answer.outcome] + (f": {words}" if words else "")
    return Fact(names.get(answer.answered_by, answer.answered_by), said)
