"""What a template makes: of the newest document of its kind, or of the example."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.core.actor import Viewer
from app.core.db import Json, session
from app.core.files import read_file
from app.documents.conversion import can_make_pdf, pdf_of
from app.documents.kinds import kind_of
from app.documents.labels import labels_in
from app.documents.models import Document, DocumentTemplate
from app.documents.names import DOCX, PDF
from app.documents.queries import visible_documents
from app.documents.rendering import write_document
from app.documents.sandbox import plain


@dataclass(frozen=True)
class Preview:
    """A document that nobody keeps."""

    content: bytes
    name: str
    media_type: str


def newest_of_kind(viewer: Viewer, template_id: str) -> Document | None:
    """The document written last from any version of a template, with its data."""
    written = select(Document).where(Document.template_id == template_id, visible_documents(viewer))
    newest = written.order_by(Document.created_at.desc(), Document.id.desc()).limit(1)
    return session().scalar(newest.options(undefer(Document.data)))


def example_of(template_id: str) -> Json:
    """Data as they are shown to who writes a template. Raises TemplateUnknown."""
    return kind_of(template_id).sample


def preview(template: DocumentTemplate, data: Json) -> Preview:
    """What a version makes of data: a PDF where this machine can make one, else Word. Outside transactions.

    Raises RenderFailed with the value that is missing, PdfUnavailable.
    """
    language = template.language or str(data.get("language") or "en")
    values = plain({"labels": labels_in(language), **data})
    written = write_document(
        read_file(template.content_hash), values, mark=f"{template.template_id} {template.version}"
    )
    name = f"preview-{template.template_id}-{template.version}"
    if can_make_pdf():
        return Preview(pdf_of(written), f"{name}.pdf", PDF)
    return Preview(written, f"{name}.docx", DOCX)
