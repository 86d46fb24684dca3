"""Reading a form-js schema: its components in order, where their values stand, what each may say."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.core.db import Json

NO_FORM: Json = {"type": "default", "components": []}
"""What stands for the form of a step that asks nothing."""
KEYED = frozenset(
    {"textfield", "textarea", "number", "datetime", "checkbox", "checklist", "radio", "select", "taglist"}
)
COMPUTED = "expression"
CONTAINERS = frozenset({"group", "dynamiclist"})
SILENT = frozenset({"text", "separator", "spacer", "table", "button"})
WITH_OPTIONS = frozenset({"checklist", "radio", "select", "taglist"})
WITH_MANY = frozenset({"checklist", "taglist"})
ALLOWED_TYPES = KEYED | CONTAINERS | SILENT | {COMPUTED}

MOST_COMPONENTS = 500
DEEPEST_NESTING = 8


@dataclass(frozen=True)
class Component:
    """One component of a form. `schema` is its JSON as deployed."""

    schema: Json

    @property
    def type(self) -> str:
        """What kind of component it is, in form-js's words."""
        return str(self.schema.get("type", ""))

    @property
    def label(self) -> str:
        """What a person calls the field; its key when it has no plain label."""
        label = self.text("label") or self.text("dateLabel") or self.text("timeLabel")
        return label if label and not label.startswith("=") else self.name

    @property
    def name(self) -> str:
        """Key, path or id: how findings name the component."""
        return self.text("key") or self.text("path") or self.text("id") or self.type or "?"

    @property
    def path(self) -> tuple[str, ...]:
        """Where its value, or the values of its children, stand below its parent."""
        dotted = self.text("path" if self.type in CONTAINERS else "key")
        return tuple(dotted.split(".")) if dotted else ()

    @property
    def hide(self) -> str | None:
        """The FEEL condition under which it is not shown, without the leading `=`."""
        conditional = self.schema.get("conditional")
        hide = conditional.get("hide") if isinstance(conditional, dict) else None
        return expression_of(hide)

    @property
    def validate(self) -> Json:
        """Its rules, such as `required`; empty when it has none."""
        rules = self.schema.get("validate")
        return rules if isinstance(rules, dict) else {}

    @property
    def is_disabled(self) -> bool:
        """Whether the browser shows it greyed out and never sends it."""
        return self.schema.get("disabled") is True

    def children(self) -> Iterator["Component"]:
        """Its components, in the order of the page."""
        return components_of(self.schema)

    def text(self, name: str) -> str:
        """A property that is a text; empty when it is missing or something else."""
        value = self.schema.get(name)
        return value if isinstance(value, str) else ""


def components_of(schema: Json) -> Iterator[Component]:
    """The components directly below a form or container."""
    listed = schema.get("components")
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, dict):
            yield Component(item)


def all_components(schema: Json) -> Iterator[Component]:
    """Every component of a form, parents first."""
    waiting = list(components_of(schema))[::-1]
    while waiting:
        component = waiting.pop()
        yield component
        waiting.extend(list(component.children())[::-1])


def expression_of(value: Any) -> str | None:  # Any: a JSON value of any type
    """The FEEL text of a property such as `=amount > 3`; None when it is no expression."""
    if isinstance(value, str) and value.lstrip().startswith("="):
        return value.lstrip()[1:]
    return None


def depth_of(schema: Json) -> int:
    """How many components stand inside one another at the deepest place."""
    deepest, waiting = 0, [(schema, 0)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child.schema, depth + 1) for child in components_of(node))
    return deepest
