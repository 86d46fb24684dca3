"""Every action that the code records reads as a sentence."""

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.audit.lines import lines_of
from app.audit.things import KINDS
from app.audit.words import ACTIONS
from app.core.actor import Actor
from app.core.formats import Preferences
from app.trail.models import TrailEntry
from app.trail.sentences import has_sentence

ROOT = Path(__file__).parents[2]
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
RECORDING = re.compile(r"(?:^|\.)_?(?:tell\w*|note|record|record_change)$")
Row = tuple[object, ...]
EN = Preferences("en", "Europe/Rome")


def recorded_actions() -> Iterator[tuple[str, str]]:
    """Texts that look like an action in calls of functions that record, with the file."""
    for file in [*ROOT.glob("app/**/*.py"), *ROOT.glob("workers/*.py")]:
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and RECORDING.search(ast.unparse(call.func)):
                for part in [*call.args, *(keyword.value for keyword in call.keywords)]:
                    yield from ((text, file.name) for text in _texts(part) if ACTION.fullmatch(text))


def _texts(part: ast.AST) -> Iterator[str]:
    return (node.value for node in ast.walk(part) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_every_recorded_action_has_a_sentence() -> None:
    found = set(recorded_actions())

    assert len(found) > 100
    assert {(action, file) for action, file in found if not has_sentence(action)} == set()


def test_every_action_of_the_filter_has_a_sentence() -> None:
    assert [action for group in ACTIONS.values() for action in group if not has_sentence(action)] == []


def test_every_kind_of_thing_leads_to_a_page_that_is_there(app: Flask) -> None:
    rules = {rule.endpoint: rule.arguments for rule in app.url_map.iter_rules()}
    pages = [kind.page for kind in KINDS.values() if kind.page is not None]

    assert [page for page in pages if rules.get(page[0]) != {page[1]}] == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ("quote.approved", "quote", None, {"highest_discount_percent": "12", "number": "Q-31"}, "repeat customer"),
            "Anna Bianchi approved a discount of 12 % on quote Q-31 — reason: repeat customer",
        ),
        (
            ("opportunity.moved", "opportunity", {"stage": "1 Start"}, {"stage": "2 Offer", "number": "OP-1"}, None),
            "Anna Bianchi moved opportunity OP-1 to 2 Offer (was 1 Start)",
        ),
        (("order.confirmed", "order", None, {"number": "O-7"}, None), "Anna Bianchi confirmed order O-7"),
        (("payment.doubted", "invoice", None, {"number": "I-1"}, None), "Anna Bianchi doubted payment of invoice I-1"),
        (("campaign.mails_read", "campaign", None, {}, None), "Anna Bianchi read mails of campaign 9"),
        (("quote.issued", "quote", None, {"number": "Q-1"}, None), "Anna Bianchi issued quote Q-1"),
        (("timer.fired", "process_instance", None, {"element": "a_b"}, None), "The time of a b came in case 9"),
        (("lead.unheard_of", "ghost", None, None, None), "Anna Bianchi noted “unheard of” of lead of ghost 9"),
        (("session.started", "session", None, {"address": "::1"}, None), "Anna Bianchi logged in from ::1"),
    ],
)
def test_rows_read_as_sentences(session: Session, actor: Actor, at: datetime, row: Row, said: str) -> None:
    names = ("action", "entity", "before", "after", "reason")
    entry = TrailEntry(id=1, at=at, actor_name=actor.name, entity_id="9", **dict(zip(names, row, strict=True)))

    (line,) = lines_of([entry], to=EN)

    assert line.text == said
