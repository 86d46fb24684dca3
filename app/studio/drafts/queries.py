"""Reads of drafts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import undefer

from app.core.db import session
from app.studio.drafts.errors import UnknownDraft
from app.studio.drafts.models import Draft, DraftKind


def draft_with(draft_id: UUID) -> Draft:
    """A draft with its content. Raises UnknownDraft."""
    draft = session().scalar(_with_content(draft_id))
    if draft is None:
        raise UnknownDraft(draft_id)
    return draft


def draft_for_update(draft_id: UUID) -> Draft:
    """A draft with its content, locked until the commit. Raises UnknownDraft."""
    draft = session().scalar(_with_content(draft_id).with_for_update().execution_options(populate_existing=True))
    if draft is None:
        raise UnknownDraft(draft_id)
    return draft


def drafts_of(kind: DraftKind, resource_id: str) -> Sequence[Draft]:
    """The drafts of one process, decision or form, the last edited first."""
    query = select(Draft).where(Draft.kind == kind, Draft.resource_id == resource_id)
    return session().scalars(query.order_by(Draft.edited_at.desc(), Draft.id)).all()


def all_drafts() -> Sequence[Draft]:
    """All drafts without their content, the last edited first; their number is limited (`MOST_DRAFTS`)."""
    return session().scalars(select(Draft).order_by(Draft.edited_at.desc(), Draft.id)).all()


def draft_counts(kind: DraftKind) -> dict[str, int]:
    """How many drafts there are of each process, decision or form, by its id."""
    query = (
        select(Draft.resource_id, func.count().label("drafts")).where(Draft.kind == kind).group_by(Draft.resource_id)
    )
    return {row.resource_id: row.drafts for row in session().execute(query)}


def newest_drafts() -> dict[tuple[DraftKind, str], Draft]:
    """The draft of each process, decision and form that was edited last, by kind and id."""
    return {(draft.kind, draft.resource_id): draft for draft in reversed(all_drafts())}


def ids_under_work(kind: DraftKind) -> set[str]:
    """The ids that drafts of one kind will have when they are deployed."""
    return set(session().scalars(select(Draft.resource_id).where(Draft.kind == kind).distinct())) - {""}


def _with_content(draft_id: UUID) -> Select[Draft]:
    return select(Draft).where(Draft.id == draft_id).options(undefer(Draft.content))
