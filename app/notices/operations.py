"""Verbs of notices: tell somebody, mark as read."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from sqlalchemy import Update, update
from sqlalchemy.dialects.postgresql import insert

from app.core.actor import Actor
from app.core.db import Key, new_key, session
from app.notices.models import Notice

LONGEST_TEXT = 500


class NoticeRow(TypedDict):
    """One notice to be written."""

    user_name: str
    key: str
    text: str
    href: str
    case_key: Key | None


def notify(
    user_name: str, *, text: str, href: str, key: str, case_key: Key | None = None, by: Actor, at: datetime
) -> None:
    """Tell somebody something in the application: the bell counts it, the list of notices shows it. One statement.

    text: a sentence. href: where it leads, a path such as `/tasks/1`. key: the cause; the same cause is told once.
    """
    notify_many([NoticeRow(user_name=user_name, key=key, text=text, href=href, case_key=case_key)], by=by, at=at)


def notify_many(notices: Sequence[NoticeRow], *, by: Actor, at: datetime) -> None:
    """As `notify`, for several at once in one statement."""
    if not notices:
        return
    common = {"created_at": at, "created_by": by.id, "read_at": None}
    rows = [{**row, "text": row["text"][:LONGEST_TEXT], "id": new_key(), **common} for row in notices]
    session().execute(insert(Notice).on_conflict_do_nothing(index_elements=["user_name", "key"]), rows)


def mark_read(user_name: str, notice_id: Key, *, at: datetime) -> None:
    """A person has read one of their notices. Reading it again changes nothing."""
    session().execute(_unread_of(user_name).where(Notice.id == notice_id).values(read_at=at))


def mark_all_read(user_name: str, *, until: datetime, at: datetime) -> None:
    """A person has read all notices up to a moment: those that came after they looked stay unread."""
    session().execute(_unread_of(user_name).where(Notice.created_at <= until).values(read_at=at))


def _unread_of(user_name: str) -> Update:
    return update(Notice).where(Notice.user_name == user_name, Notice.read_at.is_(None))
