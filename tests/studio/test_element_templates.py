"""Element templates: every job type has one, editors accept each, and what they make passes the checks."""

import json
import subprocess
from pathlib import Path

from app.engine.checks import check_files
from app.engine.registry import job_types
from app.runtime.frontend import SOURCES, find_node
from app.studio.element_templates import FOLDER, element_templates
from tests.engine.checks.diagrams import one_step, with_extension

VALIDATOR = SOURCES / "node_modules/@bpmn-io/element-templates-validator/dist/index.js"


def types_offered() -> list[str]:
    return [template["properties"][0]["value"] for template in element_templates()]


def test_every_job_type_has_one_template(app):
    assert sorted(types_offered()) == sorted(job_types)


def test_files_are_named_after_their_job_type():
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(types_offered())


def test_names_icons_and_labels_are_there():
    for template in element_templates():
        shown = [part for part in template["properties"] if part["type"] != "Hidden"]

        assert template["name"]
        assert template["icon"]["contents"].startswith("data:image/svg+xml,")
        assert all(part["label"] and part["description"] for part in shown)


def test_editors_accept_each():
    command = (str(find_node().folder / "node"), Path(__file__).with_name("validate_templates.mjs"), VALIDATOR, FOLDER)

    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout

    assert json.loads(answer) == []


def test_task_made_from_a_template_passes_the_checks(app):
    task = with_extension("sendTask", '<zeebe:taskDefinition type="sales.send_quote" retries="5" />').replace(
        'id="step"',
        'id="step" zeebe:modelerTemplate="pratica.sales.send_quote" zeebe:modelerTemplateVersion="1" '
        'zeebe:modelerTemplateIcon="data:image/svg+xml,"',
    )

    assert check_files({"case.bpmn": one_step(task)}) == []
