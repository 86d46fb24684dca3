"""What sales refuse."""

from uuid import UUID

from app.core.errors import Invalid, Missing, Refused
from app.sales.models import Quote


class SalesValueInvalid(Invalid):
    """A value of a case or form cannot be used."""


class SalesRecordMissing(Missing):
    """There is no such lead, opportunity, quote or order."""

    def __init__(self, noun: str, record_id: UUID | int) -> None:
        super().__init__(f"There is no {noun} with the id {record_id}.")


class QuoteWithoutLines(Invalid):
    """A quote was to be written that offers nothing."""

    def __init__(self) -> None:
        super().__init__("A quote needs at least one line.", {"quote_lines": ["Add at least one line."]})


class FirstAlternativeMissing(Invalid):
    """Alternatives were entered without the first one."""

    def __init__(self, letter: str) -> None:
        text = f"There is an alternative {letter} but no A. Begin with A."
        super().__init__(text, {"quote_lines": [text]})


class AlternativeEmpty(Invalid):
    """An alternative offers nothing but optional lines."""

    def __init__(self, letter: str) -> None:
        text = f"Alternative {letter} has optional lines only; give it at least one that is not."
        super().__init__(text, {"quote_lines": [text]})


class NotAnAlternative(Invalid):
    """A quote was chosen that was not offered together with the one that was answered."""

    def __init__(self) -> None:
        text = "Choose one of the alternatives that were offered."
        super().__init__(text, {"accepted_quote_id": [text]})


class QuoteFixed(Refused):
    """An issued quote was to be changed."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(f"Quote {quote.label} is {quote.status.label} and is no longer changed; revise it instead.")


class QuoteLapsed(Refused):
    """A quote was accepted after its last valid day."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(f"Quote {quote.label} was valid until {quote.valid_until:%d %B %Y}.")


class QuoteAnswered(Refused):
    """A quote got a second answer."""

    def __init__(self, quote: Quote) -> None:
        when = f" on {quote.answered_at:%d %B %Y}" if quote.answered_at else ""
        super().__init__(f"Quote {quote.label} was already {quote.status.label}{when}. Nothing was changed.")


class AnswerOnItsWay(Refused):
    """A quote got a second answer while the first one still waits for the case."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(
            f"An answer to quote {quote.label} was recorded before and is on its way. Nothing was changed."
        )


class QuoteNotIssued(Refused):
    """A draft got an answer."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(f"{quote.label} has not been sent yet, so it cannot be answered.")


class QuoteNotAccepted(Refused):
    """An order was to be made of a quote that nobody accepted."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(f"Quote {quote.label} is {quote.status.label}; only an accepted quote becomes an order.")


class LossReasonUnknown(Invalid):
    """A loss was recorded without a reason of the register."""

    def __init__(self, code: str) -> None:
        named = f"{code!r} is not in the register of reasons." if code else "Choose a reason."
        super().__init__(named, {"loss_reason": [named]})


class FollowUpInvalid(Invalid):
    """What should follow a stage cannot be."""

    def __init__(self, text: str, field: str = "stage_follow_up_on") -> None:
        super().__init__(text, {field: [text]})


class OpportunityClosed(Refused):
    """A closed opportunity was to go on."""

    def __init__(self, number: str) -> None:
        super().__init__(f"Opportunity {number} is closed; nothing follows any more.")


class DeliveryInvalid(Invalid):
    """A delivery was recorded that cannot be."""

    def __init__(self, text: str, field: str) -> None:
        super().__init__(text, {field: [text]})


class OrderNotThere(Refused):
    """An order was to be delivered or closed in a state that does not allow it."""

    def __init__(self, number: str, status: str) -> None:
        super().__init__(f"Order {number} is {status}. Nothing was changed.")


class StageDecisionMissing(Refused):
    """A stage was entered before the decision that judges it was deployed."""

    def __init__(self) -> None:
        super().__init__("The decision stage_potential is not deployed, so the potential of a stage is not known.")
