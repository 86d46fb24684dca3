"""Lists the modules whose fixtures every test may use; what takes longest begins first."""

import pytest

pytest_plugins = [
    "tests.fixtures.moments",
    "tests.fixtures.servers",
    "tests.fixtures.database",
    "tests.fixtures.web",
    "tests.fixtures.people",
    "tests.fixtures.browser",
    "tests.fixtures.system",
]
LONGEST = ("tests/kill/", "tests/browser/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let no process of a test run wait at the end for another one's long tests."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
