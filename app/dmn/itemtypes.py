"""From a model's item definitions to FEEL's types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.dmn.document import Element, child, children, name_of, text_of
from app.dmn.reading import Reading
from app.feel.budget import Run
from app.feel.expression import UnaryTestsExpression
from app.feel.scope import FeelRoot
from app.feel.types import ANY, FeelType, simple_type
from app.feel.values import Value

_DEEPEST_TYPE = 40

_Accepts = Callable[[object, Run], bool]


def read_types(definitions: Element, reading: Reading) -> None:
    """Put every item definition of a model into `reading.types`."""
    elements = {name_of(item): item for item in children(definitions, "itemDefinition")}
    for name in elements:
        if name not in reading.types:
            _read_named(name, elements, reading, ())


def type_by_reference(reference: str | None, element: Element, reading: Reading) -> FeelType | None:
    """The type that a typeRef names; None without one or for an unknown one, which is noted."""
    name = _plain_reference(reference)
    if not name:
        return None
    found = reading.types.get(name) or simple_type(name)
    if found is None:
        reading.find(element, f"There is no type “{name}”.")
    return None if found is None or found.kind == "Any" else found


def _plain_reference(reference: str | None) -> str:
    """A typeRef without FEEL's name space prefix, which DMN 1.1 writes."""
    name = " ".join((reference or "").split())
    return name.split(":", 1)[1] if name.startswith("feel:") else name


def _read_named(
    name: str, elements: dict[str, Element], reading: Reading, under_way: tuple[str, ...]
) -> FeelType | None:
    if name in reading.types:
        return reading.types[name]
    if name not in elements:
        return simple_type(name)
    if name in under_way or len(under_way) > _DEEPEST_TYPE:
        reading.find(elements[name], f"The type “{name}” contains itself.")
        return ANY
    found = _read_item(elements[name], elements, reading, (*under_way, name))
    reading.types[name] = found
    return found


def _read_item(item: Element, elements: dict[str, Element], reading: Reading, under_way: tuple[str, ...]) -> FeelType:
    found = _shape(item, elements, reading, under_way)
    constraint = _tests(item, "allowedValues", reading)
    if constraint is not None:
        found = replace(found, accepts=_both(found.accepts, _accepting(constraint)))
    if item.get("isCollection") == "true":
        found = FeelType("list", item=found)
    whole = _tests(item, "typeConstraint", reading)
    return found if whole is None else replace(found, accepts=_both(found.accepts, _accepting(whole)))


def _shape(item: Element, elements: dict[str, Element], reading: Reading, under_way: tuple[str, ...]) -> FeelType:
    components = list(children(item, "itemComponent"))
    if components:
        fields = {name_of(part): _read_item(part, elements, reading, under_way) for part in components}
        return FeelType("context", fields=fields)
    function = child(item, "functionItem")
    if function is not None:
        return _function_shape(function, elements, reading, under_way)
    name = _plain_reference(text_of(item, "typeRef") or item.get("typeRef"))
    found = _read_named(name, elements, reading, under_way) if name else ANY
    if found is None:
        reading.find(item, f"There is no type “{name}”.")
    return found or ANY


def _function_shape(
    function: Element, elements: dict[str, Element], reading: Reading, under_way: tuple[str, ...]
) -> FeelType:
    def named(reference: str | None) -> FeelType:
        return _read_named(_plain_reference(reference), elements, reading, under_way) or ANY

    parameters = tuple(named(parameter.get("typeRef")) for parameter in children(function, "parameters"))
    return FeelType("function", parameters=parameters, result=named(function.get("outputTypeRef")))


def _tests(item: Element, name: str, reading: Reading) -> UnaryTestsExpression | None:
    element = child(item, name)
    if element is None:
        return None
    return reading.tests(text_of(element), element, f"The allowed values of “{name_of(item)}”")


def _accepting(tests: UnaryTestsExpression) -> _Accepts:
    def accepts(value: Value, run: Run) -> bool:
        return bool(tests.errors) or tests.passes(value, (value, (FeelRoot({}, run), None)), run) is True

    return accepts


def _both(first: _Accepts | None, second: _Accepts) -> _Accepts:
    return second if first is None else lambda value, run: first(value, run) and second(value, run)
