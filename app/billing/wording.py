"""Words of invoices and credit notes in the customer's language: en, it, ro, cs. Pure."""

from collections.abc import Mapping

from app.catalog.wording import paper_labels
from app.core.languages import language_of

_LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "invoice": "Invoice",
        "credit_note": "Credit note",
        "invoice_thanks": "Thank you for your trust.",
        "credit_note_thanks": "This amount is credited to you.",
        "due_on": "Due on",
        "corrects": "Corrects invoice",
        "exchange_rate": "Exchange rate",
        "vat_in_own_currency": "VAT in {currency}",
        "payment_reference": "Payment reference",
    },
    "it": {
        "invoice": "Fattura",
        "credit_note": "Nota di credito",
        "invoice_thanks": "Grazie per la fiducia.",
        "credit_note_thanks": "Questo importo vi è accreditato.",
        "due_on": "Scadenza",
        "corrects": "Rettifica la fattura",
        "exchange_rate": "Cambio",
        "vat_in_own_currency": "IVA in {currency}",
        "payment_reference": "Causale",
    },
    "ro": {
        "invoice": "Factură",
        "credit_note": "Factură de stornare",
        "invoice_thanks": "Vă mulțumim pentru încredere.",
        "credit_note_thanks": "Această sumă vă este creditată.",
        "due_on": "Scadența",
        "corrects": "Corectează factura",
        "exchange_rate": "Curs de schimb",
        "vat_in_own_currency": "TVA în {currency}",
        "payment_reference": "Referința plății",
    },
    "cs": {
        "invoice": "Faktura",
        "credit_note": "Opravný daňový doklad",
        "invoice_thanks": "Děkujeme za důvěru.",
        "credit_note_thanks": "Tato částka se Vám vrací.",
        "due_on": "Splatnost",
        "corrects": "Opravuje fakturu",
        "exchange_rate": "Kurz",
        "vat_in_own_currency": "DPH v {currency}",
        "payment_reference": "Uveďte při platbě",
    },
}


def labels(language: str, *, title: str, own_currency: str) -> dict[str, str]:
    """The labels of a paper by name. title: `invoice` or `credit_note`."""
    words = {**paper_labels(language), **_LABELS[language_of(language)]}
    words["vat_in_own_currency"] = words["vat_in_own_currency"].format(currency=own_currency)
    return {"title": words[title], "thanks": words[f"{title}_thanks"], **words}
