"""Mails about contracts in the customer's language: the contract, and the reminder to sign it. Pure."""

from collections.abc import Mapping
from typing import Literal

from app.core.languages import language_of
from app.mail.letters import Letter, letter_of

Kind = Literal["contract", "reminder"]

_LETTERS: Mapping[str, Mapping[Kind, tuple[str, str]]] = {
    "en": {
        "contract": (
            "Contract {number} of {seller}",
            (
                "please find attached our contract {number} ({title}), which runs {time}.\n\n"
                "If you agree, please send it back signed. We are glad to answer your questions."
            ),
        ),
        "reminder": (
            "Our contract {number}: your signature",
            (
                "on {offered} we sent you our contract {number} ({title}), which is attached again.\n\n"
                "If you agree, please send it back signed. May we help with anything?"
            ),
        ),
    },
    "it": {
        "contract": (
            "Contratto {number} di {seller}",
            (
                "in allegato trova il nostro contratto {number} ({title}), valido {time}.\n\n"
                "Se è d'accordo, la preghiamo di restituirlo firmato. Restiamo a disposizione per ogni domanda."
            ),
        ),
        "reminder": (
            "Il nostro contratto {number}: la vostra firma",
            (
                "il {offered} le abbiamo inviato il contratto {number} ({title}), che alleghiamo di nuovo.\n\n"
                "Se è d'accordo, la preghiamo di restituirlo firmato. Possiamo esserle utili?"
            ),
        ),
    },
    "ro": {
        "contract": (
            "Contractul {number} de la {seller}",
            (
                "vă trimitem atașat contractul {number} ({title}), valabil {time}.\n\n"
                "Dacă sunteți de acord, vă rugăm să ni-l returnați semnat. Vă stăm la dispoziție pentru întrebări."
            ),
        ),
        "reminder": (
            "Contractul nostru {number}: semnătura dvs.",
            (
                "pe {offered} v-am trimis contractul {number} ({title}), pe care îl atașăm din nou.\n\n"
                "Dacă sunteți de acord, vă rugăm să ni-l returnați semnat. Vă putem ajuta?"
            ),
        ),
    },
    "cs": {
        "contract": (
            "Smlouva {number} od {seller}",
            (
                "v příloze zasíláme smlouvu {number} ({title}), která platí {time}.\n\n"
                "Souhlasíte-li, zašlete nám ji prosím podepsanou zpět. Rádi zodpovíme vaše dotazy."
            ),
        ),
        "reminder": (
            "Naše smlouva {number}: váš podpis",
            (
                "dne {offered} jsme vám zaslali smlouvu {number} ({title}), kterou znovu přikládáme.\n\n"
                "Souhlasíte-li, zašlete nám ji prosím podepsanou zpět. Můžeme vám s něčím pomoci?"
            ),
        ),
    },
}


def letter(kind: Kind, *, language: str, contact: str, signed_by: str, values: Mapping[str, str]) -> Letter:
    """The mail of a kind. values: number, title, seller, time, offered, already in words of the language.

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
