"""`/healthz`, `/readyz` and `/metrics`, for operators and their machines."""

import hmac
from ipaddress import ip_address

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from app.core.errors import Forbidden
from app.health.figures import WorkFigures
from app.health.readiness import READY, state_of_parts
from app.health.timings import timing_registry
from app.identity.permissions import public
from app.settings import Settings

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def show_health() -> ResponseReturnValue:
    """The process lives."""
    return jsonify(status="alive")


@bp.get("/readyz")
@public
def show_readiness() -> ResponseReturnValue:
    """200 when a request can be served; 503 with what is missing."""
    parts = state_of_parts()
    missing = [name for name, state in parts.items() if state != READY]
    return jsonify(status="not ready" if missing else READY, missing=missing, parts=parts), 503 if missing else 200


@bp.get("/metrics")
@public
def show_metrics() -> ResponseReturnValue:
    """Figures in the text format of Prometheus; for this machine, or with the token of the settings."""
    if not (_has_token() or _is_from_this_machine()):
        raise Forbidden("Metrics are for this machine; elsewhere send METRICS_TOKEN as a Bearer token.")
    work = CollectorRegistry()
    work.register(WorkFigures())
    return Response(generate_latest(timing_registry()) + generate_latest(work), content_type=CONTENT_TYPE_LATEST)


def _has_token() -> bool:
    settings: Settings = current_app.extensions["settings"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return settings.metrics_token is not None and hmac.compare_digest(given.encode(), settings.metrics_token.encode())


def _is_from_this_machine() -> bool:
    """Asked directly; a proxy on this machine asks for others."""
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded"))
    return not forwarded and request.remote_addr is not None and ip_address(request.remote_addr).is_loopback
