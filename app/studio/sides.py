"""The sides of a comparison: versions and drafts, in an address `process:lead_to_order:3` and `draft:<id>`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from app.core.errors import Invalid, Missing
from app.engine.catalogue import content_of, latest_definition
from app.engine.decisions import reading as decisions
from app.engine.decisions.evaluating import find_decision
from app.studio.drafts.models import Draft, DraftKind
from app.studio.drafts.queries import draft_with, drafts_of
from app.studio.queries import processes
from app.studio.queries.forms import file_of_form, find_form, versions_of_form

WORDS = {DraftKind.BPMN: "process", DraftKind.DMN: "decision", DraftKind.FORM: "form"}
KINDS = {word: kind for kind, word in WORDS.items()}


class NoSuchSide(Invalid):
    """An address names something that cannot be compared."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference[:100]!r} is no version and no draft. Choose two versions.")


class SidesDiffer(Invalid):
    """Two things of different kinds were to be compared."""

    def __init__(self, one: DraftKind, other: DraftKind) -> None:
        super().__init__(f"A {WORDS[one]} and a {WORDS[other]} cannot be compared.")


@dataclass(frozen=True)
class Side:
    """A version or a draft with its content. version: None for a draft."""

    reference: str
    kind: DraftKind
    resource_id: str
    name: str
    version: int | None
    content: bytes
    address: str

    @property
    def label(self) -> str:
        """What the side is called over its drawing."""
        return f"Version {self.version}" if self.version is not None else "Draft"


@dataclass(frozen=True)
class Choice:
    """What can be put on a side. running: cases on a version of a process."""

    reference: str
    label: str
    at: datetime
    by: str
    running: int | None = None


def side_of(reference: str) -> Side:
    """The version or draft that a reference names. Raises NoSuchSide, or Missing for what is not there."""
    word, _, rest = reference.partition(":")
    resource_id, _, number = rest.rpartition(":")
    if word == "draft":
        return _draft(reference, rest)
    if word not in KINDS or not resource_id or not (number.isascii() and number.isdigit() and len(number) < 7):
        raise NoSuchSide(reference)
    return _VERSIONS[KINDS[word]](reference, resource_id, int(number))


def sides_of(one: str, other: str) -> tuple[Side, Side]:
    """Both sides of a comparison. Raises SidesDiffer when they are of different kinds."""
    old, new = side_of(one), side_of(other)
    if old.kind is not new.kind:
        raise SidesDiffer(old.kind, new.kind)
    return old, new


def choices_of(kind: DraftKind, resource_id: str) -> list[Choice]:
    """All versions and drafts of a process, decision or form, the drafts first, then the newest."""
    drafts = [
        Choice(reference_of(kind, draft.resource_id, draft=draft), "Draft", draft.edited_at, draft.edited_by)
        for draft in drafts_of(kind, resource_id)
    ]
    try:
        return drafts + _CHOICES[kind](resource_id)
    except Missing:  # a draft of something that is not deployed yet, such as a renamed process
        return drafts


def reference_of(kind: DraftKind, resource_id: str, version: int | None = None, draft: Draft | None = None) -> str:
    """How an address names a version or draft."""
    return f"draft:{draft.id}" if draft is not None else f"{WORDS[kind]}:{resource_id}:{version}"


def _draft(reference: str, draft_id: str) -> Side:
    try:
        draft = draft_with(UUID(draft_id))
    except ValueError:
        raise NoSuchSide(reference) from None
    content, address = draft.content.encode("utf-8"), url_for("studio.show_draft", draft_id=draft.id)
    return Side(reference, draft.kind, draft.resource_id, draft.name, None, content, address)


def _process(reference: str, process_id: str, version: int) -> Side:
    found = latest_definition(process_id, version)
    address = url_for("studio.show_process", process_id=process_id, version=version)
    return Side(reference, DraftKind.BPMN, process_id, found.name, version, content_of(found.resource_key), address)


def _decision(reference: str, decision_id: str, version: int) -> Side:
    found = find_decision(decision_id, version)
    address = url_for("studio.show_decision", decision_id=decision_id, version=version)
    return Side(reference, DraftKind.DMN, decision_id, found.name, version, content_of(found.resource_key), address)


def _form(reference: str, form_id: str, version: int) -> Side:
    found = find_form(form_id, version)
    address = url_for("studio.show_form", form_id=form_id, version=version)
    return Side(reference, DraftKind.FORM, form_id, form_id, version, file_of_form(found), address)


def _processes(process_id: str) -> list[Choice]:
    return [
        Choice(
            reference_of(DraftKind.BPMN, process_id, row.definition.version),
            f"Version {row.definition.version}",
            row.definition.deployed_at,
            row.deployed_by,
            row.running,
        )
        for row in processes.versions_of(process_id)
    ]


def _decisions(decision_id: str) -> list[Choice]:
    return [
        Choice(
            reference_of(DraftKind.DMN, decision_id, row.definition.version),
            f"Version {row.definition.version}",
            row.deployed_at,
            row.deployed_by,
        )
        for row in decisions.versions_of(decision_id)
    ]


def _forms(form_id: str) -> list[Choice]:
    return [
        Choice(
            reference_of(DraftKind.FORM, form_id, row.definition.version),
            f"Version {row.definition.version}",
            row.deployed_at,
            row.deployed_by,
        )
        for row in versions_of_form(form_id)
    ]


_VERSIONS: dict[DraftKind, Callable[[str, str, int], Side]] = {
    DraftKind.BPMN: _process,
    DraftKind.DMN: _decision,
    DraftKind.FORM: _form,
}
_CHOICES: dict[DraftKind, Callable[[str], list[Choice]]] = {
    DraftKind.BPMN: _processes,
    DraftKind.DMN: _decisions,
    DraftKind.FORM: _forms,
}
