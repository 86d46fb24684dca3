"""What the Monitor refuses."""

from app.core.errors import Invalid


class NotForThem(Invalid):
    """A task is given to somebody who cannot work on tasks."""

    def __init__(self, user_name: str) -> None:
        super().__init__("Choose somebody from the list.", {"assignee": [f"{user_name} does not work on tasks."]})
