"""What two versions of a diagram are said to differ in."""

from pathlib import Path

import pytest

from app.engine.checks import UnreadableFile
from app.studio.differences import Change, Difference, Kind, differences, moved_among

QUOTE = Path("tests/browser/quote.bpmn").read_bytes()
ORDER = Path("bpmn/lead_to_order.bpmn").read_bytes()


def changed(old: str, new: str) -> list[Difference]:
    """Differences after one place of the diagram was rewritten."""
    assert old.encode() in ORDER
    return differences(ORDER, ORDER.replace(old.encode(), new.encode(), 1))


def only(found: list[Difference]) -> Difference:
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("path", sorted(Path("bpmn").glob("*.bpmn")), ids=lambda path: path.stem)
def test_a_diagram_does_not_differ_from_itself(path):
    content = path.read_bytes()

    assert differences(content, content.replace(b"><", b">\n<")) == []


def test_what_is_new_or_gone_is_named_with_its_type():
    former = ORDER.replace(b'id="write_quote"', b'id="write_old_quote"')

    found = differences(former, ORDER)

    assert Difference(Kind.ADDED, "write_quote", "service task", "Write quote") in found
    assert Difference(Kind.REMOVED, "write_old_quote", "service task", "Write quote") in found


@pytest.mark.parametrize(
    ("old", "new", "element_id", "change"),
    [
        (
            'type="sales.write_quote"',
            'type="sales.x"',
            "write_quote",
            Change("Job type", "sales.write_quote", "sales.x"),
        ),
        ('retries="3"', 'retries="5"', "write_quote", Change("Retries", "3", "5")),
        ('name="Write quote"', 'name="Write it"', "write_quote", Change("Name", "Write quote", "Write it")),
        ('decisionId="discount"', 'decisionId="other"', "decide_discount", Change("Decision", "discount", "other")),
        (
            "=date and time(quote_lapses_at)",
            "=now()",
            "validity_ended",
            Change("Date of the timer", "=date and time(quote_lapses_at)", "=now()"),
        ),
        (
            'default="what_about_the_lead_opportunity"',
            'default="what_about_the_lead_lost"',
            "what_about_the_lead",
            Change("Default flow", "opportunity", "lost"),
        ),
        (
            "<bpmn:flowNodeRef>write_quote</bpmn:flowNodeRef>",
            "",
            "write_quote",
            Change("Lane", "Pratica", ""),
        ),
        (
            'attachedToRef="take_answer"',
            'attachedToRef="await_answer"',
            "answer_too_late",
            Change("Attached to", "Note the answer", "Record the customer's answer"),
        ),
    ],
    ids=lambda value: value.label if isinstance(value, Change) else "",
)
def test_change_is_told_by_label_with_old_and_new(old, new, element_id, change):
    found = only(changed(old, new))

    assert (found.kind, found.element_id, found.changes) == (Kind.CHANGED, element_id, (change,))


def test_added_property_has_nothing_before():
    found = only(changed('<zeebe:property name="reminders" value="0" />', ""))

    assert found.changes == (Change("Property reminders", "0", ""),)


def test_element_that_is_drawn_elsewhere_has_moved_and_its_flows_follow_in_silence():
    found = only(changed('<dc:Bounds x="470" y="140" width="100" height="80" />', '<dc:Bounds x="1" y="2" />'))

    assert (found.kind, found.name) == (Kind.MOVED, "Qualify lead")


def test_task_of_another_type_keeps_its_line():
    plain = QUOTE.replace(b"userTask", b"manualTask")

    assert Change("Type", "user task", "manual task") in [c for each in differences(QUOTE, plain) for c in each.changes]


def test_broken_file_is_refused():
    with pytest.raises(UnreadableFile):
        differences(QUOTE, b"<!DOCTYPE a><a/>")


def test_only_what_left_its_place_has_moved():
    assert moved_among("abcdef", "abfcde") == {"f"}
    assert moved_among("abc", "abc") == set()
