"""The dress of a mail to a customer: greeting and closing around what a slice has to say. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.languages import language_of


@dataclass(frozen=True)
class Letter:
    """A mail without its addresses; paragraphs are divided by empty lines."""

    subject: str
    text: str


_GREETINGS: Mapping[str, tuple[str, str]] = {
    "en": ("Dear {contact},", "Good morning,"),
    "it": ("Gentile {contact},", "Buongiorno,"),
    "ro": ("Stimate/Stimată {contact},", "Bună ziua,"),
    "cs": ("Vážená paní, vážený pane {contact},", "Dobrý den,"),
}

_CLOSINGS: Mapping[str, str] = {
    "en": "Kind regards",
    "it": "Cordiali saluti",
    "ro": "Cu stimă",
    "cs": "S pozdravem",
}


def letter_of(subject: str, body: str, *, language: str, contact: str, signed_by: str, company: str) -> Letter:
    """A mail with greeting and closing. contact, signed_by: names, or empty. company: ours, the last line."""
    spoken = language_of(language)
    named, unnamed = _GREETINGS[spoken]
    greeting = named.format(contact=contact) if contact else unnamed
    closing = "\n".join(filter(None, (_CLOSINGS[spoken], signed_by, company)))
    return Letter(subject, f"{greeting}\n\n{body}\n\n{closing}")
