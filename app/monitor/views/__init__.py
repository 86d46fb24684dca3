"""Pages of the Monitor."""

from app.monitor.views import causes, listing, machines, repairs, variables, workload
from app.monitor.views.blueprint import bp

__all__ = ["bp", "causes", "listing", "machines", "repairs", "variables", "workload"]
