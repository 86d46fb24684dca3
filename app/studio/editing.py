"""What stands around an editor: the versions before, the files that a diagram names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from app.cases.people import display_names
from app.core.web.frame import endpoint_url
from app.engine.catalogue import UnknownProcess
from app.engine.checks.errors import UnreadableFile
from app.engine.decisions import reading as decisions
from app.engine.operations.deploying import what_is_deployed
from app.studio.drafts.models import Draft, DraftKind
from app.studio.drafts.queries import newest_drafts
from app.studio.queries import processes
from app.studio.queries.forms import UnknownForm, versions_of_form
from app.studio.references import references

Context = dict[str, Any]  # Any: context of a template


@dataclass(frozen=True)
class EarlierVersion:
    """A deployed version of what a draft is a draft of. running: cases on it; None where no case stands on such a file.

    address: its page.
    """

    version: int
    deployed_at: datetime
    deployed_by: str
    reason: str | None
    running: int | None
    address: str | None


def editor_context(draft: Draft) -> Context:
    """What every editor's page needs besides the draft: `versions`, `names` of people, `running` of all versions."""
    versions = earlier_versions(draft.kind, draft.resource_id)
    people = [draft.edited_by, draft.created_by, *(row.deployed_by for row in versions)]
    return {
        "versions": versions,
        "running": sum(row.running or 0 for row in versions),
        "most_counted": processes.MOST_COUNTED,
        "names": display_names(people),
        "files": files_named(draft) if draft.kind is DraftKind.BPMN else [],
    }


@dataclass(frozen=True)
class NamedFile:
    """A form, decision or process that a diagram names. users: names of the elements that do.

    address: its page; None when it is not deployed. draft: the one last edited.
    """

    kind: DraftKind
    resource_id: str
    users: list[str]
    address: str | None
    draft: Draft | None


def files_named(draft: Draft) -> list[NamedFile]:
    """The forms, decisions and processes that a diagram names; none when it cannot be read."""
    try:
        named = references(draft.content.encode("utf-8"))
    except UnreadableFile:
        return []
    deployed = what_is_deployed()
    drafts = newest_drafts()
    kinds = (
        (DraftKind.FORM, named.forms, deployed.forms, "studio.show_form", "form_id"),
        (DraftKind.DMN, named.decisions, deployed.decisions, "studio.show_decision", "decision_id"),
        (DraftKind.BPMN, named.processes, deployed.processes, "studio.show_process", "process_id"),
    )
    return [
        NamedFile(
            kind,
            name,
            users,
            endpoint_url(endpoint, **{argument: name}) if name in known else None,
            drafts.get((kind, name)),
        )
        for kind, found, known, endpoint, argument in kinds
        for name, users in sorted(found.items())
    ]


def earlier_versions(kind: DraftKind, resource_id: str) -> list[EarlierVersion]:
    """The deployed versions of a process, decision or form, the newest first; empty when there is none."""
    return _VERSIONS[kind](resource_id)


def _of_process(process_id: str) -> list[EarlierVersion]:
    try:
        rows = processes.versions_of(process_id)
    except UnknownProcess:
        return []
    return [
        EarlierVersion(
            row.definition.version,
            row.definition.deployed_at,
            row.deployed_by,
            row.reason,
            row.running,
            url_for("studio.show_process", process_id=process_id, version=row.definition.version),
        )
        for row in rows
    ]


def _of_decision(decision_id: str) -> list[EarlierVersion]:
    return [
        EarlierVersion(
            row.definition.version,
            row.deployed_at,
            row.deployed_by,
            None,
            None,
            url_for("studio.show_decision", decision_id=decision_id, version=row.definition.version),
        )
        for row in decisions.versions_of(decision_id)
    ]


def _of_form(form_id: str) -> list[EarlierVersion]:
    try:
        rows = versions_of_form(form_id)
    except UnknownForm:
        return []
    return [
        EarlierVersion(
            row.definition.version,
            row.deployed_at,
            row.deployed_by,
            row.reason,
            None,
            endpoint_url("studio.show_form", form_id=form_id, version=row.definition.version),
        )
        for row in rows
    ]


_VERSIONS = {DraftKind.BPMN: _of_process, DraftKind.DMN: _of_decision, DraftKind.FORM: _of_form}
