"""Reading files that may be hostile: XML without DOCTYPE, entities, processing instructions, within limits."""

import json
from math import isfinite
from typing import Any, NoReturn

from lxml import etree

from app.engine.checks.errors import UnreadableFile

MOST_BYTES = 4 * 1024 * 1024
MOST_ELEMENTS = 50_000
DEEPEST_ELEMENT = 100
DEEPEST_SUB_PROCESS = 20
ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "iso-8859-1"})

_SAVE_AGAIN = "Save the file again in the Studio or the Modeler."


def read_xml(content: bytes) -> etree._Element:
    """The root of an XML text, comments left out. Raises UnreadableFile for anything unsafe or broken.

    The engine and the checks both read by this function, so that they see the same tree.
    """
    _check_size(content)
    try:
        etree.fromstring(content, _parser(_Scanner()))
        root = etree.fromstring(content, _parser(None))
    except etree.XMLSyntaxError as error:
        reason = (error.msg or "it cannot be read").rstrip(".")
        raise UnreadableFile(f"This is not well-formed XML: {reason}.", _SAVE_AGAIN, line=error.lineno) from None
    encoding = (root.getroottree().docinfo.encoding or "utf-8").lower()
    if encoding not in ENCODINGS:
        raise UnreadableFile(f"The file is written in {encoding}.", "Save it as UTF-8.", line=1)
    return root


def read_json(content: bytes) -> dict[str, Any]:  # Any: JSON of any shape
    """The object in a JSON text. Raises UnreadableFile for anything else."""
    _check_size(content)
    try:
        value = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant, parse_float=_finite)
    except UnicodeDecodeError:
        raise UnreadableFile("The file is not UTF-8 text.", "Save it as UTF-8.") from None
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"This is not JSON: {error}.", "Save the form again in the form editor.") from None
    if not isinstance(value, dict):
        raise UnreadableFile("The file holds no JSON object.", "Save the form again in the form editor.")
    if b"\\u" in content:
        _refuse_unstorable(value)
    return value


def _refuse_unstorable(value: object) -> None:
    """NUL and half surrogates can be written in JSON, but no text in the database can hold them."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
                message = "A text holds a character that cannot be stored (NUL or half a surrogate pair)."
                raise UnreadableFile(message, "Remove it in the form editor.")
            case dict() as members:
                waiting.extend([*members.keys(), *members.values()])
            case list() as items:
                waiting.extend(items)


def _check_size(content: bytes) -> None:
    if not content.strip(b" \t\r\n\0\xff\xfe\xef\xbb\xbf"):
        raise UnreadableFile("The file is empty.", "Choose the file that holds the diagram, form or decision.")
    if len(content) > MOST_BYTES:
        size = f"{len(content) / 1024 / 1024:.1f} MiB"
        raise UnreadableFile(f"The file has {size}; {MOST_BYTES // 1024 // 1024} MiB is the limit.", "Divide it.")


def _parser(target: Any) -> etree.XMLParser:
    # target: a _Scanner or None; the stubs of lxml know neither doctype nor pi
    return etree.XMLParser(
        target=target,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(f"{text[:20]} is too large for a number")
    return value


class _Scanner:
    """Walks through a text once, before a tree is built, and stops at the first thing that is not allowed."""

    def __init__(self) -> None:
        self.open_ids: list[str | None] = []
        self.elements = 0
        self.sub_processes = 0

    def start(self, tag: str, attributes: Any) -> None:  # Any: lxml gives a mapping without a public type
        self.open_ids.append(attributes.get("id"))
        self.elements += 1
        self.sub_processes += _nests(tag)
        if self.elements > MOST_ELEMENTS:
            raise UnreadableFile(f"The file has more than {MOST_ELEMENTS:,} elements.", "Divide it.")
        if len(self.open_ids) > DEEPEST_ELEMENT:
            message = f"Elements nest more than {DEEPEST_ELEMENT} deep."
            raise UnreadableFile(message, _SAVE_AGAIN, element_id=self.nearest_id())
        if self.sub_processes > DEEPEST_SUB_PROCESS:
            message = f"Sub-processes nest more than {DEEPEST_SUB_PROCESS} deep."
            remedy = "Move inner steps to a process of their own and call it."
            raise UnreadableFile(message, remedy, element_id=self.nearest_id())

    def end(self, tag: str) -> None:
        self.open_ids.pop()
        self.sub_processes -= _nests(tag)

    def doctype(self, *_names: str | None) -> None:
        message = "The file has a DOCTYPE, which could read other files or grow without end."
        raise UnreadableFile(message, "Remove the DOCTYPE and its entities.", line=1)

    def pi(self, target: str, *_data: str | None) -> None:
        message = f"The file has a processing instruction, <?{target[:40]}?>."
        raise UnreadableFile(
            message, "Remove it; only the XML declaration may stand there.", element_id=self.nearest_id()
        )

    def data(self, text: str) -> None:
        """Text is looked at in the tree."""

    def comment(self, text: str) -> None:
        """Comments say nothing to the engine."""

    def close(self) -> None:
        """Nothing is kept."""

    def nearest_id(self) -> str | None:
        """The id of the innermost open element that has one."""
        return next((open_id for open_id in reversed(self.open_ids) if open_id), None)


def _nests(tag: str) -> int:
    return tag.endswith(("}subProcess", "}transaction", "}adHocSubProcess"))
