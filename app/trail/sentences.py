"""What each action of the trail is in words; pure. A slice may say its own with `tells`.

`{thing}` is what the action was done to; a name in brackets is that value after, `{before.name}` that before.
A sentence that begins with a capital letter stands without the person. Whatever has none is told by its verb.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]  # Any: JSON of the trail
Show = Callable[[str, Any], str]  # Any: a value of the trail, with its name before it
GAP = re.compile(r"\{([a-z_.]+)\}")
THING = "thing"

IRREGULAR = {
    "begun": "began",
    "chosen": "chose",
    "drawn": "drew",
    "given": "gave",
    "held": "held",
    "kept": "kept",
    "left": "left",
    "lost": "lost",
    "made": "made",
    "paid": "paid",
    "put": "put",
    "read": "read",
    "sent": "sent",
    "set": "set",
    "shown": "showed",
    "split": "split",
    "taken": "took",
    "thrown": "threw",
    "told": "told",
    "undone": "took back",
    "withdrawn": "withdrew",
    "won": "won",
    "written": "wrote",
}

SENTENCES = {
    "absence.added": "entered an absence of {employee} from {starts_on} to {ends_on}",
    "access.refused": "was refused the address {thing}, for which the right “{permission}” is needed",
    "appointment.planned": "planned the appointment {thing} for {person}",
    "campaign.cost_taken_away": "took costs of {thing} away",
    "campaign.revenue_taken_away": "took revenue of {thing} away",
    "campaign.cost_added": "entered costs of {amount} {currency} of {thing}",
    "campaign.mails_written": "wrote the mails of {thing}",
    "campaign.segment_chosen": "chose whom {thing} goes to",
    "campaign_member.answered": "noted the answer “{answer}” of {thing}",
    "campaign_member.opportunity": "made an opportunity of {thing}",
    "clock.pinned": "held the clock of this system at {now}",
    "company.changed": "changed the settings of {thing}",
    "contract.drawn_up": "drew up {thing}",
    "contract.hours_booked": "booked {hours} h on {thing}",
    "contract.hours_released": "gave {hours} h of {thing} back",
    "condition.came_true": "The condition of {element} came true in {thing}",
    "contract.invoiced": "recorded an invoice of {thing}",
    "contract.signed": "recorded that {signed_by} signed {thing}",
    "credit_note.issued": "issued the credit note {thing} over {total_gross} {currency}",
    "decision.deployed": "deployed version {version} of {thing}",
    "decision.evaluated": "The decision {decision} was made in {thing}",
    "deployment.refused": "was refused the deployment of {thing}",
    "document.attached": "attached {thing}",
    "document.written": "wrote {thing}",
    "document_template.added": "added version {version} of {thing}",
    "exchange_rate.entered": "entered the rate {rate} of {currency} for {valid_on}",
    "form.deployed": "deployed version {version} of {thing}",
    "incident.raised": "The {thing} got stuck at {element}: {message}",
    "incident.resolved": "mended the incident at {element} in {thing}",
    "incident.retried": "tried {element} in {thing} again",
    "installed_product.noted": "noted something about {thing}",
    "invoice.credited": "credited {thing} with {credit_note}",
    "invoice.issued": "issued {thing} over {total_gross} {currency}",
    "job.completed": "finished {element} ({type})",
    "job.error_thrown": "ended {element} with the error {code}",
    "job.failed": "could not finish {element}: {message}",
    "job.hastened": "let {thing} be tried at once",
    "job.late": "finished {thing} too late; its result was not used",
    "job.retries_updated": "set the attempts left of {thing} to {retries}",
    "lead.lost": "gave up {thing} ({reason})",
    "lead.postponed": "put off {thing} until {until}",
    "lead.registered": "registered {thing} from {source}",
    "log_in.failed": "A log-in as {thing} from {address} failed",
    "mail.failed": "could not send {thing}: {error}",
    "mail.uncertain": "Nobody knows whether {thing} arrived",
    "message.correlated": "The message {message} reached {thing} at {element}",
    "message.published": "published the message {name}",
    "opportunity.moved": "moved {thing} to {stage} (was {before.stage})",
    "opportunity.opened": "opened {thing} at {stage}",
    "order.placed": "placed {thing} from quote {quote}, {total_gross} in all",
    "parties.exported": "exported the list of parties",
    "party.opted_in": "noted that {thing} wants campaigns again",
    "party.opted_out": "noted that {thing} wants no campaigns",
    "party.parted": "parted {thing} again",
    "party_import.undone": "took back {thing}",
    "payment.recorded": "recorded a payment of {amount} {currency} on {thing}",
    "payment.undone": "took back a payment on {thing}",
    "process.deployed": "deployed version {version} of {thing}",
    "process_instance.cancelled": "cancelled {thing}",
    "process_instance.completed": "The {thing} came to its end",
    "process_instance.started": "started {thing}, version {version} of {process}",
    "process_instance.terminated": "The {thing} was ended by its diagram",
    "quote.approved": "approved a discount of {highest_discount_percent} % on {thing}",
    "quote.discounts_lowered": "lowered the highest discount on {thing} to {highest_discount_percent} %"
    " (was {before.highest_discount_percent} %)",
    "quote.drafted": "drafted {thing} over {total_net} {currency}",
    "quote.issued": "issued {thing} over {total_net} {currency}, valid until {valid_until}",
    "quote.lapsed": "The last valid day of {thing} passed",
    "second_factor.reset": "let {thing} set up a second factor anew",
    "service_request.charged_by_time": "let {thing} be charged by time and material",
    "service_request.cover_checked": "checked who covers {thing}: {reason}",
    "service_request.invoiced": "invoiced {total_net} for {thing}",
    "service_request.planned": "planned {thing} for {assignee}",
    "service_request.registered": "registered {thing} of {party}",
    "service_request.term_missed": "The term of {thing} passed",
    "code.refused": "A code of the second factor of {thing} from {address} did not count",
    "mail_server.changed": "changed the mail server",
    "mail_server.removed": "removed the mail server",
    "password.given": "gave {thing} a password for the first log-in",
    "password.set_by_link": "set the password of {thing} by a link",
    "password_link.made": "made a link with which {thing} sets a password",
    "recovery_code.used": "used a recovery code of {thing}",
    "recovery_codes.renewed": "made new recovery codes for {thing}",
    "second_factor.ended": "turned the second factor of {thing} off",
    "second_factor.set_up": "set up a second factor for {thing}",
    "security.changed": "changed whose log-in needs a second factor",
    "session.ended": "ended {thing}",
    "session.started": "logged in from {address}",
    "signal.broadcast": "sent the signal {signal} to all cases",
    "signal.failed": "The signal {signal} could not start {process}: {message}",
    "signal.received": "The signal {signal} reached {thing} at {element}",
    "task.assigned": "gave the task {thing} to {assignee}",
    "task.claimed": "took the task {thing}",
    "task.completed": "completed the task {thing}",
    "task.given_back": "gave the task {thing} back",
    "task.noted": "asked {for} for {thing}",
    "task.returned": "The task {thing} went back to {assignee}",
    "task.scheduled": "moved the dates of the task {thing}",
    "timer.fired": "The time of {element} came in {thing}",
    "timer.moved": "moved the timer {element} of {thing} to {due_at} (was {before.due_at})",
    "task.substituted": "The task {thing} of {meant_for} went to {assignee}, who stands in",
    "token.added": "made an API token for {thing}",
    "token.revoked": "took an API token of {thing} away",
    "trail.exported": "exported rows of the trail",
    "trail.verified": "had the trail verified: {rows} rows, {checkpoints} checkpoints",
    "user.disabled": "shut the account of {thing}",
    "user.enabled": "opened the account of {thing} again",
    "variables.set": "changed variables of {thing}",
    "work_report.begun": "began {thing}",
}


def tells(words: Mapping[str, str]) -> None:
    """Say actions in words of one's own; they come before those written here."""
    SENTENCES.update(words)


