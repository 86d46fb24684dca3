"""Which cases and open tasks a text names: by title, party, number, name or key."""

from sqlalchemy import CTE, select, union_all

from app.core.actor import Viewer
from app.core.word_index import MOST_COUNTED, found_first, has_words
from app.engine.models import ProcessInstance, TaskState, UserTask
from app.engine.visibility import visible_instances, visible_tasks

LONGEST_KEY = 18  # figures


def cases_named(text: str, viewer: Viewer) -> CTE:
    """The keys of cases that the viewer may see, whose title, party, number or key has the words of a text."""
    words = has_words(text, ProcessInstance.title, ProcessInstance.subject_name, ProcessInstance.business_key)
    may_see = visible_instances(viewer)
    by_words = select(ProcessInstance.key).where(words, may_see)
    if not _is_key(text):
        return found_first(by_words, "cases_named")
    by_key = select(ProcessInstance.key).where(ProcessInstance.key == int(text), may_see)
    return found_first(union_all(by_words, by_key), "cases_named")


def tasks_named(text: str, viewer: Viewer) -> CTE:
    """The keys of open tasks that the viewer may see, whose name or case has the words of a text.

    Of very many cases only some are looked at.
    """
    may_work = (UserTask.state == TaskState.CREATED, visible_tasks(viewer))
    by_name = has_words(text, UserTask.name)
    cases = select(cases_named(text, viewer).c.key).limit(MOST_COUNTED + 1).subquery()
    of_case = select(UserTask.key).where(*may_work, UserTask.instance_key.in_(select(cases.c.key)), ~by_name)
    return found_first(union_all(select(UserTask.key).where(*may_work, by_name), of_case), "tasks_named")


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
