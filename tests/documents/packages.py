"""Word files for tests: small templates, and the same with something hostile in them."""

import io
import zipfile
from collections.abc import Mapping

from docx import Document

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BODY_END = "<w:sectPr"


def make_template(*paragraphs: str, footer: str = "") -> bytes:
    """A Word file with these paragraphs, without the many styles that python-docx begins with."""
    document = _small_document()
    for text in paragraphs or ("Quote {{ number }}",):
        document.add_paragraph(text)
    document.sections[0].footer.paragraphs[0].text = footer
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _small_document():
    document = Document()
    for style in list(document.styles.element)[3:]:
        document.styles.element.remove(style)
    relationships = document.part.rels
    for key in [key for key, one in relationships.items() if one.reltype.endswith("/stylesWithEffects")]:
        del relationships[key]
    return document


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


def with_part(name: str, content: bytes, media_type: str | None = None) -> bytes:
    """A template with one more part, or with one replaced."""
    parts = parts_of(make_template())
    parts[name] = content
    if media_type is not None:
        override = f'<Override PartName="/{name}" ContentType="{media_type}"/></Types>'.encode()
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)
    return packed(parts)


def with_xml(xml: str, part: str = "word/document.xml") -> bytes:
    """A template with some XML before the end of its text."""
    parts = parts_of(make_template())
    text = parts[part].decode()
    mark = BODY_END if part == "word/document.xml" else "</w:"
    head, found, tail = text.rpartition(mark) if mark != BODY_END else text.partition(mark)
    parts[part] = (head + xml + found + tail).encode()
    return packed(parts)


def with_replaced(part: str, old: str, new: str) -> bytes:
    """A template with a text replaced in the XML of one part."""
    parts = parts_of(make_template())
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    return packed(parts)


def with_relationship(kind: str, target: str, *, external: bool = True) -> bytes:
    """A template with one more relationship of its text."""
    mode = ' TargetMode="External"' if external else ""
    one = f'<Relationship Id="rIdX" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{mode}/></Relationships>'
    return with_replaced("word/_rels/document.xml.rels", "</Relationships>", one)


def with_field(instruction: str) -> str:
    """A field, spread over two runs as Word does it."""
    half = len(instruction) // 2
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction[:half]}</w:instrText></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction[half:]}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def text_of(content: bytes) -> str:
    """All paragraphs of a document, those of its tables, headers and footers included."""
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    places = [document, section.header, section.footer, section.first_page_header, section.first_page_footer]
    return "\n".join(text for place in places for text in _texts(place))


def _texts(place) -> list[str]:
    texts = [paragraph.text for paragraph in place.paragraphs]
    for table in place.tables:
        for cell in {id(cell._tc): cell for row in table.rows for cell in row.cells}.values():
            texts += _texts(cell)
    return texts
