"""Wires the application together; the only place that does."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import api
from app import handlers as handlers  # fills the registries
from app.activities import views as activities
from app.admin import views as admin
from app.api.description import views as api_description
from app.audit import views as audit
from app.billing import views as billing
from app.campaigns import public as campaigns_public
from app.campaigns import views as campaigns
from app.cases import choices
from app.cases import views as cases
from app.catalog import views as catalog
from app.contracts import views as contracts
from app.core.clock import clock
from app.core.db import db, json_text, json_value
from app.core.logs import init_request_log
from app.core.web import init_web
from app.documents import views as documents
from app.health import views as health
from app.health.timings import init_timings
from app.identity import web as identity
from app.identity.current import current_user_or_none
from app.mail import views as mail
from app.monitor import views as monitor
from app.notices import views as notices
from app.parties import views as parties
from app.sales import api as sales_api
from app.sales import views as sales
from app.search import views as search
from app.service_desk import api as service_desk_api
from app.service_desk import views as service_desk
from app.settings import Settings, settings_from_environment
from app.studio import views as studio
from app.worklist import views as worklist

OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")  # this machine asks itself whether it is well
REQUEST_BODY_BYTES = 20 * 1024 * 1024
FORM_MEMORY_BYTES = 500_000
FORM_PARTS = 1_000
STATEMENT_MILLISECONDS = 15_000
LOCK_MILLISECONDS = 5_000


def create_app(settings: Settings) -> Flask:
    """The application for one set of settings."""
    app = Flask("app")
    app.config.update(_flask_config(settings))
    app.extensions["settings"] = settings
    clock.file = settings.clock_file
    clock.zone = settings.time_zone
    db.init_app(app)
    init_web(app, reader=current_user_or_none)
    identity.init_app(app)
    init_request_log(app)
    init_timings(app)
    app.register_blueprint(health.bp)
    app.register_blueprint(cases.bp)
    app.register_blueprint(choices.bp)
    for blueprint in activities.blueprints:
        app.register_blueprint(blueprint)
    app.register_blueprint(worklist.bp)
    app.register_blueprint(documents.bp)
    app.register_blueprint(mail.bp)
    app.register_blueprint(parties.bp)
    app.register_blueprint(notices.bp)
    app.register_blueprint(catalog.bp)
    app.register_blueprint(contracts.bp)
    app.register_blueprint(sales.bp)
    app.register_blueprint(billing.bp)
    app.register_blueprint(sales_api.bp)
    app.register_blueprint(service_desk.bp)
    app.register_blueprint(service_desk_api.bp)
    app.register_blueprint(campaigns.bp)
    app.register_blueprint(campaigns_public.bp)
    app.register_blueprint(search.bp)
    for screens in (studio, audit, monitor, admin):
        app.register_blueprint(screens.bp)
    app.register_blueprint(api.bp)
    app.register_blueprint(api_description.bp)
    if settings.trusted_proxies:
        _trust_proxies(app, settings.trusted_proxies)
    return app


def application() -> Flask:
    """The application for the environment of this process; what the web server loads."""
    return create_app(settings_from_environment())


def _trust_proxies(app: Flask, hops: int) -> None:
    proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_port=hops)
    app.wsgi_app = proxied  # type: ignore[method-assign]  # how Flask documents middleware


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "TRUSTED_HOSTS": [*settings.trusted_hosts, *OWN_HOSTS] if settings.trusted_hosts else None,
        "MAX_CONTENT_LENGTH": REQUEST_BODY_BYTES,
        "MAX_FORM_MEMORY_SIZE": FORM_MEMORY_BYTES,
        "MAX_FORM_PARTS": FORM_PARTS,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": 8,
            "max_overflow": 4,
            "pool_pre_ping": False,
            "json_serializer": json_text,
            "json_deserializer": json_value,
            "connect_args": {
                "options": f"-c statement_timeout={STATEMENT_MILLISECONDS} -c lock_timeout={LOCK_MILLISECONDS}"
            },
        },
    }
