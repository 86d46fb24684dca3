"""Names of variables that a diagram writes."""

import re

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_DEEPEST_PATH = 8
_RESERVED = frozenset(
    """
    null true false function if then else for between instance of not in and or some every satisfies return external
    constructor prototype hasOwnProperty isPrototypeOf propertyIsEnumerable toString toLocaleString valueOf
    """.split()
)

HOW_TO_NAME = "Begin with a letter; go on with letters, digits and underscores, 64 at most; no word of FEEL."


def is_variable_name(name: str) -> bool:
    """Whether a variable may have this name: safe in FEEL, in JSON and in the browser."""
    return _NAME.fullmatch(name) is not None and name not in _RESERVED


def is_variable_path(path: str) -> bool:
    """Whether a mapping may write to this variable, or to a member of it such as `customer.address`."""
    parts = path.split(".")
    return len(parts) <= _DEEPEST_PATH and all(is_variable_name(part) for part in parts)
