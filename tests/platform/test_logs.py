"""What the processes write about themselves."""

import json
import logging

from flask.testing import FlaskClient

from app.core.logs import logging_configuration


def written(record: logging.LogRecord) -> dict[str, object]:
    configuration = logging_configuration()["formatters"]["json"]
    formatter = configuration["()"](**{name: value for name, value in configuration.items() if name != "()"})
    line: dict[str, object] = json.loads(formatter.format(record))
    return line


def record(message: str, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("app.test", logging.WARNING, __file__, 1, message, None, None)
    made.__dict__.update(extra)
    return made


def test_a_line_is_an_object_with_time_level_and_logger() -> None:
    line = written(record("Grüße", case=7))

    assert (line["event"], line["level"], line["logger"], line["case"]) == ("Grüße", "warning", "app.test", 7)
    assert str(line["timestamp"]).endswith("Z")


def test_an_answer_is_written_with_its_request(client: FlaskClient, caplog) -> None:
    with caplog.at_level(logging.INFO, "app.requests"):
        client.get("/no-such-page")
        client.get("/healthz")

    assert [(line.path, line.status) for line in caplog.records if line.name == "app.requests"] == [
        ("/no-such-page", 404)
    ]
