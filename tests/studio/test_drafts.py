"""Drafts: begun from files, saved by revision, refused when they cannot be read."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.core.db import transaction
from app.studio.drafts import operations
from app.studio.drafts.errors import DraftConflict, DraftUnreadable, TooManyDrafts, UnknownDraft
from app.studio.drafts.models import Draft, DraftKind
from app.studio.drafts.operations import Origin, create_draft, discard_draft, save_draft
from app.trail.models import TrailEntry

ROOT = Path(__file__).parents[2]
TASK = (ROOT / "bpmn" / "task.bpmn").read_bytes()
RENAMED = TASK.decode().replace('name="Task"', 'name="Changed"', 1)


@pytest.fixture
def draft(session, actor, at):
    with transaction():
        return create_draft("bpmn/task.bpmn", TASK, by=actor, at=at, based_on=Origin(7, 3))


def test_draft_knows_what_it_is_called_and_where_it_came_from(draft):
    assert (draft.kind, draft.resource_id, draft.file_name) == (DraftKind.BPMN, "task", "bpmn/task.bpmn")
    assert (draft.based_on_key, draft.based_on_version, draft.revision) == (7, 3, 1)
    assert draft.content.encode() == TASK


def test_saving_counts_revisions_and_reads_the_name_anew(draft, actor, at, session):
    with transaction():
        save_draft(draft.id, RENAMED, revision=1, by=actor, at=at)

    assert (draft.revision, draft.name, draft.content) == (2, "Changed", RENAMED)
    kept = session.scalars(select(TrailEntry).where(TrailEntry.action == "draft.saved")).one()
    assert (kept.before["name"], kept.after["name"], kept.after["revision"]) == ("Task", "Changed", 2)


def test_second_to_save_gets_what_the_first_saved(draft, actor, at):
    with transaction():
        save_draft(draft.id, RENAMED, revision=1, by=actor, at=at)

    with pytest.raises(DraftConflict) as refusal, transaction():
        save_draft(draft.id, TASK.decode() + "\n", revision=1, by=actor, at=at)

    assert (refusal.value.theirs, refusal.value.revision) == (RENAMED, 2)
    assert (refusal.value.edited_by, refusal.value.edited_at) == ("anna", at)


def test_saving_the_same_content_again_changes_nothing(draft, actor, at):
    with transaction():
        save_draft(draft.id, TASK.decode(), revision=0, by=actor, at=at)

    assert draft.revision == 1


def test_content_that_cannot_be_read_leaves_the_draft_alone(draft, actor, at, session):
    with pytest.raises(DraftUnreadable, match="not well-formed"), transaction():
        save_draft(draft.id, "<bpmn", revision=1, by=actor, at=at)

    assert session.get(Draft, draft.id, populate_existing=True).content.encode() == TASK


def test_discarding_removes_the_draft_and_says_so_in_the_trail(draft, actor, at, session):
    with transaction():
        discard_draft(draft.id, by=actor, at=at, reason="A trial.")

    assert session.scalar(select(func.count()).select_from(Draft)) == 0
    assert session.scalars(select(TrailEntry).where(TrailEntry.action == "draft.discarded")).one().reason == "A trial."


def test_draft_that_is_gone_cannot_be_saved(session, actor, at):
    with pytest.raises(UnknownDraft):
        save_draft(uuid4(), RENAMED, revision=1, by=actor, at=at)


def test_number_of_drafts_is_limited(draft, actor, at, monkeypatch):
    monkeypatch.setattr(operations, "MOST_DRAFTS", 1)

    with pytest.raises(TooManyDrafts, match="holds 1 drafts"):
        create_draft("task.bpmn", TASK, by=actor, at=at)


def test_file_in_utf_16_is_kept_as_utf_8(session, actor, at):
    content = (ROOT / "tests/attacks/bpmn/structure/t17_utf16.bpmn").read_bytes()

    with transaction():
        kept = create_draft("t17.bpmn", content, by=actor, at=at)

    assert 'encoding="UTF-8"' in kept.content
    with transaction():
        save_draft(kept.id, kept.content + "\n", revision=1, by=actor, at=at)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/task.bpmn", "etc/task.bpmn"),
        ("C:\\diagrams\\task.BPMN", "C/diagrams/task.bpmn"),
        ("<b>task</b>.bpmn", "btask/b.bpmn"),
        (".bpmn", "unnamed.bpmn"),
    ],
)
def test_file_name_is_a_plain_path(session, actor, at, given, kept):
    with transaction():
        assert create_draft(given, TASK, by=actor, at=at).file_name == kept


def test_byte_order_mark_of_a_form_is_not_kept(session, actor, at):
    with transaction():
        assert create_draft("a.form", b'\xef\xbb\xbf{"id": "a"}', by=actor, at=at).content == '{"id": "a"}'
