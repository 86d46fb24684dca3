"""What goes wrong inside a step and becomes an incident on its element."""

from app.engine.models import IncidentKind


class StepFailure(Exception):
    """An element cannot go on. The message is for the operator and names what to mend."""

    def __init__(self, kind: IncidentKind, message: str, trace: str | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.trace = trace
