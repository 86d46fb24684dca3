"""Words of papers and mails in the customer's language: en, it, ro, cs. Pure."""

from collections.abc import Mapping

USUAL_LANGUAGE = "en"

LABEL_NAMES = """quote order_confirmation number date valid_until customer vat_number contact salesperson position code
    description quantity unit price discount net vat_rate base vat total_net total_vat total_gross payment_terms notes
    delivery your_reference quote_reference quote_thanks order_confirmation_thanks""".split()

_LABELS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("Quote", "Order confirmation", "Number", "Date", "Valid until", "Customer", "VAT number", "Contact"),
        *("Your contact with us", "No.", "Code", "Description", "Quantity", "Unit", "Price", "Discount", "Net"),
        *("VAT rate", "Base", "VAT", "Total net", "Total VAT", "Total", "Terms of payment", "Notes", "Delivery"),
        *("Your order", "Our quote", "Thank you for your interest.", "Thank you for your order."),
    ),
    "it": (
        *("Offerta", "Conferma d'ordine", "Numero", "Data", "Valida fino al", "Cliente", "Partita IVA", "Contatto"),
        *("Il vostro referente", "Pos.", "Codice", "Descrizione", "Quantità", "U.M.", "Prezzo", "Sconto", "Netto"),
        *("Aliquota IVA", "Imponibile", "IVA", "Totale imponibile", "Totale IVA", "Totale", "Pagamento", "Note"),
        *(
            "Consegna",
            "Vostro ordine",
            "Nostra offerta",
            "Grazie per il vostro interesse.",
            "Grazie per il vostro ordine.",
        ),
    ),
    "ro": (
        *("Ofertă", "Confirmare de comandă", "Număr", "Data", "Valabilă până la", "Client", "Cod TVA", "Contact"),
        *("Persoana dvs. de contact", "Poz.", "Cod", "Descriere", "Cantitate", "U.M.", "Preț", "Reducere", "Net"),
        *("Cota TVA", "Bază", "TVA", "Total net", "Total TVA", "Total", "Condiții de plată", "Observații"),
        *("Livrare", "Comanda dvs.", "Oferta noastră", "Vă mulțumim pentru interes.", "Vă mulțumim pentru comandă."),
    ),
    "cs": (
        *("Nabídka", "Potvrzení objednávky", "Číslo", "Datum", "Platí do", "Zákazník", "DIČ", "Kontaktní osoba"),
        *("Váš obchodník", "Poz.", "Kód", "Popis", "Množství", "MJ", "Cena", "Sleva", "Bez DPH"),
        *("Sazba DPH", "Základ", "DPH", "Celkem bez DPH", "Celkem DPH", "Celkem", "Platební podmínky", "Poznámky"),
        *("Dodání", "Vaše objednávka", "Naše nabídka", "Děkujeme za váš zájem.", "Děkujeme za vaši objednávku."),
    ),
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


def language_of(language: str) -> str:
    """The language if we have its words, else English."""
    return language if language in _LABELS else USUAL_LANGUAGE


def labels(language: str, *, title: str) -> dict[str, str]:
    """The labels of a paper by name. title: `quote` or `order_confirmation`."""
    words = dict(zip(LABEL_NAMES, _LABELS[language_of(language)], strict=True))
    return {"title": words[title], "thanks": words[f"{title}_thanks"], **words}


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
