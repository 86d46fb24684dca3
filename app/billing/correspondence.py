"""Gathers what papers and mails of billing are made from: one invoice, its people, its document."""

from dataclasses import replace
from uuid import UUID

from app.billing.letters import Kind, letter
from app.billing.models import Invoice
from app.billing.papers import invoice_document_data
from app.billing.queries import invoice_by_id
from app.catalog.papers import PaperData, PaperPeople, address_on_paper, people_on_paper, shown_amount, shown_date
from app.core.db import Key, session
from app.core.files import StoredFile, read_file
from app.documents.models import Document
from app.documents.queries import documents_of
from app.mail.outgoing import OutgoingMail, shown_address

SUBJECT = "invoice"
PDF = "application/pdf"


def invoice_paper(invoice_id: UUID) -> tuple[Invoice, PaperData]:
    """The invoice or credit note, and what its document says."""
    invoice = invoice_by_id(invoice_id)
    return invoice, invoice_document_data(invoice, people_of(invoice), corrects=_corrected_number(invoice))


def invoice_mail(invoice_id: UUID, *, kind: Kind, key: str) -> OutgoingMail:
    """The mail with an invoice or credit note, or the reminder to pay. Raises NobodyToWriteTo."""
    invoice = invoice_by_id(invoice_id)
    people = people_of(invoice)
    text = letter(
        kind,
        language=invoice.language,
        contact=people.contact.name if people.contact else "",
        values=_values(invoice, people),
    )
    return OutgoingMail(
        key=key,
        sender=shown_address(people.company.name, people.company.email),
        to=(address_on_paper(people),),
        subject=text.subject,
        text=text.text,
        attachments=tuple(file_to_send(document) for document in documents_of(SUBJECT, invoice.id)[:1]),
        case_key=None if invoice.case_key is None else Key(invoice.case_key),
        subject_type=SUBJECT,
        subject_id=invoice.id,
    )


def file_to_send(document: Document) -> StoredFile:
    """The document as it leaves the house: its PDF where there is one, else the Word file."""
    if document.pdf_hash is None:
        return document.file
    name = f"{document.name.removesuffix('.docx')}.pdf"
    size = len(read_file(document.pdf_hash))
    return replace(document.file, content_hash=document.pdf_hash, name=name, media_type=PDF, size=size)


def people_of(invoice: Invoice) -> PaperPeople:
    """Who stands on the papers of an invoice."""
    return people_on_paper(invoice.party_id, contact_id=invoice.contact_id, user_name=None)


def _values(invoice: Invoice, people: PaperPeople) -> dict[str, str]:
    return {
        "number": invoice.number or "",
        "seller": people.company.name,
        "total": shown_amount(invoice.total_gross, invoice.language),
        "open": shown_amount(invoice.open_total, invoice.language),
        "currency": invoice.currency,
        "issued": shown_date(invoice.issued_on, invoice.language),
        "due": shown_date(invoice.due_on, invoice.language),
        "corrects": _corrected_number(invoice),
    }


def _corrected_number(invoice: Invoice) -> str:
    corrected = session().get(Invoice, invoice.credits_id) if invoice.credits_id else None
    return (corrected and corrected.number) or ""
