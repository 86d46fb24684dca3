"""What the Studio refuses about drafts, a sentence each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.core.errors import Invalid, Missing, Refused


class DraftUnreadable(Invalid):
    """The content cannot be read safely, or is not of its kind; nothing was stored.

    element_id, line: where the reading stopped, as far as that is known.
    """

    def __init__(
        self, file_name: str, sentence: str, *, element_id: str | None = None, line: int | None = None
    ) -> None:
        place = ", ".join(part for part in (file_name, element_id, f"line {line}" if line else None) if part)
        super().__init__(f"{place}: {sentence} Nothing was stored.")
        self.element_id = element_id
        self.line = line


class FilesUnreadable(Invalid):
    """Some of the files of an upload cannot be read; none of them was stored."""

    def __init__(self, refusals: Sequence[DraftUnreadable]) -> None:
        sentences = [refusal.message for refusal in refusals]
        what = "One file cannot" if len(sentences) == 1 else f"{len(sentences)} files cannot"
        super().__init__(f"{what} be read. {' '.join(sentences)}", {"files": sentences})


class DraftConflict(Refused):
    """Somebody else saved the draft since this person read it; nothing was stored.

    theirs: the content as it stands now. revision: what to name in order to save over it.
    """

    def __init__(self, *, name: str, theirs: str, revision: int, edited_by: str, edited_at: datetime) -> None:
        super().__init__(f"{name} was saved by {edited_by} since you opened it. Nothing of yours was stored yet.")
        self.theirs = theirs
        self.revision = revision
        self.edited_by = edited_by
        self.edited_at = edited_at


class DraftChanged(Refused):
    """Somebody saved the draft after its deployment, or its discarding, was looked at. stays: what did not happen."""

    def __init__(self, name: str, edited_by: str, stays: str) -> None:
        super().__init__(f"{name} was saved by {edited_by} since you opened this page. Look at it again; {stays}.")


class DraftOvertaken(Refused):
    """Somebody deployed a version after the deployment of the draft was looked at."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"A newer version of {name} was deployed since you opened this page. "
            "Look at it again, so that nothing of it is undone unseen; nothing was deployed."
        )


class UnknownDraft(Missing):
    """There is no such draft, or not any more."""

    def __init__(self, draft_id: UUID) -> None:
        super().__init__(f"There is no draft {draft_id}. It may have been deployed or discarded.")


class TooManyDrafts(Refused):
    """The Studio holds as many drafts as it takes."""

    def __init__(self, most: int) -> None:
        super().__init__(f"The Studio holds {most} drafts, which is the limit. Deploy or discard some first.")
