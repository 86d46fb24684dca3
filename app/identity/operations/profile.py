"""What people say about themselves."""

from datetime import datetime

from app.core.actor import Actor
from app.identity.models import Theme
from app.identity.operations.trail import record_change
from app.identity.queries import user_for_update


def change_profile(
    user_name: str, *, display_name: str, locale: str, time_zone: str, theme: Theme, by: Actor, at: datetime
) -> None:
    """What people say about themselves: name, language, time zone, light or dark."""
    user = user_for_update(user_name)
    names = ("display_name", "locale", "time_zone", "theme")
    before = {name: getattr(user, name) for name in names}
    user.display_name, user.locale, user.time_zone, user.theme = display_name, locale, time_zone, theme
    after = {name: getattr(user, name) for name in names}
    changed = {name for name in names if before[name] != after[name]}
    if changed:
        record_change(user, "profile.changed", before, after, changed, by=by, at=at)


def change_own_reminders(user_name: str, *, offsets: str | None, channels: str | None, by: Actor, at: datetime) -> None:
    """How a person wants to be reminded, in the notation of `core.reminders`; None is as the company has it."""
    user = user_for_update(user_name)
    names = ("reminder_offsets", "reminder_channels")
    before = {name: getattr(user, name) for name in names}
    user.reminder_offsets, user.reminder_channels = offsets, channels
    after = {name: getattr(user, name) for name in names}
    changed = {name for name in names if before[name] != after[name]}
    if changed:
        record_change(user, "reminders.changed", before, after, changed, by=by, at=at)
