"""What the personnel register, the agenda and tasks refuse."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.core.errors import Invalid, Missing, Refused


class ActivityInvalid(Invalid):
    """Something was entered that cannot be kept; the sentences stand beside the fields."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__(" ".join(sentence for texts in fields.values() for sentence in texts), fields)


class PersonNotFree(Invalid):
    """Time was to be planned that a person does not have. `field`: where the sentence stands."""

    def __init__(self, reasons: Sequence[str], field: str = "starts_at") -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(reasons), {field: list(reasons)})


class ActivityRecordMissing(Missing):
    """There is no such employee, absence, appointment or activity type."""

    def __init__(self, noun: str, record_id: UUID | str | int) -> None:
        super().__init__(f"There is no {noun} with the id {record_id}.")


class RecordChanged(Refused):
    """A form was sent that had been opened before somebody else's change."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} was changed since you opened this page. Open it again, then make your change.")


class AccountInRegister(Invalid):
    """An account was to belong to a second employee."""

    def __init__(self, name: str) -> None:
        sentence = f"This account already belongs to {name}."
        super().__init__(sentence, {"user_name": [sentence]})


class CodeTaken(Invalid):
    """A code of the register was to be used twice."""

    def __init__(self, code: str) -> None:
        sentence = f"The code {code} is already in the register."
        super().__init__(sentence, {"code": [sentence]})


class PersonUnreachable(Refused):
    """A task was to be mailed to somebody who has left, or whose mail address the personnel register does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has no mail address in the personnel register.")


class AppointmentCancelled(Refused):
    """A cancelled appointment was to be moved."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” is cancelled. Plan it anew instead.")
