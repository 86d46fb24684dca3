"""Brings drafts into force: all of them together or none, through the engine's one deployment operation."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.db import session
from app.core.errors import Invalid
from app.engine.operations import DeploymentResult, deploy
from app.studio.drafts.errors import DraftChanged
from app.studio.drafts.models import Draft
from app.studio.drafts.operations import note_draft, state_of
from app.studio.drafts.queries import draft_for_update


def deploy_drafts(revisions: Mapping[UUID, int], *, reason: str, by: Actor, at: datetime) -> DeploymentResult:
    """Deploy drafts together; they are gone afterwards, their content is the version in force.

    revisions: of each draft, as the person saw it. Raises DraftChanged when somebody saved one since, UnknownDraft,
    and DeploymentRefused with the findings; then nothing is deployed and every draft stays.
    """
    drafts = [_seen(draft_id, revisions[draft_id]) for draft_id in sorted(revisions)]
    files = {draft.file_name: draft.content.encode("utf-8") for draft in drafts}
    if len(files) < len(drafts):
        raise Invalid("Two of these drafts have the same file name. Deploy them one after the other.")
    result = deploy(files, by=by, at=at, reason=reason)
    for draft in drafts:
        after = {"deployment": str(result.deployment.key)}
        note_draft("draft.deployed", draft, by=by, at=at, before=state_of(draft), after=after, reason=reason)
        session().delete(draft)
    return result


def _seen(draft_id: UUID, revision: int) -> Draft:
    draft = draft_for_update(draft_id)
    if draft.revision != revision:
        raise DraftChanged(draft.name, draft.edited_by)
    return draft
