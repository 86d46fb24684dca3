"""Reads a request out of the variables of a new case."""

from app.engine.reading import VariableInvalid, id_in, moment_in, text_in
from app.engine.registry import Variables
from app.parties.queries import kept_party_id
from app.service_desk.intake import RequestIntake
from app.service_desk.models import Channel, Priority

PERSONAL = ("contact_name", "email", "phone", "request_text", "vat_number", "city")


def intake_in(variables: Variables) -> RequestIntake:
    """The request as the variables describe it. Raises VariableInvalid when nobody is named or nothing is asked."""
    party_id = kept_party_id(id_in(variables, "party_id"))
    name = text_in(variables, "company_name") or text_in(variables, "contact_name")
    if name is None and party_id is None:
        raise VariableInvalid("A request needs a customer.", {"company_name": ["Enter a name."]})
    text = text_in(variables, "request_text")
    if text is None:
        sentence = "Say what the customer asks for."
        raise VariableInvalid(sentence, {"request_text": [sentence]})
    return RequestIntake(
        text=text,
        channel=channel_in(variables),
        party_id=party_id,
        company_name=name or "",
        country=(text_in(variables, "country") or "IT").upper(),
        vat_number=text_in(variables, "vat_number"),
        city=text_in(variables, "city"),
        contact_id=id_in(variables, "contact_id"),
        contact_name=text_in(variables, "contact_name"),
        email=text_in(variables, "email"),
        phone=text_in(variables, "phone"),
        site_id=id_in(variables, "site_id"),
        installed_product_id=id_in(variables, "installed_product_id"),
        serial_number=text_in(variables, "serial_number"),
        service_id=id_in(variables, "service_id"),
        priority=priority_in(variables),
        term_at=moment_in(variables, "term_at"),
    )


def priority_in(variables: Variables) -> Priority:
    """The priority; normal when none is named."""
    named = text_in(variables, "priority") or Priority.NORMAL.value
    try:
        return Priority(named)
    except ValueError:
        raise VariableInvalid(f"priority {named!r} is not known.") from None


def channel_in(variables: Variables) -> Channel:
    """How it reached us; by form when nothing is said."""
    named = text_in(variables, "channel") or Channel.FORM.value
    try:
        return Channel(named)
    except ValueError:
        raise VariableInvalid(f"channel {named!r} is not known.") from None
