"""Pages of decisions: the list, one with its table and history, its file, trying it."""

from datetime import datetime
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.cases.people import display_names
from app.core.clock import now
from app.core.db import Key
from app.core.web import is_htmx, page_of, page_or_partial, read_cursor, read_limit
from app.core.web.downloads import download
from app.engine.catalogue import content_of
from app.engine.decisions import reading
from app.engine.decisions.evaluating import file_of, find_decision
from app.engine.models import DecisionDefinition
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.studio.drafts.models import DraftKind
from app.studio.drafts.queries import drafts_of
from app.studio.fields import TryField, read_values, try_fields
from app.studio.queries.usage import processes_that_name
from app.studio.schemas import DecisionArguments, Paging
from app.studio.trial import try_decision
from app.studio.views.blueprint import bp

DECISION = "/studio/decisions/<decision_id>"
DECISIONS_CURSOR, EVALUATIONS_CURSOR = "decisions", "evaluations"
EVALUATIONS_SHOWN = 20
MOST_RULES_SHOWN = 500

Context = dict[str, Any]  # Any: context of a template


@bp.get("/studio/decisions")
@require(Permission.VIEW_STUDIO)
def show_decisions() -> ResponseReturnValue:
    """The decisions that are deployed."""
    Paging().load(request.args.to_dict())
    limit, position = read_limit(), read_cursor(DECISIONS_CURSOR)
    after = str(position[0]) if position else None
    rows = reading.decisions_deployed(at=now(), after=after, limit=limit)
    return page_or_partial(
        "studio/decisions.html",
        "studio/_decisions.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.definition.decision_id,), kind=DECISIONS_CURSOR),
        names=display_names(row.deployed_by for row in rows),
        most_counted=reading.MOST_COUNTED,
    )


@bp.get(DECISION)
@require(Permission.VIEW_STUDIO)
def show_decision(decision_id: str) -> ResponseReturnValue:
    """One version of a decision: its table, a form to try it, where it was used."""
    definition = _chosen(decision_id)
    fields = try_fields(file_of(definition).asked[decision_id], {})
    return page_or_partial(
        "studio/decision.html", "studio/_evaluations.html", **_drawn(definition, fields), **_page(definition)
    )


@bp.get(f"{DECISION}/file")
@require(Permission.VIEW_STUDIO)
def download_file(decision_id: str) -> ResponseReturnValue:
    """The DMN file of a version, byte for byte."""
    definition = _chosen(decision_id)
    name = f"{decision_id}-{definition.version}.dmn"
    return download(content_of(definition.resource_key), name=name, media_type="application/xml")


@bp.post(f"{DECISION}/trial")
@require(Permission.VIEW_STUDIO)
def create_trial(decision_id: str) -> ResponseReturnValue:
    """Evaluate a decision for the values of the form; nothing is stored."""
    definition = _chosen(decision_id)
    sent = request.form.to_dict()
    fields = try_fields(file_of(definition).asked[decision_id], sent)
    drawn = _drawn(definition, fields)
    trial = try_decision(definition, drawn["table"], read_values(fields, sent), at=now())
    page = {} if is_htmx() else _page(definition)
    return page_or_partial("studio/decision.html", "studio/_tried.html", **{**drawn, **page, "trial": trial})


def _chosen(decision_id: str) -> DecisionDefinition:
    version: int | None = DecisionArguments().load(request.args.to_dict())["version"]
    return find_decision(decision_id, version)


def _drawn(definition: DecisionDefinition, fields: list[TryField]) -> Context:
    """What the table and the form need."""
    part = file_of(definition).outline.parts[definition.decision_id]
    table = part.box.table if part.box is not None else None
    return {
        "decision": definition,
        "part": part,
        "table": table,
        "fields": fields,
        "trial": None,
        "most_rules_shown": MOST_RULES_SHOWN,
    }


def _page(definition: DecisionDefinition) -> Context:
    """What the rest of the page needs."""
    versions = reading.versions_of(definition.decision_id)
    drafts = drafts_of(DraftKind.DMN, definition.decision_id)
    limit = read_limit(EVALUATIONS_SHOWN)
    rows = reading.evaluations_of(current_user().viewer, definition.decision_id, after=_after_evaluation(), limit=limit)
    outline = file_of(definition).outline
    return {
        "required": outline.required_by(definition.decision_id),
        "in_file": reading.decisions_in_file(definition.resource_key),
        "versions": versions,
        "current": next((row for row in versions if row.definition.key == definition.key), None),
        "drafts": drafts,
        "used_by": processes_that_name("decisions", definition.decision_id),
        "names": display_names([*(row.deployed_by for row in versions), *(draft.edited_by for draft in drafts)]),
        "shown": page_of(rows, limit=limit, position=_evaluation_position, kind=EVALUATIONS_CURSOR),
    }


def _after_evaluation() -> tuple[datetime, Key] | None:
    position = read_cursor(EVALUATIONS_CURSOR)
    if position is None:
        return None
    evaluated_at, key = position
    assert isinstance(evaluated_at, datetime)
    assert isinstance(key, int)
    return evaluated_at, Key(key)


def _evaluation_position(row: reading.EvaluationRow) -> tuple[datetime, int]:
    return row.evaluation.evaluated_at, row.evaluation.key
