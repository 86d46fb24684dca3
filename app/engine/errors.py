"""What the engine refuses, a sentence each."""

from collections.abc import Sequence
from datetime import datetime

from app.core.errors import Forbidden, Invalid, Missing, Refused
from app.engine.checks.finding import Finding
from app.engine.models import UserTask


class DeploymentRefused(Invalid):
    """The files have errors; nothing was stored. `findings` are all of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        errors = [finding for finding in findings if finding.severity == "error"]
        first = errors[0]
        where = f"{first.resource}, {first.element_id}" if first.element_id else first.resource
        more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
        super().__init__(f"Nothing was deployed. {where}: {first.message} {first.remedy}{more}")
        self.findings = list(findings)


class NoPlainStart(Refused):
    """Only a message or a time can start the process."""

    def __init__(self, process_id: str) -> None:
        super().__init__(f"Process {process_id!r} starts by a message or a time only; it has no plain start event.")


class CalledCase(Refused):
    """A case waits for this one; ended alone, it would wait for ever."""

    def __init__(self, key: int, caller: int) -> None:
        super().__init__(f"Case {key} was called by case {caller}, which waits for it. Cancel that one instead.")


class UnknownTask(Missing):
    """There is no such user task, or not for these eyes."""

    def __init__(self, key: int) -> None:
        super().__init__(f"There is no task {key}.")


class TaskNotOpen(Refused):
    """The task was completed or cancelled before; a second submission has no effect."""

    def __init__(self, task: UserTask) -> None:
        who = f" by {task.completed_by}" if task.completed_by else ""
        when = f" on {_moment(task.ended_at)}" if task.ended_at else ""
        what = "was completed" if task.completed_by else "is no longer needed: the case went on"
        super().__init__(f"{task.name!r} {what}{who}{when}. Your input was not used.")


class TaskTaken(Refused):
    """Somebody else has the task."""

    def __init__(self, task: UserTask, who: str) -> None:
        super().__init__(f"{who} took {task.name!r} first.")


class TaskChanged(Refused):
    """The task was changed since it was shown."""

    def __init__(self, task: UserTask) -> None:
        super().__init__(f"{task.name!r} was changed by somebody else since you opened it. Look at it again.")


class NotYourTask(Forbidden):
    """The task belongs to another person."""

    def __init__(self, task: UserTask) -> None:
        super().__init__(f"{task.name!r} belongs to {task.assignee}. Claim it first, or ask for it.")


class UnknownJob(Missing):
    """There is no such job."""

    def __init__(self, key: int) -> None:
        super().__init__(f"There is no job {key}.")


class JobNotYours(Refused):
    """The lease is over or another worker has it; the result was not applied."""

    def __init__(self, key: int) -> None:
        super().__init__(f"Job {key} is not leased to this worker any more; its result was not applied.")


class UnknownIncident(Missing):
    """There is no such incident."""

    def __init__(self, key: int) -> None:
        super().__init__(f"There is no incident {key}.")


class IncidentResolved(Refused):
    """Somebody has mended it before."""

    def __init__(self, key: int, who: str | None, resolved_at: datetime) -> None:
        by_whom = f" by {who}" if who else ""
        super().__init__(f"Incident {key} was mended before{by_whom}, on {_moment(resolved_at)}. Nothing was changed.")


class VariableChanged(Refused):
    """A variable was set by somebody else since it was shown."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The variable {name!r} was changed since you opened it. Look at it again.")


class ScopeGone(Refused):
    """The part of the case whose variables were shown has ended."""

    def __init__(self) -> None:
        super().__init__("The step whose variables these were has ended. Its variables are gone.")


class UnknownTimer(Missing):
    """There is no such timer, or not for these eyes."""

    def __init__(self, key: int) -> None:
        super().__init__(f"There is no timer {key}.")


class TimerNotWaiting(Refused):
    """The timer has fired, or nothing waits for it any more; it cannot be moved."""

    def __init__(self, fired_at: datetime | None) -> None:
        what = f"has fired on {_moment(fired_at)}" if fired_at else "is not needed any more: the case went on"
        super().__init__(f"This timer {what}. It cannot be moved.")


class TimerMoved(Refused):
    """The timer was moved by somebody else since it was shown."""

    def __init__(self, due_at: datetime) -> None:
        super().__init__(f"Somebody else moved this timer to {_moment(due_at)}. Look at it again.")


class JobNotWaiting(Refused):
    """The job is done, is being done, or needs its incident tried again; it cannot be hastened."""

    def __init__(self, key: int) -> None:
        super().__init__(f"Job {key} does not wait for its next try any more.")


class MessagePublished(Refused):
    """A message with this id was published before and has not expired."""

    def __init__(self, name: str, message_id: str) -> None:
        super().__init__(f"Message {name!r} with the id {message_id!r} was published before; it is used once.")


class NothingWaits(Missing):
    """No case waits for the message."""

    def __init__(self, name: str, correlation_key: str) -> None:
        super().__init__(f"No case waits for the message {name!r} with the key {correlation_key!r}.")


def _moment(at: datetime) -> str:
    return f"{at:%d %B %Y at %H:%M} UTC"
