"""Fills in one template, or checks one: the work of the limited child. No tables, no files, no network."""

import io
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, UndefinedError, meta
from jinja2.exceptions import SecurityError
from lxml import etree
from lxml.etree import _Element as Tree

from app.documents.package_checks import hidden_findings, read_parts
from app.documents.part_checks import part_findings, text_findings
from app.documents.sandbox import Plain, sandbox
from app.documents.tag_checks import tag_findings

MOST_PIXELS = 10_000  # along one side
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
UNREADABLE = (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
    struct.error,
    LookupError,
    ValueError,
    ArithmeticError,
)
MISSING_VALUE = re.compile(r"'(?P<name>[^']+)' is undefined|has no (?:attribute|element) '?(?P<part>[^']+)'?")


class FillingFailed(Exception):
    """The template and the data make no document; the text is a sentence."""


class StrictTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """Refuses what docxtpl would mend in silence by leaving parts of the document out."""

    def fix_tables(self, xml: str) -> Tree:
        """The tree of the text. Raises FillingFailed when it is not well-formed or too large."""
        try:
            etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise FillingFailed(f"The tags and values do not make a whole document ({error.msg}).") from error
        tree: Tree = super().fix_tables(xml)
        return tree


def fill_in(template: bytes, data: Plain, *, mark: str) -> bytes:
    """The Word file that `template` makes of `data`. Raises FillingFailed.

    mark: template and version, such as `quote 3`; the file says in its properties what it was made from.
    """
    document = StrictTemplate(io.BytesIO(template))
    try:
        document.render(data, sandbox(), autoescape=True)
    except UndefinedError as error:
        raise FillingFailed(_missing_sentence(error)) from error
    except SecurityError as error:
        raise FillingFailed("The template does something that templates may not do.") from error
    except TemplateError as error:
        raise FillingFailed(f"A tag of the template cannot be read: {error.message}") from error
    except (TypeError, ValueError, LookupError, ArithmeticError) as error:
        raise FillingFailed(f"The template cannot be filled in: {error}.") from error
    document.core_properties.category = mark
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def check_template(template: bytes, sample: Plain) -> tuple[list[str], list[str]]:
    """Findings, one sentence each, and the top-level names that the template uses.

    sample: data as the template will get it; the last check writes a document from it.
    """
    try:
        parts = read_parts(template)
    except ValueError as error:
        return [str(error)], []
    findings = hidden_findings(parts) + part_findings(parts)
    if not findings:
        findings = list(_picture_findings(parts.items()))
    if findings:
        return findings, []
    try:
        return _check_tags(template, sample)
    except (OpcError, KeyError, ValueError, AttributeError, zipfile.BadZipFile):
        return ["The file is not a Word document that can be filled in; open and save it in Word, then try again."], []


def _check_tags(template: bytes, sample: Plain) -> tuple[list[str], list[str]]:
    environment = sandbox()
    findings: list[str] = []
    names: set[str] = set()
    for part, source in _sources(template):
        found = tag_findings(part, source, environment, sample)
        findings += found
        if not found:
            names |= meta.find_undeclared_variables(environment.parse(source))
    if not findings:
        findings = _trial_findings(template, sample)
    return findings, sorted(names)


def _trial_findings(template: bytes, sample: Plain) -> list[str]:
    """What goes wrong when a document is written from the sample data."""
    try:
        written = fill_in(template, sample, mark="trial")
    except FillingFailed as error:
        return [str(error)]
    return text_findings(read_parts(written))


def _sources(template: bytes) -> Iterator[tuple[str, str]]:
    """Name and text of everything that docxtpl fills in."""
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    yield "Text", document.patch_xml(document.get_xml())
    for uri, name in ((document.HEADER_URI, "Header"), (document.FOOTER_URI, "Footer")):
        for _, part in document.get_headers_footers(uri):
            yield name, document.patch_xml(document.get_part_xml(part))
    for part in document.docx.part.package.iter_parts():
        if part.content_type.endswith(".footnotes+xml"):
            yield "Footnotes", document.patch_xml(part.blob.decode("utf-8"))
    for name in PROPERTIES:
        yield f"Property {name}", getattr(document.core_properties, name)


def _picture_findings(parts: Iterable[tuple[str, bytes]]) -> Iterator[str]:
    for name, content in parts:
        if name.lower().endswith((".png", ".jpg", ".jpeg", ".gif")):
            try:
                picture = Image.from_blob(content)
            except UNREADABLE:
                yield f"The picture {name} cannot be read."
                continue
            if max(picture.px_width, picture.px_height) > MOST_PIXELS:
                yield f"The picture {name} is more than {MOST_PIXELS} pixels wide or high."


def _missing_sentence(error: UndefinedError) -> str:
    found = MISSING_VALUE.search(error.message or "")
    name = (found["name"] or found["part"]) if found else "a value"
    return f"The template asks for {name}, which the data does not have."
