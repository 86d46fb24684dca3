"""Documents are written by children that can do little else."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.documents.errors import RenderFailed
from app.documents.rendering import RenderServer, write_document
from app.documents.sandbox import plain
from tests.documents.packages import make_template, text_of

MARK = "quote 1"
BILLION = (
    "{% for a in r %}{% for b in r %}{% for c in r %}{% for d in r %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}"
)


def filled(*paragraphs: str, **data: object) -> str:
    return text_of(write_document(make_template(*paragraphs), plain(data), mark=MARK))


def test_values_stand_where_their_names_were() -> None:
    assert "Quote Q-1 for Šárka" in filled(
        "Quote {{ number }} for {{ customer.name }}", number="Q-1", customer={"name": "Šárka"}
    )


def test_value_is_text_and_never_markup() -> None:
    name = "</w:t></w:r></w:p><w:p><w:r><w:t>TOTAL: 0.00</w:t></w:r></w:p> & {{ number }} <b>"

    assert f"[{name}]" in filled("[{{ name }}]", name=name)


def test_characters_that_xml_forbids_are_left_out() -> None:
    assert "[ab]" in filled("[{{ name }}]", name="a\x00\x07\x0c\ufffe\ud800b")


def test_no_value_is_no_text() -> None:
    assert "[]" in filled("[{{ name }}]", name=None)


def test_line_breaks_of_a_value_stay() -> None:
    assert "one\ntwo" in filled("{{ notes }}", notes="one\r\ntwo")


@pytest.mark.parametrize(
    ("tag", "name"),
    [("{{ number }}", "number"), ("{{ customer.name }}", "name"), ("{{ lines[3] }}", "3")],
)
def test_missing_value_is_named(tag: str, name: str) -> None:
    with pytest.raises(RenderFailed, match=f"asks for {name}, which the data does not have"):
        filled(tag, customer={}, lines=[])


@pytest.mark.parametrize(
    "tag",
    [
        "{{ cycler.__init__.__globals__.os.system('touch bpm_pwned_x') }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(number) }}",
        "{{ number|attr('__class__') }}",
        "{% include '/etc/passwd' %}",
        "{{ lines.append(1) }}",
    ],
)
def test_unchecked_template_still_does_no_harm(tag: str) -> None:
    with pytest.raises(RenderFailed):
        filled(tag, number="1", lines=[])

    assert list(Path.cwd().glob("bpm_pwned*")) == []


@pytest.mark.parametrize("tag", ["{{ 'x' * 9999999999 }}", "{{ 'x' * 400000000 }}"])
def test_document_that_wants_too_much_memory_is_stopped(tag: str) -> None:
    with pytest.raises(RenderFailed, match="memory"):
        filled(tag)


def test_document_that_takes_too_long_is_stopped() -> None:
    begun = time.monotonic()

    with pytest.raises(RenderFailed, match="too much time"):
        filled(BILLION, r=list(range(1_000)))

    assert time.monotonic() - begun < 30


def test_document_that_grows_too_large_is_refused() -> None:
    with pytest.raises(RenderFailed, match="whole document"):
        filled(
            "{% for a in r %}{% for b in r %}{{ a }}{{ b }}{% endfor %}{% endfor %}", r=[os.urandom(20_000).hex()] * 30
        )


def test_many_threads_each_get_their_own_document() -> None:
    template = make_template("[{{ number }}]")

    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda n: write_document(template, {"number": n}, mark=MARK), range(24)))

    assert [f"[{number}]" in text_of(content) for number, content in enumerate(written)] == [True] * 24


def test_killed_server_is_started_again() -> None:
    server = RenderServer()
    request = {"task": "fill", "data": {"number": "1"}, "mark": MARK}
    server.ask(request, make_template())
    assert server._process is not None
    first = server._process
    os.kill(first.pid, signal.SIGKILL)

    answer, written = server.ask(request, make_template())

    assert answer == {}
    assert "Quote 1" in text_of(written)
    assert server._process is not first
    server.close()


def test_server_ends_with_its_parent_and_holds_no_secret() -> None:
    script = (
        "import time\n"
        "from app.documents.rendering import render_server, write_document\n"
        "from tests.documents.packages import make_template\n"
        "write_document(make_template(), {'number': '1'}, mark='quote 1')\n"
        "print(render_server._process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {**os.environ, "SECRET_KEY": "hidden"}
    parent = subprocess.Popen((sys.executable, "-c", script), stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout is not None
    server = int(parent.stdout.readline())
    known = Path(f"/proc/{server}/environ").read_text()

    parent.kill()
    parent.wait()
    parent.stdout.close()

    assert "hidden" not in known
    assert _is_gone_within(server, seconds=10)


def _is_gone_within(process_id: int, *, seconds: int) -> bool:
    for _ in range(seconds * 20):
        status = Path(f"/proc/{process_id}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False
