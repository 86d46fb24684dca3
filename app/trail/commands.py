"""`pratica trail ...`: prove the trail, take it out."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.core.actor import COMMAND_LINE
from app.core.clock import now
from app.core.db import Key, session, transaction
from app.settings import Settings
from app.trail.chain_proof import Span
from app.trail.keys import key_id, signing_key
from app.trail.operations import record
from app.trail.queries import as_json, trail_rows
from app.trail.verification import verify_trail
from app.trail.verifying import Means, keep_proof, means_here

moment = click.DateTime(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])
path = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def trail() -> None:
    """Who did what, when and why."""


@trail.command()
@click.option("--from", "since", type=moment, help="From this day or time on (UTC).")
@click.option("--to", "until", type=moment, help="Before this day or time (UTC).")
@click.option("--checkpoint-file", "files", type=path, multiple=True, help="Compare with these files instead of ours.")
@click.option("--public-key", "keys", multiple=True, help="Trust only this key, in hexadecimal, instead of ours.")
def verify(since: datetime | None, until: datetime | None, files: tuple[Path, ...], keys: tuple[str, ...]) -> None:
    """Read the whole trail; exit code 1 and the first bad row when something was altered."""
    span = Span(_in_utc(since), _in_utc(until))
    known = _means()
    session().execute(text("SET LOCAL statement_timeout = 0"))
    proof = verify_trail(span, public_keys=_keys(keys) or known.public_keys, files=files or known.files)
    session().rollback()
    if span.is_whole:
        _write(lambda: keep_proof(proof, by=COMMAND_LINE, at=now()))  # shown on the page of the trail too
    if proof.fault is not None:
        raise click.ClickException(proof.fault)
    click.echo(f"{proof.rows} rows in {proof.chains} chains are as they were written.")
    if proof.checkpoints:
        click.echo(f"{proof.checkpoints} checkpoints fit, {proof.compared} of them also stand in the second place.")


@trail.command()
def key() -> None:
    """Print the public key of the checkpoints, for those who prove the trail elsewhere."""
    settings: Settings = current_app.extensions["settings"]
    own = signing_key(settings.signing_key_file)
    click.echo(f"{own.id} {own.public.hex()}")


@trail.command()
@click.option("--since", type=moment, help="From this day or time on (UTC).")
@click.option("--until", type=moment, help="Before this day or time (UTC).")
@click.option("--case", "case_key", type=int, help="One case, by its key.")
def export(since: datetime | None, until: datetime | None, case_key: int | None) -> None:
    """Print rows as JSON Lines, oldest first, with their hashes. The export itself is then in the trail."""
    key = None if case_key is None else Key(case_key)
    count = 0
    for row in trail_rows(since=_in_utc(since), until=_in_utc(until), case_key=key):
        click.echo(json.dumps(as_json(row), ensure_ascii=False, default=str))
        count += 1
    asked = {"rows": count, "since": _in_utc(since), "until": _in_utc(until), "case": case_key}
    session().rollback()
    _write(
        lambda: record(action="trail.exported", entity="trail", entity_id="all", by=COMMAND_LINE, at=now(), after=asked)
    )


def _means() -> Means:
    settings: Settings = current_app.extensions["settings"]
    return means_here(settings.signing_key_file, settings.checkpoint_folder)


def _keys(texts: tuple[str, ...]) -> dict[str, bytes]:
    try:
        given = [bytes.fromhex(given_text) for given_text in texts]
    except ValueError as error:
        raise click.BadParameter("A public key is 64 signs, as `pratica trail key` prints it.") from error
    return {key_id(public): public for public in given}


def _write(note: Callable[[], None]) -> None:
    """Leave a trace of what was done; an account that may only read leaves none."""
    try:
        with transaction():
            note()
    except ProgrammingError:
        click.echo("This account of the database may only read: nothing of this is noted.", err=True)


def _in_utc(time: datetime | None) -> datetime | None:
    return None if time is None else time.replace(tzinfo=UTC)
