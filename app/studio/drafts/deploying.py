"""Brings drafts into force: all of them together or none, through the engine's one deployment operation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cases.people import display_names
from app.core.actor import Actor
from app.core.db import session
from app.core.errors import Invalid
from app.engine.operations import DeploymentResult, deploy
from app.studio.drafts.errors import DraftChanged, DraftOvertaken
from app.studio.drafts.models import Draft, DraftKind
from app.studio.drafts.operations import note_draft, state_of
from app.studio.drafts.queries import draft_for_update


@dataclass(frozen=True)
class Seen:
    """A draft as the page of its deployment showed it. version: in force of its id, 0 for none."""

    revision: int
    version: int


def deploy_drafts(seen: Mapping[UUID, Seen], *, reason: str, by: Actor, at: datetime) -> DeploymentResult:
    """Deploy drafts together; they are gone afterwards, their content is the version in force.

    Raises DraftChanged when somebody saved one since it was seen, DraftOvertaken when somebody deployed a version
    since, UnknownDraft, and DeploymentRefused with the findings; then nothing is deployed and every draft stays.
    """
    drafts = [_unchanged(draft_id, seen[draft_id].revision) for draft_id in sorted(seen)]
    files = {draft.file_name: draft.content.encode("utf-8") for draft in drafts}
    if len(files) < len(drafts):
        raise Invalid("Two of these drafts have the same file name. Deploy them one after the other.")
    result = deploy(files, by=by, at=at, reason=reason)
    versions = _versions(result)
    for draft in drafts:
        known = seen[draft.id].version
        if versions.get((draft.kind, draft.resource_id), known) not in {known, known + 1}:
            raise DraftOvertaken(draft.name)
        after = {"deployment": str(result.deployment.key)}
        note_draft("draft.deployed", draft, by=by, at=at, before=state_of(draft), after=after, reason=reason)
        session().delete(draft)
    return result


def _unchanged(draft_id: UUID, revision: int) -> Draft:
    draft = draft_for_update(draft_id)
    if draft.revision != revision:
        name = display_names([draft.edited_by])[draft.edited_by]
        raise DraftChanged(draft.name, name, "nothing was deployed")
    return draft


def _versions(result: DeploymentResult) -> dict[tuple[DraftKind, str], int]:
    """The versions that are in force now, of all that was deployed."""
    return {
        **{(DraftKind.BPMN, process.process_id): process.version for process in result.processes},
        **{(DraftKind.DMN, decision.decision_id): decision.version for decision in result.decisions},
        **{(DraftKind.FORM, form.form_id): form.version for form in result.forms},
    }
