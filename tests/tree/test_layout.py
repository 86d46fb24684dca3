"""The shape of the tree: what lies at the top, what modules may be called, what is never done."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.tree.test_budget import sources

ROOT = Path(__file__).parents[2]
TOP = {
    *("app", "workers", "bpmn", "forms", "migrations", "tests", "docs"),
    *("pyproject.toml", "requirements.lock", "Makefile", "Dockerfile", "docker-compose.yml"),
    *("README.md", "CHANGELOG.md", "LICENSE", "NOTICE"),
    *(".ci", ".gitignore", ".dockerignore", ".gitattributes"),
}
SHAPELESS = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "misc", "common"}
TO_DO = re.compile(r"\b(TODO|FIXME|XXX)\b(?!.*#\d+)")
SKIPS = re.compile(r"pytest\.(mark\.)?(skip|xfail)\b")  # `skipif`: what the machine does not have
EVALUATORS = {"eval", "exec", "compile"}


def test_nothing_else_lies_at_the_top() -> None:
    listed = subprocess.run(("git", "ls-files"), cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert {line.partition("/")[0] for line in listed.split("\n") if line} <= TOP


def test_modules_are_named_after_what_they_own() -> None:
    names = [Path(name) for name in sources("app", "workers", "tests")]

    assert [str(name) for name in names if SHAPELESS & {name.stem, *name.parts}] == []


def test_what_is_left_to_do_has_an_issue() -> None:
    texts = sources("app", "workers", "tests", "migrations")

    assert [name for name, text in texts.items() if TO_DO.search(text) and name != "tests/tree/test_layout.py"] == []


def test_no_test_is_skipped() -> None:
    texts = sources("tests")

    assert [name for name, text in texts.items() if SKIPS.search(text) and name != "tests/tree/test_layout.py"] == []


@pytest.mark.parametrize("folder", ["app", "workers"])
def test_nothing_is_evaluated_as_python(folder: str) -> None:
    found = [name for name, text in sources(folder).items() if _calls_an_evaluator(text)]

    assert found == []


def test_the_lock_file_names_no_download_address() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")

    assert "http" not in lock
    assert "--index-url" not in lock


def test_the_front_end_lock_names_no_download_address() -> None:
    lock = (ROOT / "app" / "frontend" / "package-lock.json").read_text("utf-8")

    assert '"resolved"' not in lock


def _calls_an_evaluator(text: str) -> bool:
    names = (node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return any(isinstance(name, ast.Name) and name.id in EVALUATORS for name in names)
