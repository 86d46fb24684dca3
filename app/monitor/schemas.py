"""Shapes of the requests of the Monitor."""

from collections.abc import Mapping
from datetime import date

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from app.cases.choice import Shown
from app.core.db import Json
from app.monitor.choice import Choice, Need, Sort, Work
from app.monitor.values import Kind

LONGEST_SEARCH = 100
LONGEST_NAME = 200
LONGEST_REASON = 500
LONGEST_VALUE = 200_000
MOST_ROWS_NAMES = frozenset({"after", "limit"})
NEAR = validate.Range(date(2000, 1, 1), date(2199, 12, 31), error="From the year 2000 to 2199.")


class Reason(fields.String):
    """Why somebody mends something; nobody may leave it out."""

    def __init__(self) -> None:
        wanted = validate.Length(1, LONGEST_REASON, error=f"Say why, in at most {LONGEST_REASON} characters.")
        super().__init__(required=True, validate=wanted)

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **options: object
    ) -> str:
        return str(super()._deserialize(value, attr, data, **options)).strip()


def _name() -> fields.String:
    return fields.String(validate=validate.Length(1, LONGEST_NAME), load_default=None)


class MonitorArguments(Schema):
    """What stands in the address of the list. Empty fields of the filter form count as not given."""

    shown = fields.Enum(Shown, by_value=True, data_key="state", load_default=Shown.ACTIVE)
    need = fields.Enum(Need, by_value=True, load_default=None)
    cause = fields.String(validate=validate.Regexp(r"[0-9a-f]{32}\Z"), load_default=None)
    process = _name()
    version = fields.Integer(validate=validate.Range(1, 1_000_000), load_default=None)
    element = _name()
    party = fields.UUID(load_default=None)
    business_key = fields.String(data_key="key", validate=validate.Length(1, LONGEST_NAME), load_default=None)
    text = fields.String(data_key="q", validate=validate.Length(max=LONGEST_SEARCH), load_default="")
    started_from = fields.Date(data_key="from", validate=NEAR, load_default=None)
    started_until = fields.Date(data_key="until", validate=NEAR, load_default=None)
    person = _name()
    group = _name()
    work = fields.Enum(Work, by_value=True, load_default=Work.OPEN)
    sort = fields.Enum(Sort, by_value=True, load_default=Sort.NEWEST)
    after = fields.String(load_only=True)
    limit = fields.String(load_only=True)

    @validates_schema
    def check_days(self, values: Json, **_options: object) -> None:
        """The first day is not after the last one."""
        first, last = values.get("started_from"), values.get("started_until")
        if first is not None and last is not None and first > last:
            raise ValidationError("This day is before the first one.", "until")

    @post_load
    def as_choice(self, values: Json, **_options: object) -> Choice:
        """The choice; cursor and limit are read where they are used."""
        chosen = {name: value for name, value in values.items() if name not in MOST_ROWS_NAMES}
        return Choice(**{**chosen, "text": chosen["text"].strip()})


class ReasonOnly(Schema):
    """A repair that asks for nothing but its reason."""

    reason = Reason()


class VariableArguments(Schema):
    """Which variable is to be set, and as what kind of value. scope: empty for the case itself."""

    name = fields.String(validate=validate.Length(1, 100), load_default=None)
    scope = fields.String(validate=validate.Length(max=60), load_default="")
    kind = fields.Enum(Kind, by_value=True, load_default=None)


class VariableChange(Schema):
    """A new value. seen: the digest of the value that was shown."""

    name = fields.String(
        required=True, validate=validate.Length(1, 100, error="Give a name of at most 100 characters.")
    )
    scope = fields.String(validate=validate.Length(max=60), load_default="")
    kind = fields.Enum(Kind, by_value=True, required=True)
    value = fields.String(validate=validate.Length(max=LONGEST_VALUE), load_default="")
    seen = fields.String(validate=validate.Length(max=64), load_default="")
    reason = Reason()


class TimerMove(Schema):
    """When a timer shall be due: now, or at a moment of the reader, without a zone. seen: when it was due, as shown."""

    when = fields.String(required=True, validate=validate.OneOf(("now", "later")))
    due_at = fields.NaiveDateTime("%Y-%m-%dT%H:%M", load_default=None)
    seen = fields.AwareDateTime(required=True)
    reason = Reason()

    @validates_schema
    def check_moment(self, values: Json, **_options: object) -> None:
        """A moment is needed unless it is now."""
        if values.get("when") == "later" and values.get("due_at") is None:
            raise ValidationError("Give a date and a time.", "due_at")


class Assignment(Schema):
    """To whom a task goes. revision: of the task as it was shown."""

    assignee = fields.String(
        required=True, validate=validate.Length(1, LONGEST_NAME, error="Choose who gets the task.")
    )
    revision = fields.Integer(required=True, validate=validate.Range(0, 2**62))
    reason = Reason()
