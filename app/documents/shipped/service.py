"""Draws the templates of service: `estimate` and `work_report`."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.table import Table

from app.documents.shipped.building import (
    HAIRLINE,
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
from app.documents.shipped.paper import (
    ACCENT_HEX,
    BOTTOM,
    Column,
    Line,
    add_addresses,
    add_letterhead,
    add_terms,
    add_thanks,
    add_title,
    add_totals,
)

RUNNING_TITLE = "{{ t.title }} {{ number }}"
LINES = (
    Column("", 0.9, "{{ line.position }}"),
    Column("{{ t.description }}", 6.3, "{{ line.name }}"),
    Column("{{ t.quantity }}", 2.0, "{{ line.quantity }} {{ line.unit }}"),
    Column("{{ t.price }}", 2.2, "{{ line.price }}"),
    Column("{{ t.discount }}", 1.6, "{{ line.discount }}"),
    Column("{{ t.vat }}", 1.5, "{{ line.vat_rate }}"),
    Column("{{ t.net }}", 2.5, "{{ line.net }}"),
)
WORK = (
    Column("{{ t.activity }}", 9.6, "{{ activity.name }}"),
    Column("{{ t.time }}", 5.0, "{{ activity.time }}"),
    Column("{{ t.hours }}", 2.4, "{{ activity.hours }}"),
)
CHARGES = (
    Column("{{ t.description }}", 9.0, "{{ charge.name }}"),
    Column("{{ t.quantity }}", 2.6, "{{ charge.quantity }} {{ charge.unit }}"),
    Column("{{ t.price }}", 2.6, "{{ charge.price }}"),
    Column("{{ t.amount }} {{ currency }}", 2.8, "{{ charge.amount }}"),
)


def estimate() -> bytes:
    """The template `estimate`."""
    document = new_document()
    add_letterhead(document, running_title=RUNNING_TITLE)
    add_addresses(
        document,
        (
            Line("{{ t.number }}", "{{ number }}"),
            Line("{{ t.date }}", "{{ issued_on }}"),
            Line("{{ t.request }}", "{{ request_number }}"),
            Line("{{ t.requested_on }}", "{{ requested_on }}"),
            Line("{{ t.solved_on }}", "{{ solved_on }}", "solved_on"),
            Line("{{ t.contract }}", "{{ contract_number }}", "contract_number"),
            Line("{{ t.salesperson }}", "{{ salesperson.name }}", "salesperson.name"),
        ),
    )
    add_title(document)
    _add_subject(document)
    _add_lines(document)
    add_totals(document)
    add_terms(
        document,
        (
            Line("{{ t.hours_by_reports }}", "{{ hours_by_reports }}", "hours_by_reports"),
            Line("{{ t.hours_by_times }}", "{{ hours_by_times }}"),
            Line("{{ t.payment_terms }}", "{{ payment_terms }}", "has_amount"),
            Line("{{ t.notes }}", "{{ notes }}", "notes"),
        ),
    )
    add_thanks(document)
    return document_bytes(document, title=RUNNING_TITLE, subject="{{ customer.name }}")


def work_report() -> bytes:
    """The template `work_report`."""
    document = new_document()
    add_style(document, "Heading line", size=11, color=INK, bold=True)
    add_letterhead(document, running_title=RUNNING_TITLE)
    add_addresses(
        document,
        (
            Line("{{ t.number }}", "{{ number }}"),
            Line("{{ t.worked_on }}", "{{ worked_on }}"),
            Line("{{ t.technician }}", "{{ technician }}"),
            Line("{{ t.request }}", "{{ request_number }}"),
            Line("{{ t.requested_on }}", "{{ requested_on }}"),
            Line("{{ t.site }}", "{{ site }}", "site"),
        ),
    )
    add_title(document)
    _add_subject(document)
    _add_work(document)
    _add_charges(document)
    _add_notes(document)
    _add_signature(document)
    return document_bytes(document, title=RUNNING_TITLE, subject="{{ customer.name }}")


def _add_subject(document: WordDocument) -> None:
    """What the customer asked for, in a line beneath the title."""
    document.add_paragraph("{{ request_title }}").paragraph_format.space_after = Pt(8)


def _add_lines(document: WordDocument) -> None:
    """What was done and what it costs; beneath a line that costs nothing stands why."""
    table = _headed(document, LINES, words=2)
    tag_row(table, "{%tr for line in lines %}")
    row = _row(table, LINES, words=2)
    for name in ("line.code", "line.reason"):
        write(row.cells[1], f"{{%p if {name} %}}")
        write(row.cells[1], f"{{{{ {name} }}}}", "Small")
        write(row.cells[1], "{%p endif %}")
    tag_row(table, "{%tr endfor %}")


def _add_work(document: WordDocument) -> None:
    """The objects, and under each what was done to it, from when to when."""
    table = _headed(document, WORK, words=1)
    tag_row(table, "{%tr for one in objects %}")
    head = table.add_row()
    named = head.cells[0].merge(head.cells[2])
    shade(named, WASH)
    write(named, "{{ one.name }}", "Emphasised")
    keep_whole(head, with_next=True)
    tag_row(table, "{%tr for activity in one.activities %}")
    row = _row(table, WORK, words=1)
    write(row.cells[0], "{%p if activity.note %}")
    write(row.cells[0], "{{ activity.note }}", "Small")
    write(row.cells[0], "{%p endif %}")
    tag_row(table, "{%tr endfor %}")
    tag_row(table, "{%tr endfor %}")
    total = table.add_row()
    words = total.cells[0].merge(total.cells[1])
    write(words, "{{ t.total_hours }}", "Emphasised", right=True)
    write(total.cells[2], "{{ total_hours }}", "Emphasised", right=True)
    keep_whole(total)


def _add_charges(document: WordDocument) -> None:
    """Parts, journeys and other items; the table is left out when there are none."""
    gap(document, 12)
    table = _headed(document, CHARGES, words=1, only_if="charges")
    tag_row(table, "{%tr for charge in charges %}")
    row = _row(table, CHARGES, words=1)
    write(row.cells[0], "{%p if charge.code %}")
    write(row.cells[0], "{{ charge.code }}", "Small")
    write(row.cells[0], "{%p endif %}")
    tag_row(table, "{%tr endfor %}")


def _add_notes(document: WordDocument) -> None:
    """What else is to be said, when there is something."""
    document.add_paragraph("{%p if notes %}")
    label = document.add_paragraph("{{ t.notes }}", style="Label")
    label.paragraph_format.space_before, label.paragraph_format.keep_with_next = Pt(12), True
    document.add_paragraph("{{ notes }}")
    document.add_paragraph("{%p endif %}")


def _add_signature(document: WordDocument) -> None:
    """Who of the customer saw it, and where they sign."""
    gap(document, 22)
    table = add_table(document, (7.6, 1.8, 7.6), rows=2)
    left, _, right = table.rows[0].cells
    write(left, "{{ t.technician }}", "Label").paragraph_format.space_after = Pt(4)
    write(left, "{{ technician }}", "Emphasised").paragraph_format.space_after = Pt(20)
    write(right, "{{ t.seen_by }}", "Label").paragraph_format.space_after = Pt(4)
    write(right, "{{ signed_by }}", "Emphasised").paragraph_format.space_after = Pt(20)
    for cell in (table.rows[1].cells[0], table.rows[1].cells[2]):
        border(cell, "66707F", sides=["top"])
        write(cell, "{{ labels.signature }}", "Label").paragraph_format.space_before = Pt(3)
    keep_whole(table.rows[0], with_next=True)
    keep_whole(table.rows[1])
    gap(document, 1)


def _headed(document: WordDocument, columns: Sequence[Column], *, words: int, only_if: str | None = None) -> Table:
    """A table with its head, repeated on each page; the first columns hold words, the others figures."""
    table = add_table(document, [column.width for column in columns])
    pad(table, top=3, bottom=3, left=4, right=4)
    head = table.rows[0]
    if only_if:
        write(head.cells[0], f"{{%tr if {only_if} %}}")
        head = table.add_row()
    for index, (cell, column) in enumerate(zip(head.cells, columns, strict=True)):
        border(cell, ACCENT_HEX, sides=["top", "left", "bottom", "right"])
        shade(cell, ACCENT_HEX)
        cell.vertical_alignment = BOTTOM
        write(cell, column.head, "Table head", right=index >= words)
    repeat_on_each_page(head)
    keep_whole(head, with_next=True)
    if only_if:
        tag_row(table, "{%tr endif %}")
    return table


def _row(table: Table, columns: Sequence[Column], *, words: int) -> Row:
    row: Row = table.add_row()
    for index, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        border(cell, HAIRLINE)
        write(cell, column.value, "Normal", right=index >= words)
    keep_whole(row)
    return row
