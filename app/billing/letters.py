"""What the mails with invoices, credit notes and reminders say, in the customer's language. Pure."""

from collections.abc import Mapping
from typing import Literal

from app.core.languages import language_of
from app.mail.letters import Letter, letter_of

Kind = Literal["invoice", "credit_note", "payment_reminder"]

_LETTERS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        "invoice": (
            "Invoice {number} from {seller}",
            (
                "please find attached our invoice {number} for {total} {currency}, due on {due}.\n\n"
                "Please quote the number with your payment."
            ),
        ),
        "credit_note": (
            "Credit note {number} from {seller}",
            (
                "please find attached our credit note {number} for {total} {currency}. "
                "It takes our invoice {corrects} back."
            ),
        ),
        "payment_reminder": (
            "Our invoice {number} was due on {due}",
            (
                "{open} {currency} of our invoice {number} of {issued} were due on {due} and have not reached us. "
                "Perhaps it was overlooked: the invoice is attached once more.\n\n"
                "If you have paid in the meantime, please take this mail as settled."
            ),
        ),
    },
    "it": {
        "invoice": (
            "Fattura {number} di {seller}",
            (
                "in allegato trovate la nostra fattura {number} di {total} {currency}, con scadenza {due}.\n\n"
                "Vi preghiamo di indicare il numero nella causale del pagamento."
            ),
        ),
        "credit_note": (
            "Nota di credito {number} di {seller}",
            (
                "in allegato trovate la nostra nota di credito {number} di {total} {currency}, "
                "che storna la nostra fattura {corrects}."
            ),
        ),
        "payment_reminder": (
            "La nostra fattura {number} è scaduta il {due}",
            (
                "della nostra fattura {number} del {issued} sono ancora aperti {open} {currency}, scaduti il {due}. "
                "Forse è sfuggita: la alleghiamo di nuovo.\n\n"
                "Se avete già pagato, vi preghiamo di non tener conto di questo messaggio."
            ),
        ),
    },
    "ro": {
        "invoice": (
            "Factura {number} de la {seller}",
            (
                "vă trimitem atașat factura noastră {number} în valoare de {total} {currency}, scadentă pe {due}.\n\n"
                "Vă rugăm să menționați numărul la plată."
            ),
        ),
        "credit_note": (
            "Factura de stornare {number} de la {seller}",
            (
                "vă trimitem atașat factura de stornare {number} în valoare de {total} {currency}, "
                "care anulează factura noastră {corrects}."
            ),
        ),
        "payment_reminder": (
            "Factura noastră {number} a fost scadentă pe {due}",
            (
                "din factura noastră {number} din {issued} sunt încă neachitați {open} {currency}, scadenți pe {due}. "
                "Poate a fost scăpată din vedere: o atașăm din nou.\n\n"
                "Dacă ați plătit între timp, vă rugăm să nu țineți seama de acest mesaj."
            ),
        ),
    },
    "cs": {
        "invoice": (
            "Faktura {number} od {seller}",
            (
                "v příloze zasíláme fakturu {number} na {total} {currency} se splatností {due}.\n\n"
                "Při platbě prosím uveďte její číslo."
            ),
        ),
        "credit_note": (
            "Opravný daňový doklad {number} od {seller}",
            (
                "v příloze zasíláme opravný daňový doklad {number} na {total} {currency}, "
                "který ruší naši fakturu {corrects}."
            ),
        ),
        "payment_reminder": (
            "Naše faktura {number} byla splatná {due}",
            (
                "z naší faktury {number} ze dne {issued} zbývá uhradit {open} {currency}, splatných {due}. "
                "Možná byla přehlédnuta: znovu ji přikládáme.\n\n"
                "Pokud jste mezitím zaplatili, považujte prosím tuto zprávu za bezpředmětnou."
            ),
        ),
    },
}


def letter(kind: Kind, *, language: str, contact: str, values: Mapping[str, str]) -> Letter:
    """The mail of a kind. contact: a name, or empty.

    values: number, seller, total, open, currency, issued, due, corrects; already formatted.
    """
    subject, body = _LETTERS[language_of(language)][kind]
    return letter_of(
        subject.format_map(values),
        body.format_map(values),
        language=language,
        contact=contact,
        signed_by="",
        company=values["seller"],
    )
