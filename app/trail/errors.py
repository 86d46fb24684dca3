"""What a verification finds wrong."""

from app.core.db import Key


class Broken(Exception):
    """The trail is not as it was written. The message is a sentence that names the row or the checkpoint."""

    def __init__(self, fault: str, *, entry_id: Key | None = None) -> None:
        super().__init__(fault)
        self.entry_id = entry_id
