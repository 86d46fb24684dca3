"""Built-in functions that say how two points or ranges lie to one another.

Source: DMN 1.5, table 78, after Allen's interval algebra.
"""

from __future__ import annotations

from collections.abc import Callable

from app.feel.builtins.registry import built_in
from app.feel.compare import ORDERED_KINDS, compare
from app.feel.errors import Unfit
from app.feel.values import Range, Value

_POINT = "|".join(
    {"date and time": "datetime", "days and time duration": "days", "years and months duration": "months"}.get(k, k)
    for k in sorted(ORDERED_KINDS)
)
_Relation = Callable[[Range, Range], bool]


def _as_range(value: Value) -> Range:
    return value if isinstance(value, Range) else Range(value, value, True, True)


def _closed(bounds: Range) -> Range:
    if bounds.start is None or bounds.end is None:
        raise Unfit("the range has an open end")
    return bounds


def _ends_before(left: Range, right: Range) -> bool:
    order = compare(left.end, right.start)
    return order < 0 or (order == 0 and not (left.end_included and right.start_included))


def _same_start(left: Range, right: Range) -> bool:
    return compare(left.start, right.start) == 0 and left.start_included == right.start_included


def _same_end(left: Range, right: Range) -> bool:
    return compare(left.end, right.end) == 0 and left.end_included == right.end_included


def _starts_no_later(left: Range, right: Range) -> bool:
    order = compare(left.start, right.start)
    return order < 0 or (order == 0 and (left.start_included or not right.start_included))


def _ends_no_earlier(left: Range, right: Range) -> bool:
    order = compare(left.end, right.end)
    return order > 0 or (order == 0 and (left.end_included or not right.end_included))


def _meets(left: Range, right: Range) -> bool:
    return left.end_included and right.start_included and compare(left.end, right.start) == 0


def _overlaps(left: Range, right: Range) -> bool:
    return not _ends_before(left, right) and not _ends_before(right, left)


def _overlaps_before(left: Range, right: Range) -> bool:
    """Left starts first, they share something, and left ends first or with right."""
    starts = compare(left.start, right.start)
    ends = compare(left.end, right.end)
    starts_first = starts < 0 or (starts == 0 and left.start_included and not right.start_included)
    ends_first = ends < 0 or (ends == 0 and (not left.end_included or right.end_included))
    return starts_first and ends_first and not _ends_before(left, right)


def _includes(left: Range, right: Range) -> bool:
    return _starts_no_later(left, right) and _ends_no_earlier(left, right)


def _finishes(left: Range, right: Range) -> bool:
    return _same_end(left, right) and _starts_no_later(right, left)


def _starts(left: Range, right: Range) -> bool:
    return _same_start(left, right) and _ends_no_earlier(right, left)


def _register(name: str, names: tuple[str, str], kinds: tuple[str, str], relation: _Relation) -> None:
    def body(left: Value, right: Value) -> bool:
        return relation(_closed(_as_range(left)), _closed(_as_range(right)))

    built_in(name, f"{names[0]}: {kinds[0]}, {names[1]}: {kinds[1]}")(body)


def _swapped(relation: _Relation) -> _Relation:
    return lambda left, right: relation(right, left)


def _register_all(name: str, relation: _Relation, forms: tuple[str, ...]) -> None:
    words = {"p": ("point", _POINT), "r": ("range", "range")}
    for form in forms:
        names = [words[letter][0] for letter in form]
        if names[0] == names[1]:
            names = [f"{names[0]}1", f"{names[1]}2"]
        _register(name, (names[0], names[1]), (words[form[0]][1], words[form[1]][1]), relation)


def _coincides(left: Range, right: Range) -> bool:
    return _same_start(left, right) and _same_end(left, right)


_register_all("before", _ends_before, ("pp", "pr", "rp", "rr"))
_register_all("after", _swapped(_ends_before), ("pp", "pr", "rp", "rr"))
_register_all("meets", _meets, ("rr",))
_register_all("met by", _swapped(_meets), ("rr",))
_register_all("overlaps", _overlaps, ("rr",))
_register_all("overlaps before", _overlaps_before, ("rr",))
_register_all("overlaps after", _swapped(_overlaps_before), ("rr",))
_register_all("finishes", _finishes, ("pr", "rr"))
_register_all("finished by", _swapped(_finishes), ("rp", "rr"))
_register_all("includes", _includes, ("rp", "rr"))
_register_all("during", _swapped(_includes), ("pr", "rr"))
_register_all("starts", _starts, ("pr", "rr"))
_register_all("started by", _swapped(_starts), ("rp", "rr"))
_register_all("coincides", _coincides, ("pp", "rr"))
