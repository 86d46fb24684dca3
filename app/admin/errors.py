"""What the administrator's screens refuse."""

from collections.abc import Sequence

from app.core.errors import Refused


class GroupNamed(Refused):
    """A group was to be deleted that diagrams or tasks name. `naming`: what does, in words."""

    def __init__(self, name: str, naming: Sequence[str]) -> None:
        super().__init__(f"“{name}” cannot be deleted: it is named by {', '.join(naming)}.")
