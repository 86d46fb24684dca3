"""Names as they are compared and searched: without accents, case and legal form. Pure."""

import re
import unicodedata

LEGAL_FORMS = {
    "srl": "S.r.l.",
    "srls": "S.r.l.s.",
    "spa": "S.p.A.",
    "snc": "S.n.c.",
    "sas": "S.a.s.",
    "sapa": "S.a.p.A.",
    "sa": "S.A.",
    "sc": "S.C.",
    "pfa": "PFA",
    "sro": "s.r.o.",
    "spol": "spol.",
    "as": "a.s.",
    "vos": "v.o.s.",
    "ks": "k.s.",
    "gmbh": "GmbH",
    "ag": "AG",
    "kg": "KG",
    "ohg": "OHG",
    "ug": "UG",
    "ek": "e.K.",
    "ltd": "Ltd",
    "limited": "Limited",
    "plc": "PLC",
    "llc": "LLC",
    "inc": "Inc.",
    "corp": "Corp.",
    "sarl": "SARL",
    "sl": "S.L.",
    "bv": "B.V.",
    "nv": "N.V.",
    "ab": "AB",
    "aps": "ApS",
    "oy": "Oy",
    "lda": "Lda",
}
JOINING_WORDS = frozenset({"co", "and", "e", "si", "a"})  # of "GmbH & Co. KG"
FORMS_IN_FRONT = frozenset({"sc"})  # Romanian "S.C. Danubia S.R.L."

NOT_DECOMPOSED = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th"})
INITIALS = re.compile(r"\b\w(?:\s*\.\s*\w\b)+\.?")  # S.r.l.  s. r. o.
SPACED_FORMS = re.compile(r"\b(s r l|s p a|s r o|s ro|s n c|s a s)\b")
NO_WORD = re.compile(r"[^a-z0-9]+")
NO_LETTER = re.compile(r"\W+")


def plain_words(text: str) -> str:
    """The words of a text in lower case without accents and signs, one space between; initials become one word."""
    lowered = _without_accents(text.lower().translate(NOT_DECOMPOSED))
    joined = INITIALS.sub(lambda found: NO_LETTER.sub("", found.group()), lowered)
    words = NO_WORD.sub(" ", joined).strip()
    return SPACED_FORMS.sub(lambda found: found.group().replace(" ", ""), words)


def bare_name(name: str) -> str:
    """The name as it is compared: plain words without the legal form. A name of nothing else keeps it."""
    words = plain_words(name).split()
    kept = list(words)
    while kept and _ends_a_legal_form(kept):
        kept.pop()
    if len(kept) > 1 and kept[0] in FORMS_IN_FRONT:
        kept = kept[1:]
    return " ".join(kept or words)


def legal_form_of(name: str) -> str | None:
    """The legal form that ends the name, in its usual spelling; None when there is none."""
    words = plain_words(name).split()
    if len(words) > 1 and words[-1] in LEGAL_FORMS:
        return LEGAL_FORMS[words[-1]]
    return None


def initials_of(name: str) -> str:
    """At most two letters for the square beside a name."""
    words = bare_name(name).split()
    return "".join(word[0] for word in words[:2]).upper() or "?"


def _ends_a_legal_form(words: list[str]) -> bool:
    last = words[-1]
    return last in LEGAL_FORMS or (last in JOINING_WORDS and len(words) > 1 and words[-2] in LEGAL_FORMS)


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
