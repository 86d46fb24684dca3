"""Public holidays by country, from the package `holidays`; read a year at a time and kept."""

from datetime import date
from functools import cache

import holidays


class DaysOff:
    """The public holidays of a country, or of none, and further days: asks for a year when a day of it is asked.

    country: two letters. further: days of one's own.
    """

    def __init__(self, country: str | None, further: frozenset[date]) -> None:
        self.country = country
        self.further = further

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        return day in self.further or (self.country is not None and day in public_holidays(self.country, day.year))


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The days on which nobody works in a country; none for a country that is not known."""
    if country not in countries_with_holidays():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))


@cache
def countries_with_holidays() -> frozenset[str]:
    """The countries, by two letters, whose holidays are known."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))
