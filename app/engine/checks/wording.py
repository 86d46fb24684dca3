"""Names of the languages in a diagram, and how an element is called in a sentence."""

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
MODELER = "{http://camunda.org/schema/modeler/1.0}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
XML = "{http://www.w3.org/XML/1998/namespace}"

PREFIXES = {
    BPMN: "",
    BPMNDI: "bpmndi:",
    DC: "dc:",
    DI: "di:",
    ZEEBE: "zeebe:",
    MODELER: "modeler:",
    XSI: "xsi:",
    "{http://camunda.org/schema/1.0/bpmn}": "camunda:",
    "{http://spiffworkflow.org/bpmn/schema/1.0/core}": "spiffworkflow:",
    "{http://activiti.org/bpmn}": "activiti:",
    "{http://flowable.org/bpmn}": "flowable:",
}
_LONGEST_QUOTE = 160  # characters of a text repeated in a sentence
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def local_name(element: etree._Element) -> str:
    """The name of an element without its name space."""
    return element.tag.rpartition("}")[2]


def attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The attributes of an element; a name carries its name space in braces."""
    return ((str(name), str(value)) for name, value in element.attrib.items())


def line_of(element: etree._Element) -> int | None:
    """The line on which an element begins."""
    return cast("int | None", element.sourceline)  # the stubs give a type that is never there


def name_space(tag: str) -> str:
    """The name space of a tag or attribute in braces; empty for none."""
    return tag[: tag.index("}") + 1] if tag.startswith("{") else ""


def shown_name(tag: str) -> str:
    """A tag or attribute as people write it, such as `zeebe:taskDefinition`."""
    space = name_space(tag)
    return PREFIXES.get(space, space) + tag[len(space) :]


def in_words(kind: str) -> str:
    """A BPMN name in words: `userTask` gives `user task`."""
    return _CAPITAL.sub(" ", kind).lower()


def named(element: etree._Element) -> str:
    """How a sentence names an element: its kind, and its label or id."""
    kind = in_words(local_name(element))
    label = element.get("name")
    if label:
        return f'the {kind} "{quoted(label)}"'
    return f"the {kind} {element.get('id')}" if element.get("id") else f"a {kind}"


def called(element: etree._Element) -> str:
    """As `named`, at the beginning of a sentence."""
    name = named(element)
    return name[0].upper() + name[1:]


def quoted(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[:_LONGEST_QUOTE] + "…"
