"""Words that every paper has, in the customer's language: `labels` in a template; `t` holds those of a slice."""

from collections.abc import Mapping

LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "page": "Page",
        "of": "of",
        "on_base": "of",
        "fiscal_code": "Tax code",
        "bank": "Bank",
        "place_and_date": "Place and date",
        "signature": "Stamp and signature",
        "accepted": "We accept this offer",
        "revision_of": "Replaces",
        "ordered_on": "Date",
    },
    "it": {
        "page": "Pagina",
        "of": "di",
        "on_base": "su",
        "fiscal_code": "Cod. fiscale",
        "bank": "Banca",
        "place_and_date": "Luogo e data",
        "signature": "Timbro e firma",
        "accepted": "Per accettazione",
        "revision_of": "Sostituisce",
        "ordered_on": "Data",
    },
    "ro": {
        "page": "Pagina",
        "of": "din",
        "on_base": "din",
        "fiscal_code": "Cod fiscal",
        "bank": "Banca",
        "place_and_date": "Locul și data",
        "signature": "Ștampila și semnătura",
        "accepted": "Acceptăm această ofertă",
        "revision_of": "Înlocuiește",
        "ordered_on": "Data",
    },
    "cs": {
        "page": "Strana",
        "of": "z",
        "on_base": "z",
        "fiscal_code": "IČO",
        "bank": "Banka",
        "place_and_date": "Místo a datum",
        "signature": "Razítko a podpis",
        "accepted": "Nabídku přijímáme",
        "revision_of": "Nahrazuje",
        "ordered_on": "Datum",
    },
}


def labels_in(language: str) -> dict[str, str]:
    """The words in `language` (`it`, `it-IT`), in English when we do not have them."""
    return dict(LABELS.get(language.partition("-")[0].partition("_")[0].lower(), LABELS["en"]))
