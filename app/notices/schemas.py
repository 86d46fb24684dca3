"""Shapes of the requests about notices, reminders and their settings."""

from collections.abc import Callable
from datetime import date, time
from typing import Any, TypeVar

from marshmallow import Schema, ValidationError, fields, post_load, validate

from app.core.public_holidays import countries_with_holidays
from app.core.reminders import read_channels, read_offsets, written_channels, written_offsets
from app.core.working_calendar import Interval, refuse_bad_intervals
from app.notices.queries import Stage
from app.parties.company import Habits

LONGEST_REFRESH_MINUTES = 24 * 60
MOST_DAYS_OFF = 366
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Read = TypeVar("Read")
CHANNELS = {"message": "Message", "mail": "Mail", "message,mail": "Message and mail"}


class Offsets(fields.String):
    """How long before a due date: `3,1,0`, `2w`."""

    def _deserialize(self, value: Any, *rest: Any, **options: Any) -> str:  # Any: as marshmallow hands it over
        return _read(lambda text: written_offsets(read_offsets(text)), super()._deserialize(value, *rest, **options))


class Channels(fields.String):
    """On which ways: `message`, `mail` or both."""

    def _deserialize(self, value: Any, *rest: Any, **options: Any) -> str:  # Any: as marshmallow hands it over
        return _read(lambda text: written_channels(read_channels(text)), super()._deserialize(value, *rest, **options))


class Hours(fields.String):
    """The hours of a weekday: `09:00-13:00, 14:00-18:00`; nothing is a free day."""

    def _deserialize(self, value: Any, *rest: Any, **options: Any) -> list[list[str]]:  # type: ignore[override]  # Any: as marshmallow hands it over; a text becomes intervals
        return _read(_intervals, super()._deserialize(value, *rest, **options))


class DaysOff(fields.String):
    """Days on which nobody works, one a line: `2026-12-24`."""

    def _deserialize(self, value: Any, *rest: Any, **options: Any) -> list[date]:  # type: ignore[override]  # as above
        return _read(_days, super()._deserialize(value, *rest, **options))


class NoticesArguments(Schema):
    """What stands in the address of the list of notices."""

    only_unread = fields.Boolean(data_key="unread", load_default=False)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class RemindersArguments(Schema):
    """What stands in the address of the list of reminders."""

    stage = fields.Enum(Stage, by_value=True, load_default=Stage.TO_COME)
    of_everybody = fields.Boolean(data_key="all", load_default=False)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)


class ReadUntil(Schema):
    """Up to which moment all notices are read: that of the page that was looked at."""

    until = fields.AwareDateTime(required=True)


class OwnReminders(Schema):
    """How a person wants to be reminded. An empty field is as the company has it."""

    offsets = Offsets(load_default=None, validate=validate.Length(max=60))
    channels = Channels(load_default=None)


class CompanySettings(Schema):
    """When the company works, and how it reminds."""

    reminder_offsets = Offsets(load_default="none")
    reminder_channels = Channels(required=True, error_messages={"required": "Choose message, mail or both."})
    refresh_minutes = fields.Integer(
        required=True,
        validate=validate.Range(0, LONGEST_REFRESH_MINUTES, error="From 0, which is never, to 1440 minutes."),
        error_messages={"invalid": "Enter a whole number of minutes.", "required": "Enter minutes; 0 is never."},
    )
    hours_0 = Hours(load_default=list)
    hours_1 = Hours(load_default=list)
    hours_2 = Hours(load_default=list)
    hours_3 = Hours(load_default=list)
    hours_4 = Hours(load_default=list)
    hours_5 = Hours(load_default=list)
    hours_6 = Hours(load_default=list)
    holiday_calendar = fields.String(load_default=None)
    days_off = DaysOff(load_default=list)

    @post_load
    def as_habits(self, data: dict[str, Any], **_options: Any) -> Habits:  # Any: loaded values
        """What is kept. Raises ValidationError when there is no working time at all, or no such calendar."""
        hours = {str(weekday): data.pop(f"hours_{weekday}") for weekday in range(7)}
        if not any(hours.values()):
            raise ValidationError("Enter the hours of at least one day.", "hours_0")
        if data["holiday_calendar"] not in {None, *countries_with_holidays()}:
            raise ValidationError("Choose a country of the list.", "holiday_calendar")
        return Habits(working_hours={day: parts for day, parts in hours.items() if parts}, **data)


def _read(reader: Callable[[str], Read], text: str) -> Read:
    try:
        return reader(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def _intervals(text: str) -> list[list[str]]:
    parts = [part.strip() for part in text.replace("–", "-").split(",") if part.strip()]
    intervals = tuple(_interval(part) for part in parts)
    refuse_bad_intervals(intervals)
    return [[f"{begins:%H:%M}", f"{ends:%H:%M}"] for begins, ends in intervals]


def _interval(part: str) -> Interval:
    try:
        begins, ends = (time.fromisoformat(moment.strip().zfill(5)) for moment in part.split("-"))
    except ValueError:
        raise ValueError(f"“{part}” is not readable. Write hours such as 09:00-13:00, 14:00-18:00.") from None
    return begins, ends


def _days(text: str) -> list[date]:
    lines = [line.strip() for line in text.replace(",", "\n").splitlines() if line.strip()]
    if len(lines) > MOST_DAYS_OFF:
        raise ValueError(f"Enter at most {MOST_DAYS_OFF} days.")
    return sorted({_day(line) for line in lines})


def _day(line: str) -> date:
    try:
        return date.fromisoformat(line)
    except ValueError:
        raise ValueError(f"“{line}” is no date. Write one day a line, such as 2026-12-24.") from None
