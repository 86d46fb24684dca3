"""`pratica up`: everything on one machine under one supervisor."""

import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from app.core.errors import AppError
from app.runtime import postgres, redis
from app.runtime.data import DataFolder, forget_environment, open_data_folder, record_environment, secret_key
from app.runtime.errors import CannotStart
from app.runtime.plan import Plan, check_port, plan_from
from app.runtime.probe import is_ready
from app.runtime.program import Program
from app.runtime.supervisor import Supervisor, last_words

COMMAND = (sys.executable, "-m", "workers")
WEB_SERVER = (sys.executable, "-m", "gunicorn", "--config", "python:app.gunicorn_settings")
LARGEST_LOG_BYTES = 20 * 1024 * 1024
PROCESSES = ("web", "worker", "clock")


def run_everything(environment: Mapping[str, str], *, say: Callable[[str], None]) -> int:
    """Run until Ctrl-C or SIGTERM; the exit code. A refusal is one sentence through `say`."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    try:
        plan = plan_from(environment)
        data = open_data_folder(plan.data_dir)
        supervisor = Supervisor(data.run, say=say, stopping=stopping)
        supervisor.end_leftovers()
        check_port(plan)
        try:
            _start(plan, data, supervisor, environment, say=say)
            supervisor.watch()
        finally:
            say("Pratica stops.")
            supervisor.stop_all()
            forget_environment(plan.data_dir)
    except AppError as refusal:
        say(refusal.message)
        return 1
    return 0


def _start(
    plan: Plan,
    data: DataFolder,
    supervisor: Supervisor,
    environment: Mapping[str, str],
    *,
    say: Callable[[str], None],
) -> None:
    ours = {
        **environment,
        "DATABASE_URL": plan.database_url or _start_postgres(data, supervisor),
        "REDIS_URL": plan.redis_url or _start_redis(data, supervisor),
        "SECRET_KEY": plan.secret_key or secret_key(plan.data_dir),
        "DATA_DIR": str(plan.data_dir),
        "HOST": plan.host,
        "PORT": str(plan.port),
        "PYTHONUNBUFFERED": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(data.run / "timings"),
    }
    record_environment(plan.data_dir, ours)
    greeting = _prepare(data, supervisor, ours)
    programs = [_process(name, data, ours, plan) for name in PROCESSES]
    for program in programs:
        supervisor.start(program)
    for program in programs:
        supervisor.wait_until_ready(program)
    say(f"\nPratica is ready: {plan.address}\n{greeting}\nCtrl-C stops it. Logs are in {data.logs}.")


def _start_postgres(data: DataFolder, supervisor: Supervisor) -> str:
    cluster = postgres.prepare(data.path / "postgres")
    program = postgres.server(cluster, log=_log(data, "postgres"))
    supervisor.start(program)
    supervisor.wait_until_ready(program)
    postgres.ensure_database(cluster, "pratica")
    return cluster.url("pratica")


def _start_redis(data: DataFolder, supervisor: Supervisor) -> str:
    store = redis.prepare(data.path / "redis")
    program = redis.server(store, log=_log(data, "redis"))
    supervisor.start(program)
    supervisor.wait_until_ready(program)
    return store.url


def _prepare(data: DataFolder, supervisor: Supervisor, environment: Mapping[str, str]) -> str:
    """Migrations, shipped diagrams and demo data; what it says to people."""
    log = data.logs / "prepare.log"
    log.unlink(missing_ok=True)
    code = supervisor.run_to_end(Program("prepare", (*COMMAND, "prepare"), environment, log=log))
    if code:
        raise CannotStart(f"The database could not be prepared. {last_words(log)}")
    return "\n".join(line for line in log.read_text("utf-8").split("\n") if not line.startswith("{"))


def _process(name: str, data: DataFolder, environment: Mapping[str, str], plan: Plan) -> Program:
    return Program(
        name=name,
        arguments=WEB_SERVER if name == "web" else (*COMMAND, name),
        environment=environment,
        log=_log(data, name),
        stop_seconds=20,
        is_ready=(lambda: is_ready(plan.own_host, plan.port)) if name == "web" else (lambda: True),
    )


def _log(data: DataFolder, name: str) -> Path:
    log = data.logs / f"{name}.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    return log
