"""What can be wrong with a scenario, or with what it shows."""

from app.core.errors import AppError, Invalid


class ScenarioInvalid(Invalid):
    """A scenario's file cannot be read as one."""

    def __init__(self, file: str, message: str) -> None:
        super().__init__(f"{file}: {message}")


class ScenarioFailed(AppError):
    """Something else happened than the scenario says."""
