"""Draws the shipped Word templates: `python -m app.documents.shipped.build` writes them beside this file.

The files are part of the repository, so that the product needs nothing but them; a test holds them equal to this.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from app.documents.shipped.building import document_bytes, new_document
from app.documents.shipped.campaign_report import campaign_report
from app.documents.shipped.contract import contract
from app.documents.shipped.invoice import invoice
from app.documents.shipped.paper import (
    Line,
    add_acceptance,
    add_addresses,
    add_letterhead,
    add_lines,
    add_terms,
    add_thanks,
    add_title,
    add_totals,
)
from app.documents.shipped.service import estimate, work_report

RUNNING_TITLE = "{{ t.title }} {{ number }}"
BANK = Line(
    "{{ labels.bank }}",
    "{{ seller.bank_name }}{% if seller.bank_name %} · {% endif %}IBAN {{ seller.iban }}",
    "seller.iban",
)


def quote() -> bytes:
    """The template `quote`."""
    document = new_document()
    add_letterhead(document, running_title=RUNNING_TITLE)
    add_addresses(
        document,
        (
            Line("{{ t.number }}", "{{ number }}"),
            Line("{{ t.date }}", "{{ issued_on }}"),
            Line("{{ t.valid_until }}", "{{ valid_until }}"),
            Line("{{ labels.revision_of }}", "{{ revision_of }}", "revision_of"),
            Line("{{ t.salesperson }}", "{{ salesperson.name }}", "salesperson.name"),
        ),
    )
    add_title(document)
    add_lines(document)
    add_totals(document)
    add_terms(
        document,
        (
            Line("{{ t.payment_terms }}", "{{ payment_terms }}", "payment_terms"),
            BANK,
            Line("{{ t.notes }}", "{{ notes }}", "notes"),
        ),
    )
    add_thanks(document)
    add_acceptance(document)
    return document_bytes(document, title=RUNNING_TITLE, subject="{{ customer.name }}")


def order_confirmation() -> bytes:
    """The template `order_confirmation`."""
    document = new_document()
    add_letterhead(document, running_title=RUNNING_TITLE)
    add_addresses(
        document,
        (
            Line("{{ t.number }}", "{{ number }}"),
            Line("{{ t.date }}", "{{ ordered_on }}"),
            Line("{{ t.quote_reference }}", "{{ quote_number }}", "quote_number"),
            Line("{{ t.your_reference }}", "{{ customer_reference }}", "customer_reference"),
            Line("{{ t.delivery }}", "{{ delivery_on }}", "delivery_on"),
            Line("{{ t.salesperson }}", "{{ salesperson.name }}", "salesperson.name"),
        ),
    )
    add_title(document)
    add_lines(document)
    add_totals(document)
    add_terms(
        document,
        (
            Line("{{ t.payment_terms }}", "{{ payment_terms }}", "payment_terms"),
            BANK,
            Line("{{ t.notes }}", "{{ notes }}", "notes"),
        ),
    )
    add_thanks(document)
    return document_bytes(document, title=RUNNING_TITLE, subject="{{ customer.name }}")


BUILDERS: Mapping[str, Callable[[], bytes]] = {
    "quote": quote,
    "order_confirmation": order_confirmation,
    "invoice": invoice,
    "contract": contract,
    "campaign_report": campaign_report,
    "estimate": estimate,
    "work_report": work_report,
}


if __name__ == "__main__":
    for template_id, build in BUILDERS.items():
        Path(__file__).with_name(f"{template_id}.docx").write_bytes(build())
