"""Words of estimates and work reports in the customer's language: en, it, ro, cs. Pure."""

from collections.abc import Mapping

from app.catalog.wording import paper_labels
from app.core.languages import language_of
from app.service_desk.billing_rules import Reason

_LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "estimate": "Estimate of work done",
        "work_report": "Work report",
        "estimate_thanks": "Thank you for your trust. The invoice follows for what is not covered.",
        "work_report_thanks": "Thank you for your trust.",
        "request": "Your request",
        "requested_on": "Received on",
        "solved_on": "Solved on",
        "technician": "Technician",
        "site": "Site",
        "contract": "Contract",
        "hours_by_reports": "Hours by work reports",
        "hours_by_times": "Working hours from request to solution",
        "worked_on": "Day",
        "work": "Work done",
        "object": "Object",
        "activity": "Activity",
        "time": "Time",
        "hours": "Hours",
        "parts": "Parts used",
        "journeys": "Journeys",
        "other": "Other items",
        "amount": "Amount",
        "total_hours": "Hours in all",
        "seen_by": "Seen and agreed for the customer",
    },
    "it": {
        "estimate": "Consuntivo dei lavori",
        "work_report": "Rapporto di intervento",
        "estimate_thanks": "Grazie per la fiducia. Per quanto non coperto seguirà la fattura.",
        "work_report_thanks": "Grazie per la fiducia.",
        "request": "Vostra richiesta",
        "requested_on": "Ricevuta il",
        "solved_on": "Risolta il",
        "technician": "Tecnico",
        "site": "Luogo",
        "contract": "Contratto",
        "hours_by_reports": "Ore da rapporti di intervento",
        "hours_by_times": "Ore lavorative dalla richiesta alla soluzione",
        "worked_on": "Giorno",
        "work": "Lavori eseguiti",
        "object": "Oggetto",
        "activity": "Attività",
        "time": "Orario",
        "hours": "Ore",
        "parts": "Ricambi utilizzati",
        "journeys": "Trasferte",
        "other": "Altre voci",
        "amount": "Importo",
        "total_hours": "Ore totali",
        "seen_by": "Visto e approvato dal cliente",
    },
    "ro": {
        "estimate": "Deviz",
        "work_report": "Raport de intervenție",
        "estimate_thanks": "Vă mulțumim pentru încredere. Pentru ce nu este acoperit urmează factura.",
        "work_report_thanks": "Vă mulțumim pentru încredere.",
        "request": "Solicitarea dvs.",
        "requested_on": "Primită la",
        "solved_on": "Rezolvată la",
        "technician": "Tehnician",
        "site": "Locația",
        "contract": "Contract",
        "hours_by_reports": "Ore după rapoarte",
        "hours_by_times": "Ore lucrătoare de la solicitare la rezolvare",
        "worked_on": "Ziua",
        "work": "Lucrări executate",
        "object": "Obiect",
        "activity": "Activitate",
        "time": "Interval",
        "hours": "Ore",
        "parts": "Piese folosite",
        "journeys": "Deplasări",
        "other": "Alte poziții",
        "amount": "Sumă",
        "total_hours": "Total ore",
        "seen_by": "Văzut și acceptat de client",
    },
    "cs": {
        "estimate": "Vyúčtování práce",
        "work_report": "Pracovní výkaz",
        "estimate_thanks": "Děkujeme za důvěru. Na to, co není kryto, následuje faktura.",
        "work_report_thanks": "Děkujeme za důvěru.",
        "request": "Váš požadavek",
        "requested_on": "Přijato dne",
        "solved_on": "Vyřešeno dne",
        "technician": "Technik",
        "site": "Místo",
        "contract": "Smlouva",
        "hours_by_reports": "Hodiny podle výkazů",
        "hours_by_times": "Pracovní hodiny od požadavku po vyřešení",
        "worked_on": "Den",
        "work": "Provedené práce",
        "object": "Předmět",
        "activity": "Činnost",
        "time": "Čas",
        "hours": "Hodiny",
        "parts": "Použité díly",
        "journeys": "Cesty",
        "other": "Ostatní položky",
        "amount": "Částka",
        "total_hours": "Hodiny celkem",
        "seen_by": "Viděl a schválil zákazník",
    },
}

_REASONS: Mapping[str, Mapping[Reason, str]] = {
    "en": {
        Reason.COVERED: "covered by contract {number}",
        Reason.NOT_CHARGED: "not charged",
    },
    "it": {Reason.COVERED: "coperto dal contratto {number}", Reason.NOT_CHARGED: "non addebitato"},
    "ro": {Reason.COVERED: "acoperit de contractul {number}", Reason.NOT_CHARGED: "nu se facturează"},
    "cs": {Reason.COVERED: "kryto smlouvou {number}", Reason.NOT_CHARGED: "neúčtuje se"},
}
_WARRANTY = {"en": "covered by warranty", "it": "in garanzia", "ro": "în garanție", "cs": "v záruce"}
_JOURNEY = {"en": "Journey", "it": "Trasferta", "ro": "Deplasare", "cs": "Cesta"}


def labels(language: str, *, title: str) -> dict[str, str]:
    """The labels of a paper by name. title: `estimate` or `work_report`."""
    words = {**paper_labels(language), **_LABELS[language_of(language)]}
    return {"title": words[title], "thanks": words[f"{title}_thanks"], **words}


def why_free(reason: Reason, *, contract_number: str, language: str) -> str:
    """Why a line costs nothing, in words; empty for one that costs something. contract_number: empty for a warranty."""
    spoken = language_of(language)
    if reason is Reason.NONE:
        return ""
    if reason is Reason.COVERED and not contract_number:
        return _WARRANTY[spoken]
    return _REASONS[spoken][reason].format(number=contract_number)


def journey(note: str | None, *, language: str) -> str:
    """What a journey is called on the paper."""
    word = _JOURNEY[language_of(language)]
    return f"{word}: {note}" if note else word
