"""The parts that a quote and an order confirmation share, from the letterhead to the signature."""

from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.section import _Footer, _Header
from docx.shared import Pt
from docx.table import Table

from app.documents.shipped.building import (
    HAIRLINE,
    INK,
    WASH,
    Cell,
    Row,
    add_head_table,
    add_table,
    border,
    drop_first_row,
    field,
    gap,
    keep_whole,
    pad,
    pad_cell,
    shade,
    tag_row,
    write,
)
from app.documents.shipped.tables import (
    ACCENT_HEX,
    BOTTOM,
    Column,
    add_headed_table,
    add_value_row,
    fill,
    write_if,
)


class Line(NamedTuple):
    """A label with its value; `only_if` names the value without which the line is left out."""

    label: str
    value: str
    only_if: str | None = None


COLUMNS = (
    Column("", 0.9, "{{ line.position }}"),
    Column("{{ t.description }}", 6.3, "{{ line.name }}"),
    Column("{{ t.quantity }}", 2.0, "{{ line.quantity }} {{ line.unit }}"),
    Column("{{ t.price }}", 2.2, "{{ line.price }}"),
    Column("{{ t.discount }}", 1.6, "{{ line.discount }}"),
    Column("{{ t.vat }}", 1.5, "{{ line.vat_rate }}"),
    Column("{{ t.net }}", 2.5, "{{ line.net }}"),
)
WORDS = 2  # the first columns hold words, the others figures


