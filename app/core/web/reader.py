"""Who reads the page: name, language, time zone, permissions. The slice that knows people says who it is."""

from collections.abc import Callable
from typing import Any, Protocol

from flask import current_app

from app.core.formats import Preferences

COMPANY_LOCALE = "en"
COMPANY_TIME_ZONE = "Europe/Rome"


class Reader(Protocol):
    """The person in front of the screen."""

    @property
    def user_name(self) -> str:
        """The name used to log in."""

    @property
    def display_name(self) -> str:
        """The name as colleagues read it."""

    @property
    def locale(self) -> str:
        """Language and country, such as `it` or `en_GB`."""

    @property
    def time_zone(self) -> str:
        """IANA name, such as `Europe/Rome`."""

    def may(self, permission: Any, /) -> bool:  # Any: the permissions are named by a higher slice
        """Whether this person holds `permission`."""


ReaderSource = Callable[[], Reader | None]


def reader() -> Reader | None:
    """The person who is logged in, or None."""
    source: ReaderSource | None = current_app.extensions.get("reader")
    return source() if source is not None else None


def preferences() -> Preferences:
    """The reader's language and time zone, else the company's."""
    person = reader()
    settings = current_app.config
    return Preferences(
        language=(person and person.locale) or settings.get("COMPANY_LOCALE", COMPANY_LOCALE),
        time_zone=(person and person.time_zone) or settings.get("COMPANY_TIME_ZONE", COMPANY_TIME_ZONE),
    )
