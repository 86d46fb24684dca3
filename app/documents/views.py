"""Pages of documents: the list, downloads, attachments."""

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import Key, transaction
from app.core.errors import Missing
from app.core.files import read_file
from app.core.web import page_of, page_or_partial, place, read_cursor, read_limit, see_other
from app.core.web.downloads import download
from app.documents import operations, queries
from app.documents.conversion import can_make_pdf, pdf_of
from app.documents.errors import AttachmentRefused, PdfUnavailable
from app.documents.models import Document
from app.documents.names import DOCX, PDF
from app.documents.schemas import DOCUMENT_KINDS, Attachment, DocumentsArguments
from app.identity.current import current_user
from app.identity.permissions import Permission, require

bp = Blueprint("documents", __name__)
CURSOR = "documents"
"""Names the cursors of the list."""

place("documents.show_documents", "Documents", "files", group="Work", permission=Permission.VIEW_DOCUMENTS, order=60)


@bp.get("/documents")
@require(Permission.VIEW_DOCUMENTS)
def show_documents() -> ResponseReturnValue:
    """The list of documents; the address holds every filter."""
    choice = DocumentsArguments().load(request.args.to_dict())
    limit = read_limit()
    rows = queries.documents_chosen(
        current_user().viewer, kind=choice["kind"], text=choice["text"], after=read_cursor(CURSOR), limit=limit
    )
    return page_or_partial(
        "documents/documents.html",
        "documents/_documents.html",
        shown=page_of(rows, limit=limit, position=queries.position_of, kind=CURSOR),
        choice=choice,
        kinds=DOCUMENT_KINDS,
        can_make_pdf=can_make_pdf(),
        may_edit_templates=current_user().may(Permission.EDIT_TEMPLATES),
    )


@bp.get("/documents/<uuid:document_id>")
@require(Permission.VIEW_DOCUMENTS)
def show_document(document_id: UUID) -> ResponseReturnValue:
    """The file itself, to be saved."""
    document = queries.document_for(current_user().viewer, document_id)
    return download(read_file(document.content_hash), name=document.name, media_type=document.media_type)


@bp.get("/documents/<uuid:document_id>/pdf")
@require(Permission.VIEW_DOCUMENTS)
def download_pdf(document_id: UUID) -> ResponseReturnValue:
    """The document as PDF, made at the first call; a sentence where this machine cannot make one."""
    document = queries.document_for(current_user().viewer, document_id)
    pdf_hash = document.pdf_hash or _make_pdf(document)
    return download(read_file(pdf_hash), name=f"{document.name.removesuffix('.docx')}.pdf", media_type=PDF)


@bp.post("/documents")
@require(Permission.COMPLETE_TASK)
def create_attachment() -> ResponseReturnValue:
    """Keep a file that somebody brings to a case."""
    form = Attachment().load(request.form.to_dict())
    case_key = Key(form["case_key"])
    name, content = _uploaded()
    if not queries.may_see_case(current_user().viewer, case_key):
        raise Missing("There is no such case.")
    with transaction():
        operations.attach(
            content,
            name=name,
            case_key=case_key,
            subject_type=None,
            subject_id=None,
            idempotency_key=f"attachment:{form['key']}",
            by=current_user().actor,
            at=now(),
        )
    return see_other("cases.show_case", key=case_key, tab="documents")


def _make_pdf(document: Document) -> str:
    """The hash of the PDF, kept for the next call."""
    if document.media_type != DOCX:
        raise PdfUnavailable("Only Word documents can be had as PDF.")
    content = pdf_of(read_file(document.content_hash))
    with transaction():
        return operations.keep_pdf(queries.document_for_update(current_user().viewer, document.id), content)


def _uploaded() -> tuple[str, bytes]:
    """Name and bytes of the file of a form."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise AttachmentRefused("There is no file.", {"file": ["Choose a file."]})
    return file.filename, file.read()
