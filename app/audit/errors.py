"""What the Trail refuses."""

from app.core.db import Key
from app.core.errors import Missing


class NoSuchEntry(Missing):
    """A row of the trail was asked for that is not there."""

    def __init__(self, entry_id: Key) -> None:
        super().__init__(f"The trail has no row {entry_id}.")
