"""Tables of contracts and of installed products."""

from app.contracts.coverage import ContractType
from app.contracts.models.contracts import BookedHours, Contract, ContractLine, ContractStatus
from app.contracts.models.installed import InstalledProduct, InstalledProductNote, InstalledProductStatus

__all__ = [
    "BookedHours",
    "Contract",
    "ContractLine",
    "ContractStatus",
    "ContractType",
    "InstalledProduct",
    "InstalledProductNote",
    "InstalledProductStatus",
]
