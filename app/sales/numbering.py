"""The series of sales papers, and the numbers of quotes that belong together."""

OPPORTUNITY = "OP"
ORDER = "O"
QUOTE = "Q"
FIRST = "A"


def quote_number(first_number: str, *, alternative: str, revision: int) -> str:
    """The number of a quote: that of the opportunity's first, the letter of an alternative, the count of a revision.

    `Q-2026-00031`, `Q-2026-00031-B`, `Q-2026-00031-2`, `Q-2026-00031-B-2`.
    """
    base = "-".join(first_number.split("-")[:3])
    letter = "" if alternative == FIRST else f"-{alternative}"
    count = "" if revision == 1 else f"-{revision}"
    return f"{base}{letter}{count}"
