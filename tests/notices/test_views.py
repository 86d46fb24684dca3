"""Facts about the pages: the bell, the lists, the settings with sentences beside the field, what they cost."""

import re
from datetime import timedelta

import pytest

from app.core.db import session, transaction
from app.identity.models import User
from app.identity.roles import Role
from app.notices.models import Notice, Reminder, ReminderState
from app.notices.operations import NoticeRow, notify_many
from app.parties.models import Company
from tests.notices.road import LUCA, MESSAGE, day, mailing, make_company, planned, start, sweep, task_of, told
from tests.statements import counted

MOST_STATEMENTS = 15
HTMX = {"HX-Request": "true"}
SETTINGS = {
    "hours_0": "09:00-13:00, 14:00-18:00",
    "hours_4": "8:30–12:30",
    "holiday_calendar": "IT",
    "days_off": "2026-12-24\n2026-12-31",
    "reminder_offsets": "3w, 0",
    "reminder_channels": "message,mail",
    "refresh_minutes": "0",
}


@pytest.fixture
def luca(session, make_user, browser_of):
    """Luca's browser; he has a task that is due on Friday."""
    make_company()
    return browser_of(mailing(make_user("luca", display_name="Luca Ferri")))


@pytest.fixture
def petra(luca, make_user, browser_of):
    """The browser of a manager."""
    return browser_of(make_user("petra", display_name="Petra Svobodová", roles=[Role.MANAGER]))


def tell(count: int, at) -> None:
    with transaction():
        rows = [
            NoticeRow(user_name="luca", key=f"n{n}", text=f"Notice {n}.", href="/account", case_key=None)
            for n in range(count)
        ]
        notify_many(rows, by=LUCA, at=at)


def unread(browser) -> int:
    return int(browser.get("/frame/counts").json["notices.show_notices"])


def test_bell_counts_what_is_unread(luca, at):
    start(at)

    sweep(day(24))

    assert unread(luca) == 1


def test_page_asks_again_after_the_minutes_that_the_company_has_set(luca):
    session().get_one(Company, 1).refresh_minutes = 0

    assert luca.get("/frame/counts").headers["Refresh-Minutes"] == "0"


def test_opening_a_notice_marks_it_read_and_leads_to_its_task(luca, at):
    case = start(at)
    sweep(day(24))
    notice = session().query(Notice).one()

    answer = luca.post(f"/notices/{notice.id}/reading")

    assert (answer.status_code, answer.location) == (303, f"/tasks/{task_of(case).key}")
    assert unread(luca) == 0


def test_reading_all_leaves_what_came_afterwards(luca, at):
    tell(2, at)
    until = re.search(r'name="until" value="([^"]+)"', luca.get("/notices").text)[1]
    with transaction():
        row = NoticeRow(user_name="luca", key="late", text="Late.", href="/", case_key=None)
        notify_many([row], by=LUCA, at=at + timedelta(seconds=1))

    luca.post("/notices/reading", data={"until": until})

    assert unread(luca) == 1


def test_notices_of_others_are_not_there(luca, petra, at):
    tell(1, at)
    notice = session().query(Notice).one()

    assert petra.post(f"/notices/{notice.id}/reading").status_code == 404
    assert "Notice 0." not in petra.get("/notices").text


def test_pages_of_notices_follow_one_another_and_cost_the_same(luca, at):
    tell(7, at)

    with counted() as sent:
        first = luca.get("/notices?limit=5").text
    following = re.search(r'href="(/notices\?[^"]*after=[^"]+)"', first)[1].replace("&amp;", "&")
    second = luca.get(following).text

    assert len(sent) <= MOST_STATEMENTS
    shown = re.findall(r"Notice \d\.</button>", first + second)
    assert len(shown) == len(set(shown)) == 7


def test_list_shows_what_is_to_come_and_what_went(luca, at):
    start(at)
    sweep(day(24))

    with counted() as sent:
        to_come = luca.get("/reminders").text
    went = luca.get("/reminders?stage=sent").text

    assert len(sent) <= MOST_STATEMENTS
    assert ("1 day before" in to_come, "3 days before" in to_come) == (True, False)
    assert ("1 day before" in went, "3 days before" in went) == (False, True)


