"""Reads the files of an upload."""

from collections.abc import Sequence

from werkzeug.datastructures import FileStorage

from app.core.errors import Invalid
from app.engine.checks.reading import MOST_BYTES
from app.studio.schemas import MOST_FILES


class UploadRefused(Invalid):
    """Nothing was uploaded, or more than is taken."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, {"files": [sentence]})


def uploaded_files(files: Sequence[FileStorage]) -> list[tuple[str, bytes]]:
    """Name and bytes of each file. Raises UploadRefused."""
    named = [file for file in files if file.filename]
    if not named:
        raise UploadRefused("Choose one file or several: .bpmn, .dmn or .form.")
    if len(named) > MOST_FILES:
        raise UploadRefused(f"Choose at most {MOST_FILES} files at once.")
    return [(file.filename or "", file.stream.read(MOST_BYTES + 1)) for file in named]
