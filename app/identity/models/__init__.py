"""Tables of people: who they are, how they prove it, what they may do, when they are away."""

from app.identity.models.absences import Absence, AbsenceKind
from app.identity.models.people import ApiToken, Group, LogInDelay, Membership, Theme, User, UserSession
from app.identity.models.proofs import AccountLink, RecoveryCode, TwoFactor
from app.identity.models.roles import CustomRole, SecurityPolicy

__all__ = [
    "Absence",
    "AbsenceKind",
    "AccountLink",
    "ApiToken",
    "CustomRole",
    "Group",
    "LogInDelay",
    "Membership",
    "RecoveryCode",
    "SecurityPolicy",
    "Theme",
    "TwoFactor",
    "User",
    "UserSession",
]
