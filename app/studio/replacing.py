"""What a draft replaces: the version in force, what differs, what stays behind on what it no longer has."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import select

from app.core.db import session
from app.core.errors import Missing
from app.engine.catalogue import content_of, latest_definition
from app.engine.checks import read_xml
from app.engine.checks.decisions import decision_ids
from app.engine.checks.errors import UnreadableFile
from app.engine.decisions.evaluating import find_decision
from app.engine.models import DecisionDefinition, FormDefinition, ProcessDefinition
from app.studio.drafts.models import Draft, DraftKind
from app.studio.queries.callers import Caller, callers_of
from app.studio.queries.forms import file_of_form, find_form
from app.studio.references import callable_processes, process_ids

Definition = ProcessDefinition | DecisionDefinition | FormDefinition
FINDERS: dict[DraftKind, Callable[[str, int | None], Definition]] = {
    DraftKind.BPMN: latest_definition,
    DraftKind.DMN: find_decision,
    DraftKind.FORM: find_form,
}


@dataclass(frozen=True)
class InForce:
    """The deployed file that a draft replaces. ids: of the processes, decisions or the form that came with it."""

    resource_id: str
    version: int
    text: str
    ids: frozenset[str]


@dataclass(frozen=True)
class LeftBehind:
    """Something that others name and that this deployment does not renew.

    sentence: what happens to it. callers: who names it; with them their running cases. stops: whether they will fail.
    """

    sentence: str
    callers: list[Caller] = field(default_factory=list)
    stops: bool = False


def in_force(draft: Draft) -> InForce | None:
    """What a draft replaces: the newest version of the id it has, else of the one it was begun from."""
    definition = _newest(draft.kind, draft.resource_id) or _origin(draft)
    if definition is None:
        return None
    if isinstance(definition, FormDefinition):
        text, form_id = file_of_form(definition).decode("utf-8"), definition.form_id
        return InForce(form_id, definition.version, text, frozenset({form_id}))
    text = content_of(definition.resource_key).decode("utf-8", "replace")
    own_id = definition.process_id if isinstance(definition, ProcessDefinition) else definition.decision_id
    return InForce(own_id, definition.version, text, _ids_in(definition))


def left_behind(draft: Draft, replaced: InForce | None) -> list[LeftBehind]:
    """What others name and would not find renewed, or would fail on, once the draft is deployed."""
    if replaced is None:
        return []
    try:
        ids, startable = _ids_of(draft)
    except UnreadableFile:
        return []
    gone = [_gone(draft.kind, name, replaced.version) for name in sorted(replaced.ids - ids)]
    return [*gone, *(found for name in sorted(ids - startable) if (found := _not_callable(name)) is not None)]


def users_of(draft: Draft, replaced: InForce | None) -> list[Caller]:
    """Diagrams that name a decision or form of the draft: their running cases take it from their next step on."""
    if replaced is None or draft.kind is DraftKind.BPMN:
        return []
    try:
        ids, _ = _ids_of(draft)
    except UnreadableFile:
        return []
    return [caller for name in sorted(ids & replaced.ids) for caller in callers_of(draft.kind, name)]


def _gone(kind: DraftKind, name: str, version: int) -> LeftBehind:
    what = {DraftKind.BPMN: "process", DraftKind.DMN: "decision", DraftKind.FORM: "form"}[kind]
    sentence = f"The {what} {name} is not in this file any more. Its version {version} stays in force beside it"
    callers = callers_of(kind, name, but=name)
    if callers:
        return LeftBehind(f"{sentence}, and these go on using it:", callers)
    return LeftBehind(f"{sentence}; nothing names it.", [])


def _not_callable(name: str) -> LeftBehind | None:
    callers = callers_of(DraftKind.BPMN, name, but=name)
    if not callers:
        return None
    return LeftBehind(
        f"The process {name} has no plain start event any more. These call it and would fail:", callers, True
    )


def _ids_of(draft: Draft) -> tuple[frozenset[str], frozenset[str]]:
    """The ids that the draft brings, and those of them that can be called; forms and decisions always can."""
    if draft.kind is DraftKind.BPMN:
        content = draft.content.encode("utf-8")
        return frozenset(process_ids(content)), frozenset(callable_processes(content))
    if draft.kind is DraftKind.FORM:
        return frozenset({draft.resource_id}), frozenset({draft.resource_id})
    ids = frozenset(decision_ids(read_xml(draft.content.encode("utf-8"))))
    return ids, ids


def _newest(kind: DraftKind, resource_id: str) -> Definition | None:
    try:
        return FINDERS[kind](resource_id, None)
    except Missing:
        return None


def _origin(draft: Draft) -> Definition | None:
    if draft.based_on_key is None:
        return None
    if draft.kind is DraftKind.BPMN:
        return session().get(ProcessDefinition, draft.based_on_key)
    if draft.kind is DraftKind.DMN:
        return session().get(DecisionDefinition, draft.based_on_key)
    return session().get(FormDefinition, draft.based_on_key)


def _ids_in(definition: ProcessDefinition | DecisionDefinition) -> frozenset[str]:
    """All that was deployed with the same file."""
    if isinstance(definition, ProcessDefinition):
        same = select(ProcessDefinition.process_id).where(ProcessDefinition.resource_key == definition.resource_key)
    else:
        same = select(DecisionDefinition.decision_id).where(DecisionDefinition.resource_key == definition.resource_key)
    return frozenset(session().scalars(same))
