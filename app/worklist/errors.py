"""What the worklist refuses."""

from app.core.errors import Invalid, Refused
from app.engine.models import UserTask


class NotClaimed(Refused):
    """Somebody completes a task that nobody has claimed."""

    def __init__(self, task: UserTask) -> None:
        super().__init__(f"Claim “{task.name}” first; then your answer counts.")


class NotForThem(Invalid):
    """A task is delegated to somebody who cannot work on tasks."""

    def __init__(self, user_name: str) -> None:
        super().__init__("Choose somebody from the list.", {"assignee": [f"{user_name} does not work on tasks."]})
