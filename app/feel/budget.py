"""What one evaluation may use, and what it has used so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

from app.feel.errors import FeelBudgetExceeded

_STEPS_BETWEEN_CLOCK_LOOKS = 2000
_MOST_WARNINGS = 50

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Budget:
    """The bounds of one evaluation.

    steps: loop turns, calls and list elements touched; seconds: by the wall clock;
    depth: calls inside calls; list_length, text_length: of any value made on the way.
    """

    steps: int = 1_000_000
    seconds: float = 3.0
    depth: int = 64
    list_length: int = 100_000
    text_length: int = 1_000_000


DEFAULT_BUDGET = Budget()


class Run:
    """One evaluation under way: what is left of its budget, its clock and its warnings."""

    __slots__ = ("_check_at", "_deadline", "_left", "budget", "clock", "depth", "warnings")

    def __init__(self, budget: Budget = DEFAULT_BUDGET, clock: Clock | None = None) -> None:
        self.budget = budget
        self.clock = clock
        self.depth = 0
        self.warnings: list[str] = []
        self._left = budget.steps
        self._deadline = 0.0
        self._check_at = budget.steps

    def spend(self, steps: int) -> None:
        """Count steps. Raises FeelBudgetExceeded when they or the time are used up."""
        self._left -= steps
        if self._left < self._check_at:
            self._look_at_clock()

    def _look_at_clock(self) -> None:
        if self._left < 0:
            raise FeelBudgetExceeded(f"The expression takes more than {self.budget.steps:,} steps.")
        if not self._deadline:
            self._deadline = monotonic() + self.budget.seconds
        elif monotonic() > self._deadline:
            raise FeelBudgetExceeded(f"The expression takes longer than {self.budget.seconds:g} seconds.")
        self._check_at = max(0, self._left - _STEPS_BETWEEN_CLOCK_LOOKS)

    def enter(self) -> None:
        """Go one call deeper. Raises FeelBudgetExceeded when that is too deep."""
        self.depth += 1
        if self.depth > self.budget.depth:
            raise FeelBudgetExceeded(f"Functions call one another more than {self.budget.depth} deep.")

    def leave(self) -> None:
        """Come back from a call."""
        self.depth -= 1

    def check_list(self, length: int) -> None:
        """Refuse a list that is too long and count its elements as steps."""
        if length > self.budget.list_length:
            raise FeelBudgetExceeded(f"A list has more than {self.budget.list_length:,} elements.")
        self.spend(length)

    def check_text(self, length: int) -> None:
        """Refuse a text that is too long and count its length, 64 characters a step."""
        if length > self.budget.text_length:
            raise FeelBudgetExceeded(f"A text has more than {self.budget.text_length:,} characters.")
        self.spend(length >> 6)

    def warn(self, sentence: str) -> None:
        """Note why a part of the expression became null."""
        if len(self.warnings) < _MOST_WARNINGS:
            self.warnings.append(sentence)

    def now(self) -> datetime:
        """The time by the caller's clock, else by the machine's, in UTC."""
        return self.clock() if self.clock else datetime.now(UTC)
