"""What other slices show on the card of a party: numbers, timeline, lists, actions. They register it when imported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Numeric, Select, SQLColumnExpression, String, cast, null, select

from app.core.actor import Viewer
from app.identity.permissions import Permission
from app.parties.models import Party


@dataclass(frozen=True)
class CardNumber:
    """A number that matters. Money has its currency; a moment is shown as how long ago; href leads to its lines."""

    label: str
    value: Decimal | int | datetime | None
    currency: str | None = None
    href: str | None = None
    tone: str | None = None


@dataclass(frozen=True)
class CardEntry:
    """One line of a list on the card. is_due: `when` is shown as a deadline."""

    title: str
    href: str
    note: str = ""
    amount: Decimal | None = None
    currency: str | None = None
    when: datetime | None = None
    badge: str | None = None
    tone: str = "neutral"
    icon: str = "file-text"
    is_due: bool = False


@dataclass(frozen=True)
class CardSection:
    """A list in the right column of the card, newest first; empty ones are not shown."""

    title: str
    entries: Sequence[CardEntry] = field(default_factory=tuple)
    more_href: str | None = None


@dataclass(frozen=True)
class TimelineLine:
    """One line of the timeline as the database gives it.

    key: the row's key as text, unique in its type. ref: another id that the address of the line needs.
    who: user name of the author, or what to call them. state: shown as a badge.
    """

    type: str
    when: datetime
    key: str
    title: str
    note: str | None = None
    state: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    who: str | None = None
    ref: str | None = None


Lines = Select[*tuple[Any, ...]]  # Any: the columns of TimelineLine
Column = SQLColumnExpression[Any] | str | None  # Any: columns of all types


def timeline_lines(
    *,
    key: SQLColumnExpression[Any],  # Any: as above
    when: SQLColumnExpression[Any],  # Any: as above
    title: Column,
    note: Column = None,
    state: Column = None,
    amount: Column = None,
    currency: Column = None,
    who: Column = None,
    ref: Column = None,
) -> Lines:
    """A select with the columns of the timeline; the slice adds `.where(...)`, and `.join(...)` where it needs one.

    when: the moment (better than a day) at which the line stands; newest first.
    """
    texts = {"title": title, "note": note, "state": state, "currency": currency, "who": who, "ref": ref}
    return select(
        cast(when, DateTime(timezone=True)).label("when"),
        cast(key, String).label("key"),
        *(cast(null() if column is None else column, String).label(name) for name, column in texts.items()),
        cast(null() if amount is None else amount, Numeric(18, 4)).label("amount"),
    )


@dataclass(frozen=True)
class TimelineType:
    """What one kind of thing adds to the timeline of a party.

    name: in the address, `?show=quotes`; label: on the filter. lines: from `timeline_lines`, only what this viewer
    may see; all types are read in one statement. href: where a line leads. tones: of the badge, by state.
    permission: who may see them at all. order: of the filters.
    """

    name: str
    label: str
    icon: str
    lines: Callable[[Party, Viewer], Lines]
    href: Callable[[TimelineLine], str]
    tones: Mapping[str, str] = field(default_factory=dict)
    permission: Permission | None = None
    order: int = 50


NumberSource = Callable[[Party, Viewer], Sequence[CardNumber]]
SectionSource = Callable[[Party, Viewer], CardSection]

number_sources: list[NumberSource] = []
section_sources: list[SectionSource] = []
timeline_types: dict[str, TimelineType] = {}
action_templates: list[str] = []
"""Partials with the buttons of other slices; they get `party`."""


def card_numbers(source: NumberSource) -> NumberSource:
    """Register numbers of the card's header."""
    if source not in number_sources:
        number_sources.append(source)
    return source


def card_section(source: SectionSource) -> SectionSource:
    """Register a list of the card's right column: what is open or in force now. What happened is the timeline's."""
    if source not in section_sources:
        section_sources.append(source)
    return source


def card_timeline(kind: TimelineType) -> TimelineType:
    """Register a kind of thing that happens with a party; it becomes a filter of the timeline."""
    timeline_types[kind.name] = kind
    return kind


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
