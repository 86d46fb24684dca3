"""Which names a form field may have: those that are safe as variable, as FEEL name and in JavaScript."""

import re

LONGEST_KEY = 200  # characters of a whole dotted key
DEEPEST_KEY = 4  # segments

_SEGMENT = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_JAVASCRIPT_NAMES = frozenset(
    """
    constructor prototype hasOwnProperty isPrototypeOf propertyIsEnumerable toString toLocaleString valueOf
    arguments caller callee undefined eval
    """.split()
)
_FEEL_NAMES = frozenset(
    """
    and between else every external false for function if in instance not null of or return satisfies some then true
    abs after all any append before ceiling coincides concatenate contains context count date day decimal duration
    during even exp finished finishes flatten floor includes is item list log lookup matches max mean median meets met
    min mode modulo month now number odd overlaps partial partition product put random range remove replace reverse
    round sort split sqrt started starts stddev string sublist substring sum time today trim union uuid week year years
    """.split()
)
_FORM_NAMES = frozenset({"this", "parent", "i"})  # form-js gives them a meaning inside repeated rows


def problem_of_key(key: object) -> str | None:
    """A sentence on what is wrong with a field's key; None for a good one."""
    if not isinstance(key, str) or not key:
        return "The field needs a key: the name of the variable that it fills."
    segments = key.split(".")
    if len(key) > LONGEST_KEY or len(segments) > DEEPEST_KEY:
        return f"The key {_short(key)} is too long: at most {DEEPEST_KEY} parts and {LONGEST_KEY} characters."
    for segment in segments:
        if not _SEGMENT.fullmatch(segment):
            return (
                f"The key {_short(key)} cannot be used: each part begins with a letter and holds "
                "only letters, digits and underscores, 64 at most."
            )
        if is_reserved(segment):
            return f"The key {_short(key)} is reserved: {segment!r} already means something in expressions or browsers."
    return None


def is_reserved(name: str) -> bool:
    """Whether a name already means something to FEEL, to JavaScript or to form-js."""
    return name in _FEEL_NAMES or name in _JAVASCRIPT_NAMES or name in _FORM_NAMES


def _short(key: str) -> str:
    return repr(key if len(key) <= 60 else key[:57] + "...")
