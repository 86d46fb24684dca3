"""The page before a deployment: what changes, which cases stay, what is wrong, what may go along."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.engine.catalogue import UnknownProcess
from app.engine.checks import check_files
from app.engine.checks.errors import UnreadableFile
from app.engine.checks.finding import Finding
from app.engine.operations.deploying import what_is_deployed
from app.studio.comparing import Compared, compare
from app.studio.drafts.models import Draft, DraftKind
from app.studio.drafts.queries import draft_with, newest_drafts
from app.studio.queries.callers import Caller
from app.studio.queries.processes import ProcessRow, versions_of
from app.studio.references import references
from app.studio.replacing import InForce, LeftBehind, in_force, left_behind, users_of


@dataclass(frozen=True)
class Companion:
    """A draft that this one names. is_needed: nothing of its id is deployed yet."""

    draft: Draft
    is_needed: bool
    is_chosen: bool


@dataclass(frozen=True)
class Plan:
    """What a deployment would do. replaced, compared: None for something new.

    users: diagrams that name the decision or form, and take the new one. seen: what the page shows, as it sends it.
    """

    draft: Draft
    replaced: InForce | None
    compared: Compared | None
    companions: list[Companion]
    standing: list[ProcessRow]
    users: list[Caller]
    left_behind: list[LeftBehind]
    findings: list[Finding]
    seen: list[str]

    @property
    def chosen(self) -> list[Draft]:
        """All drafts that would be deployed."""
        return [self.draft, *(each.draft for each in self.companions if each.is_chosen)]

    @property
    def errors(self) -> int:
        """How many findings stop the deployment."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def changes_nothing(self) -> bool:
        """Whether the file is, byte for byte, what is in force."""
        return self.replaced is not None and self.replaced.text == self.draft.content and len(self.chosen) == 1


def plan_deployment(draft: Draft, *, along: Iterable[UUID] | None) -> Plan:
    """What deploying a draft would do. along: ids of companions that were chosen; None takes those that are needed."""
    companions = _companions(draft, None if along is None else set(along))
    chosen = [draft, *(each.draft for each in companions if each.is_chosen)]
    replaced_by = {each.id: in_force(each) for each in chosen}
    replaced = replaced_by[draft.id]
    files = {each.file_name: each.content.encode("utf-8") for each in chosen}
    return Plan(
        draft=draft,
        replaced=replaced,
        compared=compare(draft.kind, replaced.text, draft.content) if replaced else None,
        companions=companions,
        standing=_standing(draft),
        users=users_of(draft, replaced),
        left_behind=[one for each in chosen for one in left_behind(each, replaced_by[each.id])],
        findings=check_files(files, what_is_deployed()),
        seen=[f"{each.id}@{each.revision}@{_version(each, replaced_by[each.id])}" for each in chosen],
    )


def _version(draft: Draft, replaced: InForce | None) -> int:
    """The version in force of the id that the draft has; 0 for a new one."""
    return replaced.version if replaced is not None and replaced.resource_id == draft.resource_id else 0


def _companions(draft: Draft, along: set[UUID] | None) -> list[Companion]:
    """Drafts of the forms, decisions and processes that a diagram names."""
    if draft.kind is not DraftKind.BPMN:
        return []
    try:
        named = references(draft.content.encode("utf-8"))
    except UnreadableFile:
        return []
    deployed, drafts = what_is_deployed(), newest_drafts()
    found = []
    for kind, ids, known in (
        (DraftKind.FORM, named.forms, deployed.forms),
        (DraftKind.DMN, named.decisions, deployed.decisions),
        (DraftKind.BPMN, named.processes, deployed.processes),
    ):
        for name in sorted(ids):
            other = drafts.get((kind, name))
            if other is not None and other.id != draft.id:
                is_needed = name not in known
                is_chosen = is_needed if along is None else other.id in along
                found.append(Companion(draft_with(other.id) if is_chosen else other, is_needed, is_chosen))
    return found


def _standing(draft: Draft) -> list[ProcessRow]:
    """Versions on which cases run and stay."""
    if draft.kind is not DraftKind.BPMN or not draft.resource_id:
        return []
    try:
        return [row for row in versions_of(draft.resource_id) if row.running]
    except UnknownProcess:
        return []
