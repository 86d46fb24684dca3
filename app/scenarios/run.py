"""One run of a scenario: its time, its cases, the names it may use."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.core.actor import Actor, Viewer
from app.core.db import Json, Key, session, transaction
from app.engine.models import ProcessInstance
from app.engine.queries import case_variables
from app.scenarios.cases import cases_among
from app.scenarios.errors import ScenarioFailed
from app.scenarios.files import Scenario
from app.scenarios.reference import ScenarioData, Source
from app.scenarios.substitution import filled


@dataclass
class Run:
    """Where a scenario stands. step: the number of the one being taken; None before and after all."""

    scenario: Scenario
    found: ScenarioData
    keys: list[Key]
    at: datetime
    step: int | None = None

    def __post_init__(self) -> None:
        self.data = replace(self.found, names=dict(self.found.names), people=copy(self.found.people))

    @property
    def place(self) -> str:
        """The file and the step, for sentences."""
        if not self.step:
            return self.scenario.file
        step = self.scenario.steps[self.step - 1]
        kind, value = next(iter(step.items()))
        return f"{self.scenario.file}, step {self.step} ({kind} {value})"

    def cases(self) -> Sequence[ProcessInstance]:
        """All cases of the scenario, its own first."""
        return cases_among(self.keys)

    @property
    def own_case(self) -> ProcessInstance | None:
        """The first case of the scenario's process."""
        return next((case for case in self.cases() if case.process_id == self.scenario.process), None)

    @property
    def own_keys(self) -> list[Key]:
        """The key of the scenario's own case, in a list; empty before it begins."""
        case = self.own_case
        return [case.key] if case else []

    def variables(self) -> dict[str, Any]:  # Any: JSON
        """The variables of the scenario's own case."""
        return case_variables(self.own_keys[0]) if self.own_keys else {}

    def filled(self, value: Any) -> Any:  # Any: JSON
        """The value with each `${name}` replaced: by a variable of the case, else by a name of the data."""
        return filled(value, {**self.data.names, **self.variables()})

    def person(self, user_name: str) -> tuple[Actor, Viewer]:
        """How a person acts, and with whose eyes they see. Raises ScenarioFailed for somebody unknown."""
        if user_name not in self.data.people:
            raise ScenarioFailed(f"There is nobody called {user_name!r}; known are {', '.join(self.data.people)}.")
        return self.data.people[user_name]

    def give(self, wanted: str | Json, sources: Mapping[str, Source]) -> None:
        """Add data that the scenario asks for. Raises ScenarioFailed for a name that no slice gives."""
        name, options = (wanted, {}) if isinstance(wanted, str) else (wanted.get("name", ""), wanted.get("of", {}))
        if name not in sources:
            raise ScenarioFailed(f"Nobody gives {name!r}; what is given are {', '.join(sorted(sources)) or 'nothing'}.")
        with transaction():
            self.data.at, self.data.options = self.at, self.filled(options)
            sources[name](self.data)

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """What is read inside belongs to no transaction that follows."""
        try:
            yield
        finally:
            session().rollback()
