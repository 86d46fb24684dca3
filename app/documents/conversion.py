"""Word to PDF, by LibreOffice where the machine has it."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from app.documents.errors import PdfUnavailable

PROGRAMS = ("soffice", "libreoffice")
TIMEOUT_SECONDS = 60
WAIT_SECONDS = 60
_one_at_a_time = threading.Lock()  # 200 MB and a processor each


def can_make_pdf() -> bool:
    """Whether this machine has LibreOffice."""
    return _program() is not None


def pdf_of(docx: bytes) -> bytes:
    """The document as PDF; about two seconds. Raises PdfUnavailable with a sentence."""
    program = _program()
    if program is None:
        raise PdfUnavailable("This machine has no LibreOffice, so there is no PDF; the Word file is there.")
    if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
        raise PdfUnavailable("Many PDFs are being made at the moment; try again in a minute.")
    try:
        with tempfile.TemporaryDirectory(prefix="pratica-pdf-") as directory:
            return _convert(program, Path(directory), docx)
    finally:
        _one_at_a_time.release()


def _convert(program: str, directory: Path, docx: bytes) -> bytes:
    """The PDF, made with a profile of its own, since two runs on one profile fail."""
    (directory / "document.docx").write_bytes(docx)
    command = (
        program,
        f"-env:UserInstallation={(directory / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(directory),
        str(directory / "document.docx"),
    )
    environment = {"HOME": str(directory), "PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        raise PdfUnavailable("Making the PDF took too long; the Word file is there.") from None
    finally:
        _end_group(process)
    return _checked(directory / "document.pdf")


def _checked(path: Path) -> bytes:
    """The file that the exit status alone does not promise."""
    content = path.read_bytes() if path.exists() else b""
    if not content.startswith(b"%PDF") or b"%%EOF" not in content[-64:]:
        raise PdfUnavailable("LibreOffice could not make a PDF of this document; the Word file is there.")
    return content


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and what it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def _program() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)
