"""Draws the template `campaign_report`: figures, funnel, months, the two grids, members by state."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.table import Table

from app.documents.shipped.building import (
    INK,
    WASH,
    Row,
    add_style,
    add_table,
    border,
    document_bytes,
    gap,
    keep_whole,
    new_document,
    pad,
    repeat_on_each_page,
    shade,
    tag_row,
    write,
)
from app.documents.shipped.paper import Line, add_letterhead
from app.documents.shipped.tables import ACCENT_HEX, BOTTOM, Column, add_value_row, fill

RUNNING_TITLE = "{{ t.title }} {{ number }}"
FACTS = (
    Line("{{ t.runs }}", "{{ runs }}"),
    Line("{{ t.responsible }}", "{{ responsible }}"),
    Line("{{ t.nature }}", "{{ nature }}"),
    Line("{{ t.date }}", "{{ date }}"),
)
FIGURES = (
    Column("", 7.0, "{{ row.label }}"),
    Column("{{ t.estimated }}", 5.0, "{{ row.estimated }}"),
    Column("{{ t.realised }}", 5.0, "{{ row.realised }}"),
)
FUNNEL = (
    Column("", 9.0, "{{ row.label }}"),
    Column("{{ t.count }}", 4.0, "{{ row.count }}"),
    Column("{{ t.share }}", 4.0, "{{ row.share }}"),
)
MONTHS = (
    Column("{{ t.month }}", 4.6, "{{ row.month }}"),
    Column("{{ t.cost }}", 3.1, "{{ row.cost }}"),
    Column("{{ t.accepted }}", 3.1, "{{ row.accepted }}"),
    Column("{{ t.invoiced }}", 3.1, "{{ row.invoiced }}"),
    Column("{{ t.so_far }}", 3.1, "{{ row['return'] }}"),
)
COSTS = (
    Column("", 0.9, "{{ row.position }}"),
    Column("{{ t.document }}", 3.6, "{{ row.document }}"),
    Column("{{ t.document_number }}", 3.2, "{{ row.number }}"),
    Column("{{ t.date }}", 3.2, "{{ row.date }}"),
    Column("{{ t.partner }}", 3.7, "{{ row.partner }}"),
    Column("{{ t.value }}", 2.4, "{{ row.value }}"),
)
REVENUES = (
    Column("", 0.8, "{{ row.position }}"),
    Column("{{ t.document }}", 2.1, "{{ row.document }}"),
    Column("{{ t.document_number }}", 3.0, "{{ row.number }}"),
    Column("{{ t.date }}", 3.0, "{{ row.date }}"),
    Column("{{ t.partner }}", 3.5, "{{ row.partner }}"),
    Column("{{ t.accepted }}", 2.3, "{{ row.accepted }}"),
    Column("{{ t.invoiced }}", 2.3, "{{ row.invoiced }}"),
)
MEMBERS = (Column("{{ t.state }}", 13.0, "{{ row.label }}"), Column("{{ t.count }}", 4.0, "{{ row.count }}"))


def campaign_report() -> bytes:
    """The template `campaign_report`."""
    document = new_document()
    add_style(document, "Heading line", size=12, color=INK, bold=True)
    add_letterhead(document, running_title=RUNNING_TITLE)
    _add_head(document)
    _add_rows(document, "{{ t.figures }} · {{ currency }}, {{ t.without_vat }}", "figures", FIGURES, words=1)
    _add_return(document)
    _add_rows(document, "{{ t.funnel }}", "funnel", FUNNEL, words=1)
    _add_rows(document, "{{ t.months }} · {{ currency }}", "months", MONTHS, words=1)
    _add_rows(document, "{{ t.costs }} · {{ currency }}", "costs", COSTS, words=5, total=["total_cost"])
    _add_rows(
        document,
        "{{ t.revenues }} · {{ currency }}",
        "revenues",
        REVENUES,
        words=5,
        total=["total_accepted", "total_invoiced"],
    )
    _add_rows(document, "{{ t.members }}", "members", MEMBERS, words=1)
    gap(document, 1)  # a file ends with a paragraph; a full line could open one more page
    return document_bytes(document, title=RUNNING_TITLE, subject="{{ name }}")


def _add_head(document: WordDocument) -> None:
    """The title, what it was for, and its facts in a box."""
    title = document.add_paragraph("{{ name }}", style="Paper title")
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(12), Pt(0)
    kind = document.add_paragraph("{{ t.title }} {{ number }}", style="Name")
    kind.paragraph_format.space_after = Pt(8)
    document.add_paragraph("{{ objectives }}").paragraph_format.space_after = Pt(8)
    table = add_table(document, (8.5, 8.5))
    pad(table, top=3, bottom=3, left=6, right=6)
    left, right = table.rows[0].cells
    for cell in (left, right):
        shade(cell, WASH)
    for fact in FACTS:
        write(left, fact.label, "Label").paragraph_format.space_before = Pt(3)
        write(left, fact.value)
    write(right, "{{ t.segment }}", "Label").paragraph_format.space_before = Pt(3)
    write(right, "{%p for row in segment %}")
    write(right, "{{ row.label }}: {{ row.value }}")
    write(right, "{%p endfor %}")


def _add_return(document: WordDocument) -> None:
    """The figure that the report is read for, under the columns of the others."""
    gap(document, 6)
    table = add_table(document, [column.width for column in FIGURES])
    pad(table, top=5, bottom=5, left=4, right=4)
    values = ("{{ t.return_on_investment }}", "{{ estimated_return }}", "{{ return_on_investment }}")
    for index, (cell, value) in enumerate(zip(table.rows[0].cells, values, strict=True)):
        fill(cell)
        write(cell, value, "Grand total", right=index > 0)
    keep_whole(table.rows[0])


def _add_rows(
    document: WordDocument,
    heading: str,
    name: str,
    columns: Sequence[Column],
    *,
    words: int,
    total: Sequence[str] = (),
) -> None:
    """A table with a heading: its head again on each page, `words` columns at the left, figures at the right.

    total: names of the sums under its last columns. An empty list says so in one row.
    """
    line = document.add_paragraph(heading, style="Heading line")
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(16), Pt(4)
    line.paragraph_format.keep_with_next = True
    table = add_table(document, [column.width for column in columns])
    pad(table, top=3, bottom=3, left=4, right=4)
    head = table.rows[0]
    for index, (cell, column) in enumerate(zip(head.cells, columns, strict=True)):
        border(cell, ACCENT_HEX, points=1)
        cell.vertical_alignment = BOTTOM
        write(cell, column.head, "Label", right=index >= words)
    repeat_on_each_page(head)
    keep_whole(head, with_next=True)
    tag_row(table, f"{{%tr for row in {name} %}}")
    add_value_row(table, columns, words=words)
    tag_row(table, "{%tr endfor %}")
    tag_row(table, f"{{%tr if not {name} %}}")
    write(table.add_row().cells[min(1, words - 1)], "{{ t.none }}", "Small")
    tag_row(table, "{%tr endif %}")
    if total:
        _add_total(table, total)


def _add_total(table: Table, names: Sequence[str]) -> None:
    sums: Row = table.add_row()
    write(sums.cells[1], "{{ t.total }}", "Emphasised")
    for cell, name in zip(sums.cells[-len(names) :], names, strict=True):
        write(cell, f"{{{{ {name} }}}}", "Emphasised", right=True)
    keep_whole(sums)
