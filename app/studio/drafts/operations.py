"""Begins, saves and discards drafts. Every kind of editor saves through here."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.cases.people import display_names
from app.core.actor import Actor
from app.core.db import Json, Key, session
from app.studio.drafts.contents import Content, read_content
from app.studio.drafts.errors import DraftChanged, DraftConflict, DraftUnreadable, FilesUnreadable, TooManyDrafts
from app.studio.drafts.models import Draft
from app.studio.drafts.queries import draft_for_update
from app.trail.operations import record

MOST_DRAFTS = 500


@dataclass(frozen=True)
class Origin:
    """The deployed definition from which a draft is begun."""

    key: Key
    version: int


def create_draft(file_name: str, content: bytes, *, by: Actor, at: datetime, based_on: Origin | None = None) -> Draft:
    """A new draft from a file, kept as it is; the ending of the name says its kind (.bpmn, .dmn, .form).

    Raises DraftUnreadable with the sentence for what cannot be read or is not safe, TooManyDrafts.
    """
    read = read_content(file_name, content)
    if (session().scalar(select(func.count()).select_from(Draft)) or 0) >= MOST_DRAFTS:
        raise TooManyDrafts(MOST_DRAFTS)
    draft = Draft(
        kind=read.kind,
        file_name=read.file_name,
        based_on_key=based_on.key if based_on else None,
        based_on_version=based_on.version if based_on else None,
        revision=1,
        created_at=at,
        created_by=by.id,
    )
    _take(draft, read, by=by, at=at)
    session().add(draft)
    session().flush()  # the trail names its id
    note_draft("draft.created", draft, by=by, at=at, after=state_of(draft))
    return draft


def create_drafts(files: Iterable[tuple[str, bytes]], *, by: Actor, at: datetime) -> list[Draft]:
    """A draft of each file, or of none: raises FilesUnreadable with a sentence for each that cannot be read."""
    made, refused = [], []
    for file_name, content in files:
        try:
            made.append(create_draft(file_name, content, by=by, at=at))
        except DraftUnreadable as refusal:
            refused.append(refusal)
    if refused:
        raise FilesUnreadable(refused)
    return made


def save_draft(draft_id: UUID, content: str, *, revision: int, by: Actor, at: datetime) -> Draft:
    """Keep what an editor holds. The draft then has the next revision; the same content keeps its own.

    revision: the one that the editor has read or last saved. When somebody saved since, DraftConflict (409) carries
    their content, who and when, and the revision to name in order to save over it; nothing is stored.
    Raises DraftUnreadable for content that is not safe or not of the draft's kind, UnknownDraft.
    """
    draft = draft_for_update(draft_id)
    if draft.content == content:
        return draft
    if draft.revision != revision:
        raise DraftConflict(
            name=draft.name,
            theirs=draft.content,
            revision=draft.revision,
            edited_by=draft.edited_by,
            edited_at=draft.edited_at,
        )
    before = state_of(draft)
    _take(draft, _read_text(draft, content), by=by, at=at)
    draft.revision += 1
    note_draft("draft.saved", draft, by=by, at=at, before=before, after=state_of(draft))
    return draft


def discard_draft(
    draft_id: UUID, *, by: Actor, at: datetime, reason: str | None = None, revision: int | None = None
) -> Draft:
    """Remove a draft for good; what is deployed stays.

    revision: the one that was shown; DraftChanged when somebody saved since. Raises UnknownDraft.
    """
    draft = draft_for_update(draft_id)
    if revision is not None and draft.revision != revision:
        raise DraftChanged(draft.name, display_names([draft.edited_by])[draft.edited_by], "nothing was discarded")
    note_draft("draft.discarded", draft, by=by, at=at, before=state_of(draft), reason=reason)
    session().delete(draft)
    return draft


def _read_text(draft: Draft, content: str) -> Content:
    try:
        raw = content.encode("utf-8")
    except UnicodeEncodeError:
        raise DraftUnreadable(draft.file_name, "The text holds half a character.") from None
    return read_content(draft.file_name, raw)


def _take(draft: Draft, read: Content, *, by: Actor, at: datetime) -> None:
    draft.content = read.text
    draft.resource_id = read.resource_id
    draft.name = read.name
    draft.edited_at, draft.edited_by = at, by.id


def state_of(draft: Draft) -> Json:
    """What the trail says of a draft: its names, and the hash of its content."""
    return {
        "kind": draft.kind,
        "name": draft.name,
        "resource_id": draft.resource_id,
        "file": draft.file_name,
        "revision": draft.revision,
        "hash": hashlib.sha256(draft.content.encode("utf-8")).hexdigest(),
    }


def note_draft(
    action: str,
    draft: Draft,
    *,
    by: Actor,
    at: datetime,
    before: Json | None = None,
    after: Json | None = None,
    reason: str | None = None,
) -> None:
    """Tell the trail what was done with a draft."""
    record(action=action, entity="draft", entity_id=draft.id, by=by, at=at, before=before, after=after, reason=reason)
