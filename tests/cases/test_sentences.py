"""The history of a case reads like sentences."""

from types import SimpleNamespace

import pytest

from app.cases.sentences import history_line

NAMES = {"anna": "Anna Bianchi", "luca": "Luca Ferri"}


def line(action, after=None, actor_id="anna", reason=None):
    entry = SimpleNamespace(
        action=action, after=after, before=None, actor_id=actor_id, actor_name=actor_id, reason=reason, at=None
    )
    return history_line(entry, NAMES)


@pytest.mark.parametrize(
    ("action", "after", "text"),
    [
        ("process_instance.started", {"process": "lead_to_order"}, "Anna Bianchi started the case"),
        ("task.completed", {"task": "Qualify lead"}, "Anna Bianchi completed “Qualify lead”"),
        (
            "task.assigned",
            {"task": "Qualify lead", "assignee": "luca"},
            "Anna Bianchi gave “Qualify lead” to Luca Ferri",
        ),
        ("task.given_back", {"task": "Qualify lead"}, "Anna Bianchi gave “Qualify lead” back"),
        ("quote.issued", {"number": "Q-2026-00031"}, "Anna Bianchi issued quote Q-2026-00031"),
        ("discount_request.sent_back", {}, "Anna Bianchi sent back discount request"),
        ("timer.fired", {"element": "after_14_days"}, "The time came: after 14 days"),
        ("incident.raised", {"element": "send_quote"}, "The case is stuck at send quote"),
        ("message.correlated", {"message": "quote_answer"}, "The message quote answer arrived"),
    ],
)
def test_action_reads_as_a_sentence(action, after, text):
    assert line(action, after).text == text


def test_program_has_a_name_in_words():
    assert line("document.written", {"name": "Quote.docx"}, "documents").text == (
        "The document worker wrote document Quote.docx"
    )


def test_reason_stands_below():
    assert line("process_instance.cancelled", reason="sent twice").note == "sent twice"


def test_message_of_an_incident_stands_below():
    assert line("incident.raised", {"element": "x", "message": "No such address."}).note == "No such address."


def test_entry_without_values_is_still_a_sentence():
    assert line("task.completed").text
