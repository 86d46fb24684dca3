"""The mail that reminds of a task, in the language of who reads it. Pure."""

from collections.abc import Mapping

from app.core.languages import language_of
from app.mail.letters import Letter, letter_of

_WORDS: Mapping[str, tuple[str, str, str, str]] = {
    "en": (
        "Due {due}: {task}",
        "the task “{task}” is due {due}{about}. {whose}",
        "It is yours.",
        "Nobody has it yet; it is offered to you.",
    ),
    "it": (
        "Scade il {due}: {task}",
        "l'attività «{task}» scade il {due}{about}. {whose}",
        "È assegnata a lei.",
        "Nessuno l'ha ancora presa in carico; è proposta anche a lei.",
    ),
    "ro": (
        "Termen {due}: {task}",
        "sarcina „{task}” are termenul {due}{about}. {whose}",
        "Vă este atribuită.",
        "Nu a preluat-o nimeni încă; vă este propusă și dumneavoastră.",
    ),
    "cs": (
        "Termín {due}: {task}",
        "úkol „{task}“ má termín {due}{about}. {whose}",
        "Je přidělen vám.",
        "Zatím ho nikdo nemá; je nabídnut i vám.",
    ),
}


def reminder_letter(
    task: str, *, due: str, about: str, as_candidate: bool, language: str, reader: str, company: str
) -> Letter:
    """Subject and text. due: the date as the reader writes it. about: whom the case is about, or empty."""
    spoken = language_of(language)
    subject, body, own, offered = _WORDS[spoken]
    shown = {"task": " ".join(task.split()), "due": due}
    text = body.format(**shown, about=f" ({about})" if about else "", whose=offered if as_candidate else own)
    return letter_of(
        subject.format(**shown)[:200], text, language=spoken, contact=reader, signed_by="", company=company
    )
