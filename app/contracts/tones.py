"""The colour of each status."""

from app.contracts.models import ContractStatus, InstalledProductStatus

CONTRACT_TONES = {
    ContractStatus.DRAFT: "neutral",
    ContractStatus.ACTIVE: "success",
    ContractStatus.ENDED: "neutral",
    ContractStatus.REFUSED: "danger",
}
INSTALLED_TONES = {InstalledProductStatus.IN_USE: "success", InstalledProductStatus.OUT_OF_USE: "neutral"}