def add_letterhead(document: WordDocument, *, running_title: str) -> None:
    """Name and address on the first page, one line on the others, and the foot with the page number."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    _add_first_head(section.first_page_header)
    _add_running_head(section.header, running_title)
    _add_foot(section.first_page_footer)
    _add_foot(section.footer)


def add_addresses(document: WordDocument, facts: Sequence[Line]) -> None:
    """The customer at the left, the facts of the paper in a box at the right: a label, a tab and the value each."""
    gap(document, 7)
    customer, box = add_table(document, (9.3, 7.7)).rows[0].cells
    pad_cell(customer, right=10)
    shade(box, WASH)
    pad_cell(box, top=4, bottom=4)
    for fact in facts:
        _add_fact(box, fact)
    _fill_customer(customer)


def _fill_customer(customer: Cell) -> None:
    write(customer, "{{ t.customer }}", "Label").paragraph_format.space_after = Pt(3)
    write(customer, "{{ customer.name }}", "Name").paragraph_format.space_after = Pt(2)
    write(customer, "{%p for address_line in customer.address_lines %}")
    write(customer, "{{ address_line }}")
    write(customer, "{%p endfor %}")
    write_if(customer, "customer.vat_number", "{{ t.vat_number }} {{ customer.vat_number }}")
    write_if(customer, "customer.fiscal_code", "{{ labels.fiscal_code }} {{ customer.fiscal_code }}")
    write(customer, "{%p if contact.name %}")
    contact = write(
        customer, "{{ t.contact }}: {{ contact.name }}{% if contact.function %}, {{ contact.function }}{% endif %}"
    )
    contact.paragraph_format.space_before = Pt(6)
    write(customer, "{%p endif %}")


def _add_fact(box: Cell, fact: Line) -> None:
    if fact.only_if:
        write(box, f"{{%p if {fact.only_if} %}}")
    paragraph = write(box, "", "Fact")
    paragraph.add_run(fact.label, style="Fact label")
    paragraph.add_run(f"\t{fact.value}")
    if fact.only_if:
        write(box, "{%p endif %}")


def add_title(document: WordDocument) -> None:
    """The large title with the number."""
    title = document.add_paragraph("{{ t.title }} ", style="Paper title")
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(18), Pt(8)
    number = title.add_run("{{ number }}")
    number.font.color.rgb, number.bold = INK, True


def add_lines(document: WordDocument) -> None:
    """The table of lines; its head is repeated on each page, figures stand at the right."""
    table = add_headed_table(document, COLUMNS, words=WORDS)
    tag_row(table, "{%tr for line in lines %}")
    row = add_value_row(table, COLUMNS, words=WORDS)
    write_if(row.cells[1], "line.code", "{{ line.code }}")
    tag_row(table, "{%tr endfor %}")


def add_totals(document: WordDocument) -> None:
    """The sums at the right, VAT by rate among them; never torn apart. One rate needs no sum of its own."""
    gap(document, 10)
    table = add_table(document, (5.4, 4.6))
    table.alignment = WD_TABLE_ALIGNMENT.RIGHT
    pad(table, top=3.5, bottom=3.5, left=6, right=4)
    _add_sum(table, "{{ t.total_net }}", "total_net")
    tag_row(table, "{%tr for rate in vat %}")
    _add_sum(table, "{{ rate.name }} {{ labels.on_base }} {{ rate.base }}", "rate.amount")
    tag_row(table, "{%tr endfor %}")
    tag_row(table, "{%tr if vat|length != 1 %}")
    _add_sum(table, "{{ t.total_vat }}", "total_vat")
    tag_row(table, "{%tr endif %}")
    gross = _add_row(table, "{{ t.total_gross }}", "total_gross", style="Grand total")
    for cell in gross.cells:
        fill(cell)
    keep_whole(gross)
    drop_first_row(table)


def _add_sum(table: Table, label: str, name: str) -> None:
    row = _add_row(table, label, name, style="Normal")
    for cell in row.cells:
        border(cell, HAIRLINE)
    keep_whole(row, with_next=True)


def _add_row(table: Table, label: str, name: str, *, style: str) -> Row:
    row: Row = table.add_row()
    write(row.cells[0], label, style)
    write(row.cells[1], f"{{{{ {name} }}}} {{{{ currency }}}}", style, right=True)
    return row


def add_terms(document: WordDocument, lines: Sequence[Line]) -> None:
    """Why no VAT is charged and what was agreed besides the sums: a label at the left, the text beside it."""
    gap(document, 14)
    table = add_table(document, (3.8, 13.2))
    pad(table, top=2, bottom=2, right=6)
    tag_row(table, "{%tr for rate in vat %}")
    _add_line(table, Line("{{ rate.name }}", "{{ rate.note }}", "rate.note"))
    tag_row(table, "{%tr endfor %}")
    for line in lines:
        _add_line(table, line)
    drop_first_row(table)


def add_thanks(document: WordDocument) -> None:
    """The last sentence, and who wrote it."""
    thanks = document.add_paragraph("{{ t.thanks }}")
    thanks.paragraph_format.space_before, thanks.paragraph_format.space_after = Pt(12), Pt(6)
    thanks.paragraph_format.keep_with_next = True
    document.add_paragraph("{{ salesperson.name }}", style="Emphasised")
    document.add_paragraph(
        "{{ seller.name }}{% if salesperson.email %} · {{ salesperson.email }}{% endif %}", style="Small"
    )
    for paragraph in document.paragraphs[-2:]:
        paragraph.paragraph_format.keep_with_next = True


def add_acceptance(document: WordDocument) -> None:
    """Where the customer signs."""
    gap(document, 16)
    table = add_table(document, (7.6, 1.8, 7.6), rows=2)
    left, _, _ = table.rows[0].cells
    write(left, "{{ labels.accepted }}", "Emphasised").paragraph_format.space_after = Pt(26)
    for cell, label in ((table.rows[1].cells[0], "place_and_date"), (table.rows[1].cells[2], "signature")):
        border(cell, "66707F", sides=["top"])
        write(cell, f"{{{{ labels.{label} }}}}", "Label").paragraph_format.space_before = Pt(3)
    keep_whole(table.rows[0], with_next=True)
    keep_whole(table.rows[1])
    gap(document, 1)  # a file ends with a paragraph; a full line could open one more page


def _add_first_head(head: _Header) -> None:
    name, address = add_head_table(head, (8.0, 9.0), gap_points=9).rows[0].cells
    for cell in (name, address):
        border(cell, ACCENT_HEX, points=1.5)
    name.vertical_alignment = BOTTOM
    write(name, "{{ seller.name }}", "Letterhead").paragraph_format.space_after = Pt(6)
    write(address, "{{ seller.address_lines|join(' · ') }}", "Small", right=True)
    write(address, "{% if seller.phone %}{{ seller.phone }} · {% endif %}{{ seller.email }}", "Small", right=True)
    codes = "{% if seller.website %}{{ seller.website }} · {% endif %}{{ t.vat_number }} {{ seller.vat_number }}"
    write(address, codes, "Small", right=True).paragraph_format.space_after = Pt(7)


def _add_running_head(head: _Header, running_title: str) -> None:
    name, title = add_head_table(head, (8.5, 8.5), gap_points=9).rows[0].cells
    for cell in (name, title):
        border(cell, ACCENT_HEX, points=1)
    write(name, "{{ seller.name }}", "Small").paragraph_format.space_after = Pt(4)
    write(title, running_title, "Small", right=True)


def _add_foot(foot: _Footer) -> None:
    seller, page = add_head_table(foot, (13.0, 4.0), gap_points=1).rows[0].cells
    for cell in (seller, page):
        border(cell, HAIRLINE, sides=["top"])
    codes = "{{ seller.name }} · {{ t.vat_number }} {{ seller.vat_number }}"
    write(
        seller, codes + "{% if seller.iban %} · IBAN {{ seller.iban }}{% endif %}", "Label"
    ).paragraph_format.space_before = Pt(4)
    number = write(page, "{{ labels.page }} ", "Label", right=True)
    number.paragraph_format.space_before = Pt(4)
    field(number, "PAGE")
    number.add_run(" {{ labels.of }} ")
    field(number, "NUMPAGES")


def _add_line(table: Table, line: Line) -> None:
    if line.only_if:
        tag_row(table, f"{{%tr if {line.only_if} %}}")
    row = table.add_row()
    label, value = row.cells
    write(label, line.label, "Label").paragraph_format.space_before = Pt(1.5)
    write(value, line.value)
    keep_whole(row)
    if line.only_if:
        tag_row(table, "{%tr endif %}")
