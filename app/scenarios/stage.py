"""Where scenarios run: one transaction that is undone, a scratch folder for files, no way out for mail."""

import copy
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from flask import Flask
from flask.globals import app_ctx
from sqlalchemy import Connection, select

from app.core.actor import SYSTEM
from app.core.clock import company_zone
from app.core.db import Json, db, session, transaction
from app.core.files import files_directory
from app.documents.models import DocumentTemplate
from app.documents.templates import load_shipped_templates
from app.engine.due import read_moment
from app.engine.operations import deploy
from app.scenarios import data as data_of_slices
from app.scenarios.files import BEGINS
from app.scenarios.reference import ScenarioData, reference_sources
from app.settings import Settings
from app.shipped import SHIPPED, contents

WRITER = "document_writer"
assert data_of_slices  # imported for what it registers


@dataclass
class Stage:
    """Deployed files and reference data, ready for one scenario after the other.

    files: what was deployed, by name. data: what every scenario finds; copy it, do not change it.
    """

    app: Flask
    connection: Connection
    files: Mapping[str, bytes]
    data: ScenarioData

    @contextmanager
    def scene(self, *, writes_documents: bool = False) -> Iterator[None]:
        """An application context in which commits count, until all of it is undone at the end."""
        undo = self.connection.begin_nested()
        self.app.extensions.pop(WRITER, None)
        if not writes_documents:
            self.app.extensions[WRITER] = _template_as_it_is
        try:
            with self.app.test_request_context():  # choices in forms are worded for a reader
                yield
        finally:
            undo.rollback()


@contextmanager
def stage(files: Mapping[str, bytes] | None = None) -> Iterator[Stage]:
    """A stage on the database of the present application, with what Pratica ships or with `files`.

    Nothing that happens on it is ever committed. Raises DeploymentRefused.
    """
    real = app_ctx.app
    with tempfile.TemporaryDirectory(prefix="pratica-scenarios-") as scratch, db.engine.connect() as connection:
        undo = connection.begin()
        app = _application_beside(real, Path(scratch), connection)
        try:
            yield _prepared(app, connection, contents(SHIPPED) if files is None else files, files_directory())
        finally:
            undo.rollback()


def _application_beside(real: Flask, scratch: Path, connection: Connection) -> Flask:
    """The same application with files of its own, no mail server, and this one connection as its database."""
    app = copy.copy(real)
    settings: Settings = real.extensions["settings"]
    own = replace(settings, data_dir=scratch, smtp_url=None, writes_pdf=False)
    app.extensions = {**real.extensions, "settings": own}
    db._app_engines[app] = {None: connection}  # type: ignore[dict-item]  # a connection serves as an engine
    return app


def _prepared(app: Flask, connection: Connection, files: Mapping[str, bytes], real_files: Path) -> Stage:
    at = read_moment(BEGINS, company_zone())
    kept = connection.begin_nested()
    with app.app_context():
        with transaction():
            deploy(files, by=SYSTEM, at=at, reason="Scenarios")
            load_shipped_templates(at=at)
            _copy_templates(real_files)
        data = _reference_data(at)
    kept.commit()
    return Stage(app, connection, files, data)


def _reference_data(at: datetime) -> ScenarioData:
    data = ScenarioData(at)
    with transaction():
        for add in reference_sources:
            add(data)
    return data


def _copy_templates(real_files: Path) -> None:
    """Templates that people uploaded lie in the real folder; scenarios read them from their own."""
    for content_hash in session().scalars(select(DocumentTemplate.content_hash)):
        source = real_files / content_hash[:2] / content_hash
        target = files_directory() / content_hash[:2] / content_hash
        if source.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _template_as_it_is(template: bytes, _data: Json, **_mark: str) -> bytes:
    """Instead of writing a document: its template. The data were gathered all the same."""
    return template
