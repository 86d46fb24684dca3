"""What a field says when marshmallow cannot read it: plain words instead of the library's."""

from marshmallow import fields, validate

SENTENCES: dict[type[fields.Field], dict[str, str]] = {  # type: ignore[type-arg]  # any field
    fields.Field: {"required": "Fill this in.", "null": "Fill this in.", "validator_failed": "This cannot be used."},
    fields.String: {"invalid": "This is not a text.", "invalid_utf8": "This text cannot be read."},
    fields.UUID: {"invalid_uuid": "This is not the id of anything."},
    fields.Number: {"invalid": "Give a number.", "too_large": "This number is too large."},
    fields.Integer: {"invalid": "Give a whole number."},
    fields.Decimal: {"special": "Give a number."},
    fields.Boolean: {"invalid": "Give yes or no."},
    fields.DateTime: {"invalid": "Give a date and a time.", "format": "This cannot be written as a date and a time."},
    fields.Date: {"invalid": "Give a date.", "format": "This cannot be written as a date."},
    fields.Time: {"invalid": "Give a time.", "format": "This cannot be written as a time."},
    fields.List: {"invalid": "Give a list."},
    fields.Mapping: {"invalid": "Give names with values."},
    fields.Email: {"invalid": "Give an address such as anna@example.org."},
    fields.Url: {"invalid": "Give an address such as https://example.org."},
}


def set_wording() -> None:
    """Let every schema speak like this."""
    for kind, sentences in SENTENCES.items():
        kind.default_error_messages = {**kind.__dict__.get("default_error_messages", {}), **sentences}
    validate.Length.message_min = "Give at least {min} characters."
    validate.Length.message_max = "Give at most {max} characters."
    validate.Length.message_all = "Give {min} to {max} characters."
    validate.Length.message_equal = "Give exactly {equal} characters."
    validate.Range.message_min = "Give {min_op} {{min}}."
    validate.Range.message_max = "Give {max_op} {{max}}."
    validate.Range.message_all = "Give {min_op} {{min}} and {max_op} {{max}}."
    validate.Range.message_gte, validate.Range.message_gt = "at least", "more than"
    validate.Range.message_lte, validate.Range.message_lt = "at most", "less than"
    validate.OneOf.default_message = "Choose one of the choices."
