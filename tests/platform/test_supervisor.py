"""One supervisor starts, watches and stops."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from app.runtime.errors import CannotStart
from app.runtime.program import Program
from app.runtime.supervisor import Supervisor

WAITS = "import time; time.sleep(600)"
PATIENCE_SECONDS = 20


class Watch:
    """A supervisor that watches in a thread, and what it said."""

    def __init__(self, folder: Path) -> None:
        self.said: list[str] = []
        self.stopping = threading.Event()
        self.supervisor = Supervisor(folder, say=self.said.append, stopping=self.stopping)
        self.thread = threading.Thread(target=self.supervisor.watch)

    def end(self) -> None:
        self.stopping.set()
        if self.thread.ident is not None:
            self.thread.join()
        self.supervisor.stop_all()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    one = Watch(tmp_path)
    yield one
    one.end()


def python(code: str, *, name: str = "child", log: Path | None = None, **options: object) -> Program:
    return Program(name, (sys.executable, "-c", code), os.environ, log=log, **options)


def eventually(fact: Callable[[], object]) -> bool:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not fact():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.02)
    return True


def writes_its_number(folder: Path, name: str) -> str:
    return f"import os, pathlib; pathlib.Path({str(folder)!r}, '{name}' + str(os.getpid())).touch(); {WAITS}"


def test_a_killed_child_starts_again(watch: Watch, tmp_path: Path) -> None:
    watch.supervisor.start(python(writes_its_number(tmp_path, "pid-")))
    watch.thread.start()
    assert eventually(lambda: list(tmp_path.glob("pid-*")))

    os.kill(int(next(tmp_path.glob("pid-*")).name.removeprefix("pid-")), signal.SIGKILL)

    assert eventually(lambda: len(list(tmp_path.glob("pid-*"))) == 2)
    assert watch.said == ["child ended (signal 9); it starts again."]


def test_children_stop_in_the_opposite_order(watch: Watch, tmp_path: Path) -> None:
    order = tmp_path / "order"
    for name in ("first", "second"):
        notes = f"lambda *_: (open({str(order)!r}, 'a').write('{name} '), exit())"
        ready = tmp_path / f"{name}.ready"
        code = f"import signal, pathlib; signal.signal(15, {notes}); pathlib.Path({str(ready)!r}).touch(); {WAITS}"
        program = python(code, name=name, is_ready=ready.exists)
        watch.supervisor.start(program)
        watch.supervisor.wait_until_ready(program)

    watch.end()

    assert order.read_text("utf-8") == "second first "


def test_a_child_that_ends_at_once_is_told_with_its_last_words(watch: Watch, tmp_path: Path) -> None:
    program = python("print('no such option'); exit(3)", log=tmp_path / "log", is_ready=lambda: False)
    watch.supervisor.start(program)

    with pytest.raises(CannotStart, match=r"child ended at once\. Its last words: no such option"):
        watch.supervisor.wait_until_ready(program)


def test_a_child_that_does_not_listen_is_killed(watch: Watch, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    deaf = f"import signal, pathlib; signal.signal(15, signal.SIG_IGN); pathlib.Path({str(ready)!r}).touch(); {WAITS}"
    program = python(deaf, is_ready=ready.exists, stop_seconds=0.1)
    watch.supervisor.start(program)
    watch.supervisor.wait_until_ready(program)

    watch.end()

    assert not [child for child in psutil.Process().children() if str(ready) in " ".join(child.cmdline())]


def test_children_of_a_killed_supervisor_are_ended_by_the_next(watch: Watch, tmp_path: Path) -> None:
    watch.supervisor.start(python(writes_its_number(tmp_path, "pid-")))
    assert eventually(lambda: list(tmp_path.glob("pid-*")))
    orphan = psutil.Process(int(next(tmp_path.glob("pid-*")).name.removeprefix("pid-")))

    Watch(tmp_path).supervisor.end_leftovers()

    assert eventually(lambda: not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE)
    assert list(tmp_path.glob("*.child")) == []


def test_a_program_that_ends_by_itself_gives_its_exit_code(watch: Watch) -> None:
    assert watch.supervisor.run_to_end(python("exit(4)")) == 4


def test_a_program_is_stopped_with_everything_else(watch: Watch) -> None:
    watch.stopping.set()

    assert watch.supervisor.run_to_end(python(WAITS)) is None
