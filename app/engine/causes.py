"""Which incidents have one cause: the message without its variable parts, the element, the job type. Pure."""

import re
from hashlib import sha256

LONGEST = 300
QUOTED = re.compile(r"""(?<!\w)'[^']*'(?!\w)|"[^"]*"|“[^”]*”|‘[^’]*’|<[^<>]*>|[\w.+%-]+@[\w.-]+\w|\bhttps?://\S+""")
WITH_FIGURES = re.compile(r"[\w./:,#-]*\d[\w./:,#-]*(?<![.,:])")
GAP = "…"
DIGEST_LENGTH = 32


def message_shape(message: str) -> str:
    """A message without what differs from case to case: names in quotes, addresses, numbers; at most 300 characters.

    Such as: The mail server refused … (…).
    """
    plain = QUOTED.sub(GAP, message[: LONGEST * 4])
    shape = re.sub(rf"{GAP}(?:[\s,]*{GAP})+", GAP, WITH_FIGURES.sub(GAP, plain))
    return " ".join(shape.split())[:LONGEST]


def cause_of(message: str, *, process_id: str | None, element_id: str, job_type: str | None) -> str:
    """What incidents of one cause have in common, as 32 characters."""
    parts = "\0".join((process_id or "", element_id, job_type or "", message_shape(message)))
    return sha256(parts.encode("utf-8", "replace")).hexdigest()[:DIGEST_LENGTH]
