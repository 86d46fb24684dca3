"""The `pratica` command. Each slice's commands stand in its own `commands.py` and are added here."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.core.errors import AppError
from app.core.logs import configure_logs
from app.factory import create_app
from app.identity.commands import groups, users
from app.migrations import migrate_database
from app.runtime.data import with_recorded
from app.runtime.up import WEB_SERVER
from app.settings import Settings, settings_from_environment
from app.trail.commands import trail


class Sentences(click.Group):
    """Commands that end with a sentence instead of a traceback when something was refused."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a refusal is its message and exit code 1."""
        try:
            return super().invoke(ctx)
        except AppError as refusal:
            raise click.ClickException(refusal.message) from refusal
        except OperationalError as refusal:
            raise click.ClickException(f"The database does not answer. Does Pratica run? {refusal.orig}") from refusal


@click.group(cls=Sentences)
def main() -> None:
    """Pratica: an open CRM that runs on BPMN."""
    configure_logs()


def in_app(command: click.Command) -> click.Command:
    """The command (or every command of the group), run inside an application for the environment."""
    if isinstance(command, click.Group):
        for part in command.commands.values():
            in_app(part)
    elif command.callback is not None:
        command.callback = _inside(command.callback)
    return command


@main.command()
def up() -> None:
    """Run everything on this machine: PostgreSQL, Redis, web, worker and clock."""
    sys.stdout.flush()
    # A fresh process without the application: the supervisor stays small.
    os.execv(sys.executable, (sys.executable, "-m", "app.runtime"))


@main.command()
def web() -> None:
    """Run the web server alone."""
    settings = _settings()
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(settings.data_dir / "run" / "timings"))
    os.execv(sys.executable, WEB_SERVER)


@main.command()
def migrate() -> None:
    """Bring the tables of the database to this version."""
    migrate_database(_app())


@main.command()
def prepare() -> None:
    """Migrate and deploy what Pratica ships; demo data unless DEMO=0."""
    migrate_database(_app())


def _inside(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*arguments: Any, **options: Any) -> Any:
        with _app().app_context():
            return callback(*arguments, **options)

    return run


def _app() -> Flask:
    return create_app(_settings())


def _settings() -> Settings:
    return settings_from_environment(with_recorded(os.environ))


for group in (users, groups, trail):
    main.add_command(in_app(group))
