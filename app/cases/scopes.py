"""The variables of a case, scope by scope: those of the case itself, then those of steps that have their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import Key, session
from app.engine.models import ElementInstance
from app.engine.operations.case_variables import stored_cases
from app.engine.registry import Variables
from app.engine.scopes import ROOT


@dataclass(frozen=True)
class ScopeVariables:
    """One scope. id: empty for the case itself. label: the step it belongs to, in words."""

    id: str
    label: str
    variables: Variables


def scopes_of(case_key: Key) -> Sequence[ScopeVariables]:
    """The scopes of a case that hold something, the case itself always and first; two statements."""
    case = stored_cases([case_key]).get(case_key)
    if case is None:
        return [ScopeVariables(ROOT, "The case", {})]
    stored = {scope_id: values for scope_id, (_, values) in case.scopes.stored().items()}
    inner = {scope_id: values for scope_id, values in stored.items() if values and scope_id != ROOT}
    names = _element_names(inner)
    shown = [ScopeVariables(scope_id, _label(scope_id, names), values) for scope_id, values in inner.items()]
    return [ScopeVariables(ROOT, "The case", stored.get(ROOT, {})), *shown]


def scope_of(case_key: Key, scope_id: str) -> ScopeVariables | None:
    """One scope of a case; None when its step has ended."""
    return next((scope for scope in scopes_of(case_key) if scope.id == scope_id), None)


def _element_names(scopes: Mapping[str, Variables]) -> Mapping[int, str]:
    if not scopes:
        return {}
    keys = {_key(scope_id) for scope_id in scopes}
    wanted = select(ElementInstance.key, ElementInstance.element_name, ElementInstance.element_id)
    rows = session().execute(wanted.where(ElementInstance.key.in_(keys)))
    return {key: name or element_id for key, name, element_id in rows}


def _label(scope_id: str, names: Mapping[int, str]) -> str:
    """Such as: Visit the site; or, for one run of many: Ask each, 3."""
    _, _, index = scope_id.partition(":")
    name = names.get(_key(scope_id), "A step")
    return f"{name}, {int(index) + 1}" if index.isdecimal() else name


def _key(scope_id: str) -> int:
    found = scope_id.partition(":")[0]
    return int(found) if found.isdecimal() else 0
