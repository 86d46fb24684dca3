"""What is made of an accepted offer."""

from enum import StrEnum


class Agreement(StrEnum):
    """An order, a contract, or both: by the nature of the campaign, else by what was agreed."""

    ORDER = "order"
    CONTRACT = "contract"
    BOTH = "both"
