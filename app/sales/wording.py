"""Words of quotes and order confirmations in the customer's language: en, it, ro, cs. Pure."""

from collections.abc import Mapping

from app.catalog.wording import paper_labels
from app.core.languages import language_of

_LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "quote": "Quote",
        "order_confirmation": "Order confirmation",
        "quote_thanks": "Thank you for your interest.",
        "order_confirmation_thanks": "Thank you for your order.",
        "valid_until": "Valid until",
        "your_reference": "Your order",
        "quote_reference": "Our quote",
    },
    "it": {
        "quote": "Offerta",
        "order_confirmation": "Conferma d'ordine",
        "quote_thanks": "Grazie per il vostro interesse.",
        "order_confirmation_thanks": "Grazie per il vostro ordine.",
        "valid_until": "Valida fino al",
        "your_reference": "Vostro ordine",
        "quote_reference": "Nostra offerta",
    },
    "ro": {
        "quote": "Ofertă",
        "order_confirmation": "Confirmare de comandă",
        "quote_thanks": "Vă mulțumim pentru interes.",
        "order_confirmation_thanks": "Vă mulțumim pentru comandă.",
        "valid_until": "Valabilă până la",
        "your_reference": "Comanda dvs.",
        "quote_reference": "Oferta noastră",
    },
    "cs": {
        "quote": "Nabídka",
        "order_confirmation": "Potvrzení objednávky",
        "quote_thanks": "Děkujeme za váš zájem.",
        "order_confirmation_thanks": "Děkujeme za vaši objednávku.",
        "valid_until": "Platí do",
        "your_reference": "Vaše objednávka",
        "quote_reference": "Naše nabídka",
    },
}


def labels(language: str, *, title: str) -> dict[str, str]:
    """The labels of a paper by name. title: `quote` or `order_confirmation`."""
    words = {**paper_labels(language), **_LABELS[language_of(language)]}
    return {"title": words[title], "thanks": words[f"{title}_thanks"], **words}


OPTIONAL = {"en": "optional", "it": "opzionale", "ro": "opțional", "cs": "volitelné"}
"""What stands beside a line that is offered beside the rest."""
