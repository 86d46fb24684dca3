"""`pratica up`: everything on one machine under one supervisor."""

import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import AppError
from app.runtime import postgres, redis
from app.runtime.data import DataFolder, forget_environment, open_data_folder, record_environment, secret_key
from app.runtime.errors import CannotStart
from app.runtime.plan import Plan, check_port, plan_from
from app.runtime.prepared import Preparation
from app.runtime.probe import is_ready
from app.runtime.program import Program
from app.runtime.supervisor import Supervisor, last_words

COMMAND = (sys.executable, "-m", "workers")
WEB_SERVER = (sys.executable, "-m", "gunicorn", "--config", "python:app.gunicorn_settings")
LARGEST_LOG_BYTES = 20 * 1024 * 1024

Environment = dict[str, str]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Machine:
    """What one run of `pratica up` works with."""

    plan: Plan
    data: DataFolder
    supervisor: Supervisor
    say: Say

    def log(self, name: str) -> Path:
        """The file for the output of a program; a large one begins anew."""
        log = self.data.logs / f"{name}.log"
        if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        return log

    def run(self, program: Program) -> None:
        """Start a program and wait until it works."""
        self.supervisor.start(program)
        self.supervisor.wait_until_ready(program)


def run_everything(environment: Mapping[str, str], *, say: Say) -> int:
    """Run until Ctrl-C or SIGTERM; the exit code. A refusal is one sentence through `say`."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    try:
        plan = plan_from(environment)
        data = open_data_folder(plan.data_dir)
        machine = Machine(plan, data, Supervisor(data.run, say=say, stopping=stopping), say)
        machine.supervisor.end_leftovers()
        check_port(plan)
        _run(machine, environment)
    except AppError as refusal:
        say(refusal.message)
        return 1
    except OSError as refusal:
        say(f"This machine refused something that Pratica needs: {refusal}.")
        return 1
    return 0


def _run(machine: Machine, environment: Mapping[str, str]) -> None:
    try:
        greeting = _start(machine, environment)
        if not machine.supervisor.is_stopping:
            machine.say(f"\nPratica is ready: {machine.plan.address}\n\n{greeting}\n")
            machine.say(f"Ctrl-C stops it. Logs are in {machine.data.logs}.")
            machine.supervisor.watch()
        machine.say("Pratica stops.")
    finally:
        machine.supervisor.stop_all()
        forget_environment(machine.plan.data_dir)


def _start(machine: Machine, environment: Mapping[str, str]) -> str:
    """Start all in order; what the preparation says to people."""
    ours = _complete(machine, environment)
    record_environment(machine.plan.data_dir, ours)
    preparation = _preparation(machine)
    known = preparation.take()
    greeting = _prepare(machine, ours) if known is None else known
    if machine.supervisor.is_stopping:
        return greeting
    ours.pop("DATABASE_OWNER_URL", None)  # what runs all day need not know it
    machine.run(
        Program("web", WEB_SERVER, ours, machine.log("web"), stop_seconds=20, is_ready=_web_probe(machine.plan))
    )
    for name in ("worker", "clock"):
        machine.supervisor.start(Program(name, (*COMMAND, name), ours, machine.log(name), stop_seconds=30))
    if not machine.supervisor.is_stopping:
        preparation.keep(greeting)
    return greeting


def _complete(machine: Machine, environment: Mapping[str, str]) -> Environment:
    plan, data = machine.plan, machine.data
    database = {"DATABASE_URL": plan.database_url} if plan.database_url else _start_postgres(machine)
    return {
        **environment,
        **database,
        "REDIS_URL": plan.redis_url or _start_redis(machine),
        "SECRET_KEY": plan.secret_key or secret_key(plan.data_dir),
        "DATA_DIR": str(plan.data_dir),
        "HOST": plan.host,
        "PORT": str(plan.port),
        "PYTHONUNBUFFERED": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(data.run / "timings"),
    }


def _start_postgres(machine: Machine) -> Environment:
    """The addresses of our own database: for the application, and for the owner of its tables."""
    cluster = postgres.prepare(machine.data.path / "postgres")
    machine.run(postgres.server(cluster, log=machine.log("postgres")))
    postgres.ensure_database(cluster, "pratica")
    postgres.ensure_roles(cluster)
    return {"DATABASE_URL": cluster.application_url("pratica"), "DATABASE_OWNER_URL": cluster.url("pratica")}


def _start_redis(machine: Machine) -> str:
    store = redis.prepare(machine.data.path / "redis")
    machine.run(redis.server(store, log=machine.log("redis")))
    return store.url


def _preparation(machine: Machine) -> Preparation:
    """Our own database is prepared when something has changed since the last start; those of others always."""
    cluster = machine.data.path / "postgres" if machine.plan.database_url is None else None
    return Preparation(machine.data.run, cluster, demo=machine.plan.demo)


def _prepare(machine: Machine, environment: Environment) -> str:
    """Migrations, shipped diagrams and demo data; what it says to people."""
    what = "the database and the demo company" if machine.plan.demo else "the database"
    machine.say(f"Preparing {what} ...")
    log = machine.log("prepare")
    log.unlink(missing_ok=True)
    code = machine.supervisor.run_to_end(Program("prepare", (*COMMAND, "prepare"), environment, log))
    if code:
        raise CannotStart(f"The database could not be prepared. {last_words(log)}")
    return "\n".join(line for line in log.read_text("utf-8").split("\n") if line and not line.startswith("{"))


def _web_probe(plan: Plan) -> Callable[[], bool]:
    return lambda: is_ready(plan.own_host, plan.port)
