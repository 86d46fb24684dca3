"""What contracts refuse."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.contracts.models import Contract, InstalledProduct
from app.core.errors import Invalid, Missing, Refused


class ContractInvalid(Invalid):
    """A contract, a line of it or an installed product was entered in a way that cannot be."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        sentences = [sentence for texts in fields.values() for sentence in texts]
        super().__init__(" ".join(sentences), fields)


class ContractRecordMissing(Missing):
    """There is no such contract, line or installed product."""

    def __init__(self, noun: str, record_id: UUID) -> None:
        super().__init__(f"There is no {noun} with the id {record_id}.")


class ContractFixed(Refused):
    """A contract that the customer has, or that is past its draft, was to be changed."""

    def __init__(self, contract: Contract) -> None:
        said = "with the customer" if contract.status == "draft" else contract.status.value
        super().__init__(f"Contract {contract.label} is {said} and is no longer changed.")


class ContractNotDraft(Refused):
    """A contract was to be signed or refused a second time."""

    def __init__(self, contract: Contract) -> None:
        super().__init__(f"Contract {contract.label} is {contract.status.value}. Nothing was changed.")


class ContractNotActive(Refused):
    """A contract that does not run was to be ended, renewed, or hours were to be booked on it."""

    def __init__(self, contract: Contract) -> None:
        super().__init__(f"Contract {contract.label} is {contract.status.value}; only a signed contract is used.")


class ContractInSigning(Refused):
    """A contract was to be changed or answered by hand while a case prepares it."""

    def __init__(self, contract: Contract) -> None:
        super().__init__(
            f"A case prepares contract {contract.label} for the signature. Complete its task there, or cancel the case."
        )


class AnswerOnItsWay(Refused):
    """A contract got a second answer while the first one still waits for the case."""

    def __init__(self, contract: Contract) -> None:
        super().__init__(f"An answer to contract {contract.label} was recorded before. Nothing was changed.")


class ContractChanged(Refused):
    """A form was opened before somebody else's change."""

    def __init__(self, label: str) -> None:
        super().__init__(f"Somebody changed {label} meanwhile. Reload the page; nothing was changed.")


class SerialNumberKnown(Invalid):
    """The customer has this product with this serial number already."""

    def __init__(self, known: InstalledProduct) -> None:
        sentence = f"{known.name} with the serial number {known.serial_number} is registered already."
        super().__init__(sentence, {"serial_number": [sentence]})


class ContractValueInvalid(Invalid):
    """A value of a case or form cannot be used."""
