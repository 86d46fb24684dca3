"""What the cells of a row mean: values of a party, or a sentence for each that cannot be. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from babel import Locale

from app.core.languages import LANGUAGES as PAPER_LANGUAGES
from app.parties.importing.columns import BY_NAME
from app.parties.importing.reading import Line
from app.parties.models import PartyKind, PartyRole
from app.parties.names import plain_words

READ_IN = ("en", "it", "ro", "cs")
CURRENCIES = frozenset({"EUR", "RON", "CZK", "CHF", "GBP", "USD"})
LARGEST_TURNOVER = Decimal(10) ** 15
MOST_EMPLOYEES = 10_000_000
ROLE_WORDS = {
    PartyRole.LEAD: "lead leads contatto interessato",
    PartyRole.PROSPECT: "prospect prospects potenziale potential potencialni zajemce",
    PartyRole.CUSTOMER: "customer customers client clienti cliente zakaznik odberatel",
    PartyRole.VENDOR: "vendor vendors supplier suppliers fornitore furnizor dodavatel",
    PartyRole.EMPLOYEE: "employee employees dipendente angajat zamestnanec",
}
KIND_WORDS = {
    PartyKind.ORGANISATION: "organisation organization company societa azienda firma societate spolecnost",
    PartyKind.PERSON: "person persona privato persoana fizica osoba",
}
NUMBER = re.compile(r"-?[0-9][0-9.,' \u00a0\u202f]*")
SEPARATORS = re.compile(r"[.,](?=[0-9]{3}(?:[^0-9]|$))")
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True)
class Values:
    """What a row says. party, contact: values by field, empty cells left out; problems: a sentence by field."""

    name: str
    party: dict[str, Any] = field(default_factory=dict)  # Any: of the type of the field
    contact: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def values_of(line: Line, mapping: Mapping[int, str], *, columns: int) -> Values:
    """The values of a row. columns: how many the heading has."""
    party: dict[str, Any] = {}
    contact: dict[str, str] = {}
    problems: dict[str, str] = {}
    if len(line.cells) > columns:
        problems["row"] = f"The row has {len(line.cells)} cells, the heading {columns}."
    for column, name in mapping.items():
        text = line.cells[column] if column < len(line.cells) else ""
        if not text:
            continue
        try:
            value = _value(name, text)
        except ValueError as error:
            problems[name] = str(error)
            continue
        _put(name, value, party, contact)
    return Values(str(party.get("name", ""))[:200], party, contact, problems)


def _put(name: str, value: Any, party: dict[str, Any], contact: dict[str, str]) -> None:  # Any: as above
    if name.startswith("contact_"):
        contact[name.removeprefix("contact_")] = value
    else:
        party[name] = value


def _value(name: str, text: str) -> Any:  # Any: as above
    longest = BY_NAME[name].longest
    if len(text) > longest:
        raise ValueError(f"{BY_NAME[name].label} is longer than {longest} characters: “{text[:20]}…”.")
    if UNSTORABLE.search(text):
        raise ValueError(f"{BY_NAME[name].label} holds a sign that is no text.")
    read = READERS.get(name)
    return text if read is None else read(text)


def _country(text: str) -> str:
    code = _countries().get(plain_words(text))
    if code is None:
        raise ValueError(f"“{text}” is not a country.")
    return code


def _language(text: str) -> str:
    code = _languages().get(plain_words(text))
    if code is None:
        raise ValueError(f"“{text}” is not a language of our papers (English, Italian, Romanian, Czech).")
    return code


def _currency(text: str) -> str:
    if text.upper() not in CURRENCIES:
        raise ValueError(f"“{text}” is not a currency we use ({', '.join(sorted(CURRENCIES))}).")
    return text.upper()


def _roles(text: str) -> tuple[str, ...]:
    words = [plain_words(each) for each in re.split(r"[,;/|+]", text) if each.strip()]
    found = [role for word in words for role, known in ROLE_WORDS.items() if word in known.split()]
    if len(found) < len(words):
        raise ValueError(f"“{text}” is not a role (lead, prospect, customer, vendor, employee).")
    return tuple(sorted({role.value for role in found}))


def _kind(text: str) -> str:
    for kind, known in KIND_WORDS.items():
        if plain_words(text).split()[:1] and plain_words(text).split()[0] in known.split():
            return kind.value
    raise ValueError(f"“{text}” is neither an organisation nor a person.")


def _days(text: str) -> int:
    found = re.match(r"[0-9]{1,4}(?![0-9])", text)
    if found is None or int(found[0]) > 365:
        raise ValueError(f"“{text}” is not a number of days from 0 to 365.")
    return int(found[0])


def _employees(text: str) -> int:
    number = _number(text)
    if number != number.to_integral_value() or not 0 <= number <= MOST_EMPLOYEES:
        raise ValueError(f"“{text}” is not a number of people.")
    return int(number)


def _turnover(text: str) -> Decimal:
    number = _number(text)
    if not 0 <= number <= LARGEST_TURNOVER:
        raise ValueError(f"“{text}” is not an amount from 0 to {LARGEST_TURNOVER:,}.")
    return number.quantize(Decimal("0.01"))


def _number(text: str) -> Decimal:
    """1.234,50 and 1,234.50 alike; a single sign before three figures parts thousands."""
    found = NUMBER.match(text)
    if found is None or not found[0].strip():
        raise ValueError(f"“{text}” is not a number.")
    figures = re.sub(r"[' \u00a0\u202f]", "", found[0])
    last = max(figures.rfind("."), figures.rfind(","))
    both = "." in figures and "," in figures
    if last >= 0 and (both or figures.count(figures[last]) == 1) and not (not both and SEPARATORS.search(figures)):
        figures = re.sub("[.,]", "", figures[:last]) + "." + figures[last + 1 :]
    else:
        figures = re.sub("[.,]", "", figures)
    try:
        return Decimal(figures)
    except InvalidOperation:
        raise ValueError(f"“{text}” is not a number.") from None


@cache
def _countries() -> dict[str, str]:
    """Codes by code and by name in the languages of our papers, as plain words."""
    found = {}
    for language in READ_IN:
        territories = Locale(language).territories
        found.update({plain_words(str(name)): str(code) for code, name in territories.items() if len(str(code)) == 2})
    found.update({code.lower(): code for code in list(found.values())})
    return found | {"uk": "GB", "el": "GR", "czech republic": "CZ", "ceska republika": "CZ"}


@cache
def _languages() -> dict[str, str]:
    found = {code: code for code in PAPER_LANGUAGES}
    for language in READ_IN:
        names = Locale(language).languages
        found.update({plain_words(str(names[code])): code for code in PAPER_LANGUAGES})
    return found


READERS: dict[str, Callable[[str], Any]] = {  # Any: as above
    "country": _country,
    "language": _language,
    "currency": _currency,
    "roles": _roles,
    "kind": _kind,
    "payment_terms_days": _days,
    "employees": _employees,
    "turnover": _turnover,
}
