"""Reads a file that is to become a draft: what it is called, and whether it can be read at all.

Only what cannot be read safely is refused here. What merely must not run (a script, an unknown element) is kept and
shown as a finding, because the editor is where it is mended.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from app.engine.checks.errors import UnreadableFile
from app.engine.checks.forms import form_id_of, read_form
from app.engine.checks.reading import read_xml
from app.engine.checks.wording import BPMN
from app.studio.drafts.errors import DraftUnreadable
from app.studio.drafts.models import DraftKind

LONGEST_NAME = 200
LONGEST_FILE_NAME = 200
ENCODING = re.compile(r"""(\A\ufeff?<\?xml[^>]*?encoding\s*=\s*)("[^"]*"|'[^']*')""")
NOT_IN_FILE_NAMES = re.compile(r"[^\w .()/-]+")

Named = tuple[str, str]  # id, name


@dataclass(frozen=True)
class Content:
    """A file that can be kept. text: what it says, in UTF-8 whatever it was written in."""

    kind: DraftKind
    file_name: str
    text: str
    resource_id: str
    name: str


def read_content(file_name: str, content: bytes) -> Content:
    """What a file holds; its kind is the ending of its name. Raises DraftUnreadable."""
    kept_name = _clean_file_name(file_name)
    kind = _kind_of(kept_name)
    try:
        text, (resource_id, name) = _READERS[kind](kept_name, content)
    except UnreadableFile as error:
        sentence = f"{error.message} {error.remedy}"
        raise DraftUnreadable(kept_name, sentence, element_id=error.element_id, line=error.line) from error
    shown = _printable(name) or _printable(resource_id) or PurePosixPath(kept_name).stem
    return Content(kind, kept_name, text, _printable(resource_id), shown)


def _kind_of(file_name: str) -> DraftKind:
    ending = PurePosixPath(file_name).suffix.removeprefix(".").lower()
    if ending not in set(DraftKind):
        raise DraftUnreadable(file_name, "Give a file that ends in .bpmn, .dmn or .form.")
    return DraftKind(ending)


def _clean_file_name(file_name: str) -> str:
    """A relative path of plain names; what leads out of the folder or cannot be typed is left out."""
    parts = [part.strip(" .") for part in NOT_IN_FILE_NAMES.sub("", file_name.replace("\\", "/")).split("/")]
    stem, dot, ending = "/".join(part for part in parts if part).rpartition(".")
    return f"{stem[-(LONGEST_FILE_NAME - 10) :]}{dot}{ending.lower()}" if stem.strip("/") else f"unnamed.{ending}"


def _bpmn(_file_name: str, content: bytes) -> tuple[str, Named]:
    root = read_xml(content)
    if root.tag != BPMN + "definitions":
        raise UnreadableFile(f"This is not BPMN 2.0: the file begins with {root.tag[:100]}.", "Save it as BPMN 2.0.")
    processes = root.findall(BPMN + "process")
    runs = [process for process in processes if process.get("isExecutable") == "true"] or processes
    return _text_of(root, content), _named(runs)


def _dmn(_file_name: str, content: bytes) -> tuple[str, Named]:
    root = read_xml(content)
    space = etree.QName(root).namespace or ""
    if etree.QName(root).localname != "definitions" or "DMN" not in space:
        raise UnreadableFile(f"This is not DMN: the file begins with {root.tag[:100]}.", "Save it as DMN 1.3.")
    return _text_of(root, content), _named(root.findall(f"{{{space}}}decision"))


def _form(file_name: str, content: bytes) -> tuple[str, Named]:
    form_id = form_id_of(file_name, read_form(content))
    return content.decode("utf-8-sig"), (form_id, form_id)


_READERS: dict[DraftKind, Callable[[str, bytes], tuple[str, Named]]] = {
    DraftKind.BPMN: _bpmn,
    DraftKind.DMN: _dmn,
    DraftKind.FORM: _form,
}


def _named(elements: list[etree._Element]) -> Named:
    if not elements:
        return "", ""
    return elements[0].get("id") or "", elements[0].get("name") or ""


def _text_of(root: etree._Element, content: bytes) -> str:
    """The text of an XML file; one that was not in UTF-8 says from now on that it is."""
    encoding = (root.getroottree().docinfo.encoding or "utf-8").lower()
    if encoding in {"utf-8", "utf8", "us-ascii", "ascii"}:
        return content.decode("utf-8")
    return ENCODING.sub(r'\1"UTF-8"', content.decode(encoding).removeprefix("\ufeff"))


def _printable(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable()).strip()[:LONGEST_NAME]
