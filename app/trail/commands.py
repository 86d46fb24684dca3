"""`pratica trail ...`: prove the trail, take it out."""

import json
from datetime import UTC, datetime

import click

from app.core.actor import COMMAND_LINE
from app.core.clock import now
from app.core.db import Key, transaction
from app.trail.operations import record
from app.trail.queries import as_json, trail_rows
from app.trail.verification import verify_trail

moment = click.DateTime(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.group()
def trail() -> None:
    """Who did what, when and why."""


@trail.command()
def verify() -> None:
    """Read the whole trail; exit code 1 and the first bad row when something was altered."""
    proof = verify_trail()
    if proof.fault is not None:
        raise click.ClickException(proof.fault)
    click.echo(f"{proof.rows} rows in {proof.chains} chains are as they were written.")


@trail.command()
@click.option("--since", type=moment, help="From this day or time on (UTC).")
@click.option("--until", type=moment, help="Before this day or time (UTC).")
@click.option("--case", "case_key", type=int, help="One case, by its key.")
def export(since: datetime | None, until: datetime | None, case_key: int | None) -> None:
    """Print rows as JSON Lines, oldest first, with their hashes. The export itself is then in the trail."""
    key = None if case_key is None else Key(case_key)
    count = 0
    for row in trail_rows(since=_in_utc(since), until=_in_utc(until), case_key=key):
        click.echo(json.dumps(as_json(row), ensure_ascii=False))
        count += 1
    asked = {"rows": count, "since": _in_utc(since), "until": _in_utc(until), "case": case_key}
    with transaction():
        record(action="trail.exported", entity="trail", entity_id="all", by=COMMAND_LINE, at=now(), after=asked)


def _in_utc(time: datetime | None) -> datetime | None:
    return None if time is None else time.replace(tzinfo=UTC)
