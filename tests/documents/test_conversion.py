"""Word to PDF by LibreOffice, or a sentence; a stand-in program shows how each end is handled."""

from pathlib import Path

import pytest

from app.documents import conversion
from app.documents.conversion import can_make_pdf, pdf_of
from app.documents.errors import PdfUnavailable

MAKES_PDF = 'while [ "$1" != "--outdir" ]; do shift; done; printf "%%PDF-1.7 x %%%%EOF" > "$2/document.pdf"'


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Puts a program called `soffice` on the PATH that does what the script says."""

    def put(script: str) -> Path:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return program

    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return put


def test_machine_without_libreoffice_says_so(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not can_make_pdf()
    with pytest.raises(PdfUnavailable, match="the Word file is there"):
        pdf_of(b"docx")


def test_pdf_is_given_back(office) -> None:
    office(MAKES_PDF)

    assert can_make_pdf()
    assert pdf_of(b"docx").startswith(b"%PDF")


def test_each_run_has_a_profile_of_its_own(office, tmp_path) -> None:
    office(f'echo "$1" >> {tmp_path}/profiles; {MAKES_PDF}')

    pdf_of(b"docx")
    pdf_of(b"docx")

    profiles = (tmp_path / "profiles").read_text().split()
    assert len(set(profiles)) == 2
    assert all(profile.startswith("-env:UserInstallation=file:///") for profile in profiles)


@pytest.mark.parametrize("script", ["exit 0", "exit 1", f"{MAKES_PDF}; printf broken > $2/document.pdf"])
def test_file_is_checked_and_not_only_the_exit_status(office, script) -> None:
    office(script)

    with pytest.raises(PdfUnavailable, match="could not make a PDF"):
        pdf_of(b"docx")


def test_run_that_hangs_is_ended(office, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(conversion, "TIMEOUT_SECONDS", 0.3)
    office(f"sleep 60 & echo $! > {tmp_path}/child; wait")

    with pytest.raises(PdfUnavailable, match="took too long"):
        pdf_of(b"docx")

    child = int((tmp_path / "child").read_text())
    status = Path(f"/proc/{child}/stat")
    assert not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"
