"""Boxed `for`, `some`, `every` and `filter`."""

from __future__ import annotations

from decimal import Decimal

from app.dmn.document import Element, local_name
from app.dmn.reading import Boxed, Trace, with_names
from app.feel.compile_access import as_list, element_at
from app.feel.compile_loops import elements_of
from app.feel.errors import Unfit
from app.feel.scope import FeelRoot
from app.feel.values import Value, described


def read_for(element: Element, source: Boxed, body: Boxed, label: str) -> Boxed:
    """The list of the body's value for each element, with `partial` for the list so far."""
    name = _variable(element)

    def run_for(root: FeelRoot, trace: Trace) -> list[Value] | None:
        results: list[Value] = []
        try:
            for item in elements_of(source(root, trace)):
                trace.run.spend(1 + len(root))
                trace.run.check_list(len(results))
                results.append(body(with_names(root, {name: item, "partial": results.copy()}), trace))
        except Unfit as reason:
            trace.run.warn(f"{label} is null: {reason}.")
            return None
        return results

    return run_for


def read_quantified(element: Element, source: Boxed, condition: Boxed, label: str) -> Boxed:
    """Whether some or every element fulfils the condition."""
    name = _variable(element)
    deciding = local_name(element) == "some"

    def run_quantified(root: FeelRoot, trace: Trace) -> bool | None:
        known = True
        try:
            for item in elements_of(source(root, trace)):
                trace.run.spend(1 + len(root))
                answer = condition(with_names(root, {name: item}), trace)
                if answer is deciding:
                    return bool(answer)
                known = known and type(answer) is bool
        except Unfit as reason:
            trace.run.warn(f"{label} is null: {reason}.")
            return None
        return (not deciding) if known else None

    return run_quantified


def read_filter(source: Boxed, match: Boxed, label: str) -> Boxed:
    """The elements that match, or the one at a position."""

    def run_filter(root: FeelRoot, trace: Trace) -> Value:
        items = as_list(source(root, trace))
        kept: list[Value] = []
        try:
            for item in items:
                trace.run.spend(1 + len(root))
                answer = match(_item_scope(root, item), trace)
                if type(answer) is Decimal:
                    return element_at(items, answer)
                if answer is not None and type(answer) is not bool:
                    raise Unfit(f"a filter is a condition or a number, not {described(answer)}")
                if answer is True:
                    kept.append(item)
        except Unfit as reason:
            trace.run.warn(f"{label} is null: {reason}.")
            return None
        return kept

    return run_filter


def _item_scope(root: FeelRoot, item: Value) -> FeelRoot:
    return with_names(root, {"item": item, **item} if isinstance(item, dict) else {"item": item})


def _variable(element: Element) -> str:
    return " ".join((element.get("iteratorVariable") or "").split())
