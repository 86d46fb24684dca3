"""Lists the modules whose fixtures every test may use."""

pytest_plugins = [
    "tests.fixtures.moments",
    "tests.fixtures.servers",
    "tests.fixtures.database",
    "tests.fixtures.web",
    "tests.fixtures.people",
    "tests.fixtures.browser",
    "tests.fixtures.system",
]
