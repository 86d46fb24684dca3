"""A warm, single-threaded process that forks a limited child for each document.

Started by `documents.rendering` as `python -m app.documents.render_server <fd>`, with an empty environment: no secret,
no connection, no thread. Each request is a socket, sent over the control socket; the child that is forked for it has
little time and memory and cannot open a file or a connection. Ends when its parent does.
"""

import codecs
import gc
import io
import os
import resource
import signal
import socket
import sys
import traceback
from contextlib import suppress

from docx import Document

from app.documents.filling import FillingFailed, check_template, fill_in
from app.documents.render_wire import Header, receive_message, send_message

CPU_SECONDS = 10
WALL_SECONDS = 20
MEMORY_BYTES = 512 * 1024 * 1024
OUTPUT_BYTES = 20 * 1024 * 1024
CODECS = ("ascii", "cp437", "idna", "latin-1", "unicode_escape", "utf-8", "utf-8-sig", "utf-16", "utf-32")
WARMING_TEXTS = (
    "{% for row in rows %}{{ row|upper }}{% if loop.last %}{{ 'é\\n' }}{% endif %}{% endfor %}",
    "{{ missing.value }}",
    "{% broken",
    "{{ ''.__class__.mro() }}",
    "{% include 'x' %}",
)


def serve(control: socket.socket) -> None:
    """Fork a child for each socket that arrives; return when the other side is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are not waited for
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 16, 1)
        if not message:
            return
        with socket.socket(fileno=descriptors[0]) as channel:
            if os.fork() == 0:
                control.close()
                _answer_and_exit(channel)


def _answer_and_exit(channel: socket.socket) -> None:
    """The child's whole life."""
    try:
        _limit_this_process()
        header, content = receive_message(channel)
        send_message(channel, *_answer(header, content))
    except BaseException:  # noqa: BLE001  # the parent sees the closed socket; a child never returns into the server
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _answer(header: Header, content: bytes) -> tuple[Header, bytes]:
    try:
        if header["task"] == "check":
            findings, names = check_template(content, header["data"])
            return {"findings": findings, "names": names}, b""
        written = fill_in(content, header["data"], mark=header["mark"])
    except FillingFailed as failed:
        return {"error": str(failed)}, b""
    except (MemoryError, RecursionError):
        return {"error": "The document takes more memory than a document may."}, b""
    if len(written) > OUTPUT_BYTES:
        return {"error": f"The document is larger than {OUTPUT_BYTES // 2**20} MiB."}, b""
    return {}, written


def _limit_this_process() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # what is open stays open; nothing else can be opened
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)


def _warm_up() -> None:
    """Load everything that a document or a refusal loads at first use, before children can no longer open files."""
    for codec in CODECS:
        codecs.lookup(codec)
    for text in WARMING_TEXTS:
        document = Document()
        document.add_paragraph(text)
        document.sections[0].footer.paragraphs[0].text = text
        written = io.BytesIO()
        document.save(written)
        with suppress(FillingFailed):
            fill_in(written.getvalue(), {"rows": ["1"]}, mark="warm")
        check_template(written.getvalue(), {"rows": ["1"]})
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    os.chdir("/")
    _warm_up()
    serve(socket.socket(fileno=int(sys.argv[1])))
