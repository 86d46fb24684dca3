"""Every element and attribute of a diagram is one that runs, or is refused by name."""

from collections.abc import Callable, Iterator

from lxml import etree

from app.engine.checks import dialect
from app.engine.checks.extensions_table import (
    EXTENSIONS,
    PARTS,
    PLATFORM_ATTRIBUTES,
    REFUSED_EXTENSION_ATTRIBUTES,
    REFUSED_EXTENSIONS,
    TEMPLATE_ATTRIBUTES,
    Extension,
)
from app.engine.checks.finding import Report
from app.engine.checks.wording import (
    BPMN,
    BPMNDI,
    MODELER,
    XML,
    XSI,
    ZEEBE,
    attributes,
    in_words,
    local_name,
    name_space,
    quoted,
    shown_name,
)

_REMOVE = "Remove it."
_OTHER_LANGUAGE = (
    "Remove it, and say the same in the elements of Camunda 8 (zeebe:); open the file in the Studio to do so."
)
_OLD_PLATFORM = "Set the execution platform to Camunda 8 (Camunda Cloud) in the Modeler, then repair what it marks."
_EXPRESSION_LANGUAGES = ("feel",)
_DEFAULT_EXPRESSION_LANGUAGE = "http://www.w3.org/1999/XPath"


def check_vocabulary(root: etree._Element, report: Report) -> None:
    """Report elements, attributes and values that do not run."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        _check_attributes(element, report)
        waiting.extend(_known_children(element, report))
    _check_platform(root, report)
    _check_language(root, report)


def _known_children(element: etree._Element, report: Report) -> Iterator[etree._Element]:
    allowed = dialect.ELEMENTS[local_name(element)].children
    for child in element:
        if child.tag.startswith(BPMNDI):
            continue
        if not child.tag.startswith(BPMN):
            _refuse_foreign(child, report)
        elif child.tag == BPMN + "extensionElements":
            _check_extensions(child, report)
        elif local_name(child) in allowed:
            yield child
        else:
            _refuse_element(element, child, report)


def _refuse_element(parent: etree._Element, child: etree._Element, report: Report) -> None:
    name = local_name(child)
    text = f": {quoted(child.text)}" if child.text and child.text.strip() else "."
    if name in dialect.REFUSED:
        report.error(child, f"The element {name} does not run here{text}", dialect.REFUSED[name])
    elif name in dialect.ELEMENTS:
        message = f"The element {name} may not stand inside {local_name(parent)}{text}"
        report.error(child, message, "Move it to where BPMN has it, or remove it.")
    else:
        report.error(child, f"The element {name} is not known{text}", "Use the elements of BPMN 2.0 that run here.")


def _check_attributes(element: etree._Element, report: Report) -> None:
    allowed = dialect.ELEMENTS[local_name(element)].attributes
    for attribute, value in attributes(element):
        space, name = name_space(attribute), attribute.rpartition("}")[2]
        if space:
            _check_foreign_attribute(element, attribute, value, report)
        elif name in dialect.REFUSED_ATTRIBUTES:
            message = f'The attribute {name}="{quoted(value)}" does not run here.'
            report.error(element, message, dialect.REFUSED_ATTRIBUTES[name])
        elif name not in allowed:
            message = f'The attribute {name}="{quoted(value)}" is not known on a {in_words(local_name(element))}.'
            report.error(element, message, _REMOVE)
        elif name in dialect.VALUES and value not in dialect.VALUES[name]:
            wanted = " or ".join(sorted(dialect.VALUES[name]))
            message = f'The attribute {name} is "{quoted(value)}", which does not run here.'
            report.error(element, message, f"Set it to {wanted}, or remove it.")


def _check_foreign_attribute(element: etree._Element, attribute: str, value: str, report: Report) -> None:
    space, name = name_space(attribute), attribute.rpartition("}")[2]
    if space == XML or (space == XSI and name in ("type", "schemaLocation")):
        return
    if space == ZEEBE and name in TEMPLATE_ATTRIBUTES:
        return
    if space == MODELER and name in PLATFORM_ATTRIBUTES and local_name(element) == "definitions":
        return
    message = f'The attribute {shown_name(attribute)}="{quoted(value)}" does not run here.'
    report.error(element, message, _OTHER_LANGUAGE)


def _refuse_foreign(child: etree._Element, report: Report) -> None:
    said = [f'{shown_name(name)}="{value}"' for name, value in attributes(child)]
    texts = [text.strip() for text in map(str, child.itertext()) if text.strip()]
    content = quoted(" ".join(said + texts))
    message = f"The element {shown_name(child.tag)} does not run here{': ' + content if content else '.'}"
    report.error(child, message, _OTHER_LANGUAGE)


def _check_extensions(holder: etree._Element, report: Report) -> None:
    parent = holder.getparent()
    assert parent is not None  # the root is no extensionElements
    seen: set[str] = set()
    for child in holder:
        name = local_name(child)
        if not child.tag.startswith(ZEEBE):
            _refuse_foreign(child, report)
        elif name in REFUSED_EXTENSIONS:
            report.error(child, f"The extension zeebe:{name} does not run here.", REFUSED_EXTENSIONS[name])
        elif name not in EXTENSIONS:
            report.error(child, f"The extension zeebe:{name} is not known.", _REMOVE)
        elif EXTENSIONS[name].parents and local_name(parent) not in EXTENSIONS[name].parents:
            message = f"The extension zeebe:{name} has no meaning on a {in_words(local_name(parent))}."
            report.error(child, message, _REMOVE)
        elif name in seen:
            report.error(child, f"The extension zeebe:{name} stands there twice.", "Keep one of the two.")
        else:
            seen.add(name)
            _check_extension(child, EXTENSIONS[name], PARTS.get, report)


def _check_extension(
    element: etree._Element, extension: Extension, parts: Callable[[str], Extension | None], report: Report
) -> None:
    _check_extension_attributes(element, extension, report)
    for child in element:
        part = parts(local_name(child)) if child.tag.startswith(ZEEBE) else None
        if part is None or local_name(child) not in extension.children:
            _refuse_foreign(child, report)
        else:
            _check_extension_attributes(child, part, report)
            for stray in child:
                _refuse_foreign(stray, report)


def _check_extension_attributes(element: etree._Element, extension: Extension, report: Report) -> None:
    tag = shown_name(element.tag)
    for attribute, value in attributes(element):
        name = attribute
        if name in REFUSED_EXTENSION_ATTRIBUTES:
            message = f'The attribute {name}="{quoted(value)}" of {tag} does not run here.'
            report.error(element, message, REFUSED_EXTENSION_ATTRIBUTES[name])
        elif name not in extension.required | extension.optional:
            message = f'The attribute {shown_name(name)}="{quoted(value)}" of {tag} is not known.'
            report.error(element, message, _REMOVE)
    for name in sorted(extension.required):
        if not element.get(name, "").strip() and not _has_refused_attribute(element):
            report.error(element, f"The extension {tag} has no {name}.", f"Fill in {name}.")


def _has_refused_attribute(element: etree._Element) -> bool:
    return any(name in REFUSED_EXTENSION_ATTRIBUTES for name, _ in attributes(element))


def _check_platform(root: etree._Element, report: Report) -> None:
    platform = root.get(MODELER + "executionPlatform")
    if platform is not None and platform not in ("Camunda Cloud", "Camunda 8"):
        report.error(root, f'The diagram is drawn for "{quoted(platform)}".', _OLD_PLATFORM)


def _check_language(root: etree._Element, report: Report) -> None:
    for element in root.iter():
        attribute = "expressionLanguage" if element is root else "language"
        language = element.get(attribute) if isinstance(element.tag, str) and element.tag.startswith(BPMN) else None
        if language is None or (element is root and language == _DEFAULT_EXPRESSION_LANGUAGE):
            continue
        if not any(word in language.lower() for word in _EXPRESSION_LANGUAGES):
            message = f'Expressions are written in "{quoted(language)}"; only FEEL runs here.'
            report.error(element, message, f"Write them in FEEL and remove the attribute {attribute}.")
