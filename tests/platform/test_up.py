"""`make run` after the installation: one process that brings everything, or one sentence that says what to do."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

PATIENCE_SECONDS = 120
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DATA_DIR", "PORT", "HOST", "DEMO")
Environment = dict[str, str]


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """An empty system in a folder of its own, whose name has a space, on a port that was free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    rest = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**rest, "DATA_DIR": str(tmp_path / "a folder"), "PORT": str(port), "DEMO": "0"}


@pytest.fixture
def started(environment: Environment, tmp_path: Path) -> Iterator["list[subprocess.Popen[bytes]]"]:
    """What a test has started; stopped at the end."""
    children: list[subprocess.Popen[bytes]] = []
    yield children
    for child in children:
        child.send_signal(signal.SIGTERM)
        child.wait(PATIENCE_SECONDS)


def start(environment: Environment, output: Path) -> "subprocess.Popen[bytes]":
    with output.open("wb") as file:
        return subprocess.Popen((sys.executable, "-m", "app.runtime"), env=environment, stdout=file, stderr=file)


def wait_until_ready(child: "subprocess.Popen[bytes]", output: Path) -> str:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while "Pratica is ready" not in (said := output.read_text("utf-8")):
        assert child.poll() is None, said
        assert time.monotonic() < give_up, said
        time.sleep(0.1)
    return said


def status_of_readyz(environment: Environment) -> int:
    connection = HTTPConnection("127.0.0.1", int(environment["PORT"]), timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def refusal(environment: Environment) -> str:
    done = subprocess.run(
        (sys.executable, "-m", "app.runtime"), env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout.strip()


def test_everything_starts_stops_and_starts_again_after_a_kill(
    environment: Environment, started: "list[subprocess.Popen[bytes]]", tmp_path: Path
) -> None:
    started.append(start(environment, tmp_path / "first"))
    said = wait_until_ready(started[0], tmp_path / "first")
    assert f"http://localhost:{environment['PORT']}" in said
    assert status_of_readyz(environment) == 200
    assert "already runs in" in refusal(environment)

    started[0].kill()
    started[0].wait()
    started.append(start(environment, tmp_path / "second"))
    wait_until_ready(started[1], tmp_path / "second")

    assert status_of_readyz(environment) == 200
    orphans = psutil.Process(started[1].pid).children()
    started[1].send_signal(signal.SIGINT)
    assert started[1].wait(PATIENCE_SECONDS) == 0
    assert [orphan for orphan in orphans if orphan.is_running()] == []


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
