"""Which incidents have one cause: the message without its variable parts, the element, the job type. Pure."""

import re
from collections.abc import Iterable
from hashlib import sha256

LONGEST = 300
SHORTEST_NAME = 3
QUOTED = re.compile(r"""(?<!\w)'[^']*'(?!\w)|"[^"]*"|“[^”]*”|‘[^’]*’|<[^<>]*>|[\w.+%-]+@[\w.-]+\w|\bhttps?://\S+""")
WITH_FIGURES = re.compile(r"[\w./:,#-]*\d[\w./:,#-]*(?<![.,:])")
GAP = "…"
DIGEST_LENGTH = 32


def message_shape(message: str, names: Iterable[str | None] = ()) -> str:
    """A message without what differs from case to case: names, quotes, addresses, numbers; at most 300 characters.

    names: what the case itself is called, such as its party. Such as: The mail server refused … (…).
    """
    plain = message[: LONGEST * 4]
    for name in names:
        if name and len(name) >= SHORTEST_NAME:
            plain = plain.replace(name, GAP)
    plain = QUOTED.sub(GAP, plain)
    shape = re.sub(rf"{GAP}(?:[\s,]*{GAP})+", GAP, WITH_FIGURES.sub(GAP, plain))
    return " ".join(shape.split())[:LONGEST]


def cause_of(
    message: str,
    *,
    process_id: str | None,
    element_id: str,
    job_type: str | None,
    names: Iterable[str | None] = (),
) -> str:
    """What incidents of one cause have in common, as 32 characters."""
    parts = "\0".join((process_id or "", element_id, job_type or "", message_shape(message, names)))
    return sha256(parts.encode("utf-8", "replace")).hexdigest()[:DIGEST_LENGTH]
