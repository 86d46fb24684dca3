"""What is refused before a file is looked at: unsafe, broken or too large."""

import pytest

from app.engine.checks import Finding, UnreadableFile, check_files, read_xml
from app.engine.checks.reading import DEEPEST_SUB_PROCESS, MOST_BYTES, read_json
from tests.engine.checks.diagrams import diagram, one_step


def only(resource: str, content: bytes) -> Finding:
    findings = check_files({resource: content})
    assert len(findings) == 1
    assert findings[0].severity == "error"
    return findings[0]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"hello", "not well-formed XML"),
        (b"<a>", "not well-formed XML"),
        (b"<a/>", "not BPMN 2.0"),
        (b'<!DOCTYPE a SYSTEM "http://example.invalid/x.dtd"><a/>', "DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a b="&x;"/>', "DOCTYPE"),
        (b"<a>&nowhere;</a>", "not well-formed XML"),
        (b"<?xml-stylesheet href='x'?><a/>", "processing instruction"),
        (b"<a><?php exit ?></a>", "processing instruction"),
        (b"<a>" * 101, "100 deep"),
        (b"<a>" + b"<b/>" * 50_001 + b"</a>", "50,000 elements"),
        (b" " * MOST_BYTES + b"<a/>", "4 MiB is the limit"),
        (b'<?xml version="1.0" encoding="UTF-7"?><a/>', "utf-7"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "not well-formed XML"),
        (b"\x00\x01\x02", "not well-formed XML"),
    ],
)
def test_file_that_cannot_be_trusted_is_refused_with_a_sentence(content: bytes, part: str) -> None:
    assert part in only("case.bpmn", content).message


@pytest.mark.parametrize("name", ["case.svg", "case", "case.bpmn.exe", "case.json", "", "../case.xml"])
def test_file_of_another_kind_is_refused(name: str) -> None:
    assert "no diagram, decision or form" in only(name, one_step()).message


def test_entity_is_never_resolved() -> None:
    content = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'

    with pytest.raises(UnreadableFile):
        read_xml(content)


def test_utf_16_is_read_as_utf_8_is() -> None:
    text = one_step('<bpmn:quantumTask id="step" />').decode()
    wide = text.replace("UTF-8", "UTF-16").encode("utf-16")

    assert check_files({"case.bpmn": wide}) == check_files({"case.bpmn": text.encode()})


def test_comment_changes_nothing() -> None:
    assert check_files({"case.bpmn": one_step('<!-- why --><bpmn:task id="step"><!-- a --></bpmn:task>')}) == []


def test_sub_processes_nest_to_a_limit() -> None:
    def nested(depth: int) -> str:
        if depth == 0:
            return '<bpmn:task id="deep" />'
        inner = f"p{depth - 1}" if depth > 1 else "deep"
        return (
            f'<bpmn:subProcess id="p{depth}"><bpmn:startEvent id="s{depth}" />'
            f'<bpmn:sequenceFlow id="f{depth}" sourceRef="s{depth}" targetRef="{inner}" />'
            f"{nested(depth - 1)}</bpmn:subProcess>"
        )

    def findings(depth: int) -> list[Finding]:
        return check_files({"case.bpmn": diagram(nested(depth))})

    assert not any("nest more" in finding.message for finding in findings(DEEPEST_SUB_PROCESS))
    assert [(f.element_id, "nest more" in f.message) for f in findings(DEEPEST_SUB_PROCESS + 1)] == [("p1", True)]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"[]", "no JSON object"),
        (b"{", "not JSON"),
        (b'{"a": NaN}', "not JSON"),
        (b"\xff\xfe{", "not UTF-8"),
        (b'{"a":' * 100_000, "not JSON"),
        (b'{"components": ' + b"[" * 80 + b"]" * 80 + b"}", "nests more than"),
    ],
)
def test_form_that_cannot_be_read_is_refused(content: bytes, part: str) -> None:
    assert part in only("a.form", content).message


def test_number_too_large_for_the_database_is_refused():
    with pytest.raises(UnreadableFile, match="too large"):
        read_json(b'{"id": "a", "most": 1e999}')