@dataclass(frozen=True)
class Telling:
    """A sentence with a place for the thing; `with_person` says whether somebody stands in front."""

    before_thing: str
    after_thing: str
    with_person: bool = True
    names_thing: bool = True


def telling(action: str, *, noun: str, before: Values, after: Values, show: Show) -> Telling:
    """The sentence of an action. noun: what the thing is, such as `quote`. show: writes a value."""
    words = SENTENCES.get(action)
    if words is not None:
        filled = _filled(words, before, after, show)
        if filled is not None:
            return _cut(filled)
    return _cut(f"{_verb(action)} {_object(action, noun)}")


def has_sentence(action: str) -> bool:
    """Whether an action reads as a sentence: by its own words, or by a verb that is known or ends in -ed."""
    words = _verb_words(action)
    return action in SENTENCES or _is_verb(words[0]) or _is_verb(words[-1])


def _filled(words: str, before: Values, after: Values, show: Show) -> str | None:
    """The sentence with its values, `{thing}` left as it is; None when one is not known."""
    said = words
    for gap in GAP.findall(words):
        if gap == THING:
            continue
        name = gap.removeprefix("before.")
        value = (before if name != gap else after).get(name)
        if value is None or value == "":
            return None
        said = said.replace(f"{{{gap}}}", show(name, value).replace("{", "(").replace("}", ")"))
    return said


def _cut(said: str) -> Telling:
    head, gap, tail = said.partition(f"{{{THING}}}")
    return Telling(head, tail, with_person=not said[:1].isupper(), names_thing=bool(gap))


def _verb_words(action: str) -> list[str]:
    return action.partition(".")[2].split("_")


def _is_verb(word: str) -> bool:
    return word in IRREGULAR or word.endswith("ed")


def _verb(action: str) -> str:
    """`quote.issued` is issued, `campaign.mails_written` is wrote mails of, `party.opted_out` is opted out."""
    words = _verb_words(action)
    if _is_verb(words[0]):
        return " ".join([IRREGULAR.get(words[0], words[0]), *words[1:]])
    if _is_verb(words[-1]):
        return " ".join([IRREGULAR.get(words[-1], words[-1]), *words[:-1], "of"])
    return f"noted “{' '.join(words)}” of"


def _object(action: str, noun: str) -> str:
    """The thing, and what of it when the action names a part: a payment of invoice INV-2026-00001."""
    said = action.partition(".")[0].replace("_", " ")
    return f"{{{THING}}}" if said in noun or noun in said else f"{said} of {{{THING}}}"
