"""The Word template of the fiscal invoice; a credit note is the same paper under another title."""

from docx.shared import Pt

from app.documents.shipped.building import document_bytes, new_document
from app.documents.shipped.paper import (
    Line,
    add_addresses,
    add_letterhead,
    add_lines,
    add_terms,
    add_title,
    add_totals,
)

RUNNING_TITLE = "{{ t.title }} {{ number }}"


def invoice() -> bytes:
    """The template `invoice`."""
    document = new_document()
    add_letterhead(document, running_title=RUNNING_TITLE)
    add_addresses(
        document,
        (
            Line("{{ t.number }}", "{{ number }}"),
            Line("{{ t.date }}", "{{ issued_on }}"),
            Line("{{ t.due_on }}", "{{ due_on }}", "due_on"),
            Line("{{ t.corrects }}", "{{ corrects }}", "corrects"),
        ),
    )
    add_title(document)
    add_lines(document)
    add_totals(document)
    add_terms(
        document,
        (
            Line("{{ t.vat_in_own_currency }}", "{{ vat_in_own_currency }}", "vat_in_own_currency"),
            Line("{{ t.exchange_rate }}", "{{ exchange_rate }}", "exchange_rate"),
            Line("{{ t.payment_terms }}", "{{ payment_terms }}", "payment_terms"),
            Line("{{ labels.bank }}", "{{ bank }}", "bank"),
            Line("{{ t.payment_reference }}", "{{ payment_reference }}", "payment_reference"),
            Line("{{ t.notes }}", "{{ notes }}", "notes"),
        ),
    )
    thanks = document.add_paragraph("{{ t.thanks }}")
    thanks.paragraph_format.space_before = Pt(12)
    return document_bytes(document, title=RUNNING_TITLE, subject="{{ customer.name }}")
