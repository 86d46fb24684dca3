"""What a search gives: groups of results, each result with its address."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.word_index import MOST_COUNTED

SHORTEST_NUMBER = 4  # letters and figures; less than that is a word that happens to be a number


@dataclass(frozen=True)
class Hit:
    """One result.

    note: what tells it from others of its name. numbers: what somebody may enter to go straight to it.
    """

    title: str
    address: str
    icon: str
    note: str = ""
    numbers: Sequence[str | None] = ()

    def has_number(self, text: str) -> bool:
        """Whether the text is one of its numbers, however it is spaced and signed."""
        wanted = _bare(text)
        return len(wanted) >= SHORTEST_NUMBER and any(_bare(number or "") == wanted for number in self.numbers)


@dataclass(frozen=True)
class Group:
    """The first results of one kind. count: of all; list_address: where all of them are, if anywhere."""

    label: str
    hits: Sequence[Hit]
    count: int
    list_address: str | None = None

    @property
    def counted(self) -> str:
        """The count as it is shown."""
        return str(self.count) if self.count <= MOST_COUNTED else f"{MOST_COUNTED}+"


def address_of_number(text: str, groups: Sequence[Group]) -> str | None:
    """Where the one result leads that has this number: of the first kind that knows it; None when there are several."""
    for group in groups:
        if having := [hit for hit in group.hits if hit.has_number(text)]:
            return having[0].address if len(having) == 1 else None
    return None


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
