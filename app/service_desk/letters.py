"""Mails of service to customers in their language: subject and text. Pure."""

from collections.abc import Mapping
from typing import Literal

from app.core.languages import language_of
from app.mail.letters import Letter, letter_of

Kind = Literal["refusal", "papers", "covered_papers"]

_LETTERS: Mapping[str, Mapping[Kind, tuple[str, str]]] = {
    "en": {
        "refusal": (
            "Your request {number}",
            "we are sorry: we cannot do what you asked for on {requested} (“{title}”).\n\n{reason}",
        ),
        "papers": (
            "Your request {number}: work done",
            (
                "your request of {requested} (“{title}”) is solved. Attached you find the work report and our account "
                "{estimate} over {total} {currency}; the invoice follows."
            ),
        ),
        "covered_papers": (
            "Your request {number}: work done",
            (
                "your request of {requested} (“{title}”) is solved. Attached you find the work report and what your "
                "contract covers. There is nothing to pay."
            ),
        ),
    },
    "it": {
        "refusal": (
            "La vostra richiesta {number}",
            "ci dispiace: non possiamo eseguire quanto richiesto il {requested} («{title}»).\n\n{reason}",
        ),
        "papers": (
            "La vostra richiesta {number}: intervento eseguito",
            (
                "la vostra richiesta del {requested} («{title}») è risolta. In allegato il rapporto di intervento e il "
                "consuntivo {estimate} per {total} {currency}; seguirà la fattura."
            ),
        ),
        "covered_papers": (
            "La vostra richiesta {number}: intervento eseguito",
            (
                "la vostra richiesta del {requested} («{title}») è risolta. In allegato il rapporto di intervento e "
                "quanto coperto dal contratto. Non vi è nulla da pagare."
            ),
        ),
    },
    "ro": {
        "refusal": (
            "Solicitarea dvs. {number}",
            "ne pare rău: nu putem executa ce ați solicitat pe {requested} („{title}”).\n\n{reason}",
        ),
        "papers": (
            "Solicitarea dvs. {number}: lucrare executată",
            (
                "solicitarea dvs. din {requested} („{title}”) este rezolvată. Atașat găsiți raportul de intervenție și "
                "devizul {estimate} în valoare de {total} {currency}; urmează factura."
            ),
        ),
        "covered_papers": (
            "Solicitarea dvs. {number}: lucrare executată",
            (
                "solicitarea dvs. din {requested} („{title}”) este rezolvată. Atașat găsiți raportul de intervenție și "
                "ce acoperă contractul dvs. Nu este nimic de plată."
            ),
        ),
    },
    "cs": {
        "refusal": (
            "Váš požadavek {number}",
            "je nám líto: nemůžeme provést, oč jste žádali dne {requested} („{title}“).\n\n{reason}",
        ),
        "papers": (
            "Váš požadavek {number}: práce provedena",
            (
                "váš požadavek ze dne {requested} („{title}“) je vyřešen. V příloze je pracovní výkaz a vyúčtování "
                "{estimate} na {total} {currency}; následuje faktura."
            ),
        ),
        "covered_papers": (
            "Váš požadavek {number}: práce provedena",
            (
                "váš požadavek ze dne {requested} („{title}“) je vyřešen. V příloze je pracovní výkaz a přehled toho, "
                "co kryje vaše smlouva. Nic neplatíte."
            ),
        ),
    },
}


def letter(kind: Kind, *, language: str, contact: str, signed_by: str, values: Mapping[str, str]) -> Letter:
    """The mail of a kind. values: seller, number, title, requested, and what the kind names, already formatted."""
    subject, body = _LETTERS[language_of(language)][kind]
    return letter_of(
        subject.format_map(values),
        body.format_map(values),
        language=language,
        contact=contact,
        signed_by=signed_by,
        company=values["seller"],
    )
