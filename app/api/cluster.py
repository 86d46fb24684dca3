"""What the engine says about itself and about who is asking."""

from flask import Response, request
from sqlalchemy import select

from app.api.blueprint import bp
from app.api.cluster_results import CurrentUserResult, LicenseResult, TopologyResult
from app.api.description.marks import gives
from app.api.rendering import TENANT, answer, no_content
from app.core.db import session
from app.identity.current import current_user
from app.identity.permissions import Permission, public, require
from app.identity.roles import Role

API_VERSION = "8.8.0"
"""The version of Camunda 8 whose API this is; clients look at it."""


@bp.get("/topology")
@gives(TopologyResult)
@require(Permission.OWN_ACCOUNT)
def show_topology() -> Response:
    """Show the make-up of the engine."""
    host, _, port = request.host.partition(":")
    topology: TopologyResult = {
        "brokers": [
            {
                "nodeId": 0,
                "host": host,
                "port": int(port or 443 if request.is_secure else port or 80),
                "partitions": [{"partitionId": 1, "role": "leader", "health": "healthy"}],
                "version": API_VERSION,
            }
        ],
        "clusterSize": 1,
        "partitionsCount": 1,
        "replicationFactor": 1,
        "gatewayVersion": API_VERSION,
        "lastCompletedChangeId": "-1",
    }
    return answer(topology)


@bp.get("/status")
@gives(None, 204)
@public
def show_status() -> Response:
    """Say that the engine and its database work."""
    session().execute(select(1))
    return no_content()


@bp.get("/license")
@gives(LicenseResult)
@public
def show_license() -> Response:
    """Show the licence."""
    found: LicenseResult = {
        "validLicense": True,
        "licenseType": "Apache-2.0",
        "isCommercial": False,
        "expiresAt": None,
    }
    return answer(found)


@bp.get("/authentication/me")
@gives(CurrentUserResult)
@require(Permission.OWN_ACCOUNT)
def show_current_user() -> Response:
    """Show who is asking."""
    user = current_user()
    found: CurrentUserResult = {
        "username": user.user_name,
        "displayName": user.display_name,
        "email": user.email,
        "authorizedComponents": ["*"] if Role.ADMINISTRATOR in user.roles else [],
        "tenants": [{"tenantId": TENANT, "name": "Default", "description": ""}],
        "groups": sorted(user.groups),
        "roles": sorted(user.roles),
        "salesPlanType": "",
        "c8Links": {},
        "canLogout": user.by == "session",
    }
    return answer(found)
