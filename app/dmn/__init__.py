"""DMN, decision models with FEEL: decision tables and all boxed expressions of DMN 1.5."""

from __future__ import annotations

from app.dmn.errors import DmnError, NoSuchDecision, NotDmn
from app.dmn.model import Evaluation, Model, load
from app.dmn.reading import Finding, RuleHit, TableHits

__all__ = [
    "DmnError",
    "Evaluation",
    "Finding",
    "Model",
    "NoSuchDecision",
    "NotDmn",
    "RuleHit",
    "TableHits",
    "load",
]
