"""Somebody at a browser, over HTTP."""

import json
import re
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

from tests.fixtures.people import PASSWORD

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """What the web server answered. status 0: it died over the question."""

    status: int
    text: str = ""
    location: str = ""


class Person:
    """A browser in which somebody is logged in."""

    def __init__(self, port: int, user_name: str) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}
        self._token = ""
        self.get("/log-in")
        assert self.post("/log-in", user_name=user_name, password=PASSWORD).status == 303
        assert self.get("/worklist").status == 200

    def get(self, path: str) -> Answer:
        """Open a page."""
        answer = self._ask("GET", path, None)
        if found := TOKEN.search(answer.text):
            self._token = found[1]
        return answer

    def post(self, path: str, **form: str) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(form))

    def start_case(self, process_id: str, start_key: str, **values: Any) -> Answer:
        """Send a start form."""
        return self.post(f"/cases/new/{process_id}", values=json.dumps(values), start_key=start_key)

    def claim(self, task_key: int) -> Answer:
        """Take a task."""
        return self.post(f"/tasks/{task_key}/claim")

    def complete(self, task_key: int, revision: int, **values: Any) -> Answer:
        """Send the form of a task."""
        return self.post(f"/tasks/{task_key}/completion", values=json.dumps(values), revision=str(revision))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=SECONDS)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self._token}
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException):
            return Answer(0)
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        return Answer(response.status, text, response.headers.get("Location", ""))
