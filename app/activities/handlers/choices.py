"""What forms may name of people at work: colleagues, groups, parties."""

from datetime import date

from app.activities.asking import GROUP, PERSON
from app.activities.handlers.reading import id_in, key_in
from app.activities.queries.people import away_on, people_and_groups, people_by_mail, representatives_of
from app.activities.queries.tasks import case_seen
from app.core.actor import Viewer
from app.core.clock import company_zone, now
from app.engine.registry import Option, Variables, option_source
from app.parties.queries import kept_party_id


@option_source("activities.people")
def people_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """Everybody whom a task can be given to; who is away today says so."""
    away = away_on(now().astimezone(company_zone()).date())
    return [Option(label=_named(name, away.get(user)), value=user) for user, name in people_and_groups().people.items()]


@option_source("activities.people_and_groups")
def people_and_group_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # as above
    """Who represents us at the party, everybody else with an account, the groups, then those reached by mail only."""
    known = people_and_groups()
    away = away_on(now().astimezone(company_zone()).date())
    represents = representatives_of(kept_party_id(id_in(variables, "party_id")))
    first_ours = sorted(known.people, key=lambda user: user not in represents)
    people = [
        Option(label=_named(known.people[user], away.get(user)) + represents.get(user, ""), value=f"{PERSON}{user}")
        for user in first_ours
    ]
    groups = [Option(label=f"{name} (group)", value=f"{GROUP}{group}") for group, name in known.groups.items()]
    return people + groups + [Option(label=f"{name} (by mail)", value=key) for key, name in people_by_mail().items()]


@option_source("activities.case")
def case_options(viewer: Viewer, variables: Variables) -> list[Option]:
    """The case that the task is asked from, if this reader may see it."""
    case_key = key_in(variables, "about_case_key")
    case = case_seen(viewer, case_key) if case_key else None
    if case is None:
        return []
    named = " · ".join(filter(None, (case.title or case.process_id, case.subject_name)))
    return [Option(label=named, value=str(case.key))]


def _named(name: str, away_until: date | None) -> str:
    return f"{name}, away until {away_until:%d %B}" if away_until else name
