"""Checks of a Word file as an archive: sizes, names, doubles; nothing is unpacked to the disk."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from itertools import pairwise

MOST_ENTRIES = 500
MOST_BYTES = 50 * 1024 * 1024
MOST_UPLOADED_BYTES = 10 * 1024 * 1024
MOST_RATIO = 100
SMALL_PART_BYTES = 16 * 1024  # below this any ratio is harmless
BLOCK = 64 * 1024
DIRECTORY_ENTRY = b"PK\x01\x02"
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
ENCRYPTED = 0x1 | 0x40
HARMLESS_NAME = re.compile(r"[A-Za-z0-9_\-.\[\] ]{1,120}(/[A-Za-z0-9_\-.\[\] ]{1,120}){0,8}")
HIDDEN_KINDS = {
    b"PK\x03\x04": "another archive",
    b"\xd0\xcf\x11\xe0": "an old Office file, which may carry macros",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"Rar!": "another archive",
    b"7z\xbc\xaf": "another archive",
    b"\x1f\x8b": "another archive",
}


def package_findings(content: bytes) -> list[str]:
    """What is wrong with the archive, judged from its directory alone; a sentence each."""
    if len(content) > MOST_UPLOADED_BYTES:
        return [f"The file is larger than {MOST_UPLOADED_BYTES // 2**20} MiB."]
    if not content.startswith(b"PK\x03\x04"):
        return ["This is not a Word file (.docx)."]
    if (count := content.count(DIRECTORY_ENTRY)) > MOST_ENTRIES:  # before the directory itself fills the memory
        return [f"The file has {count} parts; {MOST_ENTRIES} are allowed."]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
        return ["The file is damaged or not a Word file (.docx)."]
    return [*_size_findings(entries), *_name_findings(entries), *_header_findings(content, entries)]


def read_parts(content: bytes) -> Mapping[str, bytes]:
    """All parts by name. Raises ValueError with a sentence when a part is not what the directory said."""
    parts: dict[str, bytes] = {}
    left = MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for entry in package.infolist():
            if entry.is_dir():
                continue
            parts[entry.filename] = _read_part(package, entry, left)
            left -= len(parts[entry.filename])
    return parts


def hidden_findings(parts: Mapping[str, bytes]) -> list[str]:
    """A sentence for each part that is a file of another kind in disguise."""
    return [
        f"The part {name} is {what}."
        for name, content in parts.items()
        for magic, what in HIDDEN_KINDS.items()
        if content.startswith(magic)
    ]


def _read_part(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """One part, read block by block so that a lying directory cannot fill the memory."""
    limit = min(left, max(SMALL_PART_BYTES, entry.compress_size * MOST_RATIO))
    read = bytearray()
    try:
        with package.open(entry) as stream:
            while block := stream.read(BLOCK):
                read += block
                if len(read) > limit:
                    raise ValueError(f"The part {entry.filename} unpacks to more than is allowed.")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValueError(f"The part {entry.filename} is damaged.") from error
    return bytes(read)


def _size_findings(entries: Iterable[zipfile.ZipInfo]) -> list[str]:
    entries = list(entries)
    findings = []
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        findings.append(f"Unpacked, the file is larger than {MOST_BYTES // 2**20} MiB.")
    for entry in entries:
        if entry.file_size > max(SMALL_PART_BYTES, entry.compress_size * MOST_RATIO):
            findings.append(f"The part {entry.filename} is packed more than {MOST_RATIO} to one.")
        if entry.flag_bits & ENCRYPTED:
            findings.append(f"The part {entry.filename} is encrypted.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            findings.append(f"The part {entry.filename} is packed in a way that Word does not use.")
    return findings


def _name_findings(entries: Iterable[zipfile.ZipInfo]) -> list[str]:
    findings = []
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename.removesuffix("/") if entry.is_dir() else entry.orig_filename
        if not HARMLESS_NAME.fullmatch(name) or any(step.strip(". ") == "" for step in name.split("/")):
            findings.append(f"The part name {name[:80]!r} is not allowed.")
        if name.lower() in seen:
            findings.append(f"The part {name} is there twice.")
        seen.add(name.lower())
    return findings


def _header_findings(content: bytes, entries: Iterable[zipfile.ZipInfo]) -> list[str]:
    """Each part's own header must say what the directory says, and no two parts may share bytes."""
    findings = []
    spans = []
    for entry in entries:
        header = content[entry.header_offset : entry.header_offset + LOCAL_HEADER.size]
        if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            findings.append(f"The part {entry.filename} has no header.")
            continue
        *_, packed, unpacked, name_length, extra_length = LOCAL_HEADER.unpack(header)
        begin = entry.header_offset + LOCAL_HEADER.size
        name = content[begin : begin + name_length]
        if name not in (entry.orig_filename.encode("utf-8"), entry.orig_filename.encode("cp437", "replace")):
            findings.append(f"The part {entry.filename} carries two different names.")
        if not entry.flag_bits & 0x8 and (packed, unpacked) != (entry.compress_size, entry.file_size):
            findings.append(f"The part {entry.filename} carries two different sizes.")
        spans.append((entry.header_offset, begin + name_length + extra_length + entry.compress_size))
    if any(second[0] < first[1] for first, second in pairwise(sorted(spans))):
        findings.append("Two parts of the file share the same bytes.")
    return findings
