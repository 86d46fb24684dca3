"""What a contact is written: the text of the campaign with its placeholders filled in, and how to say no. Pure."""

from collections.abc import Mapping
from string import Formatter

from app.core.languages import language_of
from app.mail.letters import Letter, letter_of

PLACEHOLDERS = {
    "contact": "name of the person, or of the party",
    "party": "name of the party",
    "salesperson": "name of our salesperson",
    "company": "our name",
    "campaign": "name of the campaign",
}
LONGEST_SUBJECT = 200
LONGEST_BODY = 10_000

_OPT_OUT: Mapping[str, str] = {
    "en": "You do not want such mails any more? Say so here: {link}",
    "it": "Non desidera più ricevere questi messaggi? Lo comunichi qui: {link}",
    "ro": "Nu mai doriți astfel de mesaje? Spuneți-ne aici: {link}",
    "cs": "Nepřejete si již takové zprávy? Dejte nám vědět zde: {link}",
}


def mistakes_in(subject: str, text: str) -> dict[str, list[str]]:
    """Sentences by field (`subject`, `text`) for what cannot be sent; empty when all is well."""
    wrong: dict[str, list[str]] = {}
    if not subject.strip():
        wrong["subject"] = ["Give the mail a subject."]
    elif "\n" in subject or len(subject) > LONGEST_SUBJECT:
        wrong["subject"] = [f"Give one line of at most {LONGEST_SUBJECT} characters."]
    if not text.strip():
        wrong["text"] = ["Write what the contacts shall read."]
    elif len(text) > LONGEST_BODY:
        wrong["text"] = [f"Give at most {LONGEST_BODY} characters."]
    for field, words in (("subject", subject), ("text", text)):
        if field not in wrong and (sentence := _mistake_of_placeholders(words)):
            wrong[field] = [sentence]
    return wrong


def campaign_letter(
    subject: str, text: str, *, language: str, contact: str, values: Mapping[str, str], opt_out_url: str
) -> Letter:
    """The mail to one contact. values: what each placeholder stands for. contact: the person greeted, or empty."""
    spoken = language_of(language)
    filled = {name: _one_line(value) for name, value in values.items()}
    dressed = letter_of(
        subject.format_map(filled),
        text.strip().format_map(filled),
        language=spoken,
        contact=_one_line(contact),
        signed_by=filled["salesperson"],
        company=filled["company"],
    )
    return Letter(dressed.subject[:300], f"{dressed.text}\n\n--\n{_OPT_OUT[spoken].format(link=opt_out_url)}")


def _mistake_of_placeholders(words: str) -> str | None:
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    try:
        parts = list(Formatter().parse(words))
    except ValueError:
        return f"A brace stands alone. Placeholders are {known}; write {{{{ for a brace itself."
    for _, name, form, conversion in parts:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            return f"{{{name}}} is no placeholder. There are {known}."
    return None


def _one_line(value: str) -> str:
    return " ".join(value.split())
