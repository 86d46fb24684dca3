"""What reading a file refuses before anything in it is looked at."""

from app.core.errors import Invalid


class UnreadableFile(Invalid):
    """A file is not safe to read, or is not what its name says.

    element_id: the nearest element with an id, where there is one; line: counted from 1.
    """

    def __init__(self, message: str, remedy: str, *, element_id: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.element_id = element_id
        self.line = line
