"""Incidents of one cause are told from others by what does not differ from case to case."""

import pytest

from app.engine.causes import cause_of, message_shape


@pytest.mark.parametrize(
    ("message", "shape"),
    [
        ("The mail server refused <anna@example.org>: 550 no such user", "The mail server refused …: … no such user"),
        ("The mail server does not answer.", "The mail server does not answer."),
        ("Quote Q-2026-00031 has no lines.", "Quote … has no lines."),
        ("'Work' failed inside: KeyError 'x12'.", "… failed inside: KeyError …."),
        (
            "Case 2251799813691 took 10,000 steps at once, from https://a.example/b?c=1",
            "Case … took … steps at once, from …",
        ),
        ("It doesn't work and won't", "It doesn't work and won't"),
        ("", ""),
    ],
)
def test_shape_of_a_message_has_no_variable_parts(message, shape):
    assert message_shape(message) == shape


def test_shape_is_short_and_of_many_gaps_one_is_left():
    assert message_shape("1 2, 3 4") == "…"
    assert len(message_shape("word " * 1_000)) <= 300


def test_cause_is_of_process_element_job_type_and_shape():
    usual = {"process_id": "p", "element_id": "send", "job_type": "mail.send"}
    first = cause_of("Refused 1.", **usual)

    assert first == cause_of("Refused 2.", **usual)
    others = [
        cause_of("Refused 1.", **{**usual, "process_id": "q"}),
        cause_of("Refused 1.", **{**usual, "element_id": "write"}),
        cause_of("Refused 1.", **{**usual, "job_type": None}),
        cause_of("Accepted 1.", **usual),
    ]
    assert len({first, *others}) == 5
