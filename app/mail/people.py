"""Mail addresses of people who do not log in; the slice that knows such people registers where to look."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PersonAddress:
    """Where somebody reads mail, and in which language."""

    name: str
    email: str
    language: str = "en"


AddressSource = Callable[[str], PersonAddress | None]

_sources: list[AddressSource] = []


def mail_address_source(source: AddressSource) -> AddressSource:
    """Register where to look: `source(assignee)`, with the assignee as the task has it, gives an address or None."""
    if source not in _sources:
        _sources.append(source)
    return source


def address_beside_users(assignee: str) -> PersonAddress | None:
    """The address of somebody who is no user, from the first source that knows them."""
    found = (source(assignee) for source in _sources)
    return next((address for address in found if address is not None), None)
