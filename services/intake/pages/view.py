"""The page of one complaint for staff, with the forms on it: each of them comes back here with its errors."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from services.intake import data
from services.intake.actions.exclusions import LEADING
from services.intake.domain.decisions import JOINED, check_own_initiative, check_reopening
from services.intake.domain.openings import WINDOW
from services.intake.domain.standing import is_read
from services.intake.forms.decided import OwnInitiativeForm, ReopeningForm, StepBackForm
from services.intake.forms.staff import AnswerForm, ConflictForm, DecisionForm, OpeningForm
from services.intake.pages.exclusions import code
from services.intake.pages.routes import today
from services.intake.pages.telephone import call
from services.intake.queries import budgets, directory, duplicates, work
from services.intake.queries import complaints as queries
from services.intake.schemas.complaints import Complaint
from services.intake.words import profile_words
from shared import access, audit
from shared.clock import utc_now
from shared.pages.forms import SelectChoice
from shared.platform import platform
from shared.rules import RuleViolation
from shared.words import language

#: Why nothing is decided yet.
UNREAD = _l("Askush i zyrës nuk e ka lexuar ende këtë ankesë. Hapni së pari dosjen.")


def page_of(
    complaint_id: UUID,
    *,
    opening: OpeningForm | None = None,
    decision: DecisionForm | None = None,
    message: AnswerForm | None = None,
    own: OwnInitiativeForm | None = None,
    reopening: ReopeningForm | None = None,
    stepping_back: StepBackForm | None = None,
) -> ResponseReturnValue:
    """One complaint without its sealed part. That it was looked at is in the audit trail."""
    here, now = platform(), utc_now()
    with here.database.transaction() as session:
        view = queries.complaint_view(session, here.documents, complaint_id, now, access.current())
        mine = work.is_work_of(session, complaint_id, access.current())
        spent = budgets.is_spent(session, access.current().person, today())
        can_open = work.may_be_opened_by(session, complaint_id, access.current(), now)
        audit.record(session, access.current(), "complaint.read", "complaint", complaint_id)
        likely = () if view.erased_at else duplicates.likely(session, complaint_id, access.current())
        bodies = {str(body.id): body.name(language()) for body in directory.bodies(session, _named(view), "")}
        places = {place.key: place.name(language()) for place in directory.municipalities(session)}
    municipality = places.get(view.municipality or "", view.municipality)
    decision = decision or decision_form(view)
    faulty = next(
        (
            form
            for form in (opening, decision, message, own, reopening, stepping_back)
            if form is not None and form.errors
        ),
        None,
    )
    page = render_template(
        "intake/staff_complaint.html",
        view=view,
        bodies=bodies,
        municipality=municipality,
        opening=opening or OpeningForm(language()),
        decision=decision,
        message=message or AnswerForm(language()),
        conflict=_conflict_form(view),
        own=own or own_initiative_form(view),
        reopening=reopening or ReopeningForm(language()),
        stepping_back=stepping_back or StepBackForm(),
        my_code=code(access.current().person),
        profile_words=profile_words(vars(view.profile), language()),
        way_out=_way_out(view),
        call=call(view, language(), municipality, bodies),
        leading=bool(access.current().roles & LEADING),
        mine=mine,
        can_open=can_open,
        is_read=is_read(view.first_looked_at, view.registered_by),
        spent=spent,
        can_go_alone=mine and _can_go_alone(view),
        can_reopen=mine and _can_reopen(view),
        likely=likely,
        form=faulty,
        words=_words(),
        searched=request.values.get("body", ""),
        today=today(),
        now=now,
        open_minutes=int(WINDOW.total_seconds() // 60),
    )
    return page, 422 if faulty else 200


def _named(view: Complaint) -> list[UUID]:
    """The bodies that the page names."""
    named = [*view.bodies, *(view.decision.bodies if view.decision else ())]
    named += [str(view.redirect.institution_id)] if view.redirect else []
    named += [str(one.institution_id) for one in view.next_told if one.institution_id]
    return _ids([*named, *(str(one.authority) for one in view.decisions if one.authority)])


def decision_form(view: Complaint) -> DecisionForm:
    """The form of the decision, with the complaint's bodies and those searched for to choose from."""
    posted = [*request.form.getlist("bodies"), *map(request.form.get, ("redirect_to", "ask_authority"), ("", ""))]
    with platform().database.reading() as session:
        offered = directory.bodies(session, _ids([*view.bodies, *posted]), request.values.get("body", ""))
    area = data.life_areas().get(view.life_area or "")
    suggested = {
        "rights": ", ".join(area["crc"]) if area else "",
        "bodies": view.bodies,
        "urgency": view.urgency,
    }
    if join := request.args.get("join", "")[:32]:
        suggested |= {"outcome": JOINED, "ground": "duplicate", "joined_to": join}
    return DecisionForm(language(), offered, suggested)


def own_initiative_form(view: Complaint) -> OwnInitiativeForm:
    """The form of a case of the office's own, with the bodies of the complaint to choose from."""
    with platform().database.reading() as session:
        offered = directory.bodies(session, _ids([*view.bodies, *request.form.getlist("own_bodies")]), "")
    area = data.life_areas().get(view.life_area or "")
    choices = [SelectChoice(str(body.id), body.name(language())) for body in offered]
    return OwnInitiativeForm(choices, ", ".join(area["crc"]) if area else "", language())


def _can_go_alone(view: Complaint) -> bool:
    outcome, ground = (view.decision.outcome, view.decision.ground) if view.decision else (None, None)
    try:
        check_own_initiative(outcome=outcome, ground=ground, tip=view.tip, in_case=view.case is not None)
    except RuleViolation:
        return False
    return True


def _can_reopen(view: Complaint) -> bool:
    try:
        check_reopening(view.status)
    except RuleViolation:
        return False
    return True


def _way_out(view: Complaint) -> str | None:
    """What the ground of the decision leaves the complainant, in the words for an adult."""
    ground = data.ground_entries().get((view.decision.ground if view.decision else None) or "")
    return data.words(data.ways_out()[ground["way_out"]], "text", language()) if ground else None


def _conflict_form(view: Complaint) -> ConflictForm:
    """Who may be marked here; each choice but the one about guardians needs such a person in a role that can conflict."""
    roles = {"submitter": view.submitter_role, "representative": view.representative_role}
    able = [who for who, role in roles.items() if role and data.roles()[role]["can_conflict"]]
    marked = view.submitter_in_conflict or view.representative_in_conflict
    offered = [*able, "guardian"]
    return ConflictForm(offered, data={"who": offered[0], "in_conflict": marked})


def _ids(texts: Iterable[str]) -> list[UUID]:
    ids = []
    for text in texts:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(ids))


def _words() -> dict[str, Mapping[str, data.Entry]]:
    names = ("channels", "life_areas", "urgency_levels", "roles", "opened_by", "opened_for", "regional_offices",
             "reopening_reasons", "likeness_signs")  # fmt: skip
    more = {"outcomes": {**data.outcomes(), **data.conversions()}, "grounds": data.ground_entries()}
    return {name: getattr(data, name)() for name in names} | more
