"""Checks of the parts of a Word file: only known kinds, no macros, nothing that reaches out."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree
from lxml.etree import _Element as Tree

from app.documents.field_checks import field_findings
from app.documents.part_types import (
    FORBIDDEN_ELEMENTS,
    IMAGE_TYPES,
    MAIN_TYPE,
    RELATIONSHIP_KINDS,
    RELATIONSHIPS_TYPE,
    XML_TYPES,
)

CONTENT_TYPES = "[Content_Types].xml"
MOST_XML_BYTES = 10 * 1024 * 1024
MOST_ELEMENTS = 200_000
LONGEST_ATTRIBUTE = 32_000  # characters
WEB_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?([/?#][^\s\\<>\"]*)?|mailto:[^\s\\<>\"?&]+", re.IGNORECASE
)
ADDRESS = re.compile(r"\s*([a-z][a-z0-9+.\-]*:|//|\\)", re.IGNORECASE)
OUTSIDE_NAMES = frozenset({"src", "href", "althref", "hlinkhref", "link"})
FILLED_TYPES = (".main+xml", ".core-properties+xml", ".header+xml", ".footer+xml", ".footnotes+xml")
FILLED_NAMES = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
INSTRUCTION = re.compile(r"<\?(?!xml\s|mso-)")
TAG = re.compile(r"\{[{%#]")


def part_findings(parts: Mapping[str, bytes]) -> list[str]:
    """A sentence for each part, relationship, element or field that a template may not have."""
    types, findings = _content_types(parts)
    if findings:
        return findings
    findings = list(_type_findings(parts, types))
    trees = dict(_trees(parts, types, findings))
    for name, tree in trees.items():
        if types[name] == RELATIONSHIPS_TYPE:
            findings += _relationship_findings(name, tree, parts)
        else:
            findings += [*_element_findings(name, tree), *field_findings(name, tree)]
            findings += _stray_tag_findings(name, tree, types[name])
    return findings + _main_part_findings(trees, types)


def text_findings(parts: Mapping[str, bytes]) -> list[str]:
    """What a finished document has in its text, headers or footers that no document may have."""
    findings: list[str] = []
    for name in filter(FILLED_NAMES.fullmatch, parts):
        tree = parse_part(parts[name])
        findings += [*_element_findings(name, tree), *field_findings(name, tree)]
    return findings


def parse_part(content: bytes) -> Tree:
    """The tree of one XML part. Raises ValueError with the reason it cannot be trusted."""
    if len(content) > MOST_XML_BYTES:
        raise ValueError(f"is larger than {MOST_XML_BYTES // 2**20} MiB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("is not written in UTF-8") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("has a DOCTYPE")
    if INSTRUCTION.search(text):
        raise ValueError("has a processing instruction")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"is not well-formed XML ({error.msg})") from None
    _check_shape(tree)
    return tree


def _check_shape(tree: Tree) -> None:
    if tree.getroottree().docinfo.encoding not in ("UTF-8", "utf-8", None):
        raise ValueError("is not written in UTF-8")
    for count, element in enumerate(tree.iter()):
        if count > MOST_ELEMENTS:
            raise ValueError(f"has more than {MOST_ELEMENTS} elements")
        if element.tag is etree.Entity:
            raise ValueError("has an entity")
        if any(len(value) > LONGEST_ATTRIBUTE for value in element.attrib.values()):
            raise ValueError("has an attribute that is far too long")


def _content_types(parts: Mapping[str, bytes]) -> tuple[dict[str, str], list[str]]:
    """The declared type of each part, or what makes that unreadable."""
    try:
        tree = parse_part(parts[CONTENT_TYPES])
    except KeyError:
        return {}, ["This is not a Word file (.docx): the list of its parts is missing."]
    except ValueError as error:
        return {}, [f"The part {CONTENT_TYPES} {error}."]
    by_ending: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for element in tree:
        known = by_ending if _local(element) == "Default" else by_name
        key = (element.get("Extension") or element.get("PartName", "").lstrip("/")).lower()
        if key in known:
            return {}, [f"The part {CONTENT_TYPES} gives two types for {key}."]
        known[key] = element.get("ContentType", "")
    names = [name for name in parts if name != CONTENT_TYPES]
    return {name: by_name.get(name.lower(), by_ending.get(name.rpartition(".")[2].lower(), "")) for name in names}, []


def _type_findings(parts: Mapping[str, bytes], types: Mapping[str, str]) -> Iterator[str]:
    for name, media_type in types.items():
        if media_type in IMAGE_TYPES:
            if not parts[name].startswith(IMAGE_TYPES[media_type]):
                yield f"The part {name} is not the picture that it claims to be."
        elif media_type not in XML_TYPES:
            yield f"The part {name} is not allowed in a template ({media_type or 'unknown kind'})."
        elif media_type == "application/xml" and not name.startswith("customXml/"):
            yield f"The part {name} does not say what it is."
        elif (media_type == RELATIONSHIPS_TYPE) is not name.endswith(".rels"):
            yield f"The part {name} is not what its name says."


def _trees(parts: Mapping[str, bytes], types: Mapping[str, str], findings: list[str]) -> Iterator[tuple[str, Tree]]:
    for name, media_type in types.items():
        if media_type in XML_TYPES:
            try:
                yield name, parse_part(parts[name])
            except ValueError as error:
                findings.append(f"The part {name} {error}.")


def _main_part_findings(trees: Mapping[str, Tree], types: Mapping[str, str]) -> list[str]:
    """A Word file has one main document, named by the package's own relationships."""
    root = trees.get("_rels/.rels")
    targets = [] if root is None else [r for r in root if _kind(r) == "officeDocument"]
    mains = [name for name, media_type in types.items() if media_type == MAIN_TYPE]
    if len(targets) != 1 or len(mains) != 1 or targets[0].get("Target", "").lstrip("/") != mains[0]:
        return ["This is not a Word document (.docx): it has no single main part of that kind."]
    return []