def test_manager_sees_the_reminders_of_everybody_and_staff_only_their_own(luca, petra, make_user, browser_of, at):
    start(at)
    sara = browser_of(make_user("sara", display_name="Sara Neri"))

    assert "Luca Ferri" in petra.get("/reminders?all=1").text
    assert "1 day before" not in sara.get("/reminders?all=1").text


def test_task_and_case_show_what_was_and_will_be_sent(luca, at):
    case = start(at, own="3,1", channels="message,mail")
    sweep(day(24))

    pane = luca.get(f"/tasks/{task_of(case).key}").text
    tab = luca.get(f"/cases/{case.key}?tab=tasks").text

    for page in (pane, tab):
        said = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        assert "by message (sent)" in said
        assert "by mail (on its way)" in said
        assert "by message and mail" in said


def test_dates_of_a_task_are_kept_with_its_own_reminders(luca, at):
    task = task_of(start(at))
    sent = {"due_at": "2026-11-27T17:00", "priority": "50", "reminders": "2", "reminder_channels": "message"}

    answer = luca.post(f"/tasks/{task.key}/schedule", data=sent, headers=HTMX)

    assert answer.status_code == 200
    assert planned() == [("luca", MESSAGE, day(25))]


def test_reminders_of_a_task_that_are_unreadable_are_refused_beside_the_field(luca, at):
    task = task_of(start(at))

    answer = luca.post(f"/tasks/{task.key}/schedule", data={"priority": "50", "reminders": "soon"}, headers=HTMX)

    assert answer.status_code == 422
    assert "Write days before the due date such as 3,1,0" in answer.text


def test_person_says_how_they_are_reminded(luca, at):
    start(at)

    answer = luca.post("/account/reminders", data={"offsets": "1, 2w", "channels": "mail"})

    assert answer.status_code == 303
    assert session().query(User.reminder_offsets).filter_by(user_name="luca").scalar() == "2w,1"
    assert {way for _, way, _ in planned()} == {"mail"}


def test_manager_sets_hours_days_off_and_reminders(petra):
    assert petra.post("/company/reminders", data=SETTINGS).status_code == 303

    company = session().get_one(Company, 1, populate_existing=True)
    assert company.working_hours == {"0": [["09:00", "13:00"], ["14:00", "18:00"]], "4": [["08:30", "12:30"]]}
    assert [str(free) for free in company.days_off] == ["2026-12-24", "2026-12-31"]
    assert (company.reminder_offsets, company.reminder_channels) == ("3w,0", "message,mail")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("hours_0", "18:00-09:00", "18:00–09:00 ends before it begins."),
        ("hours_0", "09:00-13:00, 12:00-18:00", "12:00–18:00 overlaps the hours before it."),
        ("hours_0", "all day", "“all day” is not readable."),
        ("days_off", "Christmas", "“Christmas” is no date."),
        ("holiday_calendar", "XX", "Choose a country of the list."),
        ("reminder_offsets", "soon", "Write days before the due date"),
        ("reminder_channels", "pigeon", "Choose message, mail or both."),
        ("refresh_minutes", "-1", "From 0, which is never, to 1440 minutes."),
    ],
)
def test_what_is_unusable_is_refused_beside_its_field(petra, name, value, sentence):
    answer = petra.post("/company/reminders", data={**SETTINGS, name: value}, headers=HTMX)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_company_without_any_working_time_is_refused(petra):
    without = {name: value for name, value in SETTINGS.items() if not name.startswith("hours_")}

    answer = petra.post("/company/reminders", data=without, headers=HTMX)

    assert (answer.status_code, "Enter the hours of at least one day." in answer.text) == (422, True)


def test_staff_do_not_change_the_companys_settings(luca):
    assert luca.post("/company/reminders", data=SETTINGS).status_code == 403


def test_lost_reminder_is_listed_with_its_reason(luca, at):
    start(at)
    with transaction() as current:
        reminder = current.query(Reminder).first()
        reminder.state, reminder.next_at, reminder.error = ReminderState.FAILED, None, "No such mailbox."

    assert "No such mailbox." in luca.get("/reminders?stage=not_sent").text
    assert told() == []
