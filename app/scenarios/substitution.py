"""Puts values in the place of `${name}`; nothing is computed."""

import re
from collections.abc import Mapping
from typing import Any

from app.scenarios.errors import ScenarioFailed

NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)\}")
ANY = "${any}"


def filled(value: Any, names: Mapping[str, Any]) -> Any:  # Any: JSON
    """The value with each `${name}` replaced. Raises ScenarioFailed for a name that nobody knows."""
    if isinstance(value, dict):
        return {key: filled(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, names) for inner in value]
    if not isinstance(value, str) or value == ANY:
        return value
    if whole := NAME.fullmatch(value):
        return _named(whole[1], names)
    return NAME.sub(lambda found: str(_named(found[1], names)), value)


def _named(path: str, names: Mapping[str, Any]) -> Any:  # Any: JSON
    first, *rest = path.split(".")
    if first not in names:
        known = ", ".join(sorted(names))
        raise ScenarioFailed(f"${{{path}}} is no variable of the case and no name of the data. Known are: {known}.")
    value: Any = names[first]
    for part in rest:
        value = _inside(value, part, path)
    return value


def _inside(value: Any, part: str, path: str) -> Any:  # Any: JSON
    if isinstance(value, dict) and part in value:
        return value[part]
    if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
        return value[int(part)]
    raise ScenarioFailed(f"${{{path}}}: there is no {part!r} in {value!r}.")
