"""A site made of the macros: what the real screens are made of, with words from one company, without a database."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from flask import Blueprint, Flask, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields

from app.core.clock import now
from app.core.web import init_web, load_json, see_other
from app.core.web.frame import NewAction, Place
from app.core.web.paging import Page

HERE = Path(__file__).parent
bp = Blueprint("worklist", __name__, template_folder="templates")
PLACES = (
    ("worklist.show_task", "Worklist", "clipboard-check", "", 14),
    ("cases.show_case", "Cases", "stack-2", "", 231),
    ("parties.show_party", "Parties", "building", "", None),
    ("sales.show_parts", "Sales", "chart-bar", "Work", 48),
    ("service.show_empty", "Service", "tool", "Work", 17),
    ("campaigns.show_campaigns", "Campaigns", "speakerphone", "Work", 3),
    ("studio.show_studio", "Studio", "sitemap", "Process", None),
    ("monitor.show_monitor", "Monitor", "activity", "Process", 2),
)
TODAY = date(2026, 11, 23)
TWO_HOURS_AGO = datetime(2026, 11, 23, 7, tzinfo=UTC)
TASKS = (
    ("Approve discount of 14 %", "Rossi Impianti S.r.l.", "Lead to order · Approval", TWO_HOURS_AGO),
    ("Answer: revise quote Q-2026-00412", "Danubia Logistic S.R.L.", "Lead to order · Revise", TODAY),
    ("Qualify lead from the web form", "Moravské strojírny a.s.", "Lead to order · Qualify", TODAY),
    ("Plan repair: compressor 4471-B", "Ferrero & Figli S.p.A.", "Service request · Plan", TODAY + timedelta(days=1)),
    ("Sign contract C-2026-0098", "Nordwest Handels GmbH", "Lead to order · Contract", TODAY + timedelta(days=3)),
)


class Anna:
    """The person in front of the screen."""

    user_name, display_name, locale, time_zone = "anna", "Anna Bianchi", "en", "Europe/Rome"

    def may(self, _permission: object) -> bool:
        return True


class Approval(Schema):
    answer = fields.String(required=True)
    highest_discount = fields.Decimal(allow_none=True)


def make_site() -> Flask:
    """The application with the sample pages."""
    app = Flask("app")
    app.config.update(SECRET_KEY="only-for-tests-0123456789-0123456789", DRAFTS=[], SUBMISSIONS=[])
    init_web(app, reader=Anna)
    app.register_blueprint(bp)
    for endpoint, address, view in ADDRESSES:
        app.add_url_rule(address, endpoint, view)
    shown = [
        Place(endpoint, label, icon, group, None, order, _count_of(number))
        for order, (endpoint, label, icon, group, number) in enumerate(PLACES)
    ]
    begun = [
        NewAction("parties.show_party", "Party", "building", None, 1),
        NewAction("sales.show_parts", "Lead", "bulb", None, 2),
    ]
    app.jinja_env.globals.update(places=lambda: shown, new_actions=lambda: begun)
    app.view_functions["frame.show_counts"] = lambda: {place.endpoint: place.count() for place in shown if place.count}
    return app


def _count_of(number: int | None) -> Callable[[], int] | None:
    return None if number is None else lambda: number


@bp.get("/")
def show_task() -> ResponseReturnValue:
    form = json.loads((HERE / "approve.form").read_text("utf-8"))
    values = {"highest_discount": 12, "lines": [{"name": "Screw compressor SK 25", "price": "11480.00"}]}
    return render_template("sample/task.html", tasks=TASKS, form=form, values=values)


@bp.post("/draft")
def save_draft() -> ResponseReturnValue:
    current_app.config["DRAFTS"].append(load_json()["values"])
    return "", 204


@bp.post("/completion")
def complete() -> ResponseReturnValue:
    values = json.loads(request.form["values"])
    if values.get("reason") == "refuse me":
        Approval(unknown="exclude").load({"highest_discount": "many"})
    current_app.config["SUBMISSIONS"].append(values)
    flash("Discount approved.", "success")
    return see_other("parties.show_party")


def show_case() -> ResponseReturnValue:
    return render_template("sample/case.html")


def send_diagram() -> ResponseReturnValue:
    return (HERE / "quote.bpmn").read_text("utf-8"), {"Content-Type": "application/xml"}


def send_marks() -> ResponseReturnValue:
    return json.loads((HERE / "marks.json").read_text("utf-8"))


def show_party() -> ResponseReturnValue:
    return render_template("sample/party.html", now=now(), balance=Decimal(3214))


def show_parts() -> ResponseReturnValue:
    return render_template("sample/parts.html", page=Page([], "next", is_first=False), amount=Decimal("14903.2"))


def show_empty() -> ResponseReturnValue:
    return render_template("sample/empty.html")


def show_log_in() -> ResponseReturnValue:
    return render_template("sample/log_in.html")


ADDRESSES = (
    ("cases.show_case", "/case", show_case),
    ("cases.send_diagram", "/case/diagram", send_diagram),
    ("cases.send_marks", "/case/marks", send_marks),
    ("parties.show_party", "/party", show_party),
    ("sales.show_parts", "/parts", show_parts),
    ("service.show_empty", "/empty", show_empty),
    ("log_in.show_log_in", "/log-in", show_log_in),
    ("search.show_results", "/search", show_empty),
    ("notices.show_notices", "/notices", show_empty),
    ("campaigns.show_campaigns", "/campaigns", show_empty),
    ("studio.show_studio", "/studio", show_empty),
    ("monitor.show_monitor", "/monitor", show_empty),
    ("identity.log_out", "/log-out", show_empty),
    ("choices.show_choices", "/choices/<name>", show_empty),
)
