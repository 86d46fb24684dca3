"""Answers, headers, paging, bodies and the frame."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask, flash, render_template_string
from flask.testing import FlaskClient
from werkzeug.exceptions import BadRequest

from app.core.errors import Invalid
from app.core.web import allow_inline_styles, load_json, page_of, read_cursor, read_limit, see_other, write_cursor
from app.core.web.assets import asset, icon
from app.core.web.body import read_json
from app.core.web.frame import NewAction, Place, address_with, initials, new_action, place, places

HTMX = {"HX-Request": "true"}


def test_change_leads_to_another_page(web: FlaskClient, web_app: Flask) -> None:
    web_app.add_url_rule("/quotes/<int:key>", "show_quote", lambda key: "")
    web_app.add_url_rule("/acceptance", "accept", lambda: see_other("show_quote", key=7), methods=["POST"])

    answer = web.post("/acceptance")

    assert (answer.status_code, answer.location) == (303, "/quotes/7")


def test_change_through_htmx_leads_to_another_page_too(web: FlaskClient, web_app: Flask) -> None:
    web_app.add_url_rule("/quotes/<int:key>", "show_quote", lambda key: "")
    web_app.add_url_rule("/acceptance", "accept", lambda: see_other("show_quote", key=7), methods=["POST"])

    answer = web.post("/acceptance", headers=HTMX)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/quotes/7")


def test_every_answer_carries_the_policy(web: FlaskClient) -> None:
    policy = web.get("/nowhere").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy


def test_one_view_may_allow_inline_styles_but_never_scripts(web: FlaskClient, web_app: Flask) -> None:
    def show_studio() -> str:
        allow_inline_styles()
        return ""

    web_app.add_url_rule("/studio", "studio", show_studio)

    policy = web.get("/studio").headers["Content-Security-Policy"]

    assert "script-src 'self';" in policy
    assert "style-src 'self' 'unsafe-inline';" in policy


def test_page_of_a_person_is_not_kept_by_caches(web: FlaskClient) -> None:
    assert web.get("/nowhere").headers["Cache-Control"] == "private, no-store"


def test_built_file_is_kept_for_ever(web: FlaskClient, web_app: Flask, tmp_path: Path) -> None:
    web_app.static_folder = str(tmp_path)
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "app-1.js").write_text("")

    with web.get("/static/dist/app-1.js") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_cursor_brings_back_the_position(web_app: Flask) -> None:
    position = (
        datetime(2026, 11, 23, 9, tzinfo=UTC),
        date(2026, 11, 23),
        Decimal("1.50"),
        UUID(int=7),
        "plain",
        2**60,
        None,
        True,
    )

    with web_app.test_request_context():
        assert read_cursor("tasks", write_cursor("tasks", position)) == position


@pytest.mark.parametrize("text", ["x", "WyJwbGFpbiJd.c2lnbmF0dXJl", "\x00", "a" * 5000])
def test_cursor_of_ones_own_making_is_refused(web_app: Flask, text: str) -> None:
    with web_app.test_request_context(), pytest.raises(Invalid):
        read_cursor("tasks", text)


def test_cursor_of_another_list_is_refused(web_app: Flask) -> None:
    with web_app.test_request_context(), pytest.raises(Invalid):
        read_cursor("tasks", write_cursor("cases", (1,)))


def test_page_knows_whether_more_follows(web_app: Flask) -> None:
    with web_app.test_request_context():
        full = page_of([1, 2, 3], limit=2, position=lambda row: (row,), kind="tasks")
        last = page_of([1, 2], limit=2, position=lambda row: (row,), kind="tasks")

        assert (full.rows, read_cursor("tasks", full.next_cursor)) == ([1, 2], (2,))
        assert (last.rows, last.next_cursor) == ([1, 2], None)


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "many", "９" * 5000])
def test_limit_beyond_a_hundred_is_refused(web_app: Flask, limit: str) -> None:
    with web_app.test_request_context(query_string={"limit": limit}), pytest.raises(Invalid):
        read_limit()


def test_body_has_exact_numbers() -> None:
    assert read_json(b'{"whole": 12345678901234567890, "part": 0.1}') == {
        "whole": 12345678901234567890,
        "part": Decimal("0.1"),
    }


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b"[NaN]", "NaN is not a number"),
        (b"[-Infinity]", "-Infinity is not a number"),
        (b'"\xff"', "not UTF-8 at byte 1"),
        (b"\xff\xfe1\x00", "not UTF-8"),
        (b"[" * 51 + b"]" * 51, "deeper than 50"),
        (b"[" * 200_000, "deeper than 50"),
        (b"9" * 41, "more than 40 characters"),
        (b"1e999999", "out of range"),
        (b'"\\u0000"', "cannot be stored"),
        (b'{"\\ud800": 1}', "cannot be stored"),
        (b"{'a': 1}", "not JSON: line 1, column 2"),
        (b"", "not JSON"),
    ],
)
def test_ambiguous_body_is_refused_with_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        read_json(body)

    assert sentence in (refusal.value.description or "")


def test_brackets_inside_texts_do_not_count_as_depth() -> None:
    assert read_json(b'"' + b"[{" * 100 + b'\\"[["') == "[{" * 100 + '"[['


def test_body_of_another_kind_is_refused(web: FlaskClient, web_app: Flask) -> None:
    web_app.add_url_rule("/api/leads", "leads", lambda: str(load_json()), methods=["POST"])

    assert web.post("/api/leads", data="a=1").status_code == 415


def test_rail_shows_the_places_one_may_open(web_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.core.web.frame._places", {})
    place("quotes", "Quotes", "file-text", "Work", "sell", order=2)
    place("admin", "Admin", "settings", "Process", "administer", order=3)
    place("unbuilt", "Unbuilt", "x", "", None, order=1)
    for endpoint in ("quotes", "admin"):
        web_app.add_url_rule(f"/{endpoint}", endpoint, lambda: "")

    with web_app.test_request_context():
        assert [entry.label for entry in places()] == ["Quotes"]


def test_counts_are_asked_for_apart(web: FlaskClient, web_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.core.web.frame._places", {})
    place("quotes", "Quotes", "file-text", "Work", "sell", order=2, count=lambda: 48)
    web_app.add_url_rule("/quotes", "quotes", lambda: "")

    assert web.get("/frame/counts").json == {"quotes": 48}


def test_place_is_current_on_all_pages_of_its_slice(web_app: Flask) -> None:
    web_app.add_url_rule("/quotes", "sales.list", lambda: "")
    entry = Place("sales.board", "Sales", "chart-bar", "Work", None, 1)

    with web_app.test_request_context("/quotes"):
        assert entry.is_current


def test_new_action_carries_its_values(web_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    actions: dict[object, NewAction] = {}
    monkeypatch.setattr("app.core.web.frame._new_actions", actions)
    new_action("start", "Lead", "bulb", "sell", order=1, process_id="lead_to_order")
    web_app.add_url_rule("/start/<process_id>", "start", lambda process_id: "")

    with web_app.test_request_context():
        assert [entry.address for entry in actions.values()] == ["/start/lead_to_order"]


def test_address_keeps_filters_and_drops_what_is_none(web_app: Flask) -> None:
    web_app.add_url_rule("/tasks/<group>", "tasks", lambda group: "")

    with web_app.test_request_context("/tasks/sales?due=today&after=x&tag=a&tag=b"):
        assert address_with(after=None, page="2") == "/tasks/sales?due=today&tag=a&tag=b&page=2"


@pytest.mark.parametrize(
    ("name", "letters"), [("Anna Bianchi", "AB"), ("Rossi Impianti S.r.l.", "RS"), ("élan", "É"), ("", "?")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_asset_without_a_build_has_its_plain_name(web_app: Flask, tmp_path: Path) -> None:
    web_app.static_folder = str(tmp_path)

    with web_app.test_request_context():
        assert asset("app.js") == "/static/dist/app.js"


def test_icon_with_a_label_is_read_aloud(web_app: Flask) -> None:
    with web_app.test_request_context():
        assert 'aria-label="valid &amp; signed"' in icon("check", "valid & signed")


def test_template_writes_dates_for_the_reader_with_the_exact_time(web_app: Flask) -> None:
    with web_app.test_request_context():
        text = render_template_string("{{ moment|when }}", moment=datetime(2020, 5, 1, 8, tzinfo=UTC))

    assert text == '<time class="when" datetime="2020-05-01T08:00:00+00:00" title="1 mag 2020, 10:00">1 mag 2020</time>'


def test_message_waits_for_the_live_region(web: FlaskClient, web_app: Flask) -> None:
    def show() -> str:
        flash("Saved <b>.", "success")
        return render_template_string("{% extends 'layout.html' %}")

    web_app.add_url_rule("/saved", "saved", show)

    assert "<template data-toast>" in web.get("/saved").text
    assert "Saved &lt;b&gt;." in web.get("/saved").text
