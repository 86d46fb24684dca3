"""A second start prepares only what is new."""

from pathlib import Path

import pytest

from app.runtime.prepared import Preparation


@pytest.fixture
def cluster(tmp_path: Path) -> Path:
    (tmp_path / "PG_VERSION").write_text("18\n", "utf-8")
    return tmp_path


def test_what_was_said_is_said_again(cluster: Path) -> None:
    Preparation(cluster, cluster, demo=True).keep("Log in as anna.")

    assert Preparation(cluster, cluster, demo=True).take() == "Log in as anna."


def test_a_start_that_failed_prepares_anew(cluster: Path) -> None:
    Preparation(cluster, cluster, demo=True).keep("Log in as anna.")
    Preparation(cluster, cluster, demo=True).take()

    assert Preparation(cluster, cluster, demo=True).take() is None


def test_another_wish_prepares_anew(cluster: Path) -> None:
    Preparation(cluster, cluster, demo=False).keep("")

    assert Preparation(cluster, cluster, demo=True).take() is None


def test_another_database_is_prepared(cluster: Path, tmp_path: Path) -> None:
    Preparation(cluster, cluster, demo=True).keep("Log in as anna.")
    other = tmp_path / "other"
    other.mkdir()
    (other / "PG_VERSION").write_text("18\n", "utf-8")

    assert Preparation(cluster, other, demo=True).take() is None


def test_nothing_is_remembered_about_the_database_of_others(cluster: Path) -> None:
    Preparation(cluster, None, demo=True).keep("Log in as anna.")

    assert Preparation(cluster, None, demo=True).take() is None
