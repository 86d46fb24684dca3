"""What campaigns refuse."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.core.errors import Invalid, Missing, Refused


class CampaignInvalid(Invalid):
    """What was entered about a campaign cannot be; `fields` has a sentence beside each field."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__(" ".join(text for texts in fields.values() for text in texts), fields)


class CampaignMissing(Missing):
    """There is no such campaign."""

    def __init__(self, campaign_id: UUID) -> None:
        super().__init__(f"There is no campaign {campaign_id}.")


class MemberMissing(Missing):
    """There is no such party in the campaign."""

    def __init__(self) -> None:
        super().__init__("There is no such party in this campaign.")


class CampaignChanged(Refused):
    """Somebody else changed the plan since the form was opened."""

    def __init__(self, number: str) -> None:
        super().__init__(f"Somebody changed {number} in the meantime. Load the page again and enter your change anew.")


class PlanClosed(Refused):
    """The plan of a campaign that was approved, ended or cancelled is changed."""

    def __init__(self, number: str, status: str) -> None:
        super().__init__(f"{number} is {status}; its plan is no longer changed.")


class CampaignOver(Refused):
    """Something is wanted of a campaign that has ended or was cancelled."""

    def __init__(self, number: str, status: str) -> None:
        super().__init__(f"{number} is {status} already.")


class NotAnswering(Refused):
    """An answer is noted for a contact whose case waits for none."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not asked any more; the case of this contact has ended.")


class DocumentAdded(Refused):
    """A document is added to a second campaign, or to the same once more."""

    def __init__(self, document: str, number: str) -> None:
        super().__init__(f"{document} counts for campaign {number} already; it counts once.")


class NothingInvoiced(Refused):
    """A credit note, or an invoice that was cancelled, is added to a campaign."""

    def __init__(self, document: str) -> None:
        super().__init__(f"{document} brings nothing: a campaign counts invoices that stand.")


class NotChosen(Refused):
    """An opportunity is wanted for a party that was left out of the campaign, or wants no more of them."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} is no contact of the campaign: {reason}. Begin a lead from the party's own page.")


class OptOutUnknown(Missing):
    """The link of a mail was cut off or is not ours."""

    def __init__(self) -> None:
        super().__init__("This link is not complete. Copy it from the mail once more, or answer the mail.")


class NotYetEnding(Refused):
    """A plan that nobody has approved is to be ended."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} is only planned. Hand it in and let the manager give it up.")


class MoneyLineMissing(Missing):
    """There is no such line in the grid of this campaign."""

    def __init__(self) -> None:
        super().__init__("There is no such line in this campaign.")
