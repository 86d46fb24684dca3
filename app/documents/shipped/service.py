"""Draws the templates of service: `estimate` and `work_report`."""

from docx.document import Document as WordDocument
from docx.shared import Pt

from app.documents.shipped.building import (
    INK,
    WASH,
    add_style,
    add_table,
    border,
    document_bytes,
    gap,
    keep_whole,
    new_document,
    shade,
    tag_row,
    write,
)
from app.documents.shipped.paper import (
    COLUMNS,
    WORDS,
    Line,
    add_addresses,
    add_letterhead,
    add_terms,
    add_thanks,
    add_title,
    add_totals,
)
from app.documents.shipped.tables import Column, add_headed_table, add_value_row, write_if

RUNNING_TITLE = "{{ t.title }} {{ number }}"
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
    table = add_headed_table(document, COLUMNS, words=WORDS)
    tag_row(table, "{%tr for line in lines %}")
    row = add_value_row(table, COLUMNS, words=WORDS)
    for name in ("line.code", "line.reason"):
        write_if(row.cells[1], name, f"{{{{ {name} }}}}")
    tag_row(table, "{%tr endfor %}")


def _add_work(document: WordDocument) -> None:
    """The objects, and under each what was done to it, from when to when."""
    table = add_headed_table(document, WORK, words=1)
    tag_row(table, "{%tr for one in objects %}")
    head = table.add_row()
    named = head.cells[0].merge(head.cells[2])
    shade(named, WASH)
    write(named, "{{ one.name }}", "Emphasised")
    keep_whole(head, with_next=True)
    tag_row(table, "{%tr for activity in one.activities %}")
    row = add_value_row(table, WORK, words=1)
    write_if(row.cells[0], "activity.note", "{{ activity.note }}")
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
    table = add_headed_table(document, CHARGES, words=1, only_if="charges")
    tag_row(table, "{%tr for charge in charges %}")
    row = add_value_row(table, CHARGES, words=1)
    write_if(row.cells[0], "charge.code", "{{ charge.code }}")
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
