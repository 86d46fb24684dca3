"""Addresses of built files, with the hash of their content in the name."""

import json
from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for
from markupsafe import Markup

MANIFEST = "dist/manifest.json"


def asset(name: str) -> str:
    """The address of a built file such as `app.js`; without a build, where it would be."""
    return url_for("static", filename=f"dist/{_built_name(name)}")


def _built_name(name: str) -> str:
    manifest = Path(current_app.static_folder or "") / MANIFEST
    try:
        changed_at = manifest.stat().st_mtime_ns
    except FileNotFoundError:
        return name
    return _manifest(manifest, changed_at).get(name, name)


@cache
def _manifest(path: Path, _changed_at: int) -> dict[str, str]:
    """The names as of one change of the file, so that a new build is seen without a restart."""
    names: dict[str, str] = json.loads(path.read_text("utf-8"))
    return names


def icon(name: str, label: str = "") -> Markup:
    """One drawing of the sprite; decoration unless it has a label."""
    meaning = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {}><use href="{}#{}"></use></svg>').format(meaning, asset("icons.svg"), name)


def init_assets(app: Flask) -> None:
    """Give templates `asset()` and `icon()`."""
    app.jinja_env.globals.update(asset=asset, icon=icon)
