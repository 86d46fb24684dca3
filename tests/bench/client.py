"""A client that keeps its connection, as a program does."""

import json
from http.client import HTTPConnection
from typing import Any


class Client:
    """Speaks JSON with `/v2` over one connection."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path: str, body: object) -> Any:
        """The answer, parsed; raises for anything but success."""
        return self._call("POST", path, json.dumps(body).encode())

    def deploy(self, name: str, content: bytes) -> None:
        """Deploy one file."""
        mark = "pratica-bench"
        part = f'Content-Disposition: form-data; name="resources"; filename="{name}"\r\n\r\n'.encode()
        body = b"--" + mark.encode() + b"\r\n" + part + content + b"\r\n--" + mark.encode() + b"--\r\n"
        headers = {**self._headers, "Content-Type": f"multipart/form-data; boundary={mark}"}
        self._send("POST", "/v2/deployments", body, headers)

    def _call(self, method: str, path: str, body: bytes) -> Any:
        content = self._send(method, path, body, self._headers)
        return json.loads(content) if content else None

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]!r}")
        return content
