"""What forms and diagrams may name of parties: choices, and the work on an imported file."""

from contextlib import suppress
from uuid import UUID

from babel import Locale

from app.core.actor import Viewer
from app.core.db import session, transaction
from app.core.errors import AppError
from app.engine.registry import (
    Call,
    Completion,
    JobFailed,
    Option,
    SearchedOptions,
    Variables,
    begun_by_program,
    job_handler,
    option_source,
    searched_options,
)
from app.identity.permissions import Permission
from app.parties import operations, queries
from app.parties.choice import PartyChoice
from app.parties.errors import PartyMissing
from app.parties.models import Party

NEAR = ("IT", "RO", "CZ", "DE", "FR", "AT", "CH")
IMPORT_PROCESS = "party_import"
MOST_OFFERED = 20

begun_by_program.add(IMPORT_PROCESS)


@option_source("parties.countries")
def country_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """All countries by their English name, those of most customers first."""
    return [Option(label=name, value=code) for code, name in country_names()]


def parties_by_words(viewer: Viewer, words: str) -> list[Option]:  # noqa: ARG001  # all see parties
    """The first parties that the list has for these words; without words, the first by name."""
    if words.strip():
        return [_party_option(party) for party in queries.parties_found(words, limit=MOST_OFFERED).rows]
    return [_party_option(party) for party in queries.parties_page(PartyChoice(), limit=MOST_OFFERED)[:MOST_OFFERED]]


def party_by_value(viewer: Viewer, value: object) -> Option | None:  # noqa: ARG001  # all see parties
    """The party of this id; one that was joined with another is that other."""
    party = _party_in({"party_id": value})
    return _party_option(party) if party else None


PARTIES = SearchedOptions(parties_by_words, party_by_value, Permission.VIEW_PARTIES)
for name in ("parties.parties", "activities.parties"):  # the second: forms that were deployed before
    searched_options(name, PARTIES)


@option_source("parties.sites")
def site_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """The sites of the case's party, the main one first."""
    party = _party_in(variables)
    sites = queries.sites_of(party.id) if party else []
    return [Option(label=", ".join(filter(None, (site.name, site.city))), value=str(site.id)) for site in sites]


@option_source("parties.contacts")
def contact_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """The contact persons of the case's party."""
    party = _party_in(variables)
    people = queries.contacts_of(party.id) if party else []
    return [Option(label=", ".join(filter(None, (each.name, each.function))), value=str(each.id)) for each in people]


@job_handler("parties.advance_import", queue="default", timeout_seconds=300)
def advance_import(call: Call) -> Completion:
    """Try out or import the rows of a file, a batch in each transaction; a later try goes on where this one stopped."""
    try:
        import_id = UUID(str(call.variables.get("import_id")))
        run = operations.Run(operations.table_of(queries.import_by_id(import_id)))
    except (ValueError, AppError) as refused:
        raise JobFailed(f"There is no file to be imported: {refused}", retryable=False) from refused
    session().rollback()
    _begin_anew(import_id)
    while _advance(import_id, run, call):
        pass
    return Completion()


def country_names() -> list[tuple[str, str]]:
    """Code and English name of all countries, those of most customers first."""
    names = {str(code): str(name) for code, name in Locale("en").territories.items()}
    codes = sorted((code for code in names if len(code) == 2 and code.isalpha()), key=names.__getitem__)
    return [(code, names[code]) for code in (*NEAR, *(code for code in codes if code not in NEAR))]


def _advance(import_id: UUID, run: operations.Run, call: Call) -> bool:
    with transaction():
        return operations.advance_import(queries.import_for_update(import_id), run, by=call.by, at=call.at)


def _begin_anew(import_id: UUID) -> None:
    """A dry run that was cut off begins at the first row: it must know all lines before."""
    with transaction():
        operations.restart_check(queries.import_for_update(import_id))


def _party_in(variables: Variables) -> Party | None:
    with suppress(ValueError, PartyMissing):
        return queries.kept_party(UUID(str(variables.get("party_id"))))
    return None


def _party_option(party: Party) -> Option:
    return Option(label=", ".join(filter(None, (party.name, party.city))), value=str(party.id))
