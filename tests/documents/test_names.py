"""Names of files as they are shown and sent."""

import pytest

from app.documents.names import DOCX, harmless_name, media_type_of


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Offerta n. 3.docx", "Offerta n. 3.docx"),
        ("Smlouva č. 7.pdf", "Smlouva č. 7.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a\r\nSet-Cookie: x=1.docx", "a Set-Cookie x=1.docx"),
        ("quote.docx\u202exslm.exe", "quote.docx xslm.exe"),
        ("", "document"),
        ("...", "document"),
        (".docx", "docx"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
    ],
)
def test_name_is_one_printable_step(given: str, shown: str) -> None:
    assert harmless_name(given) == shown


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.docx", b"PK\x03\x04", DOCX),
        ("a.DOCX", b"PK\x03\x04", DOCX),
        ("a.docx", b"<html>", "application/octet-stream"),
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
        ("a.svg", b"<svg/>", "application/octet-stream"),
        ("a.html", b"<html>", "application/octet-stream"),
        ("a", b"x", "application/octet-stream"),
        ("a.txt", b"x", "text/plain"),
    ],
)
def test_media_type_is_of_the_closed_list(name: str, content: bytes, media_type: str) -> None:
    assert media_type_of(name, content) == media_type
