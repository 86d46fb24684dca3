"""Verbs on people: users, groups, roles, tokens, passwords, second factors, absences. Sessions: `identity.sessions`."""

from app.identity.operations.absences import (
    AbsenceDetails,
    Somebody,
    absence_of,
    change_substitute,
    forget_absence,
    note_absence,
)
from app.identity.operations.groups import add_group, change_group, delete_group, find_group, group_for_update
from app.identity.operations.passwords import (
    change_password,
    give_password,
    make_link,
    set_password,
    use_link,
    user_of_link,
)
from app.identity.operations.profile import change_own_reminders, change_profile
from app.identity.operations.roles import (
    RoleDetails,
    add_role,
    change_role,
    delete_role,
    find_role,
    require_second_factor,
    role_for_update,
)
from app.identity.operations.tokens import add_token, revoke_all_tokens, revoke_token, revoke_tokens
from app.identity.operations.users import (
    UserDetails,
    add_user,
    change_user,
    describe_user,
    disable_user,
    enable_user,
)

__all__ = [
    "AbsenceDetails",
    "RoleDetails",
    "Somebody",
    "UserDetails",
    "absence_of",
    "add_group",
    "add_role",
    "add_token",
    "add_user",
    "change_group",
    "change_own_reminders",
    "change_password",
    "change_profile",
    "change_role",
    "change_substitute",
    "change_user",
    "delete_group",
    "delete_role",
    "describe_user",
    "disable_user",
    "enable_user",
    "find_group",
    "find_role",
    "forget_absence",
    "give_password",
    "group_for_update",
    "make_link",
    "note_absence",
    "require_second_factor",
    "revoke_all_tokens",
    "revoke_token",
    "revoke_tokens",
    "role_for_update",
    "set_password",
    "use_link",
    "user_of_link",
]
