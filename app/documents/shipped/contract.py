"""Draws the template `contract`: parties, object, lines, terms, general conditions, two signatures."""

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
    pad_cell,
    shade,
    tag_row,
    write,
)
from app.documents.shipped.paper import (
    Line,
    add_letterhead,
    add_terms,
    add_totals,
)
from app.documents.shipped.tables import Column, add_headed_table, add_value_row

RUNNING_TITLE = "{{ contract_title }} {{ number }}"
COLUMNS = (
    Column("", 0.9, "{{ line.position }}"),
    Column("{{ t.description }}", 7.4, "{{ line.name }}"),
    Column("{% if has_hours %}{{ t.hours }}{% endif %}", 2.0, "{{ line.hours }}"),
    Column("{{ t.quantity }}", 2.0, "{{ line.quantity }} {{ line.unit }}"),
    Column("{{ t.price }}", 2.3, "{{ line.price }}"),
    Column("{{ t.net }}", 2.4, "{{ line.net }}"),
)
WORDS = 2  # the first columns hold words, the others figures


def contract() -> bytes:
    """The template `contract`."""
    document = new_document()
    add_style(document, "Heading line", size=11, color=INK, bold=True)
    add_letterhead(document, running_title=RUNNING_TITLE)
    _add_title(document)
    _add_parties(document)
    _add_heading(document, "{{ t.object }}")
    document.add_paragraph("{{ subject }}").paragraph_format.space_after = Pt(8)
    _add_lines(document)
    _add_sums(document)
    add_terms(
        document,
        (
            Line("{{ t.duration }}", "{{ duration }}"),
            Line("{{ t.billing }}", "{{ billing }}"),
            Line("{{ t.payment_terms }}", "{{ payment_terms }}", "payment_terms"),
            Line(
                "{{ labels.bank }}",
                "{{ seller.bank_name }}{% if seller.bank_name %} · {% endif %}IBAN {{ seller.iban }}",
                "seller.iban",
            ),
            Line("{{ t.notes }}", "{{ notes }}", "notes"),
        ),
    )
    _add_conditions(document)
    _add_signatures(document)
    return document_bytes(document, title=RUNNING_TITLE, subject="{{ customer.name }}")


def _add_title(document: WordDocument) -> None:
    title = document.add_paragraph("{{ contract_title }}", style="Paper title")
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(10), Pt(2)
    number = document.add_paragraph("", style="Name")
    number.add_run("{{ t.number }} {{ number }}")
    number.add_run("{% if date %} · {{ date }}{% endif %}").bold = False
    number.paragraph_format.space_after = Pt(10)


def _add_parties(document: WordDocument) -> None:
    """We at the left, the customer at the right, each with what it is called in the text."""
    table = add_table(document, (8.3, 0.4, 8.3))
    ours, _, theirs = table.rows[0].cells
    for cell, role, party in ((ours, "supplier", "seller"), (theirs, "client", "customer")):
        shade(cell, WASH)
        pad_cell(cell, top=6, left=8, bottom=6, right=8)
        write(cell, f"{{{{ t.{'between' if party == 'seller' else 'and'} }}}}", "Label")
        write(cell, f"{{{{ {party}.name }}}}", "Name").paragraph_format.space_after = Pt(2)
        write(cell, f"{{%p for address_line in {party}.address_lines %}}")
        write(cell, "{{ address_line }}")
        write(cell, "{%p endfor %}")
        write(cell, f"{{%p if {party}.vat_number %}}")
        write(cell, f"{{{{ t.vat_number }}}} {{{{ {party}.vat_number }}}}", "Small")
        write(cell, "{%p endif %}")
        if party == "customer":
            write(cell, "{%p if contact.name %}")
            write(cell, "{{ contact.name }}{% if contact.function %}, {{ contact.function }}{% endif %}", "Small")
            write(cell, "{%p endif %}")
        write(cell, f"{{{{ t.{role} }}}}", "Small").paragraph_format.space_before = Pt(3)
    keep_whole(table.rows[0])


def _add_heading(document: WordDocument, text: str) -> None:
    heading = document.add_paragraph(text, style="Heading line")
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(4)
    heading.paragraph_format.keep_with_next = True


def _add_lines(document: WordDocument) -> None:
    """What is agreed; the head is repeated on each page, figures stand at the right."""
    table = add_headed_table(document, COLUMNS, words=WORDS)
    tag_row(table, "{%tr for line in lines %}")
    row = add_value_row(table, COLUMNS, words=WORDS)
    write(row.cells[1], "{{ line.code }} · {{ t.covers }}: {{ line.covers }}", "Small")
    tag_row(table, "{%tr endfor %}")


def _add_sums(document: WordDocument) -> None:
    """The sums; where only prices are agreed there is nothing to add up, and one sentence stands instead."""
    document.add_paragraph("{%p if has_totals %}")
    add_totals(document)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if not has_totals %}")
    document.add_paragraph("{{ t.prices }} {{ currency }}.", style="Small").paragraph_format.space_before = Pt(4)
    document.add_paragraph("{%p endif %}")


def _add_conditions(document: WordDocument) -> None:
    _add_heading(document, "{{ t.conditions }}")
    document.add_paragraph("{%p for condition in conditions %}")
    paragraph = document.add_paragraph("")
    paragraph.add_run("{{ condition.number }}. {{ condition.heading }}. ").bold = True
    paragraph.add_run("{{ condition.text }}")
    layout = paragraph.paragraph_format
    layout.space_after, layout.keep_together = Pt(4), True
    document.add_paragraph("{%p endfor %}")


def _add_signatures(document: WordDocument) -> None:
    """A block for each party: place and date, stamp and signature; never torn from the last sentence."""
    thanks = document.add_paragraph("{{ t.thanks }}")
    thanks.paragraph_format.space_before, thanks.paragraph_format.space_after = Pt(12), Pt(10)
    thanks.paragraph_format.keep_with_next = True
    table = add_table(document, (7.9, 1.2, 7.9), rows=3)
    names, dates, signatures = table.rows
    for index, (role, party) in ((0, ("for_supplier", "seller")), (2, ("for_client", "customer"))):
        write(names.cells[index], f"{{{{ t.{role} }}}}", "Label")
        write(names.cells[index], f"{{{{ {party}.name }}}}", "Emphasised").paragraph_format.space_after = Pt(24)
        for row, label, space in ((dates, "place_and_date", 26), (signatures, "signature", 0)):
            border(row.cells[index], "66707F", sides=["top"])
            written = write(row.cells[index], f"{{{{ labels.{label} }}}}", "Label")
            written.paragraph_format.space_before, written.paragraph_format.space_after = Pt(3), Pt(space)
    keep_whole(names, with_next=True)
    keep_whole(dates, with_next=True)
    keep_whole(signatures)
    gap(document, 1)  # a file ends with a paragraph; a full line could open one more page
