"""Reads of decisions: what is deployed, and what was asked in which case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from app.core.actor import Viewer
from app.core.db import Key, session
from app.engine.models import DecisionDefinition, DecisionEvaluation, Deployment, ProcessInstance, Resource
from app.engine.visibility import visible_instances

COUNTED_DAYS = timedelta(days=30)
MOST_COUNTED = 999
MOST_EVALUATIONS = 200  # of one case; the newest
MOST_VERSIONS = 100


@dataclass(frozen=True)
class DecisionRow:
    """One version of a decision. recent: evaluations of all versions in the last 30 days, up to 1,000."""

    definition: DecisionDefinition
    file_name: str
    deployed_at: datetime
    deployed_by: str
    recent: int = 0


@dataclass(frozen=True)
class EvaluationRow:
    """One evaluation and what its case is called."""

    evaluation: DecisionEvaluation
    case_title: str


def decisions_deployed(*, at: datetime, after: str | None, limit: int) -> list[DecisionRow]:
    """The newest version of up to `limit` + 1 decisions by id, after one."""
    newest = select(DecisionDefinition).ext(distinct_on(DecisionDefinition.decision_id))
    if after is not None:
        newest = newest.where(DecisionDefinition.decision_id > after)
    order = DecisionDefinition.decision_id, DecisionDefinition.version.desc()
    shown = aliased(DecisionDefinition, newest.order_by(*order).limit(limit + 1).subquery())
    of_decision = (
        DecisionEvaluation.decision_id == shown.decision_id,
        DecisionEvaluation.evaluated_at > at - COUNTED_DAYS,
    )
    counted = select(literal(1)).where(*of_decision).limit(MOST_COUNTED + 1).correlate(shown).subquery()
    recent = select(func.count()).select_from(counted).scalar_subquery()
    query = (
        select(shown, Resource.name, Deployment.deployed_at, Deployment.deployed_by, recent)
        .join(Resource, Resource.key == shown.resource_key)
        .join(Deployment, Deployment.key == shown.deployment_key)
        .order_by(shown.decision_id)
    )
    return [DecisionRow(*row) for row in session().execute(query)]


def versions_of(decision_id: str) -> list[DecisionRow]:
    """The versions of a decision, the newest first."""
    query = (
        select(DecisionDefinition, Resource.name, Deployment.deployed_at, Deployment.deployed_by)
        .join(Resource, Resource.key == DecisionDefinition.resource_key)
        .join(Deployment, Deployment.key == DecisionDefinition.deployment_key)
        .where(DecisionDefinition.decision_id == decision_id)
        .order_by(DecisionDefinition.version.desc())
        .limit(MOST_VERSIONS)
    )
    return [DecisionRow(*row) for row in session().execute(query)]


def decisions_in_file(resource_key: Key) -> dict[str, int]:
    """The decisions that were deployed with one file: version by id."""
    query = select(DecisionDefinition.decision_id, DecisionDefinition.version)
    found = session().execute(query.where(DecisionDefinition.resource_key == resource_key))
    return {row.decision_id: row.version for row in found}


def evaluations_of_case(instance_key: Key) -> Sequence[tuple[DecisionEvaluation, str]]:
    """What was decided in a case, the newest first, each with the name of its decision. The caller checks the case."""
    query = (
        select(DecisionEvaluation, DecisionDefinition.name)
        .join(DecisionDefinition, DecisionDefinition.key == DecisionEvaluation.decision_key)
        .where(DecisionEvaluation.instance_key == instance_key)
        .order_by(DecisionEvaluation.key.desc())
        .limit(MOST_EVALUATIONS)
    )
    return [(evaluation, name) for evaluation, name in session().execute(query)]


def evaluations_of(
    viewer: Viewer, decision_id: str, *, after: tuple[datetime, Key] | None, limit: int
) -> list[EvaluationRow]:
    """Up to `limit` + 1 evaluations of a decision in cases that the viewer may see, the newest first."""
    query = (
        select(DecisionEvaluation, func.coalesce(ProcessInstance.title, ProcessInstance.process_id))
        .join(ProcessInstance, ProcessInstance.key == DecisionEvaluation.instance_key)
        .where(DecisionEvaluation.decision_id == decision_id, visible_instances(viewer))
        .order_by(DecisionEvaluation.evaluated_at.desc(), DecisionEvaluation.key.desc())
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(tuple_(DecisionEvaluation.evaluated_at, DecisionEvaluation.key) < after)
    return [EvaluationRow(evaluation, title) for evaluation, title in session().execute(query)]
