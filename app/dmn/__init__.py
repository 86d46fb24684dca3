"""DMN, decision models with FEEL: decision tables and all boxed expressions of DMN 1.5.

    model = load(path.read_bytes())
    model.findings  # all that is wrong, each with the id of its element
    evaluation = model.evaluate("discount", {"amount": 1200})
    evaluation.value, evaluation.warnings
    evaluation.errors  # what the model is to blame for, such as two hits under UNIQUE; the value is null then
    evaluation.hits  # what each table saw and which of its rules matched
    model.evaluate_service("rating", {"customer": {"age": 40}}).value

All failures are `DmnError` or, beyond the budget, `app.feel.FeelBudgetExceeded`.
"""

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
