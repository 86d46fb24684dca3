"""Trying a decision: what it says for given values, which rules match, and where the warnings come from."""

import re
from dataclasses import dataclass
from datetime import datetime

from app import feel
from app.engine.decisions.evaluating import Answer, evaluate
from app.engine.decisions.outline import Table
from app.engine.models import DecisionDefinition
from app.engine.registry import Variables

BUDGET = feel.Budget(steps=200_000, seconds=1.0, list_length=20_000, text_length=200_000)
MOST_PLACES = 3
RULE = re.compile(r"rule (\d{1,6})(?:, column “([^”]*)”)?")
QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Place:
    """A rule of the table, and the column where it is known. column: number among inputs and outputs, from 0."""

    rule: int
    column: int | None
    label: str


@dataclass(frozen=True)
class Warned:
    """A warning and the cells it comes from."""

    sentence: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Trial:
    """A decision that was tried. hits: numbers of the rules of its own table that matched."""

    answer: Answer
    hits: frozenset[int]
    warnings: tuple[Warned, ...]

    def warns_at(self, rule: int, column: int) -> bool:
        """Whether a warning comes from a cell."""
        return any((place.rule, place.column) == (rule, column) for each in self.warnings for place in each.places)

    @property
    def sentence(self) -> str:
        """What is read aloud."""
        if self.answer.failure is not None:
            return "The decision has no answer."
        if not self.hits:
            return "The decision was evaluated."
        numbers = ", ".join(map(str, sorted(self.hits)))
        return f"Rule {numbers} matched." if len(self.hits) == 1 else f"The rules {numbers} matched."


def try_decision(definition: DecisionDefinition, table: Table | None, values: Variables, *, at: datetime) -> Trial:
    """What a decision says for these values. Nothing is stored."""
    answer = evaluate(definition, values, at=at, budget=BUDGET)
    own = [hit for hit in answer.hits if table is not None and hit["table_id"] == table.table_id]
    hits = frozenset(rule["number"] for hit in own for rule in hit["rules"])
    warnings = tuple(Warned(sentence, _places(sentence, table)) for sentence in answer.warnings)
    return Trial(answer, hits, warnings)


def _places(sentence: str, table: Table | None) -> tuple[Place, ...]:
    """The cells that a warning names, or else those that hold the text it quotes."""
    if table is None:
        return ()
    if (named := RULE.search(sentence)) is not None:
        return (_named_place(int(named[1]), named[2], table),)
    quoted = QUOTED.search(sentence)
    if quoted is None:
        return ()
    labels = [column.label for column in (*table.inputs, *table.outputs)]
    found = [
        Place(rule.number, number, labels[number])
        for rule in table.rules
        for number, cell in enumerate((*rule.inputs, *rule.outputs)[: len(labels)])
        if quoted[1] in cell
    ]
    return tuple(found[:MOST_PLACES])


def _named_place(rule: int, name: str | None, table: Table) -> Place:
    for number, column in enumerate((*table.inputs, *table.outputs)):
        if name in {column.label, column.text}:
            return Place(rule, number, column.label)
    return Place(rule, None, "")
