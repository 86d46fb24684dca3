"""The tabs of a case's page: their labels, their counts, their rows."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any
from uuid import uuid4

from flask import url_for

from app.cases import case as reads
from app.cases.people import display_names
from app.cases.scopes import scopes_of
from app.cases.sentences import history_line
from app.cases.wording import interval_words, plain_error
from app.core.db import Key
from app.documents.queries import documents_of_case
from app.engine import queries
from app.engine.decisions.reading import evaluations_of_case
from app.engine.models import ProcessInstance
from app.notices.queries import reminders_of_tasks


class Tab(StrEnum):
    """What a case's page can show below the diagram."""

    INCIDENTS = "incidents"
    TASKS = "tasks"
    TIMERS = "timers"
    JOBS = "jobs"
    VARIABLES = "variables"
    DECISIONS = "decisions"
    DOCUMENTS = "documents"
    MESSAGES = "messages"
    HISTORY = "history"


TABS = {tab.value: tab.value.capitalize() for tab in Tab}

Rows = dict[str, Any]  # Any: context of a template


def tab_items(key: Key, counts: reads.TabCounts, chosen: Tab) -> list[dict[str, Any]]:  # Any: as the macro takes it
    """The tabs as the `tabs` macro takes them."""
    return [
        {
            "label": label,
            "href": url_for("cases.show_case", key=key, tab=name),
            "current": name == chosen,
            "count": _shown(getattr(counts, name, None)),
            "tone": "danger" if name == Tab.INCIDENTS and counts.incidents else None,
        }
        for name, label in TABS.items()
    ]


def tab_rows(tab: Tab, case: ProcessInstance) -> Rows:
    """What the template of a tab shows, and what to call the elements and people in it."""
    return {"element_names": reads.element_names(case.definition_key), **_READS[tab](case.key)}


def _incidents(key: Key) -> Rows:
    incidents = queries.incidents_of(key)
    return {"incidents": incidents, "names": display_names(row.resolved_by for row in incidents)}


def _tasks(key: Key) -> Rows:
    tasks = queries.tasks_of(key)
    people = (who for row in tasks for who in (row.assignee, row.completed_by))
    names = display_names(people, (group for row in tasks for group in row.candidate_groups))
    return {"tasks": tasks, "names": names, "reminders": reminders_of_tasks(row.key for row in tasks if row.due_at)}


def _documents(key: Key) -> Rows:
    documents = documents_of_case(key)
    names = display_names(row.created_by for row in documents)
    return {"documents": documents, "names": names, "attempt_key": uuid4()}


def _messages(key: Key) -> Rows:
    subscriptions, signals = queries.subscriptions_of(key), queries.signals_of(key)
    return {"subscriptions": subscriptions, "signals": signals, "messages": queries.messages_of(key)}


def _history(key: Key) -> Rows:
    entries = reads.trail_of(key)
    told = [values or {} for entry in entries for values in (entry.before, entry.after)]
    given = [values.get(name) for values in told for name in ("assignee", "meant_for")]
    names = display_names([*(entry.actor_id for entry in entries), *given])
    return {"lines": [history_line(entry, names) for entry in entries]}


_READS: dict[Tab, Callable[[Key], Rows]] = {
    Tab.INCIDENTS: _incidents,
    Tab.TASKS: _tasks,
    Tab.TIMERS: lambda key: {"timers": queries.timers_of(key), "interval_words": interval_words},
    Tab.JOBS: lambda key: {"jobs": queries.jobs_of(key), "plain_error": plain_error},
    Tab.VARIABLES: lambda key: {"scopes": scopes_of(key)},
    Tab.DECISIONS: lambda key: {"evaluations": evaluations_of_case(key)},
    Tab.DOCUMENTS: _documents,
    Tab.MESSAGES: _messages,
    Tab.HISTORY: _history,
}


def _shown(count: int | None) -> str | None:
    if count is None:
        return None
    return str(count) if count <= reads.MOST_ROWS else f"{reads.MOST_ROWS}+"
