"""What mail refuses."""

from collections.abc import Mapping, Sequence

from app.core.errors import Invalid, Missing, Refused


class MailUnusable(Invalid):
    """A message cannot be written: no address, a line break in a header, a name that is no address."""


class MailUnknown(Missing):
    """There is no such message, or it is not for these eyes."""

    def __init__(self) -> None:
        super().__init__("There is no such message.")


class MailCertain(Refused):
    """Somebody decides about a message of which it is known how far it came."""

    def __init__(self) -> None:
        super().__init__("It is known how far this message came; there is nothing to decide.")


class ServerUnusable(Invalid):
    """The mail server was described in a way that cannot work; the sentences stand beside the fields."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__(" ".join(sentence for texts in fields.values() for sentence in texts), fields)
