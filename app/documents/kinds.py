"""What templates are for, and the data that each will get: the schema against which they are checked.

The values are those of an example, in the shape that docs/processes describes; they also make the preview.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.db import Json
from app.documents.errors import TemplateUnknown
from app.documents.labels import LABELS


@dataclass(frozen=True)
class TemplateKind:
    """One use of a template. `title` is what people call it; `sample` has every key that a template may name."""

    template_id: str
    title: str
    sample: Json


PAPER: Json = {
    "language": "en",
    "currency": "EUR",
    "seller": {
        "name": "Officina Alpina S.r.l.",
        "address_lines": ["Via Gleno 12", "24125 Bergamo (BG)", "Italy"],
        "vat_number": "IT01234567897",
        "fiscal_code": "01234567897",
        "email": "sales@officina-alpina.example",
        "phone": "+39 035 123 4567",
        "website": "www.officina-alpina.example",
        "bank_name": "Banca di Bergamo",
        "iban": "IT60 X054 2811 1010 0000 0123 456",
    },
    "customer": {
        "name": "Danubia Logistic S.R.L.",
        "address_lines": ["Str. Portului 8", "800025 Galați", "Romania"],
        "vat_number": "RO18547290",
        "fiscal_code": "",
    },
    "contact": {
        "name": "Ioana Popescu",
        "function": "Purchasing",
        "email": "achizitii@danubia-logistic.example",
        "phone": "+40 236 123 456",
    },
    "salesperson": {"name": "Luca Ferri", "email": "luca.ferri@officina-alpina.example"},
    "lines": [
        {
            "position": "1",
            "code": "OA-1042",
            "name": "Hydraulic press, 40 t",
            "quantity": "2",
            "unit": "pcs",
            "price": "4,250.00",
            "discount": "12 %",
            "net": "7,480.00",
            "vat_rate": "22 %",
        }
    ],
    "vat": [{"name": "VAT 22 %", "rate": "22 %", "base": "7,480.00", "amount": "1,645.60", "note": ""}],
    "total_net": "7,480.00",
    "total_vat": "1,645.60",
    "total_gross": "9,125.60",
    "payment_terms": "30 days from the date of the invoice",
    "notes": "Delivery on a lorry with a tail lift.",
    "t": dict.fromkeys(
        """title number date valid_until customer vat_number contact salesperson position code description quantity unit
        price discount net vat_rate base vat total_net total_vat total_gross payment_terms notes delivery your_reference
        quote_reference thanks""".split(),
        "Label",
    ),
    "labels": LABELS["en"],
}

INVOICE_LABELS = "due_on corrects payment_reference exchange_rate vat_in_own_currency".split()

CONTRACT_LABELS = """between and supplier client object covers hours all_products unlimited duration billing conditions
    for_supplier for_client prices""".split()
CONTRACT_LINE: Json = {**PAPER["lines"][0], "covers": "Hydraulic press · SN 40-1187", "hours": "20"}

SERVICE_LABELS = """request requested_on solved_on technician site contract hours_by_reports hours_by_times worked_on
    work object activity time hours parts journeys other amount total_hours seen_by""".split()
SERVICE: Json = {
    **PAPER,
    "t": {**PAPER["t"], **dict.fromkeys(SERVICE_LABELS, "Label")},
    "request_number": "SR-2026-00031",
    "request_title": "The press loses pressure after an hour",
    "requested_on": "20 November 2026",
}
REPORT_OBJECT: Json = {
    "name": "Hydraulic press, 40 t · SN 40-1187",
    "activities": [{"name": "Repair", "time": "23.11. 08:30 – 11:00", "hours": "2.5", "note": "Seals replaced."}],
}
CHARGE: Json = {
    "name": "Hydraulic hose",
    "code": "OA-2010",
    "quantity": "2",
    "unit": "pcs",
    "price": "40.00",
    "amount": "80.00",
}

CAMPAIGN_LABELS = """title number date runs responsible objectives segment nature figures estimated realised cost
    accepted invoiced return_on_investment funnel share members state count months month so_far costs revenues document
    document_number partner value total none remarks vat_number without_vat""".split()

KINDS: Mapping[str, TemplateKind] = {
    "contract": TemplateKind(
        "contract",
        "Contract",
        {
            **PAPER,
            "t": {**PAPER["t"], **dict.fromkeys(CONTRACT_LABELS, "Label")},
            "number": "K-2026-00012",
            "date": "23 November 2026",
            "contract_title": "Maintenance contract",
            "subject": "Maintenance of the presses in Galați",
            "lines": [CONTRACT_LINE],
            "has_hours": True,
            "has_totals": True,
            "duration": "from 1 January 2027 to 31 December 2027",
            "billing": "every month, in advance",
            "conditions": [{"number": "1", "heading": "Scope", "text": "The Supplier performs the services."}],
            "city": "Bergamo",
        },
    ),
    "quote": TemplateKind(
        "quote",
        "Quote",
        {
            **PAPER,
            "number": "Q-2026-00031",
            "revision_of": "",
            "issued_on": "23 November 2026",
            "valid_until": "23 December 2026",
        },
    ),
    "order_confirmation": TemplateKind(
        "order_confirmation",
        "Order confirmation",
        {
            **PAPER,
            "number": "O-2026-00007",
            "ordered_on": "1 December 2026",
            "delivery_on": "15 January 2027",
            "quote_number": "Q-2026-00031",
            "customer_reference": "PO 4711",
        },
    ),
    "invoice": TemplateKind(
        "invoice",
        "Invoice and credit note",
        {
            **PAPER,
            "t": {**PAPER["t"], **dict.fromkeys(INVOICE_LABELS, "Label")},
            "number": "INV-2026-00031",
            "issued_on": "1 December 2026",
            "due_on": "31 December 2026",
            "corrects": "INV-2026-00012",
            "payment_reference": "INV-2026-00031",
            "bank": "Banca di Bergamo · IBAN IT60 X054 2811 1010 0000 0123 456",
            "exchange_rate": "1 RON = 0.1965 EUR",
            "vat_in_own_currency": "323.36 EUR",
        },
    ),
    "campaign_report": TemplateKind(
        "campaign_report",
        "Campaign report",
        {
            "language": "en",
            "t": dict.fromkeys(CAMPAIGN_LABELS, "Label"),
            "labels": LABELS["en"],
            "seller": PAPER["seller"],
            "number": "CA-2026-00003",
            "name": "Presses for the spring",
            "date": "23 November 2026",
            "runs": "1 September 2026 to 31 October 2026",
            "responsible": "Sara Rinaldi",
            "objectives": "Ten offers for the new press in northern Italy.",
            "nature": "Order",
            "currency": "EUR",
            "segment": [{"label": "Industry", "value": "Mechanics"}],
            "figures": [{"label": "Cost", "estimated": "2,000.00", "realised": "1,850.00"}],
            "estimated_return": "250 %",
            "return_on_investment": "304 %",
            "funnel": [{"label": "Written to", "count": "48", "share": "100 %"}],
            "members": [{"label": "Opportunity", "count": "6"}],
            "months": [
                {
                    "month": "September 2026",
                    "cost": "1,200.00",
                    "accepted": "0.00",
                    "invoiced": "0.00",
                    "return": "-100 %",
                }
            ],
            "costs": [
                {
                    "position": "1",
                    "document": "Purchase invoice",
                    "number": "77/2026",
                    "date": "12 September 2026",
                    "partner": "Tipografia Orobica",
                    "value": "1,200.00",
                }
            ],
            "revenues": [
                {
                    "position": "1",
                    "document": "Order",
                    "number": "O-2026-00007",
                    "date": "20 October 2026",
                    "partner": "Rossi Impianti S.r.l.",
                    "accepted": "7,480.00",
                    "invoiced": "7,480.00",
                }
            ],
            "total_cost": "1,850.00",
            "total_accepted": "7,480.00",
            "total_invoiced": "7,480.00",
        },
    ),
    "estimate": TemplateKind(
        "estimate",
        "Estimate of work done",
        {
            **SERVICE,
            "lines": [{**PAPER["lines"][0], "reason": "covered by contract K-2026-00012"}],
            "number": "E-2026-00031",
            "issued_on": "24 November 2026",
            "solved_on": "23 November 2026",
            "contract_number": "K-2026-00012",
            "hours_by_reports": "2.5",
            "hours_by_times": "9.25",
            "has_amount": True,
        },
    ),
    "work_report": TemplateKind(
        "work_report",
        "Work report",
        {
            **SERVICE,
            "number": "WR-2026-00031",
            "worked_on": "23 November 2026",
            "technician": "Paolo Greco",
            "site": "Plant 2, Str. Portului 8, 800025 Galați",
            "objects": [REPORT_OBJECT],
            "total_hours": "2.5",
            "charges": [CHARGE],
            "signed_by": "Ioana Popescu",
        },
    ),
}


def kind_of(template_id: str) -> TemplateKind:
    """The kind of a template. Raises TemplateUnknown."""
    try:
        return KINDS[template_id]
    except KeyError:
        raise TemplateUnknown(template_id) from None
