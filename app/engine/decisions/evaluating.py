"""Evaluating a deployed decision: the same for a case and for somebody who tries it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import dmn, feel
from app.core.db import Json, Key, session
from app.core.errors import Missing
from app.dmn.document import read_document
from app.engine import catalogue
from app.engine.decisions.asking import Asked, Kind, asked_by
from app.engine.decisions.outline import Outline, read_outline
from app.engine.models import DecisionDefinition
from app.engine.registry import Variables
from app.engine.values import BadVariable, stored_value, stored_variables

READERS = {
    Kind.DATE: "date(text)",
    Kind.TIME: "time(text)",
    Kind.DATE_AND_TIME: "date and time(text)",
    Kind.DURATION: "duration(text)",
}


class UnknownDecision(Missing):
    """No such decision, or no such version, was deployed."""

    def __init__(self, decision_id: str, version: int | None = None) -> None:
        which = f" in version {version}" if version is not None else ""
        super().__init__(f"There is no decision {decision_id!r}{which}. Deploy it and retry.")


@dataclass(frozen=True)
class DecisionFile:
    """A deployed DMN file, read. asked: what each decision asks for, by its id."""

    model: dmn.Model
    outline: Outline
    asked: Mapping[str, tuple[Asked, ...]]


@dataclass(frozen=True)
class Answer:
    """What a decision gave, in JSON's types.

    inputs: the variables it names; hits: as `DecisionEvaluation.hits`; failure: why there is no answer.
    """

    inputs: Variables
    value: Any = None  # Any: JSON of any shape
    hits: tuple[Json, ...] = ()
    warnings: tuple[str, ...] = ()
    failure: str | None = None


def find_decision(decision_id: str, version: int | None = None) -> DecisionDefinition:
    """The newest version of a decision, or the one asked for. Raises UnknownDecision."""
    query = select(DecisionDefinition).where(DecisionDefinition.decision_id == decision_id)
    if version is not None:
        query = query.where(DecisionDefinition.version == version)
    found = session().scalar(query.order_by(DecisionDefinition.version.desc()).limit(1))
    if found is None:
        raise UnknownDecision(decision_id, version)
    return found


def file_of(definition: DecisionDefinition) -> DecisionFile:
    """The file that holds a version of a decision."""
    key = definition.resource_key
    return catalogue.cache.get(("decisions", key), lambda: _read(key))


def evaluate(
    definition: DecisionDefinition,
    variables: Variables,
    *,
    at: datetime,
    budget: feel.Budget = feel.DEFAULT_BUDGET,
) -> Answer:
    """What a decision says for these variables. A decision that fails has a `failure`; nothing raises.

    Text where the decision asks for a date, time or duration is read as one: variables are JSON, which has none.
    """
    file = file_of(definition)
    asked = file.asked[definition.decision_id]
    inputs = {each.name: variables[each.name] for each in asked if each.name in variables}
    read = {each.name: read_input(each, inputs[each.name]) for each in asked if each.name in inputs}
    try:
        found = file.model.evaluate(definition.decision_id, {**variables, **read}, clock=lambda: at, budget=budget)
        hits = tuple(_hit(table, file.outline) for table in found.hits)
        value = stored_value(found.value)
    except (dmn.DmnError, feel.FeelError) as error:
        return Answer(inputs, failure=str(error))
    except BadVariable as error:
        return Answer(inputs, failure=f"The answer cannot be stored. {error.message}")
    warnings = tuple(warning for warning in found.warnings if warning not in found.errors)
    return Answer(inputs, value, hits, warnings, " ".join(found.errors) or None)


def read_input(asked: Asked, value: object) -> object:
    """A date, time or duration where one is asked for and the text is one; else the value as it is."""
    reader = READERS.get(asked.kind)
    if reader is None or not isinstance(value, str):
        return value
    found: object = feel.evaluate(reader, {"text": value})
    return value if found is None else found


def _read(resource_key: Key) -> DecisionFile:
    definitions = read_document(catalogue.content_of(resource_key))
    model = catalogue.model_of(resource_key)
    asked = {decision_id: asked_by(definitions, decision_id) for decision_id in model.decisions}
    return DecisionFile(model, read_outline(definitions), asked)


def _hit(table: dmn.TableHits, outline: Outline) -> Json:
    rules = [
        {"number": rule.number, "rule_id": rule.rule_id, "outputs": stored_variables(rule.outputs)}
        for rule in table.rules
    ]
    name = outline.tables.get(table.table_id, table.decision)
    return {"table_id": table.table_id, "name": name, "inputs": stored_value(table.inputs), "rules": rules}
