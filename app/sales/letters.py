"""Mails to customers in their language: subject and text. Pure."""

from collections.abc import Mapping
from typing import Literal

from app.core.languages import language_of
from app.mail.letters import Letter, letter_of

Kind = Literal["quote", "reminder", "alternatives", "alternatives_reminder", "order_confirmation"]

_LETTERS: Mapping[str, Mapping[Kind, tuple[str, str]]] = {
    "en": {
        "quote": (
            "Quote {number} of {seller}",
            (
                "please find attached our quote {number} over {total} {currency}. It is valid until {until}.\n\n"
                "We are glad to answer your questions."
            ),
        ),
        "reminder": (
            "Our quote {number}: have you decided?",
            (
                "on {issued} we sent you our quote {number} over {total} {currency}. It is valid until {until}.\n\n"
                "May we help with your decision?"
            ),
        ),
        "alternatives": (
            "Quote {number} of {seller}, with alternatives",
            (
                "please find attached our offer, in several alternatives:\n\n{offers}\n\nThey are valid until {until}; "
                "choose the one that suits you.\n\nWe are glad to answer your questions."
            ),
        ),
        "alternatives_reminder": (
            "Our quote {number}: have you decided?",
            (
                "on {issued} we sent you our offer, in several alternatives:\n\n{offers}\n\n"
                "They are valid until {until}.\n\nMay we help with your decision?"
            ),
        ),
        "order_confirmation": (
            "Order confirmation {number} of {seller}",
            (
                "thank you for your order. Our confirmation {number} over {total} {currency} is attached; "
                "we deliver on {delivery}."
            ),
        ),
    },
    "it": {
        "quote": (
            "Offerta {number} di {seller}",
            (
                "in allegato trova la nostra offerta {number} per {total} {currency}, valida fino al {until}.\n\n"
                "Restiamo a disposizione per ogni domanda."
            ),
        ),
        "reminder": (
            "La nostra offerta {number}: avete deciso?",
            (
                "il {issued} le abbiamo inviato l'offerta {number} per {total} {currency}, valida fino al {until}.\n\n"
                "Possiamo esserle utili nella decisione?"
            ),
        ),
        "alternatives": (
            "Offerta {number} di {seller}, con alternative",
            (
                "in allegato trova la nostra offerta, in più alternative:\n\n{offers}\n\nSono valide fino al {until}; "
                "scelga quella che preferisce.\n\nRestiamo a disposizione per ogni domanda."
            ),
        ),
        "alternatives_reminder": (
            "La nostra offerta {number}: avete deciso?",
            (
                "il {issued} le abbiamo inviato la nostra offerta, in più alternative:\n\n{offers}\n\n"
                "Sono valide fino al {until}.\n\nPossiamo esserle utili nella decisione?"
            ),
        ),
        "order_confirmation": (
            "Conferma d'ordine {number} di {seller}",
            (
                "grazie per il vostro ordine. In allegato la conferma {number} per {total} {currency}; "
                "consegniamo il {delivery}."
            ),
        ),
    },
    "ro": {
        "quote": (
            "Oferta {number} de la {seller}",
            (
                "vă trimitem atașat oferta {number} în valoare de {total} {currency}, valabilă până la {until}.\n\n"
                "Vă stăm la dispoziție pentru orice întrebare."
            ),
        ),
        "reminder": (
            "Oferta noastră {number}: ați luat o decizie?",
            (
                "pe {issued} v-am trimis oferta {number} de {total} {currency}, valabilă până la {until}.\n\n"
                "Vă putem ajuta în luarea deciziei?"
            ),
        ),
        "alternatives": (
            "Oferta {number} de la {seller}, cu alternative",
            (
                "vă trimitem atașat oferta noastră, în mai multe variante:\n\n{offers}\n\n"
                "Sunt valabile până la {until}; alegeți varianta care vi se potrivește.\n\n"
                "Vă stăm la dispoziție pentru orice întrebare."
            ),
        ),
        "alternatives_reminder": (
            "Oferta noastră {number}: ați luat o decizie?",
            (
                "pe {issued} v-am trimis oferta noastră, în mai multe variante:\n\n{offers}\n\n"
                "Sunt valabile până la {until}.\n\nVă putem ajuta în luarea deciziei?"
            ),
        ),
        "order_confirmation": (
            "Confirmarea comenzii {number} de la {seller}",
            (
                "vă mulțumim pentru comandă. Atașat găsiți confirmarea {number} în valoare de {total} {currency}; "
                "livrăm pe {delivery}."
            ),
        ),
    },
    "cs": {
        "quote": (
            "Nabídka {number} od {seller}",
            (
                "v příloze zasíláme nabídku {number} na {total} {currency}. Platí do {until}.\n\n"
                "Rádi zodpovíme vaše dotazy."
            ),
        ),
        "reminder": (
            "Naše nabídka {number}: už jste se rozhodli?",
            (
                "dne {issued} jsme vám zaslali nabídku {number} na {total} {currency}. Platí do {until}.\n\n"
                "Můžeme vám s rozhodnutím pomoci?"
            ),
        ),
        "alternatives": (
            "Nabídka {number} od {seller}, ve variantách",
            (
                "v příloze zasíláme naši nabídku v několika variantách:\n\n{offers}\n\nPlatí do {until}; "
                "vyberte si tu, která vám vyhovuje.\n\nRádi zodpovíme vaše dotazy."
            ),
        ),
        "alternatives_reminder": (
            "Naše nabídka {number}: už jste se rozhodli?",
            (
                "dne {issued} jsme vám zaslali naši nabídku v několika variantách:\n\n{offers}\n\nPlatí do {until}."
                "\n\nMůžeme vám s rozhodnutím pomoci?"
            ),
        ),
        "order_confirmation": (
            "Potvrzení objednávky {number} od {seller}",
            "děkujeme za objednávku. V příloze je potvrzení {number} na {total} {currency}; dodáme {delivery}.",
        ),
    },
}


def letter(kind: Kind, *, language: str, contact: str, signed_by: str, values: Mapping[str, str]) -> Letter:
    """The mail of a kind. values: number, seller, total, currency and the dates it names, already formatted.

    contact, signed_by: names, or empty.
    """
    subject, body = _LETTERS[language_of(language)][kind]
    return letter_of(
        subject.format_map(values),
        body.format_map(values),
        language=language,
        contact=contact,
        signed_by=signed_by,
        company=values["seller"],
    )


_FOLLOW_UP: Mapping[str, tuple[str, str]] = {
    "en": ("To do until {until}", "please take care of this until {until}:\n\n{text}"),
    "it": ("Da fare entro il {until}", "le chiediamo di occuparsi di questo entro il {until}:\n\n{text}"),
    "ro": ("De făcut până la {until}", "vă rugăm să vă ocupați de aceasta până la {until}:\n\n{text}"),
    "cs": ("Vyřídit do {until}", "prosíme, vyřiďte do {until}:\n\n{text}"),
}


def follow_up_letter(*, language: str, contact: str, company: str, text: str, until: str) -> Letter:
    """The mail to a colleague without an account, who goes on with an opportunity. until: a day in words."""
    subject, body = _FOLLOW_UP[language_of(language)]
    values = {"until": until, "text": text}
    return letter_of(
        subject.format_map(values),
        body.format_map(values),
        language=language,
        contact=contact,
        signed_by="",
        company=company,
    )
