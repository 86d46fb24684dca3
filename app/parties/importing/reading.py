"""A file of comma separated values as rows of cells, whatever program wrote it. Pure."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.parties.errors import FileUnreadable

LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
ENCODINGS = {"utf-8": "UTF-8", "cp1250": "Windows-1250 (Central Europe)", "cp1252": "Windows-1252 (Western Europe)"}
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
LINES_LOOKED_AT = 20
GUARDED = re.compile(r"^'(?=[=+\-@\t\r])")
OTHER_FILES = {
    b"PK\x03\x04": "an Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"%PDF": "a PDF file",
    codecs.BOM_UTF16_LE: "a file in UTF-16",
    codecs.BOM_UTF16_BE: "a file in UTF-16",
}
CENTRAL = frozenset(b"\xf8\x9d\x8d\xe3\xc3\xfe\xde\xba\xaa\xef\xcf\xe5\xea\xbf\xb3\x9c\x9f\xb9\xf5\xfb")
"""Bytes that are letters of Czech, Romanian, Polish in 1250 and rare signs in 1252."""
AT_WORD_ENDS = frozenset(b"\xe0\xe8\xec\xf2\xf9")
"""à è ì ò ù of Italian stand at the end of words; the same bytes are ŕ č ě ň ů, which mostly do not."""

csv.field_size_limit(LARGEST_FILE)


@dataclass(frozen=True)
class Line:
    """A row of the file. number: of its first line, the heading is 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file that could be read."""

    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(content: bytes, *, encoding: str | None = None) -> Table:
    """The rows of a file. encoding: one of ENCODINGS, found out when it is not given.

    Raises FileUnreadable with a sentence for what is no such file, or too large.
    """
    _refuse_other_files(content)
    chosen = encoding or _encoding_of(content)
    text = _decoded(content, chosen)
    delimiter = _delimiter_of(text)
    rows = _rows(text, delimiter)
    headings = next(rows, None)
    if headings is None:
        raise FileUnreadable("The file is empty. Its first line must name the columns.")
    if len(headings.cells) > MOST_COLUMNS:
        raise FileUnreadable(f"The file has {len(headings.cells)} columns; at most {MOST_COLUMNS} are read.")
    lines = []
    for line in rows:
        lines.append(line)
        if len(lines) > MOST_ROWS:
            raise FileUnreadable(f"The file has more than {MOST_ROWS} rows. Send it in parts.")
    if not lines:
        raise FileUnreadable("The file has a heading and no rows.")
    return Table(chosen, delimiter, tuple(cell.strip()[:100] for cell in headings.cells), tuple(lines))


def _refuse_other_files(content: bytes) -> None:
    if len(content) > LARGEST_FILE:
        raise FileUnreadable(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MiB. Send it in parts.")
    for beginning, what in OTHER_FILES.items():
        if content.startswith(beginning):
            raise FileUnreadable(f"This is {what}. Save it as CSV (comma separated, UTF-8), then send that.")
    if (place := content.find(b"\x00")) >= 0:
        line = content.count(b"\n", 0, place) + 1
        raise FileUnreadable(f"Line {line} holds a NUL byte: this is not a text file.")


def _encoding_of(content: bytes) -> str:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1250" if _is_central(content) else "cp1252"
    return "utf-8"


def _is_central(content: bytes) -> bool:
    votes: Counter[bool] = Counter()
    for place, byte in enumerate(content):
        if byte < 0x80:
            continue
        if byte in CENTRAL:
            votes[True] += 1
        elif byte in AT_WORD_ENDS:
            following = content[place + 1 : place + 2]
            votes[following.isalpha() or following >= b"\x80"] += 1
    return votes[True] > votes[False]


def _decoded(content: bytes, encoding: str) -> str:
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileUnreadable(
            f"Line {line} holds a byte that {ENCODINGS[encoding]} does not have. Save it as UTF-8, or choose another."
        ) from error


def _delimiter_of(text: str) -> str:
    """The delimiter that gives the heading the most columns; of equal ones that which the next lines have too."""
    beginning = "\n".join(text.splitlines()[:LINES_LOOKED_AT])
    heading = beginning.partition("\n")[0]
    return max(DELIMITERS, key=lambda sign: (heading.count(sign), beginning.count(sign)))


def _rows(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield Line(number, tuple(GUARDED.sub("", cell).strip() for cell in cells))
    except csv.Error as error:
        raise FileUnreadable(
            f"Line {before + 1} cannot be read: a quotation mark stands where none may, or is never closed."
        ) from error
