"""What mail refuses."""

from app.core.errors import Invalid, Missing


class MailUnusable(Invalid):
    """A message cannot be written: no address, a line break in a header, a name that is no address."""


class MailUnknown(Missing):
    """There is no such message, or it is not for these eyes."""

    def __init__(self) -> None:
        super().__init__("There is no such message.")
