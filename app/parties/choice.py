"""What a list of parties shows: the filters that stand in its address."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class PartyChoice:
    """Which parties are wanted; an empty text means all.

    words: beginnings of words of name, city, numbers, e-mail or phone, in any order. role: a PartyRole.
    sales_rep, service_rep: user names. country: two letters.
    """

    words: str = ""
    role: str = ""
    sales_rep: str = ""
    service_rep: str = ""
    industry: str = ""
    county: str = ""
    country: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether all parties are wanted."""
        return not any(getattr(self, field.name) for field in fields(self))
