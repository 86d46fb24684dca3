"""What app.feel refuses: text that is no FEEL, and evaluation beyond its budget."""

from __future__ import annotations

from dataclasses import dataclass


class FeelError(Exception):
    """Any failure of this package; callers need to catch nothing else."""


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """One place where a text stops being FEEL.

    line, column: counted from 1; expected: words for what could have stood there.
    """

    line: int
    column: int
    message: str
    expected: str = ""

    def __str__(self) -> str:
        hint = f" Expected {self.expected}." if self.expected else ""
        return f"Line {self.line}, column {self.column}: {self.message}{hint}"


class FeelSyntaxError(FeelError):
    """A text could not be read as a FEEL expression."""

    def __init__(self, problem: SyntaxProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.line = problem.line
        self.column = problem.column
        self.expected = problem.expected


class FeelBudgetExceeded(FeelError):
    """An evaluation used more steps, time, depth or room than it was given."""


class Unfit(FeelError):
    """An operation has no answer for its operands; the language turns it into null and a warning.

    It never leaves the package: the node that was evaluated catches it.
    """
