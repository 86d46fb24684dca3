"""Every drawing that a page or a place names is in the sprite."""

import re
from pathlib import Path

APP = Path(__file__).parents[2] / "app"
IN_TEMPLATES = re.compile(
    r"""(?:icon\(|icon=|icon_button\([^,]*,\s*|empty_state\(|timeline_item\()['"]([a-z0-9-]+)['"]"""
)
IN_VIEWS = re.compile(r"""^(?:place|new_action)\(\s*"[^"]*",\s*"[^"]*",\s*"([a-z0-9-]+)\"""", re.MULTILINE)


def named_icons() -> set[str]:
    """What templates and views name literally."""
    templates = "\n".join(path.read_text("utf-8") for path in (APP / "templates").rglob("*.html"))
    views = "\n".join(path.read_text("utf-8") for path in APP.rglob("views*/**/*.py"))
    views += "\n".join(path.read_text("utf-8") for path in APP.rglob("views.py"))
    return {*IN_TEMPLATES.findall(templates), *IN_VIEWS.findall(views)}


def test_every_named_icon_is_in_the_sprite() -> None:
    listed = set((APP / "frontend" / "icons.txt").read_text("utf-8").split())

    assert named_icons() - listed == set()
