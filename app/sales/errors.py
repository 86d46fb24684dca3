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


class QuoteFixed(Refused):
    """An issued quote was to be changed."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(f"Quote {quote.label} is {quote.status.value} and is no longer changed; revise it instead.")


class QuoteLapsed(Refused):
    """A quote was accepted after its last valid day."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(f"Quote {quote.label} was valid until {quote.valid_until:%d %B %Y}.")


class QuoteAnswered(Refused):
    """A quote got a second answer."""

    def __init__(self, quote: Quote) -> None:
        when = f" on {quote.answered_at:%d %B %Y}" if quote.answered_at else ""
        super().__init__(f"Quote {quote.label} was already {quote.status.value}{when}. Nothing was changed.")


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
        super().__init__(f"Quote {quote.label} is {quote.status.value}; only an accepted quote becomes an order.")


class LossReasonUnknown(Invalid):
    """A loss was recorded without a reason of the register."""

    def __init__(self, code: str) -> None:
        named = f"{code!r} is not in the register of reasons." if code else "Choose a reason."
        super().__init__(named, {"loss_reason": [named]})


class StageDecisionMissing(Refused):
    """A stage was entered before the decision that judges it was deployed."""

    def __init__(self) -> None:
        super().__init__("The decision stage_potential is not deployed, so the potential of a stage is not known.")
