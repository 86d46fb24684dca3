"""The conditions of a segment in words, for pages and papers: en, it, ro, cs. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from babel.numbers import format_decimal

from app.campaigns.segments import Segment
from app.core.languages import language_of

_LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "name": "Name",
        "fiscal_codes": "Fiscal code",
        "localities": "Locality",
        "counties": "County",
        "industries": "Industry",
        "roles": "Role",
        "turnover": "Turnover",
        "employees": "Employees",
        "included": "Chosen by name",
        "excluded": "Left out by name",
        "from": "from {0}",
        "up_to": "up to {0}",
        "between": "{0} to {1}",
    },
    "it": {
        "name": "Nome",
        "fiscal_codes": "Codice fiscale",
        "localities": "Località",
        "counties": "Provincia",
        "industries": "Settore",
        "roles": "Ruolo",
        "turnover": "Fatturato",
        "employees": "Dipendenti",
        "included": "Scelti per nome",
        "excluded": "Esclusi per nome",
        "from": "da {0}",
        "up_to": "fino a {0}",
        "between": "da {0} a {1}",
    },
    "ro": {
        "name": "Nume",
        "fiscal_codes": "Cod fiscal",
        "localities": "Localitate",
        "counties": "Județ",
        "industries": "Domeniu",
        "roles": "Rol",
        "turnover": "Cifră de afaceri",
        "employees": "Angajați",
        "included": "Aleși după nume",
        "excluded": "Excluși după nume",
        "from": "de la {0}",
        "up_to": "până la {0}",
        "between": "de la {0} la {1}",
    },
    "cs": {
        "name": "Název",
        "fiscal_codes": "Daňové číslo",
        "localities": "Obec",
        "counties": "Okres",
        "industries": "Obor",
        "roles": "Role",
        "turnover": "Obrat",
        "employees": "Zaměstnanci",
        "included": "Vybráni jménem",
        "excluded": "Vynecháni jménem",
        "from": "od {0}",
        "up_to": "do {0}",
        "between": "{0} až {1}",
    },
}
_ROLES: Mapping[str, Mapping[str, str]] = {
    "it": {
        "lead": "contatto",
        "prospect": "potenziale cliente",
        "customer": "cliente",
        "vendor": "fornitore",
        "employee": "dipendente",
    },
    "ro": {
        "lead": "contact",
        "prospect": "client potențial",
        "customer": "client",
        "vendor": "furnizor",
        "employee": "angajat",
    },
    "cs": {
        "lead": "kontakt",
        "prospect": "zájemce",
        "customer": "zákazník",
        "vendor": "dodavatel",
        "employee": "zaměstnanec",
    },
}


def described(segment: Segment, *, language: str = "en") -> list[tuple[str, str]]:
    """Each condition as a label and words."""
    spoken = language_of(language)
    labels, roles = _LABELS[spoken], _ROLES.get(spoken, {})
    rows = {
        "name": segment.name,
        "fiscal_codes": _listed(segment.fiscal_codes),
        "localities": _listed(segment.localities),
        "counties": _listed(segment.counties),
        "industries": _listed(segment.industries),
        "roles": _listed(roles.get(role, role) for role in segment.roles),
        "turnover": _range(segment.turnover_from, segment.turnover_to, spoken),
        "employees": _range(segment.employees_from, segment.employees_to, spoken),
        "included": str(len(segment.included) or ""),
        "excluded": str(len(segment.excluded) or ""),
    }
    return [(labels[name], words) for name, words in rows.items() if words]


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values)


def _range(lowest: Decimal | int | None, highest: Decimal | int | None, language: str) -> str:
    ends = [format_decimal(end, "#,##0.##", locale=language) for end in (lowest, highest) if end is not None]
    if not ends:
        return ""
    form = "between" if len(ends) > 1 else "up_to" if lowest is None else "from"
    return _LABELS[language][form].format(*ends)
