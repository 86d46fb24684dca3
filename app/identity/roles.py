"""What a role may do. A person has one role or more; the permissions add up."""

from collections.abc import Iterable
from enum import StrEnum


class Permission(StrEnum):
    """What an address asks for."""

    OWN_ACCOUNT = "own_account"
    VIEW_WORKLIST = "view_worklist"
    COMPLETE_TASK = "complete_task"
    ASSIGN_TASK = "assign_task"
    VIEW_CASES = "view_cases"
    START_CASE = "start_case"
    RETRY_INCIDENT = "retry_incident"
    CANCEL_CASE = "cancel_case"
    SET_VARIABLES = "set_variables"
    MOVE_TIMERS = "move_timers"
    VIEW_MONITOR = "view_monitor"
    DEPLOY = "deploy"
    EDIT_DRAFTS = "edit_drafts"
    VIEW_DEFINITIONS = "view_definitions"
    VIEW_STUDIO = "view_studio"
    VIEW_TRAIL = "view_trail"
    EXPORT_TRAIL = "export_trail"
    VIEW_PARTIES = "view_parties"
    EDIT_PARTIES = "edit_parties"
    VIEW_SALES = "view_sales"
    EDIT_SALES = "edit_sales"
    EDIT_CATALOG = "edit_catalog"
    VIEW_SERVICE = "view_service"
    EDIT_SERVICE = "edit_service"
    VIEW_BILLING = "view_billing"
    EDIT_BILLING = "edit_billing"
    VIEW_CAMPAIGNS = "view_campaigns"
    EDIT_CAMPAIGNS = "edit_campaigns"
    VIEW_AGENDA = "view_agenda"
    EDIT_AGENDA = "edit_agenda"
    EDIT_PERSONNEL = "edit_personnel"
    MANAGE_SETTINGS = "manage_settings"
    VIEW_DOCUMENTS = "view_documents"
    EDIT_TEMPLATES = "edit_templates"
    VIEW_OUTBOX = "view_outbox"
    MANAGE_USERS = "manage_users"
    MANAGE_SECURITY = "manage_security"
    ACTIVATE_JOBS = "activate_jobs"
    PUBLISH_MESSAGE = "publish_message"
    CONTROL_CLOCK = "control_clock"


class Role(StrEnum):
    """What a person is in the company."""

    ANALYST = "analyst"
    STAFF = "staff"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


READING = frozenset(
    {
        Permission.VIEW_CASES,
        Permission.VIEW_DEFINITIONS,
        Permission.VIEW_PARTIES,
        Permission.VIEW_SALES,
        Permission.VIEW_SERVICE,
        Permission.VIEW_BILLING,
        Permission.VIEW_CAMPAIGNS,
        Permission.VIEW_AGENDA,
        Permission.VIEW_DOCUMENTS,
        Permission.VIEW_OUTBOX,
    }
)
WORKING = frozenset(
    {
        Permission.VIEW_WORKLIST,
        Permission.COMPLETE_TASK,
        Permission.ASSIGN_TASK,
        Permission.START_CASE,
        Permission.EDIT_PARTIES,
        Permission.EDIT_SALES,
        Permission.EDIT_SERVICE,
        Permission.EDIT_BILLING,
        Permission.EDIT_CAMPAIGNS,
        Permission.EDIT_AGENDA,
    }
)
REPAIRING = frozenset(
    {Permission.RETRY_INCIDENT, Permission.CANCEL_CASE, Permission.SET_VARIABLES, Permission.MOVE_TIMERS}
)
INTEGRATING = frozenset({Permission.ACTIVATE_JOBS, Permission.PUBLISH_MESSAGE})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.STAFF: READING | WORKING,
    Role.MANAGER: READING
    | WORKING
    | REPAIRING
    | {
        Permission.VIEW_MONITOR,
        Permission.VIEW_STUDIO,
        Permission.VIEW_TRAIL,
        Permission.EDIT_TEMPLATES,
        Permission.EDIT_CATALOG,
        Permission.EDIT_PERSONNEL,
        Permission.MANAGE_SETTINGS,
    },
    Role.ANALYST: READING
    | INTEGRATING
    | {
        Permission.VIEW_MONITOR,
        Permission.VIEW_STUDIO,
        Permission.START_CASE,
        Permission.EDIT_DRAFTS,
        Permission.DEPLOY,
        Permission.EDIT_TEMPLATES,
        Permission.RETRY_INCIDENT,
    },
    Role.AUDITOR: READING
    | {Permission.VIEW_MONITOR, Permission.VIEW_STUDIO, Permission.VIEW_TRAIL, Permission.EXPORT_TRAIL},
    Role.ADMINISTRATOR: frozenset(Permission),
}
SHIPPED = frozenset(role.value for role in Role)
FOR_EVERYBODY = frozenset({Permission.OWN_ACCOUNT})
SEES_ALL = frozenset({Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR, Role.ANALYST})


KNOWN_PERMISSIONS = frozenset(permission.value for permission in Permission)


def permissions_of(roles: Iterable[str], custom: Iterable[str] = ()) -> frozenset[Permission]:
    """All that somebody with these shipped roles may do, and what roles of the company's own add.

    A permission that this version does not know any more gives nothing.
    """
    shipped = (PERMISSIONS[Role(role)] for role in roles if role in SHIPPED)
    return FOR_EVERYBODY.union(*shipped, map(Permission, KNOWN_PERMISSIONS.intersection(custom)))
