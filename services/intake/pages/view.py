"""The page of one complaint for staff, with the forms on it: each of them comes back here with its errors."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from services.intake import data
from services.intake.forms.public import MessageForm
from services.intake.forms.staff import ConflictForm, DecisionForm, OpeningForm
from services.intake.pages.routes import today
from services.intake.queries import complaints as queries
from services.intake.queries import directory
from shared import access, audit
from shared.pages.languages import language
from shared.platform import platform


def page_of(
    complaint_id: UUID,
    *,
    opening: OpeningForm | None = None,
    decision: DecisionForm | None = None,
    message: MessageForm | None = None,
) -> ResponseReturnValue:
    """One complaint without its sealed part. That it was looked at is in the audit trail."""
    here = platform()
    with here.database.transaction() as session:
        view = queries.complaint_view(session, here.documents, complaint_id, today())
        audit.record(session, access.current().name, "complaint.read", "complaint", complaint_id)
        named = [*view["bodies"], *((view["decision"] or {}).get("bodies") or [])]
        bodies = {str(body.id): body.name(language()) for body in directory.bodies(session, _ids(named), "")}
        places = {place.key: place.name(language()) for place in directory.municipalities(session)}
    decision = decision or decision_form(view)
    faulty = next((form for form in (opening, decision, message) if form is not None and form.errors), None)
    page = render_template(
        "intake/staff_complaint.html",
        view=view,
        bodies=bodies,
        municipality=places.get(view["municipality"], view["municipality"]),
        opening=opening or OpeningForm(language()),
        decision=decision,
        message=message or MessageForm(),
        conflict=ConflictForm(data={"in_conflict": view["submitter_in_conflict"]}),
        can_conflict=data.roles()[view["submitter_role"]]["can_conflict"],
        form=faulty,
        words=_words(),
        searched=request.values.get("body", ""),
        today=today(),
    )
    return page, 422 if faulty else 200


def decision_form(view: dict[str, Any]) -> DecisionForm:
    """The form of the decision, with the complaint's bodies and those searched for to choose from."""
    posted = [*request.form.getlist("bodies"), request.form.get("redirect_to", "")]
    with platform().database.reading() as session:
        offered = directory.bodies(session, _ids([*view["bodies"], *posted]), request.values.get("body", ""))
    area = data.life_areas().get(view["life_area"] or "")
    suggested = {
        "rights": ", ".join(area["crc"]) if area else "",
        "bodies": view["bodies"],
        "urgency": view["urgency"],
    }
    return DecisionForm(language(), offered, suggested)


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _words() -> dict[str, Any]:
    names = ("channels", "life_areas", "urgency_levels", "roles", "opened_by", "opening_reasons", "outcomes")
    return {name: getattr(data, name)() for name in names} | {"grounds": data.ground_entries()}
