"""Enters and changes our own company."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from app.core.actor import Actor
from app.core.clock import company_zone
from app.core.db import Json, session
from app.core.public_holidays import DaysOff
from app.core.working_calendar import Interval, WorkingCalendar
from app.parties import identifiers
from app.parties.errors import CompanyMissing, PartyInvalid
from app.parties.models import Company
from app.trail.operations import record

USUAL_WEEK: dict[int, tuple[Interval, ...]] = dict.fromkeys(range(5), ((time(9), time(13)), (time(14), time(18))))
CHECKED = {
    "vat_number": identifiers.vat_number,
    "fiscal_code": identifiers.fiscal_code,
    "phone": identifiers.phone_number,
}


@dataclass(frozen=True)
class CompanyDetails:
    """All that is entered about our own company; the names are those of the table."""

    name: str
    country: str
    email: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    county: str = ""
    vat_number: str = ""
    fiscal_code: str = ""
    phone: str = ""
    website: str = ""
    bank_name: str = ""
    iban: str = ""
    language: str = "en"
    currency: str = "EUR"
    quote_valid_days: int = 30
    reminder_after_days: int = 7
    payment_reminder_days: int = 7
    web_form_key: str | None = None


def describe_company(details: CompanyDetails, *, by: Actor, at: datetime) -> Company:
    """Our own company as entered. Raises PartyInvalid with a sentence for each wrong field."""
    values = _checked(details)
    found = session().get(Company, 1, with_for_update=True)
    before = {name: getattr(found, name) for name in values} if found else {}
    company = found or Company(id=1)
    for name, value in values.items():
        setattr(company, name, value)
    session().add(company)
    changed = {name: value for name, value in values.items() if before.get(name) != value}
    if changed:
        known = _without_secrets({name: before[name] for name in changed if name in before})
        told = _without_secrets(changed)
        record(action="company.changed", entity="company", entity_id=1, by=by, at=at, before=known, after=told)
    return company


def _without_secrets(values: Mapping[str, object]) -> dict[str, object]:
    return {name: "not shown" if name == "web_form_key" else value for name, value in values.items()}


@dataclass(frozen=True)
class Habits:
    """When our company works, and how people are reminded when they have set nothing of their own.

    The names are those of the table. working_hours: weekday "0" to "6" to intervals of two times such as "09:00".
    """

    reminder_offsets: str
    reminder_channels: str
    refresh_minutes: int
    working_hours: Json
    holiday_calendar: str | None
    days_off: list[date]


def set_habits(habits: Habits, *, by: Actor, at: datetime) -> Company:
    """Keep when our company works and how it reminds. Raises CompanyMissing before the company was entered."""
    company = session().get(Company, 1, with_for_update=True)
    if company is None:
        raise CompanyMissing
    values = vars(habits)
    before = {name: getattr(company, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    for name, value in changed.items():
        setattr(company, name, value)
    if changed:
        known = {name: before[name] for name in changed}
        record(action="company.changed", entity="company", entity_id=1, by=by, at=at, before=known, after=changed)
    return company


def working_calendar() -> WorkingCalendar:
    """When our company works, in its time zone; Monday to Friday before anything was entered. One statement."""
    return calendar_of(session().get(Company, 1))


def calendar_of(company: Company | None) -> WorkingCalendar:
    """The working calendar of a company that was read already."""
    if company is None:
        return WorkingCalendar(company_zone(), USUAL_WEEK)
    days_off = DaysOff(company.holiday_calendar, frozenset(company.days_off))
    return WorkingCalendar(company_zone(), read_hours(company.working_hours) or USUAL_WEEK, days_off)


def read_hours(stored: Json) -> dict[int, tuple[Interval, ...]]:
    """Working hours as the calendar takes them, from what the table holds."""
    return {
        int(weekday): tuple((time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in intervals)
        for weekday, intervals in stored.items()
        if intervals
    }


def _checked(details: CompanyDetails) -> dict[str, object]:
    values = dict(vars(details))
    wrong: dict[str, list[str]] = {}
    for name, clean in CHECKED.items():
        if text := values[name]:
            try:
                values[name] = clean(text, country=details.country)
            except ValueError as error:
                wrong[name] = [str(error)]
    try:
        values["email"] = identifiers.email_address(details.email)
    except ValueError as error:
        wrong["email"] = [str(error)]
    if wrong:
        raise PartyInvalid(wrong)
    if values["web_form_key"] is None:
        del values["web_form_key"]
    return values
