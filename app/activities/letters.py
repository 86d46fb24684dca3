"""The mail of a task to a colleague without an account, in four languages. Pure."""

from collections.abc import Mapping

from app.core.languages import language_of
from app.mail.letters import Letter, letter_of

_WORDS: Mapping[str, tuple[str, str, str, str, str]] = {
    "en": (
        "Task: {title}",
        "{author} asks you:",
        "About: {party}",
        "Until: {until}",
        "Answer this mail when it is done; {author} closes the task.",
    ),
    "it": (
        "Attività: {title}",
        "{author} le chiede:",
        "Cliente: {party}",
        "Entro: {until}",
        "Risponda a questo messaggio quando è fatto; {author} chiuderà l'attività.",
    ),
    "ro": (
        "Sarcină: {title}",
        "{author} vă roagă:",
        "Partener: {party}",
        "Termen: {until}",
        "Răspundeți la acest mesaj când este gata; {author} închide sarcina.",
    ),
    "cs": (
        "Úkol: {title}",
        "{author} vás žádá:",
        "Týká se: {party}",
        "Do: {until}",
        "Až bude hotovo, odpovězte na tuto zprávu; úkol uzavře {author}.",
    ),
}


def task_letter(text: str, *, author: str, party: str, until: str, language: str, reader: str, company: str) -> Letter:
    """What is asked, about whom, until when. party, until: as the reader writes them, or empty."""
    spoken = language_of(language)
    subject, asks, about, term, closing = _WORDS[spoken]
    facts = [about.format(party=party)] if party else []
    facts += [term.format(until=until)] if until else []
    paragraphs = [asks.format(author=author), text, "\n".join(facts), closing.format(author=author)]
    title = " ".join(text.splitlines()[0].split())[:120]
    return letter_of(
        subject.format(title=title),
        "\n\n".join(filter(None, paragraphs)),
        language=spoken,
        contact=reader,
        signed_by="",
        company=company,
    )
