"""What is added to a work report and taken out of it, one small form each: usable on a telephone."""

from collections.abc import Callable
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.catalog.queries import products_found
from app.core.clock import now
from app.core.db import transaction
from app.core.web import is_htmx, see_other
from app.identity.permissions import Permission, require
from app.service_desk.models import WorkReport
from app.service_desk.operations.charging import currency_of
from app.service_desk.operations.report_lines import (
    Activity,
    add_activity,
    add_item,
    add_object,
    add_part,
    add_trip,
    remove_line,
)
from app.service_desk.queries import report_by_id, report_for_update, request_by_id
from app.service_desk.schemas import ActivityForm, ItemForm, ObjectForm, PartForm, PartsArguments, TripForm
from app.service_desk.views.blueprint import bp, in_reader_zone
from app.service_desk.views.reports import report_context

MOST_PARTS = 8


@bp.post("/reports/<uuid:report_id>/objects")
@require(Permission.EDIT_SERVICE)
def create_object(report_id: UUID) -> ResponseReturnValue:
    """One more object."""
    form = ObjectForm().load(request.form.to_dict())
    return _changed(report_id, lambda report: add_object(report, form.pop("key"), **form))


@bp.post("/reports/<uuid:report_id>/activities")
@require(Permission.EDIT_SERVICE)
def create_activity(report_id: UUID) -> ResponseReturnValue:
    """One more activity with its times."""
    form = ActivityForm().load(request.form.to_dict())
    key = form.pop("key")
    form["starts_at"], form["ends_at"] = in_reader_zone(form["starts_at"]), in_reader_zone(form["ends_at"])
    return _changed(report_id, lambda report: add_activity(report, key, Activity(**form), at=now()))


@bp.get("/reports/<uuid:report_id>/parts")
@require(Permission.EDIT_SERVICE)
def show_parts_found(report_id: UUID) -> ResponseReturnValue:
    """Parts of the catalogue with these words: a part of the form."""
    words = PartsArguments().load(request.args.to_dict())["words"]
    report_by_id(report_id)
    found = [part for part in products_found(words, limit=MOST_PARTS).rows if part.is_sold] if words.strip() else []
    return render_template("service_desk/_parts_found.html", found=found, words=words)


@bp.post("/reports/<uuid:report_id>/parts")
@require(Permission.EDIT_SERVICE)
def create_part(report_id: UUID) -> ResponseReturnValue:
    """One more part."""
    form = PartForm().load(request.form.to_dict())
    key, _ = form.pop("key"), form.pop("q")
    return _changed(report_id, lambda report: add_part(report, key, currency=_currency(report), **form))


@bp.post("/reports/<uuid:report_id>/trips")
@require(Permission.EDIT_SERVICE)
def create_trip(report_id: UUID) -> ResponseReturnValue:
    """One more journey."""
    form = TripForm().load(request.form.to_dict())
    return _changed(report_id, lambda report: add_trip(report, form.pop("key"), currency=_currency(report), **form))


@bp.post("/reports/<uuid:report_id>/items")
@require(Permission.EDIT_SERVICE)
def create_item(report_id: UUID) -> ResponseReturnValue:
    """Something else that is charged."""
    form = ItemForm().load(request.form.to_dict())
    return _changed(report_id, lambda report: add_item(report, form.pop("key"), **form))


@bp.delete("/reports/<uuid:report_id>/<list_name>/<uuid:line_id>")
@require(Permission.EDIT_SERVICE)
def delete_line(report_id: UUID, list_name: str, line_id: UUID) -> ResponseReturnValue:
    """Take a line out of a draft."""
    return _changed(report_id, lambda report: remove_line(report, list_name, line_id))


def _changed(report_id: UUID, change: Callable[[WorkReport], None]) -> ResponseReturnValue:
    """The report after a change: the part of the page that htmx asks for, else the page."""
    with transaction():
        change(report_for_update(report_id))
    if not is_htmx():
        return see_other(".show_report", report_id=report_id)
    return render_template("service_desk/_report_form.html", **report_context(report_by_id(report_id)))


def _currency(report: WorkReport) -> str:
    return currency_of(request_by_id(report.request_id))
