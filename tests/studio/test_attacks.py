"""Hostile diagrams, decisions and forms through the Studio: refused, or kept as drafts whose findings say why."""

from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from app.engine.models import Deployment
from app.identity.roles import Role
from app.studio.deployment import plan_deployment
from app.studio.drafts.models import Draft
from app.studio.schemas import MOST_FILES
from tests.test_attacks import ATTACKS, REFUSED, signs_of_execution

FILES = sorted(
    path for kind in ("bpmn", "xml", "dmn", "forms") for path in (ATTACKS / kind).rglob("*") if path.is_file()
)
UNREADABLE = {  # nothing is kept of these; the rest opens in its editor, with findings
    "m01_xxe_file.bpmn",
    "m03_billion_laughs.bpmn",
    "m05_param_entity.bpmn",
    "m07_deep_300.bpmn",
    "m09_entity_in_dmn.dmn",
    "t11_nested_200.bpmn",
    "t15_empty.bpmn",
}


@pytest.fixture
def petr(make_user, browser_of):
    return browser_of(make_user("petr", display_name="Petr Novák", roles=[Role.ANALYST]))


def upload(browser, *paths):
    files = [(BytesIO(path.read_bytes()), path.name.replace(".json", ".form")) for path in paths]
    return browser.post("/studio/drafts", data={"files": files}, headers={"HX-Request": "true"})


@pytest.mark.parametrize("path", [path for path in FILES if path.name in UNREADABLE], ids=lambda path: path.name)
def test_what_cannot_be_read_safely_is_refused_and_takes_nothing_along(petr, session, path):
    answer = upload(petr, path, ATTACKS / "bpmn/xss/x01_names.bpmn")

    assert answer.status_code == 422
    assert "Nothing was stored" in answer.text
    assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_the_rest_is_kept_with_findings_that_stop_its_deployment_and_nothing_runs(petr, session):
    readable = [path for path in FILES if path.name not in UNREADABLE]
    for first in range(0, len(readable), MOST_FILES):
        answer = upload(petr, *readable[first : first + MOST_FILES])
        assert petr.get(answer.headers["HX-Redirect"]).status_code == 200

    drafts = session.scalars(select(Draft).options(undefer(Draft.content))).all()
    stopped = {
        draft.file_name.replace(".form", ".json") for draft in drafts if plan_deployment(draft, along=None).errors
    }

    dangerous = {name.rpartition("/")[2] for name, *_ in REFUSED} - UNREADABLE
    assert len(drafts) == len(readable)
    assert dangerous - stopped == set()
    assert session.scalar(select(func.count()).select_from(Deployment)) == 0
    assert signs_of_execution() == []


def test_markup_in_a_name_stays_text_on_every_page(petr):
    content = (ATTACKS / "bpmn/xss/x01_names.bpmn").read_bytes()
    address = petr.post("/studio/drafts", data={"files": [(BytesIO(content), "x01.bpmn")]}).location

    for page in ("", "/deployment"):
        assert "<img src=x" not in petr.get(f"{address}{page}").text
    assert "<img src=x" not in petr.get("/studio/drafts").text


def test_refused_deployment_leaves_the_draft(petr, session):
    content = (ATTACKS / "bpmn/script/s01.bpmn").read_bytes()
    address = petr.post("/studio/drafts", data={"files": [(BytesIO(content), "s01.bpmn")]}).location
    draft = session.scalars(select(Draft)).one()

    sent = {"drafts": f"{draft.id}@1@0", "reason": "To see."}
    answer = petr.post(f"{address}/deployment", data=sent, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "Nothing was deployed" in answer.text
    assert session.scalar(select(func.count()).select_from(Draft)) == 1
    assert session.scalar(select(func.count()).select_from(Deployment)) == 0
