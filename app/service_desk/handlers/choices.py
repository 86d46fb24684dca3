"""What forms may name of service: services, installed products, who could come."""

from datetime import datetime

from app.activities.queries import PersonAvailability, availability
from app.activities.queries.people import people_and_groups
from app.catalog.queries import services_offered
from app.contracts.queries import installed_products_of
from app.core.actor import Viewer
from app.engine.reading import id_in, moment_in
from app.engine.registry import Option, Variables, option_source
from app.parties.queries import kept_party_id
from app.service_desk.queries import technicians

MOST_REASONS = 2


@option_source("service_desk.services")
def service_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """The services offered with their rates."""
    return [
        Option(label=f"{one.name} · {one.hourly_rate:,.2f} {one.currency} / h", value=str(one.id))
        for one in services_offered()
    ]


@option_source("service_desk.installed_products")
def installed_product_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # all see them
    """The products installed at the party of the case."""
    party_id = kept_party_id(id_in(variables, "party_id"))
    if party_id is None:
        return []
    return [Option(label=one.label, value=str(one.id)) for one in installed_products_of(party_id)]


@option_source("service_desk.technicians")
def technician_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """The people of the service group; those free at the time proposed come first, the others say why not."""
    visit = _visit_in(variables)
    if visit is None:
        people = people_and_groups().people
        return [Option(label=people[user], value=user) for user in technicians() if user in people]
    free = availability(*visit, user_names=technicians())
    return [Option(label=f"{person.name}: {described(person)}", value=person.user_name) for person in free]


def described(person: PersonAvailability) -> str:
    """Whether a person is free, and what they have that day."""
    hours = person.booked.total_seconds() / 3600
    booked = f", {hours:g} of {person.hours_per_day.normalize():f} h booked" if hours else ""
    due = f", {person.tasks_due} due" if person.tasks_due else ""
    if person.is_free:
        return f"free{booked}{due}"
    return f"not free. {' '.join(person.reasons[:MOST_REASONS])}"


def _visit_in(variables: Variables) -> tuple[datetime, datetime] | None:
    starts_at, ends_at = moment_in(variables, "visit_from"), moment_in(variables, "visit_until")
    return (starts_at, ends_at) if starts_at and ends_at and starts_at < ends_at else None
