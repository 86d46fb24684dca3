"""Refuses texts that no database keeps, beside their fields, before any view reads them."""

import re

from flask import Flask, request

from app.core.errors import Invalid

UNKEPT = re.compile("[\x00\ud800-\udfff]")  # the sign without a shape, half pairs
SENTENCE = "This text holds a sign that cannot be kept. Type it anew."


def init_texts(app: Flask) -> None:
    """Look at addresses and forms of every request."""
    app.before_request(_refuse_unkept_texts)


def _refuse_unkept_texts() -> None:
    given = [(name, text) for sent in (request.args, request.form) for name, text in sent.items(multi=True)]
    given += [(name, text) for name, text in (request.view_args or {}).items() if isinstance(text, str)]
    if wrong := {name: [SENTENCE] for name, text in given if UNKEPT.search(text)}:
        raise Invalid(SENTENCE, wrong)
