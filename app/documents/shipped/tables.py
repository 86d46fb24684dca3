"""The tables of the papers: a coloured head that is repeated on each page, rows with a hairline."""

from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.table import Table

from app.documents.shipped.building import (
    HAIRLINE,
    Cell,
    Row,
    add_table,
    border,
    keep_whole,
    pad,
    repeat_on_each_page,
    shade,
    tag_row,
    write,
)

ACCENT_HEX = "124E78"
BOTTOM = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM


class Column(NamedTuple):
    """A column of a table: head, width in cm, value."""

    head: str
    width: float
    value: str


def add_headed_table(
    document: WordDocument, columns: Sequence[Column], *, words: int, only_if: str | None = None
) -> Table:
    """A table with its head; the first `words` columns hold words, the others figures.

    only_if: names the value without which the head is left out.
    """
    table = add_table(document, [column.width for column in columns])
    pad(table, top=3, bottom=3, left=4, right=4)
    head = table.rows[0]
    if only_if:
        write(head.cells[0], f"{{%tr if {only_if} %}}")
        head = table.add_row()
    for index, (cell, column) in enumerate(zip(head.cells, columns, strict=True)):
        fill(cell)
        cell.vertical_alignment = BOTTOM
        write(cell, column.head, "Table head", right=index >= words)
    repeat_on_each_page(head)
    keep_whole(head, with_next=True)
    if only_if:
        tag_row(table, "{%tr endif %}")
    return table


def add_value_row(table: Table, columns: Sequence[Column], *, words: int) -> Row:
    """A row with the value of each column."""
    row: Row = table.add_row()
    for index, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        border(cell, HAIRLINE)
        write(cell, column.value, "Normal", right=index >= words)
    keep_whole(row)
    return row


def fill(cell: Cell) -> None:
    """The accent colour; lines of the same colour close the hair that printers leave between two cells."""
    border(cell, ACCENT_HEX, sides=["top", "left", "bottom", "right"])
    shade(cell, ACCENT_HEX)


def write_if(cell: Cell, name: str, text: str) -> None:
    """A small paragraph that is there only when the value is."""
    write(cell, f"{{%p if {name} %}}")
    write(cell, text, "Small")
    write(cell, "{%p endif %}")
