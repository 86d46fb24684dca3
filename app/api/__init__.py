"""The engine's REST face: Camunda 8's Orchestration Cluster API v2 under /v2, and the description of both APIs."""

from app.api import (
    clock_time,
    cluster,
    decisions,
    deployments,
    element_instances,
    incidents,
    jobs,
    messages,
    process_definitions,
    process_instances,
    signals,
    user_tasks,
    variables,
)
from app.api.blueprint import bp

__all__ = [
    "bp",
    "clock_time",
    "cluster",
    "decisions",
    "deployments",
    "element_instances",
    "incidents",
    "jobs",
    "messages",
    "process_definitions",
    "process_instances",
    "signals",
    "user_tasks",
    "variables",
]
