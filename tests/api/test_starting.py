"""Starting cases through the API: a start form holds for staff there as on the screen."""

import json

from tests.api.programs import Program
from tests.engine.driver import END, bpmn, flows, user_task

FORM = json.dumps(
    {
        "type": "default",
        "id": "begin",
        "schemaVersion": 16,
        "components": [{"type": "textfield", "key": "wish", "label": "Wish", "id": "c1"}],
    }
).encode()
START = (
    '<bpmn:startEvent id="start"><bpmn:extensionElements><zeebe:formDefinition formId="begin"/>'
    "</bpmn:extensionElements></bpmn:startEvent>"
)
DIAGRAM = bpmn(START + user_task("ask") + END + flows("start->ask", "ask->end"))


def test_staff_start_a_case_with_the_fields_of_its_form_only(admin: Program, luca: Program) -> None:
    admin.deploy(p_bpmn=DIAGRAM, begin_form=FORM)

    allowed = luca.post("/process-instances", {"processDefinitionId": "p", "variables": {"wish": "a pump"}})
    refused = luca.post("/process-instances", {"processDefinitionId": "p", "variables": {"discount_decision": "none"}})
    by_program = admin.post("/process-instances", {"processDefinitionId": "p", "variables": {"anything": 1}})

    assert allowed.status_code == 200, allowed.text
    assert refused.status_code == 400, refused.text
    assert "discount_decision" in refused.json["fields"]
    assert by_program.status_code == 200, by_program.text
