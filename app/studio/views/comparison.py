"""Two versions side by side: drawn where they are diagrams, and what differs in words."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.cases.people import display_names
from app.identity.permissions import Permission, require
from app.studio.comparing import compare_files
from app.studio.queries.processes import MOST_COUNTED
from app.studio.schemas import ComparedFile, ComparisonArguments
from app.studio.sides import choices_of, side_of, sides_of
from app.studio.views.blueprint import bp


@bp.get("/studio/comparison")
@require(Permission.VIEW_STUDIO)
def show_comparison() -> ResponseReturnValue:
    """Two versions of a process, decision or form, or a version and a draft."""
    chosen = ComparisonArguments().load(request.args.to_dict())
    old, new = sides_of(chosen["old"], chosen["new"])
    choices = choices_of(new.kind, new.resource_id)
    known = {choice.reference: choice for choice in choices}
    return render_template(
        "studio/comparison.html",
        old=old,
        new=new,
        compared=compare_files(new.kind, old.content, new.content),
        choices=choices,
        facts_of={side.reference: known.get(side.reference) for side in (old, new)},
        names=display_names(choice.by for choice in choices),
        most_counted=MOST_COUNTED,
    )


@bp.get("/studio/comparison/file")
@require(Permission.VIEW_STUDIO)
def show_compared_file() -> ResponseReturnValue:
    """The file of one side, for the drawing."""
    answer = Response(side_of(ComparedFile().load(request.args.to_dict())["side"]).content, mimetype="application/xml")
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer
