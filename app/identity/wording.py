"""What each permission lets somebody do, in plain sentences, grouped by area as the table of rights shows them."""

from collections.abc import Mapping

from app.identity.roles import Permission, Role

AREAS: Mapping[str, Mapping[Permission, str]] = {
    "Own work": {
        Permission.OWN_ACCOUNT: "Keep one’s own account: name, password, absences, tokens. Everybody may.",
        Permission.VIEW_WORKLIST: "See the worklist.",
        Permission.COMPLETE_TASK: "Claim tasks and complete them.",
        Permission.ASSIGN_TASK: "Give tasks to colleagues and move their dates.",
    },
    "Parties and papers": {
        Permission.VIEW_PARTIES: "See customers, prospects and vendors.",
        Permission.EDIT_PARTIES: "Add, change, join and import parties.",
        Permission.VIEW_DOCUMENTS: "See and download documents.",
        Permission.VIEW_OUTBOX: "See which mails were sent.",
        Permission.EDIT_TEMPLATES: "Upload the Word templates that papers are written from.",
    },
    "Sales, service, campaigns": {
        Permission.VIEW_SALES: "See opportunities, quotes and orders.",
        Permission.EDIT_SALES: "Write quotes and orders.",
        Permission.EDIT_CATALOG: "Change products, prices and tax codes.",
        Permission.VIEW_SERVICE: "See service requests and contracts.",
        Permission.EDIT_SERVICE: "Register requests, plan and report work.",
        Permission.VIEW_CAMPAIGNS: "See campaigns and what they brought.",
        Permission.EDIT_CAMPAIGNS: "Plan campaigns, note costs and revenue.",
    },
    "Money": {
        Permission.VIEW_BILLING: "See invoices, payments and what is overdue.",
        Permission.EDIT_BILLING: "Issue invoices and credit notes, enter payments.",
    },
    "People": {
        Permission.VIEW_AGENDA: "See the agenda and who is free.",
        Permission.EDIT_AGENDA: "Plan and move appointments.",
        Permission.EDIT_PERSONNEL: "Keep the personnel register: hours, cost, absences, substitutes.",
    },
    "Cases": {
        Permission.VIEW_CASES: "See the cases one works on, and their diagrams.",
        Permission.START_CASE: "Start cases.",
        Permission.VIEW_MONITOR: "Use the Monitor: what is stuck, late or overloaded.",
        Permission.RETRY_INCIDENT: "Try again what failed.",
        Permission.CANCEL_CASE: "Cancel cases.",
        Permission.SET_VARIABLES: "Change the variables of a case.",
        Permission.MOVE_TIMERS: "Move timers.",
    },
    "Studio": {
        Permission.VIEW_STUDIO: "Read diagrams, decisions and forms in the Studio, and try them.",
        Permission.VIEW_DEFINITIONS: "Read deployed processes, by page and by API.",
        Permission.EDIT_DRAFTS: "Draw and save drafts.",
        Permission.DEPLOY: "Deploy processes, decisions and forms: the business changes.",
    },
    "Trail": {
        Permission.VIEW_TRAIL: "Read who did what, when and why.",
        Permission.EXPORT_TRAIL: "Take the trail out as a file.",
    },
    "Programs": {
        Permission.ACTIVATE_JOBS: "Do jobs of processes as an outside worker.",
        Permission.PUBLISH_MESSAGE: "Send messages and signals to cases.",
        Permission.CONTROL_CLOCK: "Set the clock, in test systems only.",
    },
    "Administration": {
        Permission.MANAGE_SETTINGS: "Change working hours, reminders and registers of the company.",
        Permission.MANAGE_USERS: "Add people, groups and roles, end sessions and tokens, describe the company.",
        Permission.MANAGE_SECURITY: "Set the mail server, and whose log-in needs a second factor.",
    },
}
ROLE_NAMES: Mapping[str, str] = {role.value: role.value.capitalize() for role in Role}
ROLE_SENTENCES: Mapping[str, str] = {
    Role.STAFF: "Works through tasks: sales, service, marketing, back office.",
    Role.MANAGER: "All that staff may; watches and repairs every case, keeps prices, personnel and settings.",
    Role.ANALYST: "Draws and deploys processes, decisions and forms; sees every case.",
    Role.AUDITOR: "Reads everything and changes nothing; proves the trail.",
    Role.ADMINISTRATOR: "May do everything.",
}
