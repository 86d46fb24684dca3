"""How a figure is printed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    value: str


def percentiles(seconds: Sequence[float]) -> str:
    """p50, p95 and p99 in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100)
    return " / ".join(f"{cuts[at - 1] * 1000:.1f}" for at in (50, 95, 99)) + " ms"


def show(title: str, figures: Sequence[Figure]) -> None:
    """Print a part of the table."""
    print(f"\n{title}")
    for figure in figures:
        print(f"  {figure.what:<72} {figure.value:>28}", flush=True)
