"""Wires the web base into the application."""

from flask import Flask

from app.core.formats import init_formats
from app.core.web.assets import init_assets
from app.core.web.frame import init_frame
from app.core.web.problems import init_problems
from app.core.web.reader import ReaderSource, preferences
from app.core.web.security import init_security
from app.core.web.texts import init_texts


def init_web(app: Flask, *, reader: ReaderSource | None = None) -> None:
    """Headers, error pages, formats, assets and the frame.

    reader: says who is logged in; called for each page.
    """
    app.extensions["reader"] = reader
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    init_security(app)
    init_problems(app)
    init_texts(app)
    init_assets(app)
    init_frame(app)
    init_formats(app, preferences=preferences)
