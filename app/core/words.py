"""The few words that stand between figures, in the languages of the screens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Words of one language.

    overdue: a sentence with a place for the length of time.
    named_day, day_in_year: patterns of Unicode's date format (CLDR).
    """

    today: str
    tomorrow: str
    yesterday: str
    overdue: str
    days: str
    hours: str = "h"
    minutes: str = "min"
    seconds: str = "s"
    named_day: str = "EEE d MMM"
    day_in_year: str = "d MMM"


WORDS = {
    "en": Words("Today", "Tomorrow", "Yesterday", "{} overdue", "d"),
    "it": Words("Oggi", "Domani", "Ieri", "in ritardo di {}", "g"),
    "ro": Words("Azi", "Mâine", "Ieri", "întârziat cu {}", "z"),
    "cs": Words("Dnes", "Zítra", "Včera", "{} po termínu", "d", named_day="EEE d. M.", day_in_year="d. M."),
}
