"""Cases as people begin them: which processes, what is filled in for a party, and that the case is about it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from app.cases.schemas import given_sent
from app.core.actor import Actor, Viewer
from app.core.db import Key, session
from app.documents.errors import AttachmentRefused
from app.documents.operations import attach
from app.engine.catalogue import latest_definition
from app.engine.forms import NO_FORM, OfferedForm, checked_values, form_for_browser
from app.engine.models import ProcessDefinition
from app.engine.operations import describe_case, start_instance
from app.engine.queries import start_form_of
from app.engine.registry import Variables, begun_by_program
from app.parties.errors import PartyMissing
from app.parties.models import Party
from app.parties.queries import kept_party

MOST_FILES = 20
FILLED_IN = {
    "company_name": "name",
    "country": "country",
    "vat_number": "vat_number",
    "fiscal_code": "fiscal_code",
    "city": "city",
    "county": "county",
    "email": "email",
    "phone": "phone",
    "currency": "currency",
    "language": "language",
    "sales_person": "sales_rep",
}
"""Names that start forms give to what the card of a party says."""


def processes_for_people() -> Sequence[ProcessDefinition]:
    """The newest version of each process that people begin, by name; others begin by themselves or are called."""
    newest = (
        select(ProcessDefinition.key)
        .ext(distinct_on(ProcessDefinition.process_id))
        .order_by(ProcessDefinition.process_id, ProcessDefinition.version.desc())
    )
    has_form = ProcessDefinition.start_form_id.is_not(None)
    wanted = or_(has_form, ProcessDefinition.process_id.not_in(begun_by_program))
    query = select(ProcessDefinition).where(ProcessDefinition.key.in_(newest), wanted)
    return session().scalars(query.order_by(ProcessDefinition.name)).all()


def party_of(variables: Variables) -> Party | None:
    """The party that the values name, if there is one."""
    with suppress(ValueError, PartyMissing):
        return kept_party(UUID(str(variables.get("party_id"))))
    return None


def start_form(definition: ProcessDefinition, *, given: Variables, viewer: Viewer) -> OfferedForm:
    """The form that begins a case. given: what the address says; a party fills in what the form asks of it."""
    schema = start_form_of(definition) or NO_FORM
    variables = {**_facts_of(party_of(given)), **given}
    return form_for_browser(schema, variables=variables, viewer=viewer, draft=None)


def begin_case(
    process_id: str,
    sent: object,
    *,
    party_id: UUID | None,
    files: Sequence[tuple[str, bytes]],
    start_key: str,
    viewer: Viewer,
    by: Actor,
    at: datetime,
) -> Key:
    """Start a case with what the form sent. It is about the party of the form, else about `party_id`.

    files: name and bytes of what belongs to it; its documents. Raises AttachmentRefused.
    """
    schema = start_form_of(latest_definition(process_id)) or NO_FORM
    about: Variables = {"party_id": str(party_id)} if party_id else {}
    values = checked_values(schema, sent, variables={**about, **given_sent(sent)}, viewer=viewer, at=at)
    variables = {**about, **values}
    case = start_instance(process_id, variables=variables, by=by, at=at, start_key=start_key)
    party = party_of(variables)
    if party is not None and case.subject_id is None:
        describe_case(case.key, subject_id=party.id, subject_name=party.name)
    _attach(files, case.key, start_key=start_key, by=by, at=at)
    return case.key


def _attach(files: Sequence[tuple[str, bytes]], case_key: Key, *, start_key: str, by: Actor, at: datetime) -> None:
    if len(files) > MOST_FILES:
        raise AttachmentRefused(f"At most {MOST_FILES} files; attach the others to the case.")
    for place, (name, content) in enumerate(files):
        attach(
            content,
            name=name,
            case_key=case_key,
            subject_type=None,
            subject_id=None,
            idempotency_key=f"start:{start_key}:{place}",
            by=by,
            at=at,
        )


def _facts_of(party: Party | None) -> Variables:
    """What the card says, as start forms call it; empty texts are left out."""
    if party is None:
        return {}
    facts = {name: getattr(party, column) for name, column in FILLED_IN.items()}
    return {name: value for name, value in facts.items() if value}
