"""Forms for tests, and the hostile ones of the attack kit."""

from pathlib import Path

from app.core.db import Json

ATTACKS = Path(__file__).parents[3] / "shared" / "attacks" / "forms"


def attack(name: str) -> bytes:
    """A file of the attack kit, read in place."""
    path = ATTACKS / name
    assert path.is_file(), f"The attack kit is missing: {path}"
    return path.read_bytes()


def a_form(*components: Json) -> Json:
    """A form of these components."""
    return {"type": "default", "components": list(components)}


def a_field(**properties: object) -> Json:
    """A text field that is right but for what the test says."""
    return {"type": "textfield", "key": "remark", "label": "Remark", **properties}
