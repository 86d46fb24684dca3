"""Building blocks of the shipped Word templates: styles, tables, borders, fields, the same bytes every time."""

# ruff: noqa: SLF001  # python-docx shows the XML beneath its objects only this way

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer, _Header
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from lxml.etree import _Element as Element

INK = RGBColor(0x1B, 0x25, 0x33)
MUTED = RGBColor(0x66, 0x70, 0x80)
ACCENT = RGBColor(0x12, 0x4E, 0x78)
WHITE = RGBColor(0xFF, 0xFF, 0xFF)
HAIRLINE = "DDE2E8"
WASH = "F3F6F9"
FONT = "Calibri"
FACT_LABEL, FACT_VALUE = Cm(0.25), Cm(3.95)  # where they begin in the box
BORN = datetime(2026, 1, 1, tzinfo=UTC)
Cell = _Cell
Row = _Row


def new_document() -> WordDocument:
    """An empty A4 document with our styles: the names are what people see in Word's list of styles."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.1), Cm(1.9)
    section.header_distance, section.footer_distance = Cm(1.2), Cm(0.9)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _dress(normal, size=10, color=INK)
    normal.paragraph_format.space_after = Pt(0)
    add_style(document, "Letterhead", size=17, color=ACCENT, bold=True)
    add_style(document, "Small", size=8.5, color=MUTED)
    add_style(document, "Label", size=8, color=MUTED)
    add_style(document, "Name", size=11.5, color=INK, bold=True)
    add_style(document, "Paper title", size=24, color=ACCENT)
    add_style(document, "Table head", size=8, color=WHITE, bold=True)
    add_style(document, "Emphasised", size=10, color=INK, bold=True)
    add_style(document, "Grand total", size=13, color=WHITE, bold=True)
    _add_fact_styles(document)
    _lay_out_as_word_does_now(document)
    return document


def _add_fact_styles(document: WordDocument) -> None:
    """A label, a tab and a value; what is too long for a line goes on beneath the value."""
    add_style(document, "Fact", size=10, color=INK)
    fact = document.styles["Fact"]
    assert isinstance(fact, ParagraphStyle)
    layout = fact.paragraph_format
    layout.left_indent, layout.first_line_indent, layout.right_indent = FACT_VALUE, FACT_LABEL - FACT_VALUE, FACT_LABEL
    layout.tab_stops.add_tab_stop(FACT_VALUE)
    layout.space_before = layout.space_after = Pt(3.25)
    label = document.styles.add_style("Fact label", WD_STYLE_TYPE.CHARACTER)
    assert isinstance(label, CharacterStyle)
    _dress(label, size=8, color=MUTED)


def _lay_out_as_word_does_now(document: WordDocument) -> None:
    """Compatibility mode 15: tables begin at the margin, and Word does not call the file old."""
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        settings.append(compat)
    for known in list(compat):
        compat.remove(known)
    uri = "http://schemas.microsoft.com/office/word"
    compat.append(_element("w:compatSetting", name="compatibilityMode", uri=uri, val="15"))


def add_style(document: WordDocument, name: str, *, size: float, color: RGBColor, bold: bool = False) -> None:
    """A paragraph style, shown in Word's list."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _dress(style, size=size, color=color)
    style.font.bold = bold


def write(cell: Cell, text: str, style: str = "Normal", *, right: bool = False) -> Paragraph:
    """A paragraph in a cell: the empty one that every cell begins with, else a new one."""
    first: Paragraph = cell.paragraphs[0]
    paragraph = first if len(cell.paragraphs) == 1 and not first.text and not first._p.r_lst else cell.add_paragraph()
    paragraph.style = style
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(text)
    return paragraph


def add_table(document: WordDocument, widths_cm: Sequence[float], rows: int = 1) -> Table:
    """A table of fixed column widths, without borders."""
    return _fix_widths(document.add_table(rows, len(widths_cm)), widths_cm)


def add_head_table(parent: _Header | _Footer, widths_cm: Sequence[float], *, gap_points: float) -> Table:
    """A table of one row at the top of a header or footer, and the space below it."""
    table = _fix_widths(parent.add_table(1, len(widths_cm), Cm(sum(widths_cm))), widths_cm)
    last = parent.paragraphs[0]
    last.paragraph_format.line_spacing = Pt(gap_points)
    parent._element.append(last._p)
    return table