def _relationship_findings(name: str, tree: Tree, parts: Mapping[str, bytes]) -> Iterable[str]:
    seen: set[str] = set()
    for relationship in tree:
        target, kind = relationship.get("Target", ""), _kind(relationship)
        if kind not in RELATIONSHIP_KINDS:
            yield f"{name}: a relationship of the kind {kind!r} is not allowed."
        if relationship.get("Id", "") in seen:
            yield f"{name}: two relationships have the id {relationship.get('Id')!r}."
        seen.add(relationship.get("Id", ""))
        mode = relationship.get("TargetMode", "Internal")
        if mode == "Internal":
            if _resolved(name, target) not in parts and not (kind == "hyperlink" and target.startswith("#")):
                yield f"{name}: the relationship to {target[:80]!r} leads nowhere inside the file."
        elif mode != "External" or kind != "hyperlink" or not WEB_ADDRESS.fullmatch(target):
            yield f"{name}: the relationship to {target[:80]!r} reaches out of the file; only links to web pages may."


def _resolved(name: str, target: str) -> str:
    """The part that a relationship of `name` means."""
    if target.startswith("/"):
        return target[1:]
    source = posixpath.dirname(posixpath.dirname(name))
    return posixpath.normpath(posixpath.join(source, target))


def _element_findings(name: str, tree: Tree) -> Iterator[str]:
    for element in tree.iter(etree.Element):
        local = _local(element)
        if local in FORBIDDEN_ELEMENTS:
            yield f"{name}: {FORBIDDEN_ELEMENTS[local]} is not allowed."
        for attribute, value in element.attrib.items():
            if _reaches_out(str(attribute), str(value)):
                yield f"{name}: the address {str(value)[:80]!r} reaches out of the file."


def _reaches_out(attribute: str, value: str) -> bool:
    """Whether an attribute is an address outside of the file; a link to a web page is none."""
    name = attribute.rpartition("}")[2].lower()
    if name not in OUTSIDE_NAMES:
        return value.lstrip().startswith("\\\\")
    return ADDRESS.match(value) is not None and not (name == "href" and WEB_ADDRESS.fullmatch(value))


def _stray_tag_findings(name: str, tree: Tree, media_type: str) -> Iterator[str]:
    """Tags stand in texts of parts that are filled in; anywhere else they are a mistake or a trick."""
    for element in tree.iter(etree.Element):
        if any(TAG.search(str(value)) for value in element.attrib.values()):
            yield f"{name}: a tag stands in a property of <{_local(element)}>; tags belong in the text."
    if media_type.endswith(FILLED_TYPES):
        return
    if TAG.search("".join(str(text) for text in tree.itertext())):
        yield f"{name}: tags work only in the text, headers, footers and footnotes."


def _kind(relationship: Tree) -> str:
    return relationship.get("Type", "").rpartition("/")[2]


def _local(element: Tree) -> str:
    return str(element.tag).rpartition("}")[2]
