"""What the processes write about themselves: one JSON object a line, times in UTC, never a secret or a form value."""

import logging.config
import time
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request
from structlog.typing import EventDict, Processor, WrappedLogger

from app.core.web.security import request_id

QUIET_PATHS = ("/healthz", "/readyz", "/metrics", "/static/")
logger = logging.getLogger("app.requests")


def configure_logs() -> None:
    """Send every logger of this process to standard error as JSON lines."""
    logging.config.dictConfig(logging_configuration())
    logging.captureWarnings(True)
    route_structlog()


def route_structlog() -> None:
    """Let loggers of structlog go the way of the standard library's."""
    structlog.configure(
        processors=[*_what_every_line_has(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_configuration() -> dict[str, Any]:
    """The configuration in the notation of `logging.config`; gunicorn takes it too."""
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        "foreign_pre_chain": [*_what_every_line_has(), structlog.stdlib.ExtraAdder()],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"level": "INFO", "handlers": ["stderr"]},
        "loggers": {
            "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
            "gunicorn.access": {"level": "WARNING", "handlers": [], "propagate": True},
            "alembic.runtime.plugins": {"level": "WARNING"},
            "spiff": {"level": "WARNING"},  # each step of each case
        },
    }


def init_request_log(app: Flask) -> None:
    """Write one line for each answer, but for files and probes."""
    app.before_request(_start_watch)
    app.after_request(_log_answer)


def _what_every_line_has() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request_id,
        structlog.processors.format_exc_info,
    ]


def _add_request_id(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if has_request_context():
        event.setdefault("request_id", request_id())
    return event


def _start_watch() -> None:
    g.started = time.perf_counter()


def _path_without_secret() -> str:
    """The address asked for; one that lets its bearer in is written as its rule."""
    rule = request.url_rule
    return rule.rule if rule is not None and "secret" in (request.view_args or {}) else request.path


def _log_answer(answer: Response) -> Response:
    if not request.path.startswith(QUIET_PATHS):
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        logger.info(
            "answered",
            extra={
                "method": request.method,
                "path": _path_without_secret(),
                "endpoint": request.endpoint,
                "status": answer.status_code,
                "milliseconds": round(seconds * 1000, 1),
            },
        )
    return answer
