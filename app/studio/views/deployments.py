"""The page before a deployment, and the deployment."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.cases.people import display_names
from app.core.clock import now
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web import see_other
from app.engine.operations import DeploymentResult
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.studio.deployment import plan_deployment
from app.studio.drafts.deploying import Seen, deploy_drafts
from app.studio.drafts.queries import draft_with
from app.studio.queries.processes import MOST_COUNTED
from app.studio.schemas import Deploying, PlanArguments
from app.studio.views.blueprint import bp

DEPLOYMENT = "/studio/drafts/<uuid:draft_id>/deployment"


@bp.get(DEPLOYMENT)
@require(Permission.DEPLOY)
def show_deployment(draft_id: UUID) -> ResponseReturnValue:
    """What would change, which cases stay, what is wrong; then a reason and the button."""
    sent = PlanArguments().load({**request.args.to_dict(), "along": request.args.getlist("along")})
    draft = draft_with(draft_id)
    plan = plan_deployment(draft, along=sent["along"] if sent["chosen"] else None)
    names = display_names([draft.edited_by, *(each.draft.edited_by for each in plan.companions)])
    return render_template("studio/deployment.html", plan=plan, draft=draft, names=names, most_counted=MOST_COUNTED)


@bp.post(DEPLOYMENT)
@require(Permission.DEPLOY)
def create_deployment(draft_id: UUID) -> ResponseReturnValue:
    """Bring a draft into force, and those that go along."""
    sent = Deploying().load({**request.form.to_dict(), "drafts": request.form.getlist("drafts")})
    seen = _seen(sent["drafts"], draft_id)
    with transaction():
        result = deploy_drafts(seen, reason=sent["reason"].strip(), by=current_user().actor, at=now())
        said, (endpoint, values) = _sentence(result), _page_of(result)
    flash(said, "success")
    return see_other(endpoint, **values)


def _seen(drafts: list[str], draft_id: UUID) -> dict[UUID, Seen]:
    """What a person saw, by draft; that of this address is among them."""
    parts = (text.split("@") for text in drafts)
    seen = {UUID(name): Seen(int(revision), int(version)) for name, revision, version in parts}
    if draft_id not in seen:
        raise Invalid("This page was about another draft. Open its deployment again.")
    return seen


def _sentence(result: DeploymentResult) -> str:
    named = [
        *(f"{process.name or process.process_id}, version {process.version}" for process in result.processes),
        *(f"{decision.name}, version {decision.version}" for decision in result.decisions),
        *(f"form {form.form_id}, version {form.version}" for form in result.forms),
    ]
    said = [f"In force: {'; '.join(named)}."]
    if result.processes:
        said.append("New cases use the process; those that run stay on their version.")
    if result.decisions or result.forms:
        said.append("Cases that run take decisions and forms from their next step on.")
    return " ".join(said)


def _page_of(result: DeploymentResult) -> tuple[str, dict[str, str]]:
    """The page of what was deployed."""
    if result.processes:
        return ".show_process", {"process_id": result.processes[0].process_id}
    if result.decisions:
        return ".show_decision", {"decision_id": result.decisions[0].decision_id}
    return ".show_forms", {}
