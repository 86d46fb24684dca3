"""What other slices show on the card of a party: numbers, lists, actions. They register it when imported."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from app.core.actor import Viewer
from app.parties.models import Party


@dataclass(frozen=True)
class CardNumber:
    """A number that matters. Money has its currency; href leads to its lines."""

    label: str
    value: Decimal | int
    currency: str | None = None
    href: str | None = None
    tone: str | None = None


@dataclass(frozen=True)
class CardEntry:
    """One line of a list on the card."""

    title: str
    href: str
    note: str = ""
    amount: Decimal | None = None
    currency: str | None = None
    when: datetime | None = None
    badge: str | None = None
    tone: str = "neutral"
    icon: str = "file-text"


@dataclass(frozen=True)
class CardSection:
    """A list on the card, newest first; empty ones are not shown."""

    title: str
    entries: Sequence[CardEntry] = field(default_factory=tuple)
    more_href: str | None = None


NumberSource = Callable[[Party, Viewer], Sequence[CardNumber]]
SectionSource = Callable[[Party, Viewer], CardSection]

number_sources: list[NumberSource] = []
section_sources: list[SectionSource] = []
action_templates: list[str] = []
"""Partials with the buttons of other slices; they get `party`."""


def card_numbers(source: NumberSource) -> NumberSource:
    """Register numbers of the card's header."""
    if source not in number_sources:
        number_sources.append(source)
    return source


def card_section(source: SectionSource) -> SectionSource:
    """Register a list of the card."""
    if source not in section_sources:
        section_sources.append(source)
    return source


def card_action(template: str) -> None:
    """Register a partial with buttons of the card."""
    if template not in action_templates:
        action_templates.append(template)


def numbers_of(party: Party, viewer: Viewer) -> list[CardNumber]:
    """All numbers of a party, in the order of registration."""
    return [number for source in number_sources for number in source(party, viewer)]


def sections_of(party: Party, viewer: Viewer) -> list[CardSection]:
    """All lists of a party that hold something, in the order of registration."""
    return [section for source in section_sources if (section := source(party, viewer)).entries]
