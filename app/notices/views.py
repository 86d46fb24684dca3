"""Pages of notices and reminders: what I was told, what was and will be sent, and the settings."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import company_zone, now
from app.core.db import Key, session, transaction
from app.core.errors import Missing
from app.core.public_holidays import countries_with_holidays
from app.core.web import (
    counter,
    page_of,
    page_or_partial,
    read_cursor,
    read_limit,
    refresh_source,
    see_other,
)
from app.core.web.answers import to_path
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.identity.queries import person_named
from app.notices import operations, queries
from app.notices.schemas import (
    CHANNELS,
    WEEKDAYS,
    CompanySettings,
    NoticesArguments,
    OwnReminders,
    ReadUntil,
    RemindersArguments,
)
from app.notices.settings import set_own_reminders
from app.notices.wording import channel_words, offset_words
from app.parties.company import USUAL_WEEK, read_hours, set_habits
from app.parties.identifiers import country_name
from app.parties.models import Company

bp = Blueprint("notices", __name__)
NOTICES = "notices"
REMINDERS = "reminders"

counter("notices.show_notices", lambda: queries.unread_count(current_user().user_name))
refresh_source(queries.refresh_minutes)
bp.add_app_template_filter(offset_words, "offset")
bp.add_app_template_filter(channel_words, "channels")


@bp.get("/notices")
@require(Permission.OWN_ACCOUNT)
def show_notices() -> ResponseReturnValue:
    """What I was told, newest first."""
    choice = NoticesArguments().load(request.args.to_dict())
    limit, user_name = read_limit(), current_user().user_name
    rows = queries.notices_of(user_name, only_unread=choice["only_unread"], after=read_cursor(NOTICES), limit=limit)
    return page_or_partial(
        "notices/notices.html",
        "notices/_notices.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.created_at, row.id), kind=NOTICES),
        choice=choice,
        unread=queries.unread_count(user_name),
        looked_at=now(),
    )


@bp.post("/notices/<int(max=9223372036854775807):notice_id>/reading")
@require(Permission.OWN_ACCOUNT)
def create_reading(notice_id: int) -> ResponseReturnValue:
    """I have read this; on to what it is about."""
    user_name = current_user().user_name
    notice = queries.notice_of(user_name, Key(notice_id))
    if notice is None:
        raise Missing("There is no such notice.")
    href = notice.href
    with transaction():
        operations.mark_read(user_name, Key(notice_id), at=now())
    return to_path(href) if "stay" not in request.form else see_other(".show_notices", **request.args)


@bp.post("/notices/reading")
@require(Permission.OWN_ACCOUNT)
def create_reading_of_all() -> ResponseReturnValue:
    """I have read all that stood on the page."""
    until = ReadUntil().load(request.form.to_dict())["until"]
    with transaction():
        operations.mark_all_read(current_user().user_name, until=until, at=now())
    return see_other(".show_notices")


@bp.get("/reminders")
@require(Permission.VIEW_WORKLIST)
def show_reminders() -> ResponseReturnValue:
    """What was and will be sent: to me, and for managers to everybody."""
    choice = RemindersArguments().load(request.args.to_dict())
    viewer, limit, stage = current_user().viewer, read_limit(), choice["stage"]
    of_everybody = choice["of_everybody"] and viewer.sees_all
    recipient = None if of_everybody else viewer.user_name
    rows = queries.reminders_chosen(stage, recipient=recipient, after=read_cursor(f"{REMINDERS}:{stage}"), limit=limit)
    return page_or_partial(
        "notices/reminders.html",
        "notices/_reminders.html",
        shown=page_of(
            rows, limit=limit, position=lambda row: queries.position_in(stage, row), kind=f"{REMINDERS}:{stage}"
        ),
        stage=stage,
        of_everybody=of_everybody,
        may_see_all=viewer.sees_all,
    )


@bp.get("/account/reminders")
@require(Permission.OWN_ACCOUNT)
def show_own_settings() -> ResponseReturnValue:
    """How I am reminded."""
    found = person_named(current_user().user_name)
    company = session().get(Company, 1)
    return render_template("notices/own.html", user=found and found[0], company=company, channels=CHANNELS.items())


@bp.post("/account/reminders")
@require(Permission.OWN_ACCOUNT)
def save_own_settings() -> ResponseReturnValue:
    """Keep how I want to be reminded."""
    form = OwnReminders().load({name: value for name, value in request.form.items() if value.strip()})
    user = current_user()
    with transaction():
        set_own_reminders(user.user_name, **form, by=user.actor, at=now())
    flash("Saved. It counts for the tasks you have now, too.", "success")
    return see_other(".show_own_settings")


@bp.get("/company/reminders")
@require(Permission.MANAGE_SETTINGS)
def show_settings() -> ResponseReturnValue:
    """When the company works, and how it reminds."""
    company = session().get(Company, 1)
    hours = (read_hours(company.working_hours) if company else {}) or USUAL_WEEK
    countries = sorted(((code, country_name(code)) for code in countries_with_holidays()), key=lambda pair: pair[1])
    return render_template(
        "notices/settings.html",
        company=company,
        hours=hours,
        weekdays=list(enumerate(WEEKDAYS)),
        countries=countries,
        channels=CHANNELS.items(),
        time_zone=company_zone().key,
    )


@bp.post("/company/reminders")
@require(Permission.MANAGE_SETTINGS)
def save_settings() -> ResponseReturnValue:
    """Keep when the company works and how it reminds."""
    habits = CompanySettings().load({name: value for name, value in request.form.items() if value.strip()})
    with transaction():
        set_habits(habits, by=current_user().actor, at=now())
    flash("Saved. Reminders follow it for tasks that are opened or moved from now on.", "success")
    return see_other(".show_settings")
