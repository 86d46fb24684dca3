"""What parties refuse."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.core.errors import Invalid, Missing, Refused


class PartyInvalid(Invalid):
    """A party was described in a way that cannot be kept; the sentences stand beside the fields."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        sentences = [sentence for texts in fields.values() for sentence in texts]
        super().__init__(" ".join(sentences), fields)


class PartyMissing(Missing):
    """There is no party with this id."""

    def __init__(self, party_id: UUID) -> None:
        super().__init__(f"There is no party with the id {party_id}.")


class ContactMissing(Missing):
    """There is no contact person with this id."""

    def __init__(self, contact_id: UUID) -> None:
        super().__init__(f"There is no contact person with the id {contact_id}.")


class SiteMissing(Missing):
    """There is no site with this id."""

    def __init__(self, site_id: UUID) -> None:
        super().__init__(f"There is no site with the id {site_id}.")


class MergeMissing(Missing):
    """Nothing was joined under this id."""

    def __init__(self, merge_id: UUID) -> None:
        super().__init__(f"Nothing was joined under the id {merge_id}.")


class MergeUndone(Refused):
    """A joining was to be undone that holds no longer."""

    def __init__(self, duplicate: str, kept: str) -> None:
        super().__init__(f"{duplicate} and {kept} are no longer joined.")


class MergeTooOld(Refused):
    """A joining was to be undone long after; too much was built on it."""

    def __init__(self, name: str, days: int) -> None:
        super().__init__(f"{name} was joined more than {days} days ago; that can no longer be undone.")


class PartyChanged(Refused):
    """A form was sent that had been opened before somebody else changed the party."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} was changed since you opened this page. Open it again, then make your change.")


class PartyKnown(Refused):
    """A party with this VAT number is already there."""

    def __init__(self, name: str, vat_number: str) -> None:
        super().__init__(f"{name} already has the VAT number {vat_number}. Open that party instead.")


class PartyMerged(Refused):
    """A party was to be changed that has turned out to be another one."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} was joined with another party and is no longer changed.")


class CompanyMissing(Refused):
    """A paper was to be written before our own company had a name."""

    def __init__(self) -> None:
        super().__init__("Our own company has no name and address yet. Enter them at /company first.")


class NobodyToWriteTo(Refused):
    """A mail was to be sent to a party without an address."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has no e-mail address. Enter one on the party's card, then retry.")


class FileUnreadable(Invalid):
    """A file was sent that is no table of parties; the sentence says why, and where."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, {"file": [sentence]})


class ImportMissing(Missing):
    """There is no import with this id."""

    def __init__(self, import_id: UUID) -> None:
        super().__init__(f"There is no import with the id {import_id}.")


class ImportNotReady(Refused):
    """Something was asked of an import that its state does not allow."""

    def __init__(self, file_name: str, state: str) -> None:
        super().__init__(f"{file_name} is {state}; that cannot be done now.")


class ImportInUse(Refused):
    """An import was to be undone although its parties are used by now."""

    def __init__(self, names: Sequence[str], more: int) -> None:
        others = f" and {more} more" if more else ""
        super().__init__(f"Something refers to {', '.join(names)}{others} by now, so the import stays.")
