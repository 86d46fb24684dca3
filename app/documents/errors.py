"""What documents refuse."""

from collections.abc import Sequence

from app.core.errors import Invalid, Missing, Refused


class TemplateRefused(Invalid):
    """An uploaded Word template is unsafe, or does not fit what it is for. `findings`: one sentence each."""

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__("The template cannot be used. " + " ".join(findings), {"file": list(findings)})
        self.findings = tuple(findings)


class TemplateUnknown(Missing):
    """There is no template of this name."""

    def __init__(self, template_id: str) -> None:
        super().__init__(f"There is no document template {template_id!r}.")


class TemplateMissing(Invalid):
    """A template was to be uploaded, but no file came."""

    def __init__(self) -> None:
        super().__init__("There is no file.", {"file": ["Choose a Word file (.docx)."]})


class RenderFailed(Refused):
    """A document could not be written from its template and data; the sentence says which value is missing.

    is_temporary: the writer was stopped from outside; the same may succeed at the next try.
    """

    def __init__(self, message: str, *, is_temporary: bool = False) -> None:
        super().__init__(message)
        self.is_temporary = is_temporary


class DocumentUnknown(Missing):
    """There is no such document, or it is not for these eyes."""

    def __init__(self) -> None:
        super().__init__("There is no such document.")


class AttachmentRefused(Invalid):
    """A file that somebody brought cannot be kept."""


class PdfUnavailable(Refused):
    """A PDF was asked for, but this machine cannot make one; the Word file stays."""
