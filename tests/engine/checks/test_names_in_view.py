"""Forms, decisions, processes and job types that a diagram names."""

import pytest

from app.engine.checks import Known, check_files
from tests.engine.checks.diagrams import one_step, with_extension

FORM = b'{"id": "qualify", "type": "default", "components": []}'
DECISION = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="n" namespace="n">
<decision id="discount" name="Discount"><literalExpression><text>1</text></literalExpression></decision>
</definitions>"""


def uses(kind: str, extension: str) -> bytes:
    return one_step(with_extension(kind, extension))


def shows_form(binding: str = "latest") -> bytes:
    return uses("userTask", f'<zeebe:formDefinition formId="qualify" bindingType="{binding}" />')


def asks_decision(binding: str = "latest") -> bytes:
    extension = f'<zeebe:calledDecision decisionId="discount" resultVariable="x" bindingType="{binding}" />'
    return uses("businessRuleTask", extension)


def test_form_in_the_same_deployment_is_found() -> None:
    assert check_files({"case.bpmn": shows_form("deployment"), "x.form": FORM}) == []


def test_form_deployed_before_is_found() -> None:
    assert check_files({"case.bpmn": shows_form()}, Known(forms={"qualify"})) == []


def test_form_deployed_before_does_not_count_when_bound_to_the_deployment() -> None:
    findings = check_files({"case.bpmn": shows_form("deployment")}, Known(forms={"qualify"}))

    assert [(finding.severity, finding.element_id) for finding in findings] == [("error", "step")]


def test_form_without_id_is_called_after_its_path() -> None:
    extension = '<zeebe:formDefinition formId="lead/qualify" />'
    files = {"case.bpmn": uses("userTask", extension), "forms/lead/qualify.form": b'{"components": []}'}

    assert check_files(files) == []


def test_decision_in_the_same_deployment_is_found() -> None:
    assert check_files({"case.bpmn": asks_decision("deployment"), "x.dmn": DECISION}) == []


def test_decision_deployed_before_is_found() -> None:
    assert check_files({"case.bpmn": asks_decision()}, Known(decisions={"discount"})) == []


def test_process_deployed_before_is_found() -> None:
    call = uses("callActivity", '<zeebe:calledElement processId="later" />')

    assert check_files({"case.bpmn": call}, Known(processes={"later"})) == []


def test_registered_job_type_is_found() -> None:
    job = uses("serviceTask", '<zeebe:taskDefinition type="sales.issue_quote" retries="5" />')

    assert check_files({"case.bpmn": job}, Known(job_types={"sales.issue_quote"})) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"a.bpmn": one_step()}, {"b.bpmn": one_step()}),
        ({"a.form": FORM}, {"b.form": FORM}),
        ({"a.dmn": DECISION}, {"b.dmn": DECISION}),
    ],
)
def test_two_files_may_not_hold_the_same_id(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    findings = check_files(first | second)

    assert len(findings) == 1
    assert f"stands in {next(iter(first))} too" in findings[0].message
    assert findings[0].resource == next(iter(second))


@pytest.mark.parametrize("retries", ["-1", "101", "many", "1.5"])
def test_retries_are_a_small_whole_number(retries: str) -> None:
    job = uses("serviceTask", f'<zeebe:taskDefinition type="known" retries="{retries}" />')

    findings = check_files({"case.bpmn": job}, Known(job_types={"known"}))

    assert [finding.element_id for finding in findings] == ["step"]


def test_problems_of_all_files_come_at_once() -> None:
    files = {"a.bpmn": one_step('<bpmn:serviceTask id="step" />'), "b.form": b"{}", "c.dmn": b"<a/>", "d.txt": b""}

    assert {finding.resource for finding in check_files(files)} == set(files)


def test_broken_decision_names_the_cell_and_its_text() -> None:
    table = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="defs" name="n" namespace="n">
<decision id="d" name="d"><decisionTable id="t" hitPolicy="FIRST">
<input id="i"><inputExpression id="ie"><text>amount</text></inputExpression></input><output id="o" name="result"/>
<rule id="r">
<inputEntry id="c"><text>system('true')</text></inputEntry><outputEntry id="oe"><text>1</text></outputEntry></rule>
</decisionTable></decision></definitions>"""

    findings = check_files({"x.dmn": table})

    assert [finding.element_id for finding in findings] == ["c"]
    assert "system('true')" in findings[0].message
