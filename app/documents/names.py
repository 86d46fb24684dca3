"""Names and kinds of files that people bring: shown and sent, never used as a path."""

import re
import unicodedata

LONGEST_NAME = 120
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
UNKNOWN_TYPE = "application/octet-stream"
MEDIA_TYPES = {
    ".docx": DOCX,
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".pdf": PDF,
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".zip": "application/zip",
    ".eml": "message/rfc822",
}
MAGIC = {
    ".docx": b"PK",
    ".xlsx": b"PK",
    ".pptx": b"PK",
    ".odt": b"PK",
    ".ods": b"PK",
    ".zip": b"PK",
    ".pdf": b"%PDF",
    ".png": b"\x89PNG",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".gif": b"GIF8",
    ".webp": b"RIFF",
}


def harmless_name(name: str) -> str:
    """The last step of `name` without invisible characters, not too long, never empty."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in last)
    shown = re.sub(r"[<>:\"|?*\s]+", " ", shown).strip(" .~")
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = shown, ""
    ending = f".{ending}" if ending else ""
    return (stem[: LONGEST_NAME - len(ending)].strip() or "document") + ending


def media_type_of(name: str, content: bytes) -> str:
    """The media type for a download: of the closed list, and only if the bytes look like it."""
    ending = "." + name.rpartition(".")[2].lower()
    if ending not in MEDIA_TYPES or not content.startswith(MAGIC.get(ending, b"")):
        return UNKNOWN_TYPE
    return MEDIA_TYPES[ending]
