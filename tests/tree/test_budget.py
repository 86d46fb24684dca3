"""Sizes that style.md allows, over every module of the product and its tests."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
LONGEST_VIEW = 20
MEDIAN_FUNCTION = 10
ROUTES = {"get", "post", "put", "patch", "delete", "route"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def sources(*folders: str) -> dict[str, str]:
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    return {str(file.relative_to(ROOT)): file.read_text("utf-8") for file in files if "node_modules" not in file.parts}


@cache
def functions() -> list[tuple[str, Function]]:
    return [(name, node) for name, text in sources("app", "workers").items() for node in _functions_in(text)]


def _functions_in(text: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function):
            yield node


def lines(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def is_view(node: Function) -> bool:
    calls = (decorator.func for decorator in node.decorator_list if isinstance(decorator, ast.Call))
    return any(isinstance(call, ast.Attribute) and call.attr in ROUTES for call in calls)


@pytest.mark.parametrize("folders", [("app", "workers"), ("tests",)], ids=["product", "tests"])
def test_modules_are_short(folders: tuple[str, ...]) -> None:
    sizes = {name: text.count("\n") for name, text in sources(*folders).items()}

    assert {name: size for name, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    long = {f"{name}: {node.name}": lines(node) for name, node in functions() if lines(node) > LONGEST_FUNCTION}

    assert long == {}


def test_most_functions_are_very_short() -> None:
    assert median(lines(node) for _, node in functions()) < MEDIAN_FUNCTION


def test_views_are_short() -> None:
    long = {f"{name}: {node.name}": lines(node) for name, node in functions() if is_view(node)}

    assert {name: size for name, size in long.items() if size > LONGEST_VIEW} == {}
