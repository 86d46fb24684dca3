"""Element templates: our job types as the palette and the append menu of the BPMN editor offer them."""

import json
from functools import cache
from pathlib import Path

from app.core.db import Json

FOLDER = Path(__file__).parents[2] / "bpmn" / "templates"


@cache
def element_templates() -> list[Json]:
    """Every template that is shipped, by its name. They change only with the program."""
    found: list[Json] = [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    return sorted(found, key=lambda template: str(template["name"]))