def pad(table: Table, *, top: float = 0, bottom: float = 0, left: float = 0, right: float = 0) -> None:
    """Padding of every cell, in points."""
    properties = table._tbl.tblPr
    for known in properties.findall(qn("w:tblCellMar")):
        properties.remove(known)
    margins = _margins("w:tblCellMar", top=top, left=left, bottom=bottom, right=right)
    look = properties.find(qn("w:tblLook"))
    properties.append(margins) if look is None else look.addprevious(margins)


def pad_cell(cell: Cell, **points: float) -> None:
    """Padding of one cell, in points; sides in the order top, left, bottom, right."""
    _insert_cell_property(cell, _margins("w:tcMar", **points))


def border(cell: Cell, color: str, *, points: float = 0.5, sides: Sequence[str] = ("bottom",)) -> None:
    """Lines at the sides of a cell."""
    properties = cell._tc.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        _insert_cell_property(cell, borders)
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            borders.append(_element(f"w:{side}", val="single", sz=str(int(points * 8)), space="0", color=color))


def shade(cell: Cell, color: str) -> None:
    """The background of a cell."""
    _insert_cell_property(cell, _element("w:shd", val="clear", color="auto", fill=color))


def keep_whole(row: _Row, *, with_next: bool = False) -> None:
    """Never break a row over two pages; with_next: nor part it from the row that follows."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    if with_next:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def repeat_on_each_page(row: _Row) -> None:
    """The head of a table, again at the top of each page."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def tag_row(table: Table, tag: str) -> None:
    """A row that holds only a row tag, such as `{%tr for line in lines %}`; it is gone in the document."""
    row = table.add_row()
    row.cells[0].paragraphs[0].add_run(tag)


def drop_first_row(table: Table) -> None:
    """Remove the row that a new table begins with, once others are there."""
    table._tbl.remove(table.rows[0]._tr)


def field(paragraph: Paragraph, instruction: str) -> None:
    """A Word field, such as PAGE."""
    run = paragraph.add_run()
    run._r.append(_element("w:fldChar", fldCharType="begin"))
    text = OxmlElement("w:instrText")
    text.text = f" {instruction} "
    run._r.append(text)
    run._r.append(_element("w:fldChar", fldCharType="separate"))
    paragraph.add_run("1")
    paragraph.add_run()._r.append(_element("w:fldChar", fldCharType="end"))


def gap(document: WordDocument, points: float) -> Paragraph:
    """Empty space between two tables."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(points)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def document_bytes(document: WordDocument, *, title: str, subject: str) -> bytes:
    """The file, byte for byte the same whenever it is built."""
    properties = document.core_properties
    properties.title, properties.subject, properties.language = title, subject, "{{ language }}"
    properties.author, properties.last_modified_by = "{{ seller.name }}", "Pratica"
    properties.comments, properties.keywords = "", ""
    properties.created = properties.modified = BORN
    _drop_thumbnail(document)
    written = io.BytesIO()
    document.save(written)
    return _with_fixed_times(written.getvalue())


def _drop_thumbnail(document: WordDocument) -> None:
    """python-docx begins with a file that has a picture of its empty page."""
    relationships = document.part.package.rels
    for key in [key for key, one in relationships.items() if one.reltype.endswith("/thumbnail")]:
        del relationships[key]


def _with_fixed_times(content: bytes) -> bytes:
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, BORN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()


def _fix_widths(table: Table, widths_cm: Sequence[float]) -> Table:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    pad(table)
    return table


def _margins(name: str, **points: float) -> Element:
    """What stands between text and border; Word wants the sides in the order top, left, bottom, right."""
    margins = OxmlElement(name)
    for side, wide in points.items():
        margins.append(_element(f"w:{side}", w=str(int(wide * 20)), type="dxa"))
    return margins


def _dress(style: CharacterStyle, *, size: float, color: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)


def _insert_cell_property(cell: Cell, element: Element) -> None:
    """Word wants borders before shading, and both before the vertical alignment."""
    properties = cell._tc.get_or_add_tcPr()
    order = ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign"]
    rank = order.index(element.tag.rpartition("}")[2])
    later = [child for child in properties if order.index(child.tag.rpartition("}")[2]) > rank]
    if later:
        later[0].addprevious(element)
    else:
        properties.append(element)


def _element(name: str, /, **attributes: str) -> Element:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element
