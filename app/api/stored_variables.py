"""Variables as lists. They are kept with their case, so a search names the case and is done in memory.

A variable has no row and so no key of its own: its key is that of its scope, followed by six digits made of its name.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.api.reading import Body
from app.api.rendering import TENANT, key_text
from app.api.results import VariableResult, VariableSearchResult
from app.api.searching import MOST_SORTS, Found, read_limit_of, read_offset_of, read_page_of
from app.core.db import Key, json_text
from app.core.errors import Invalid
from app.core.web import read_cursor, write_cursor
from app.engine.operations.case_variables import stored_cases
from app.engine.scopes import ROOT, Scopes

LONGEST_VALUE = 8_192  # characters in a list
NAMES_PER_SCOPE = 1_000_000
FIELDS = ("name", "value", "variableKey", "scopeKey", "processInstanceKey", "isTruncated", "tenantId")
SORTS = ("name", "value", "variableKey", "scopeKey", "processInstanceKey")
OPERATORS = ("$eq", "$neq", "$in", "$notIn", "$exists", "$like")
WILDCARD = re.compile(r"\\(.)|([*?])|(.)", re.DOTALL)


@dataclass(frozen=True)
class StoredVariable:
    """A variable of a scope of a case."""

    name: str
    value: Any  # Any: JSON of any shape
    key: int
    scope_key: Key
    instance_key: Key

    @property
    def text(self) -> str:
        """Its value as JSON."""
        return json_text(self.value)


def variables_of(instance_key: Key) -> list[StoredVariable]:
    """All variables of a case, in all of its scopes."""
    scopes = _scopes(instance_key)
    return [] if scopes is None else _with_keys(instance_key, _all_of(scopes))


def variables_at(instance_key: Key, element_key: Key) -> list[StoredVariable]:
    """The variables that an element of a case sees; the innermost of a name."""
    case = stored_cases([instance_key]).get(instance_key)
    if case is None:
        return []
    seen: dict[str, str] = {}
    scope_id: str | None = case.scope_at(element_key)
    while scope_id is not None:
        for name in case.scopes.own(scope_id):
            seen.setdefault(name, scope_id)
        scope_id = case.scopes.parent(scope_id)
    every = _with_keys(instance_key, _all_of(case.scopes))
    places = {(one.scope_key, one.name): one for one in every}
    return [places[_scope_key(instance_key, scope), name] for name, scope in sorted(seen.items())]


def scope_of_key(variable_key: int) -> Key:
    """The key of the scope that a variable's key begins with."""
    return Key(variable_key // NAMES_PER_SCOPE)


def variable_result(one: StoredVariable) -> VariableResult:
    """A variable with its whole value."""
    return {
        "name": one.name,
        "value": one.text,
        "variableKey": str(one.key),
        "scopeKey": key_text(one.scope_key),
        "processInstanceKey": key_text(one.instance_key),
        "tenantId": TENANT,
    }


def search_variables(
    found: Sequence[StoredVariable], body: Body, fields: Sequence[str] = FIELDS, *, cuts: bool = True
) -> Found:
    """The page asked for, of variables that were read. cuts: whether long values are cut."""
    page = read_page_of(body)
    results = [_listed(one, cuts=cuts) for one in found]
    fitting = [one for one in results if _fits(one, body.get("filter") or {}, fields)]
    sorting = _sort(fitting, body.get("sort") or [])
    begin, end = _span(page, len(fitting), f"variables:{sorting}")
    shown = fitting[begin:end]
    return {
        "items": list(shown),
        "page": {
            "totalItems": len(fitting),
            "hasMoreTotalItems": False,
            "startCursor": write_cursor(f"variables:{sorting}", (begin,)) if shown else None,
            "endCursor": write_cursor(f"variables:{sorting}", (end,)) if shown else None,
        },
    }


def _scopes(instance_key: Key) -> Scopes | None:
    case = stored_cases([instance_key]).get(instance_key)
    return None if case is None else case.scopes


def _all_of(scopes: Scopes) -> list[tuple[str, str, Any]]:  # Any: JSON of any shape
    return [(scope_id, name, value) for scope_id, (_, own) in scopes.stored().items() for name, value in own.items()]


def _with_keys(instance_key: Key, every: Iterable[tuple[str, str, Any]]) -> list[StoredVariable]:
    found: dict[int, StoredVariable] = {}
    for scope_id, name, value in sorted(every, key=lambda one: one[:2]):
        scope_key = _scope_key(instance_key, scope_id)
        number = zlib.crc32(f"{scope_id}\n{name}".encode()) % NAMES_PER_SCOPE
        while (variable_key := scope_key * NAMES_PER_SCOPE + number) in found:
            number = (number + 1) % NAMES_PER_SCOPE
        found[variable_key] = StoredVariable(name, value, variable_key, scope_key, instance_key)
    return list(found.values())


def _scope_key(instance_key: Key, scope_id: str) -> Key:
    return instance_key if scope_id == ROOT else Key(int(scope_id.partition(":")[0]))


def _listed(one: StoredVariable, *, cuts: bool) -> VariableSearchResult:
    whole = variable_result(one)
    is_cut = cuts and len(whole["value"]) > LONGEST_VALUE
    return {**whole, "value": whole["value"][:LONGEST_VALUE] if is_cut else whole["value"], "isTruncated": is_cut}


def _fits(one: VariableSearchResult, given: Any, fields: Sequence[str]) -> bool:  # Any: as sent
    if not isinstance(given, dict):
        raise _wrong("filter", "Give an object.")
    for name, wanted in given.items():
        if name not in fields:
            raise _wrong(f"filter.{name[:40]}", f"There is no such filter; there are {', '.join(fields)}.")
        operators = wanted if isinstance(wanted, dict) else {"$eq": wanted}
        for operator, value in operators.items():
            if not _compare(f"filter.{name}", operator, one[name], value):  # type: ignore[literal-required]  # of FIELDS
                return False
    return True


def _compare(name: str, operator: str, actual: object, wanted: Any) -> bool:  # Any: as sent
    if operator not in OPERATORS:
        raise _wrong(name, f"There is no operator {operator[:20]} here; there are {', '.join(OPERATORS)}.")
    if operator in ("$in", "$notIn"):
        if not isinstance(wanted, list):
            raise _wrong(name, "$in and $notIn take a list.")
        return (actual in [_same_kind(actual, one) for one in wanted]) is (operator == "$in")
    if operator == "$like":
        return isinstance(wanted, str) and isinstance(actual, str) and _is_like(actual, wanted)
    if operator == "$exists":
        return wanted is True
    return (actual == _same_kind(actual, wanted)) is (operator == "$eq")


def _same_kind(actual: object, wanted: object) -> object:
    """Keys may be sent as numbers."""
    is_number = isinstance(wanted, int) and not isinstance(wanted, bool)
    return str(wanted) if isinstance(actual, str) and is_number else wanted


def _is_like(actual: str, pattern: str) -> bool:
    """`*` is any text, `?` any character. Plain pieces are looked for from left to right, so it never backtracks."""
    pieces: list[str] = [""]
    for escaped, wildcard, plain in WILDCARD.findall(pattern):
        if wildcard == "*":
            pieces.append("")
        else:
            pieces[-1] += "." if wildcard else re.escape(escaped or plain)
    first, *middle = pieces
    if not middle:
        return re.fullmatch(first, actual, re.DOTALL) is not None
    *between, last = middle
    found = re.compile(first, re.DOTALL).match(actual)
    for piece in between:
        found = re.compile(piece, re.DOTALL).search(actual, found.end()) if found else None
    ending = re.search(f"(?:{last})\\Z", actual, re.DOTALL)
    return found is not None and ending is not None and ending.start() >= found.end()


def _sort(found: list[VariableSearchResult], given: Any) -> str:  # Any: as sent
    """Sort in place; gives the order as a text that names its cursors."""
    if not isinstance(given, list) or len(given) > MOST_SORTS:
        raise _wrong("sort", f"Give a list of at most {MOST_SORTS} fields.")
    orders = [_sort_of(one, number) for number, one in enumerate(given)] or [("name", False)]
    found.sort(key=lambda one: int(one["variableKey"]))
    for name, is_descending in reversed(orders):
        found.sort(key=_value_of(name), reverse=is_descending)
    return ",".join(f"{name}:{is_descending}" for name, is_descending in orders)


def _sort_of(given: Any, number: int) -> tuple[str, bool]:  # Any: as sent
    name = given.get("field") if isinstance(given, dict) else None
    order = (given.get("order") or "ASC") if isinstance(given, dict) else "ASC"
    if name not in SORTS or str(order).upper() not in ("ASC", "DESC"):
        raise _wrong(f"sort.{number}", f"Give a field of {', '.join(SORTS)}, and ASC or DESC.")
    return str(name), str(order).upper() == "DESC"


def _value_of(name: str) -> Callable[[VariableSearchResult], Any]:
    def value(one: VariableSearchResult) -> str | int:
        text: str = one[name]  # type: ignore[literal-required]  # of SORTS
        return int(text) if name.endswith("Key") else text

    return value


def _span(page: Body, count: int, kind: str) -> tuple[int, int]:
    limit = read_limit_of(page)
    if before := _index(page, "before", kind):
        return max(0, before - limit), before
    begin = _index(page, "after", kind) or read_offset_of(page)
    return begin, min(begin + limit, count)


def _index(page: Body, name: str, kind: str) -> int:
    text = page.get(name)
    position = read_cursor(kind, text) if isinstance(text, str) else None
    return int(str(position[0])) if position else 0


def _wrong(name: str, sentence: str) -> Invalid:
    return Invalid(f"{name}: {sentence}", {name: [sentence]})
