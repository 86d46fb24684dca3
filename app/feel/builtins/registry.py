"""How a Python function becomes a built-in function of FEEL."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from app.feel.scope import BUILT_INS
from app.feel.values import BuiltIn, BuiltInParameter, Signature

_Body = TypeVar("_Body", bound=Callable[..., object])
_NAMES_OF_KINDS = {
    "datetime": "date and time",
    "days": "days and time duration",
    "months": "years and months duration",
}


def built_in(name: str, parameters: str = "") -> Callable[[_Body], _Body]:
    """Register the decorated function under a name of FEEL; again for a further signature.

    parameters: such as `string: string, length?: number|null, rest...: any`; `?` for one that
    may be left out, `...` for the last one taking all that follows, `any` for every kind.
    The function gets the arguments; it raises Unfit where the answer is null.
    """

    def register(body: _Body) -> _Body:
        _register(name, _signature(parameters, lambda run, *arguments: body(*arguments)))
        return body

    return register


def running_built_in(name: str, parameters: str = "") -> Callable[[_Body], _Body]:
    """As `built_in`, for a function that gets the run first: to spend steps or ask its clock."""

    def register(body: _Body) -> _Body:
        _register(name, _signature(parameters, body))
        return body

    return register


def _register(name: str, signature: Signature) -> None:
    known = BUILT_INS.get(name)
    BUILT_INS[name] = BuiltIn(name, (*known.signatures, signature) if known else (signature,))


def _signature(text: str, body: Callable[..., object]) -> Signature:
    parts = [part.split(":") for part in text.split(",")] if text else []
    names = [name.strip() for name, _ in parts]
    parameters = tuple(
        BuiltInParameter(name.rstrip("?."), _kinds(kinds)) for name, (_, kinds) in zip(names, parts, strict=True)
    )
    required = sum(not name.endswith("?") for name in names)
    return Signature(parameters, required, bool(names) and names[-1].endswith("..."), body)


def _kinds(text: str) -> frozenset[str]:
    words = text.strip().split("|")
    return frozenset() if words == ["any"] else frozenset(_NAMES_OF_KINDS.get(word, word) for word in words)
