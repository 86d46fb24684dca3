"""`make run` after the installation: one process that brings everything, or one sentence that says what to do."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.fixtures.system import (
    PATIENCE_SECONDS,
    Environment,
    System,
    running_system,
    start_system,
    system_environment,
)


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return system_environment(tmp_path / "a folder")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running_system(tmp_path_factory.mktemp("shared")) as system:
        yield system


@pytest.fixture
def started() -> Iterator[list[System]]:
    """What a test has started; stopped at the end."""
    systems: list[System] = []
    yield systems
    for system in systems:
        system.stop()


def refusal(environment: Environment) -> str:
    done = subprocess.run(
        (sys.executable, "-m", "app.runtime"), env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout.strip()


def test_everything_starts_and_starts_again_after_a_kill(
    environment: Environment, started: list[System], tmp_path: Path
) -> None:
    started.append(start_system(environment, tmp_path / "first"))
    started[0].wait_until_ready()
    assert f"http://localhost:{environment['PORT']}" in started[0].said
    assert "already runs in" in refusal(environment)

    started[0].child.kill()
    started[0].child.wait()
    started.append(start_system(environment, tmp_path / "second"))
    started[1].wait_until_ready()

    children = psutil.Process(started[1].child.pid).children()
    started[1].child.send_signal(signal.SIGINT)
    assert started[1].child.wait(PATIENCE_SECONDS) == 0
    assert [child for child in children if child.is_running()] == []


@pytest.mark.parametrize("name", ["web", "postgres", "redis"])
def test_what_is_killed_comes_back(shared: System, name: str) -> None:
    shared.kill(name)

    give_up = time.monotonic() + PATIENCE_SECONDS
    while f"{name} ended (signal 9)" not in shared.said or shared.readiness() != 200:
        assert time.monotonic() < give_up, shared.said
        time.sleep(0.1)


def test_a_taken_port_is_said_in_a_sentence(environment: Environment) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment["PORT"])))
        taken.listen()

        said = refusal(environment)

    assert f"Port {environment['PORT']} of 127.0.0.1 cannot be had" in said
    assert f"PORT={int(environment['PORT']) + 1} make run" in said


def test_a_port_that_is_none_is_said_in_a_sentence(environment: Environment) -> None:
    assert refusal({**environment, "PORT": "http"}) == "PORT must be a number from 1 to 65535, not 'http'."


def test_a_data_folder_that_cannot_be_made_is_said_in_a_sentence(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    said = refusal({**environment, "DATA_DIR": str(tmp_path / "file" / "var")})

    assert said.endswith("Choose another folder with DATA_DIR.")


def test_files_of_another_postgresql_are_said_in_a_sentence(environment: Environment) -> None:
    cluster = Path(environment["DATA_DIR"]) / "postgres"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("15\n", "utf-8")

    assert "was written by PostgreSQL 15, this is 18" in refusal(environment)
