"""Shapes of what the engine says about itself."""

from typing import TypedDict


class CurrentUserResult(TypedDict):
    """Who is asking."""

    username: str
    displayName: str
    email: str | None
    authorizedComponents: list[str]
    tenants: list[dict[str, str]]
    groups: list[str]
    roles: list[str]
    salesPlanType: str
    c8Links: dict[str, str]
    canLogout: bool


class PartitionResult(TypedDict):
    """The one part of the engine."""

    partitionId: int
    role: str
    health: str


class BrokerResult(TypedDict):
    """The one process that answers."""

    nodeId: int
    host: str
    port: int
    partitions: list[PartitionResult]
    version: str


class TopologyResult(TypedDict):
    """How the engine is made up: one broker with one partition, whatever the number of processes."""

    brokers: list[BrokerResult]
    clusterSize: int
    partitionsCount: int
    replicationFactor: int
    gatewayVersion: str
    lastCompletedChangeId: str


class LicenseResult(TypedDict):
    """Under which licence the engine runs."""

    validLicense: bool
    licenseType: str
    isCommercial: bool
    expiresAt: str | None
