"""Reads of drafts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
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


def _with_content(draft_id: UUID) -> Select[Draft]:
    return select(Draft).where(Draft.id == draft_id).options(undefer(Draft.content))
