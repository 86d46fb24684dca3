"""The `pratica` command. Each slice's commands stand in its own `commands.py` and are added here."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from app.core.actor import COMMAND_LINE
from app.core.clock import now
from app.core.db import transaction
from app.core.errors import AppError
from app.core.logs import configure_logs
from app.demo.commands import demo as demo_command
from app.demo.loading import load_demo, load_essentials
from app.documents.commands import documents
from app.documents.templates import load_shipped_templates
from app.engine import operations as engine
from app.engine.checks.commands import check
from app.engine.errors import DeploymentRefused
from app.engine.operations import DeploymentResult
from app.factory import create_app
from app.greeting import greeting
from app.identity.commands import groups, users
from app.migrations import migrate_database
from app.runtime.data import with_recorded
from app.runtime.up import WEB_SERVER
from app.scenarios.commands import scenarios
from app.settings import Settings, settings_from_environment
from app.shipped import contents, deploy_shipped
from app.trail.commands import trail


class Sentences(click.Group):
    """Commands that end with a sentence instead of a traceback when something was refused."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a refusal is its message and exit code 1."""
        try:
            return super().invoke(ctx)
        except DeploymentRefused as refusal:
            raise click.ClickException("\n".join(_lines(refusal))) from refusal
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
    _migrate(_settings())


@main.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--reason", help="Why; shown in the trail.")
def deploy(paths: tuple[Path, ...], reason: str | None) -> None:
    """Deploy diagrams, decisions and forms together; a folder stands for all of them in it."""
    with _app().app_context(), transaction():
        result = engine.deploy(contents(paths), by=COMMAND_LINE, at=now(), reason=reason)
        for line in _what_is_deployed(result):
            click.echo(line)


@main.command()
def prepare() -> None:
    """Migrate and deploy what Pratica ships; demo data unless DEMO=0."""
    settings = _settings()
    _migrate(settings)
    application = create_app(settings)
    demo = os.environ.get("DEMO") != "0"
    with application.app_context():
        with transaction():
            deploy_shipped(by=COMMAND_LINE, at=now())
            load_shipped_templates(at=now())
        if demo:
            load_demo(now())
        else:
            load_essentials(now())
        for line in greeting(demo=demo):
            click.echo(line)


def _lines(refusal: DeploymentRefused) -> Iterator[str]:
    for finding in refusal.findings:
        yield f"{finding.resource}: {finding.severity} {finding.element_id or ''}: {finding.message} {finding.remedy}"
    yield refusal.message


def _what_is_deployed(result: DeploymentResult) -> Iterator[str]:
    for process in result.processes:
        yield f"process {process.process_id}, version {process.version}"
    for form in result.forms:
        yield f"form {form.form_id}, version {form.version}"
    for decision in result.decisions:
        yield f"decision {decision.decision_id}, version {decision.version}"


def _inside(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*arguments: Any, **options: Any) -> Any:
        with _app().app_context():
            return callback(*arguments, **options)

    return run


def _migrate(settings: Settings) -> None:
    """As the owner of the tables; the application's account then gets its rights on them."""
    owner = settings.database_owner_url or settings.database_url
    migrate_database(
        create_app(replace(settings, database_url=owner)), for_account=make_url(settings.database_url).username
    )


def _app() -> Flask:
    return create_app(_settings())


def _settings() -> Settings:
    return settings_from_environment(with_recorded(os.environ))


for group in (users, groups, trail, documents):
    main.add_command(in_app(group))
main.add_command(check)
main.add_command(in_app(demo_command))
main.add_command(in_app(scenarios))
