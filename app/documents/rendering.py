"""Has documents written by limited children: this process never fills in a template itself."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import app
from app.documents.errors import RenderFailed
from app.documents.render_wire import Header, receive_message, send_message
from app.documents.sandbox import Plain

ANSWER_SECONDS = 30
STOPPED = "Writing the document was stopped: it took too much time or memory."


class RenderServer:
    """The warm process behind this one; started at the first document, again when it was killed or after a fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0

    def ask(self, header: Header, content: bytes) -> tuple[Header, bytes]:
        """The child's answer. Raises RenderFailed when it was stopped before it could give one."""
        for _ in range(2):
            channel, server = self._channel()
            try:
                with channel:
                    send_message(channel, header, content)
                    return receive_message(channel)
            except TimeoutError:
                break
            except (EOFError, OSError):
                if server.poll() is None:
                    break
        raise RenderFailed(STOPPED, is_temporary=True)

    def close(self) -> None:
        """End the warm process; children at work finish."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _channel(self) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        """A socket whose other end a fresh child holds, and the server that forks it."""
        near, far = socket.socketpair()
        near.settimeout(ANSWER_SECONDS)
        with far, self._lock:
            control, process = self._running()
            try:
                socket.send_fds(control, [b"1"], [far.fileno()])
            except OSError:
                process.kill()
                process.wait()
                control, process = self._running()
                socket.send_fds(control, [b"1"], [far.fileno()])
        return near, process

    def _running(self) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        if (
            self._control is None
            or self._process is None
            or self._owner != os.getpid()
            or self._process.poll() is not None
        ):
            self._start()
        assert self._control is not None
        assert self._process is not None
        return self._control, self._process

    def _start(self) -> None:
        if self._control is not None:
            self._control.close()
        self._control, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            self._process = subprocess.Popen(
                (sys.executable, "-m", "app.documents.render_server", str(far.fileno())),
                pass_fds=[far.fileno()],
                cwd=Path(app.__path__[0]).parent,
                env={"LC_ALL": "C.UTF-8", "PYTHONSAFEPATH": ""},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._owner = os.getpid()


render_server = RenderServer()


def write_document(template: bytes, data: Plain, *, mark: str) -> bytes:
    """The Word file that a checked template makes of plain data. Raises RenderFailed with a sentence."""
    answer, written = render_server.ask({"task": "fill", "data": data, "mark": mark}, template)
    if "error" in answer:
        raise RenderFailed(answer["error"])
    return written


def examine_template(template: bytes, sample: Plain) -> tuple[list[str], list[str]]:
    """Findings about a template and the names it uses, judged in a limited child."""
    try:
        answer, _ = render_server.ask({"task": "check", "data": sample}, template)
    except RenderFailed as failed:
        return [failed.message], []
    return answer.get("findings", [answer.get("error")]), answer.get("names", [])
