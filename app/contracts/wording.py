"""Words of contracts in the customer's language: labels of the paper, types, time, price periods. Pure."""

from collections.abc import Mapping

from app.catalog.wording import paper_labels
from app.contracts.coverage import ContractType
from app.core.languages import language_of

_LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Contract",
        "between": "between",
        "and": "and",
        "supplier": "hereinafter “the Supplier”",
        "client": "hereinafter “the Customer”",
        "object": "Object",
        "covers": "For",
        "hours": "Hours covered",
        "all_products": "all products installed",
        "unlimited": "unlimited",
        "duration": "Duration",
        "billing": "Invoicing",
        "conditions": "General conditions",
        "for_supplier": "For the Supplier",
        "for_client": "For the Customer",
        "prices": "Prices are without VAT.",
        "thanks": "Read, approved and signed in two copies, one for each party.",
    },
    "it": {
        "title": "Contratto",
        "between": "tra",
        "and": "e",
        "supplier": "di seguito «il Fornitore»",
        "client": "di seguito «il Cliente»",
        "object": "Oggetto",
        "covers": "Per",
        "hours": "Ore incluse",
        "all_products": "tutti i prodotti installati",
        "unlimited": "illimitate",
        "duration": "Durata",
        "billing": "Fatturazione",
        "conditions": "Condizioni generali",
        "for_supplier": "Per il Fornitore",
        "for_client": "Per il Cliente",
        "prices": "I prezzi sono al netto dell'IVA.",
        "thanks": "Letto, approvato e sottoscritto in due copie, una per parte.",
    },
    "ro": {
        "title": "Contract",
        "between": "între",
        "and": "și",
        "supplier": "denumit în continuare „Prestatorul”",
        "client": "denumit în continuare „Clientul”",
        "object": "Obiectul",
        "covers": "Pentru",
        "hours": "Ore incluse",
        "all_products": "toate produsele instalate",
        "unlimited": "nelimitat",
        "duration": "Durata",
        "billing": "Facturare",
        "conditions": "Condiții generale",
        "for_supplier": "Pentru Prestator",
        "for_client": "Pentru Client",
        "prices": "Prețurile nu includ TVA.",
        "thanks": "Citit, aprobat și semnat în două exemplare, câte unul pentru fiecare parte.",
    },
    "cs": {
        "title": "Smlouva",
        "between": "mezi",
        "and": "a",
        "supplier": "dále jen „dodavatel“",
        "client": "dále jen „zákazník“",
        "object": "Předmět",
        "covers": "Pro",
        "hours": "Hodiny v ceně",
        "all_products": "všechny instalované výrobky",
        "unlimited": "bez omezení",
        "duration": "Doba trvání",
        "billing": "Fakturace",
        "conditions": "Všeobecné podmínky",
        "for_supplier": "Za dodavatele",
        "for_client": "Za zákazníka",
        "prices": "Ceny jsou uvedeny bez DPH.",
        "thanks": "Přečteno, schváleno a podepsáno ve dvou vyhotoveních, po jednom pro každou stranu.",
    },
}

_TITLES: Mapping[str, Mapping[ContractType, str]] = {
    "en": {
        ContractType.WARRANTY: "Warranty contract",
        ContractType.MAINTENANCE: "Maintenance contract",
        ContractType.FLAT_RATE: "Flat-rate assistance contract",
        ContractType.TIME_AND_MATERIAL: "Assistance contract, time and material",
    },
    "it": {
        ContractType.WARRANTY: "Contratto di garanzia",
        ContractType.MAINTENANCE: "Contratto di manutenzione",
        ContractType.FLAT_RATE: "Contratto di assistenza a forfait",
        ContractType.TIME_AND_MATERIAL: "Contratto di assistenza a consuntivo",
    },
    "ro": {
        ContractType.WARRANTY: "Contract de garanție",
        ContractType.MAINTENANCE: "Contract de mentenanță",
        ContractType.FLAT_RATE: "Contract de asistență, preț forfetar",
        ContractType.TIME_AND_MATERIAL: "Contract de asistență, timp și materiale",
    },
    "cs": {
        ContractType.WARRANTY: "Smlouva o záruce",
        ContractType.MAINTENANCE: "Smlouva o údržbě",
        ContractType.FLAT_RATE: "Smlouva o servisu za paušál",
        ContractType.TIME_AND_MATERIAL: "Smlouva o servisu podle skutečnosti",
    },
}

_TIME: Mapping[str, tuple[str, str]] = {
    "en": ("from {start} to {end}", "from {start}, for an indefinite time"),
    "it": ("dal {start} al {end}", "dal {start}, a tempo indeterminato"),
    "ro": ("de la {start} până la {end}", "de la {start}, pe durată nedeterminată"),
    "cs": ("od {start} do {end}", "od {start}, na dobu neurčitou"),
}

_BILLING: Mapping[str, tuple[str, str, str, str]] = {
    "en": ("the total above", "once, at the start", "every month, in advance", "every {months} months, in advance"),
    "it": (
        "il totale sopra indicato",
        "una volta, all'inizio",
        "ogni mese, in anticipo",
        "ogni {months} mesi, in anticipo",
    ),
    "ro": ("totalul de mai sus", "o singură dată, la început", "lunar, în avans", "la fiecare {months} luni, în avans"),
    "cs": ("výše uvedená částka", "jednorázově na začátku", "každý měsíc předem", "každých {months} měsíců předem"),
}

_AS_DONE: Mapping[str, str] = {
    "en": "after each service, by the work report",
    "it": "dopo ogni intervento, in base al rapporto di lavoro",
    "ro": "după fiecare intervenție, pe baza raportului de lucru",
    "cs": "po každém zásahu podle výkazu práce",
}


def contract_labels(language: str) -> dict[str, str]:
    """The labels of the contract's paper by name."""
    return {**paper_labels(language), **_LABELS[language_of(language)]}


def contract_title(kind: ContractType, *, language: str) -> str:
    """What a contract of this type is called on paper."""
    return _TITLES[language_of(language)][kind]


def shown_time(start: str, end: str, *, language: str) -> str:
    """How long it runs, in words; days already formatted, `end` empty when it has none."""
    limited, unlimited = _TIME[language_of(language)]
    return limited.format(start=start, end=end) if end else unlimited.format(start=start)


def shown_billing(kind: ContractType, period_months: int | None, *, language: str) -> str:
    """When it is invoiced, in words."""
    spoken = language_of(language)
    amount, once, monthly, others = _BILLING[spoken]
    if kind is ContractType.TIME_AND_MATERIAL:
        return _AS_DONE[spoken]
    often = {None: once, 1: monthly}.get(period_months, others)
    return f"{amount}, {often.format(months=period_months)}"
