"""How promising a stage is, by the decision `stage_potential` as it is deployed now."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from app import dmn
from app.core.db import Key, session
from app.engine.models import DecisionDefinition, Resource
from app.sales.errors import StageDecisionMissing
from app.sales.models import Stage

DECISION = "stage_potential"


@dataclass(frozen=True)
class Judgement:
    """What the decision says of a stage."""

    potential: str
    probability_percent: int


def judge_stage(stage: Stage) -> Judgement:
    """Potential and usual probability of a stage. Raises StageDecisionMissing before it was deployed."""
    newest = (
        select(DecisionDefinition.resource_key)
        .where(DecisionDefinition.decision_id == DECISION)
        .order_by(DecisionDefinition.version.desc())
        .limit(1)
    )
    resource_key = session().scalar(newest)
    if resource_key is None:
        raise StageDecisionMissing
    found = _model(resource_key).evaluate(DECISION, {"stage": stage.value}).value
    return Judgement(str(found["potential"]), int(found["probability_percent"]))


@lru_cache(maxsize=8)
def _model(resource_key: Key) -> dmn.Model:
    """The decision of a deployed file, which never changes."""
    content = session().scalar(select(Resource.content).where(Resource.key == resource_key))
    assert content is not None
    return dmn.load(content)
