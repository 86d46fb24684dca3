"""Words that every paper shares, in the customer's language: labels of columns and sums, units, terms. Pure."""

from collections.abc import Mapping

from app.core.languages import language_of

_LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "number": "Number",
        "date": "Date",
        "customer": "Customer",
        "vat_number": "VAT number",
        "contact": "Contact",
        "salesperson": "Your contact with us",
        "position": "No.",
        "code": "Code",
        "description": "Description",
        "quantity": "Quantity",
        "unit": "Unit",
        "price": "Price",
        "discount": "Discount",
        "net": "Net",
        "vat_rate": "VAT rate",
        "base": "Base",
        "vat": "VAT",
        "total_net": "Total net",
        "total_vat": "Total VAT",
        "total_gross": "Total",
        "payment_terms": "Terms of payment",
        "notes": "Notes",
        "delivery": "Delivery",
    },
    "it": {
        "number": "Numero",
        "date": "Data",
        "customer": "Cliente",
        "vat_number": "Partita IVA",
        "contact": "Contatto",
        "salesperson": "Il vostro referente",
        "position": "Pos.",
        "code": "Codice",
        "description": "Descrizione",
        "quantity": "Quantità",
        "unit": "U.M.",
        "price": "Prezzo",
        "discount": "Sconto",
        "net": "Netto",
        "vat_rate": "Aliquota IVA",
        "base": "Imponibile",
        "vat": "IVA",
        "total_net": "Totale imponibile",
        "total_vat": "Totale IVA",
        "total_gross": "Totale",
        "payment_terms": "Pagamento",
        "notes": "Note",
        "delivery": "Consegna",
    },
    "ro": {
        "number": "Număr",
        "date": "Data",
        "customer": "Client",
        "vat_number": "Cod TVA",
        "contact": "Contact",
        "salesperson": "Persoana dvs. de contact",
        "position": "Poz.",
        "code": "Cod",
        "description": "Descriere",
        "quantity": "Cantitate",
        "unit": "U.M.",
        "price": "Preț",
        "discount": "Reducere",
        "net": "Net",
        "vat_rate": "Cota TVA",
        "base": "Bază",
        "vat": "TVA",
        "total_net": "Total net",
        "total_vat": "Total TVA",
        "total_gross": "Total",
        "payment_terms": "Condiții de plată",
        "notes": "Observații",
        "delivery": "Livrare",
    },
    "cs": {
        "number": "Číslo",
        "date": "Datum",
        "customer": "Zákazník",
        "vat_number": "DIČ",
        "contact": "Kontaktní osoba",
        "salesperson": "Váš obchodník",
        "position": "Poz.",
        "code": "Kód",
        "description": "Popis",
        "quantity": "Množství",
        "unit": "MJ",
        "price": "Cena",
        "discount": "Sleva",
        "net": "Bez DPH",
        "vat_rate": "Sazba DPH",
        "base": "Základ",
        "vat": "DPH",
        "total_net": "Celkem bez DPH",
        "total_vat": "Celkem DPH",
        "total_gross": "Celkem",
        "payment_terms": "Platební podmínky",
        "notes": "Poznámky",
        "delivery": "Dodání",
    },
}

_PAYMENT: Mapping[str, tuple[str, str]] = {
    "en": ("Payable on receipt of the invoice", "{days} days from the date of the invoice"),
    "it": ("Pagamento a vista fattura", "{days} giorni dalla data della fattura"),
    "ro": ("Plata la primirea facturii", "{days} zile de la data facturii"),
    "cs": ("Splatné při převzetí faktury", "{days} dní od data faktury"),
}

_UNITS: Mapping[str, Mapping[str, str]] = {
    "it": {"pcs": "pz", "box": "conf.", "h": "ore"},
    "ro": {"pcs": "buc", "box": "cutie", "h": "ore"},
    "cs": {"pcs": "ks", "box": "bal.", "h": "h"},
}

REVERSE_CHARGE = "Reverse charge: the VAT is due from the customer, article 138 of Directive 2006/112/EC."
EXPORT = "No VAT: export outside of the European Union, article 146 of Directive 2006/112/EC."
_TAX_NOTES: Mapping[str, Mapping[str, str]] = {
    "it": {
        REVERSE_CHARGE: "Non imponibile, art. 41 D.L. 331/93: inversione contabile, IVA dovuta dal cliente.",
        EXPORT: "Operazione non imponibile, art. 8 D.P.R. 633/72: cessione all'esportazione.",
    },
    "ro": {
        REVERSE_CHARGE: "Taxare inversă: TVA este datorată de client, articolul 138 din Directiva 2006/112/CE.",
        EXPORT: "Fără TVA: export în afara Uniunii Europene, articolul 146 din Directiva 2006/112/CE.",
    },
    "cs": {
        REVERSE_CHARGE: "Přenesení daňové povinnosti: daň odvede zákazník, článek 138 směrnice 2006/112/ES.",
        EXPORT: "Bez DPH: vývoz mimo Evropskou unii, článek 146 směrnice 2006/112/ES.",
    },
}


def paper_labels(language: str) -> dict[str, str]:
    """The labels that every paper may use, by name; a slice adds `title`, `thanks` and its own."""
    return dict(_LABELS[language_of(language)])


def payment_terms(days: int, *, language: str) -> str:
    """When to pay, in words."""
    at_once, within = _PAYMENT[language_of(language)]
    return within.format(days=days) if days else at_once


def unit_name(unit: str, *, language: str) -> str:
    """The unit as it is written there; one that we do not know stays."""
    return _UNITS.get(language, {}).get(unit, unit)


def tax_note(note: str, *, language: str) -> str:
    """Why no VAT is charged; a note of one's own stays as it is."""
    return _TAX_NOTES.get(language, {}).get(note, note)
