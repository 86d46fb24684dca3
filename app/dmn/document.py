"""Reading the XML of a DMN file without letting it reach anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from app.dmn.errors import NotDmn

LARGEST_FILE = 5_000_000  # bytes
DEEPEST_ELEMENT = 200
_MODEL_NAMESPACES = frozenset(
    (
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    )
)

Element: TypeAlias = "etree._Element"  # noqa: SLF001  # lxml's only name for it


def read_document(xml: bytes | str) -> Element:
    """The root element of a DMN file.

    Raises NotDmn for what is no well-formed DMN of 1.1 to 1.6, is too large or too deep, or
    holds a document type or a processing instruction.
    """
    data = xml.encode("utf-8", "replace") if isinstance(xml, str) else xml
    if len(data) > LARGEST_FILE:
        raise NotDmn(f"The file has more than {LARGEST_FILE:,} bytes.")
    root = _parsed(_without_declaration(data) if isinstance(xml, str) else data)
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotDmn("The file declares a document type, which is not allowed.")
    _check_nodes(root)
    if etree.QName(root).namespace not in _MODEL_NAMESPACES or local_name(root) != "definitions":
        raise NotDmn("The file is no DMN: its root is not `definitions` of a known version.")
    return root


def _parsed(data: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotDmn(f"The file is no well-formed XML: {error}.") from None


def _without_declaration(data: bytes) -> bytes:
    """The text behind an XML declaration, whose encoding a str no longer has."""
    stripped = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    end = stripped.find(b"?>")
    return stripped[end + 2 :] if stripped.startswith(b"<?xml ") and end > 0 else stripped


def _check_nodes(root: Element) -> None:
    if root.xpath("boolean(//processing-instruction())"):
        raise NotDmn("The file holds a processing instruction, which is not allowed.")
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST_ELEMENT:
            raise NotDmn(f"The file nests elements more than {DEEPEST_ELEMENT} deep.")


def local_name(element: Element) -> str:
    """An element's name without its name space."""
    return etree.QName(element).localname


def children(element: Element, *names: str) -> Iterator[Element]:
    """The DMN elements directly below one, all or those of these names."""
    for child in element.iterchildren("*"):
        name = etree.QName(child)
        if name.namespace in _MODEL_NAMESPACES and (not names or name.localname in names):
            yield child


def child(element: Element, name: str) -> Element | None:
    """The first DMN element of that name directly below one."""
    return next(children(element, name), None)


def text_of(element: Element | None, name: str = "text") -> str:
    """The text of a child element, stripped; empty when there is none."""
    found = None if element is None else child(element, name)
    return "" if found is None else "".join(map(str, found.itertext())).strip()


def element_id(element: Element) -> str:
    """The id of an element or of the nearest one around it that has one."""
    current: Element | None = element
    while current is not None:
        if current.get("id"):
            return str(current.get("id"))
        current = current.getparent()
    return ""


def name_of(element: Element) -> str:
    """An element's name as FEEL sees it: white space runs are one space."""
    return " ".join((element.get("name") or "").split())
