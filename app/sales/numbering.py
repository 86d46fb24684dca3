"""The series of sales papers."""

OPPORTUNITY = "OP"
ORDER = "O"
QUOTE = "Q"


def revised_number(first_number: str, *, revision: int) -> str:
    """The number of a revision: that of the first quote with the count behind, such as `Q-2026-00031-2`."""
    return f"{'-'.join(first_number.split('-')[:3])}-{revision}"
