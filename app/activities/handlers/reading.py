"""Reads what the variables of a case say about a task; a value that cannot be used stands beside its field."""

import re
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.activities.errors import ActivityInvalid
from app.core.clock import company_zone
from app.core.db import Key
from app.engine.registry import Variables

END_OF_WORK = time(17)
REMINDERS = re.compile(r"\d{1,3}w?(,\d{1,3}w?){0,9}")
LONGEST_MINUTES = 14_400
USUAL_MINUTES = 60
LARGEST_KEY = 2**63 - 1


def text_in(variables: Variables, name: str) -> str | None:
    """The text without blanks around it; None for an empty one."""
    value = variables.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ActivityInvalid({name: ["Write a text."]})
    return value.strip() or None


def id_in(variables: Variables, name: str) -> UUID | None:
    """The id; None when there is none."""
    text = text_in(variables, name)
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise ActivityInvalid({name: ["Choose one of the list."]}) from None


def key_in(variables: Variables, name: str) -> Key | None:
    """The key of a case; None when there is none."""
    value = variables.get(name)
    if value in (None, ""):
        return None
    if not str(value).isdecimal() or len(str(value)) > 19 or int(str(value)) > LARGEST_KEY:
        raise ActivityInvalid({name: ["This is no key of a case."]})
    return Key(int(str(value)))


def names_in(variables: Variables, name: str) -> list[str]:
    """The texts of a list, or the one text; each once."""
    value = variables.get(name) or []
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        raise ActivityInvalid({name: ["Choose from the list."]})
    return list(dict.fromkeys(listed))


def whole_in(variables: Variables, name: str, *, usual: int, lowest: int, highest: int) -> int:
    """The whole number; `usual` when there is none."""
    value = variables.get(name)
    if value is None or value == "":
        return usual
    if isinstance(value, bool) or not str(value).isdecimal() or not lowest <= int(str(value)) <= highest:
        raise ActivityInvalid({name: [f"Enter a whole number from {lowest} to {highest}."]})
    return int(str(value))


def reminders_in(variables: Variables, name: str) -> str | None:
    """Offsets in the notation of the diagram; None leaves it to the person and the company."""
    text = text_in(variables, name)
    if text is not None and not REMINDERS.fullmatch(text):
        raise ActivityInvalid({name: ["Write days ahead such as 3,1,0 or working days such as 3w."]})
    return text


def moment_in(variables: Variables, name: str) -> datetime | None:
    """The moment; a date alone means the end of work on that day, at the company's seat."""
    text = text_in(variables, name)
    if text is None:
        return None
    try:
        if len(text) == len("2026-11-23"):
            return datetime.combine(date.fromisoformat(text), END_OF_WORK, company_zone())
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ActivityInvalid({name: ["Enter a date, such as 2026-11-23."]}) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=company_zone())


def day_and_time_in(variables: Variables, day: str, clock_time: str, *, usual: time | None) -> datetime | None:
    """A moment of two fields, at the company's seat. usual: the time when none is given; None demands one."""
    date_text, time_text = text_in(variables, day), text_in(variables, clock_time)
    if date_text is None and time_text is None:
        return None
    if date_text is None:
        raise ActivityInvalid({day: ["Choose the day too."]})
    if time_text is None and usual is None:
        raise ActivityInvalid({clock_time: ["Enter the time too."]})
    try:
        at_time = time.fromisoformat(time_text) if time_text else usual
        return datetime.combine(date.fromisoformat(date_text), at_time or END_OF_WORK, company_zone())
    except ValueError:
        raise ActivityInvalid({day: ["Enter a date, such as 2026-11-23."]}) from None


def planned_in(variables: Variables) -> tuple[datetime, datetime] | None:
    """From when to when a task should take place; None when it needs no time of its own."""
    begin = moment_in(variables, "planned_from")
    if begin is not None:
        end = moment_in(variables, "planned_until") or begin + timedelta(minutes=USUAL_MINUTES)
        return begin, end
    begin = day_and_time_in(variables, "planned_on", "planned_time", usual=None)
    if begin is None:
        return None
    minutes = whole_in(variables, "planned_minutes", usual=USUAL_MINUTES, lowest=5, highest=LONGEST_MINUTES)
    return begin, begin + timedelta(minutes=minutes)
