"""Checks of Word fields: page numbers and the like are fine, what fetches or runs is not."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Tree

from app.documents.part_types import FIELDS

WORD_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TAG = re.compile(r"\{[{%#]")
WORDS = re.compile(r"\"([^\"]*)\"|(\S+)")
SWITCH = re.compile(r"\\[lmnot]", re.IGNORECASE)
WEB_PAGE = re.compile(r"https?://[^\\]*|mailto:[^\\]*", re.IGNORECASE)


def field_findings(name: str, tree: Tree) -> Iterator[str]:
    """A sentence for each field that is not of the closed list."""
    for instruction in _instructions(tree):
        words = instruction.split()
        field = words[0].upper() if words else ""
        if TAG.search(instruction):
            yield f"{name}: a tag stands inside the field {instruction.strip()[:60]!r}; tags belong in the text."
        elif field not in FIELDS:
            yield f"{name}: the field {instruction.strip()[:60]!r} is not allowed."
        elif field == "HYPERLINK" and not _is_harmless_link(instruction):
            yield f"{name}: the link {instruction.strip()[:60]!r} does not lead to a web page."


def _is_harmless_link(instruction: str) -> bool:
    """Whether a HYPERLINK leads to a web page or to a place in the same document, and nowhere else."""
    words = [quoted or bare for quoted, bare in WORDS.findall(instruction)][1:]
    targets = [word for word in words if not SWITCH.fullmatch(word)]
    leads_out = [word for word in targets if re.search(r"[:/\\]", word)]
    if not all(WEB_PAGE.fullmatch(word) for word in leads_out):
        return False
    return bool(leads_out) or any(word.lower() == r"\l" for word in words)


def _instructions(tree: Tree) -> Iterator[str]:
    """The instruction of each field, put together from the runs over which Word spread it."""
    open_fields: list[list[str]] = []
    for element in tree.iter(etree.Element):
        local = str(element.tag).rpartition("}")[2]
        if local == "fldSimple":
            yield _attribute(element, "instr")
        elif local in ("instrText", "delInstrText"):
            text = "".join(str(part) for part in element.itertext())
            if open_fields:
                open_fields[-1].append(text)
            else:
                yield text
        elif local == "fldChar":
            kind = _attribute(element, "fldCharType")
            if kind == "begin":
                open_fields.append([])
            elif kind == "end" and open_fields:
                yield "".join(open_fields.pop())
    for left in open_fields:
        if left:
            yield "".join(left)


def _attribute(element: Tree, name: str) -> str:
    return element.get(WORD_NAMESPACE + name) or element.get(name) or ""
