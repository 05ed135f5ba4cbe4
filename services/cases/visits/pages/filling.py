"""Filling in a visit on a phone: one section a page, kept when it is sent, without a script; and reading it once it is concluded."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.pages.acting import done, see
from services.cases.visits import words
from services.cases.visits.actions import answering
from services.cases.visits.domain.checklists import Section
from services.cases.visits.forms import SectionForm, stands, typed
from services.cases.visits.pages import words as visit_words
from services.cases.visits.pages.plan import VISITORS
from services.cases.visits.pages.words import section_href
from services.cases.visits.queries import visits as queries
from services.cases.visits.queries.visits import VisitView
from services.cases.visits.schemas.visits import AnswersBody, AnswersTaken, GivenAnswer
from services.cases.visits.words import VALUES
from services.cases.words import label
from shared import access
from shared.clock import utc_now
from shared.platform import platform
from shared.rules import NotFound
from shared.words import language

blueprint = Blueprint("visit_filling", __name__)


@blueprint.route("/staff/visits/<uuid:visit_id>/sections/<section>")
@access.staff(*VISITORS)
def section(visit_id: UUID, section: str) -> ResponseReturnValue:
    view = _view(visit_id)
    return _page(view, _of(view, section)), 200


@blueprint.route("/staff/visits/<uuid:visit_id>/sections/<section>", methods=["POST"])
@access.staff(*VISITORS)
def fill_section(visit_id: UUID, section: str) -> ResponseReturnValue:
    view, form = _view(visit_id), SectionForm()
    asked = _of(view, section)
    if not form.validate_on_submit():
        return _page(view, asked, form), 422
    taken, status = _give(visit_id, form)
    if taken is None:
        return _page(view, asked, form), status
    if taken.conflicts:
        return _page(_view(visit_id), asked, collided=taken, sent=form), 409
    flash(_("U ruajt."), "success")
    return see(_next_href(view, asked))


def _give(visit_id: UUID, form: SectionForm) -> tuple[AnswersTaken | None, int]:
    given = form.given()
    if not given:
        return AnswersTaken(kept=(), conflicts=()), 303
    by, now, store, wanted = access.current(), utc_now(), platform().documents, AnswersBody(answers=given)
    return done(form, lambda session: answering.give(by, session, store, visit_id, wanted, now=now))


def _view(visit_id: UUID) -> VisitView:
    with platform().database.transaction() as session:
        return queries.read(session, platform().documents, visit_id, access.current())


def _of(view: VisitView, key: str) -> Section:
    for one in view.checklist.sections if view.checklist else ():
        if one.key == key:
            return one
    raise NotFound


def _next_href(view: VisitView, asked: Section) -> str:
    """The section after this one if that was asked for, and the visit after the last."""
    keys = [one.key for one in view.sections]
    if request.form.get("do") != "next":
        return section_href(view.visit.id, asked.key)
    later = keys[keys.index(asked.key) + 1 :]
    if not later:
        return url_for("visit_pages.visit", visit_id=view.visit.id)
    return section_href(view.visit.id, later[0])


def _filled(
    view: VisitView, asked: Section, theirs: Mapping[str, GivenAnswer], sent: SectionForm | None
) -> SectionForm:
    """What stands; and in the place of what collided what was typed, which now is seen beside the other's version."""
    mine = {one.question: one for one in sent.given()} if sent else {}
    entries = [
        typed(mine[one.key], theirs[one.key].version)
        if one.key in theirs and one.key in mine
        else stands(one.key, view.latest.get(one.key))
        for one in asked.questions
    ]
    return SectionForm(formdata=None, data={"answers": entries})


def _page(
    view: VisitView,
    asked: Section,
    form: SectionForm | None = None,
    collided: AnswersTaken | None = None,
    sent: SectionForm | None = None,
) -> str:
    theirs = {one.question: one for one in collided.conflicts} if collided else {}
    questions = {one.key: one for one in asked.questions}
    keys = [one.key for one in view.sections]
    return render_template(
        "cases/visit_section.html",
        form=form or _filled(view, asked, theirs, sent),
        visit=visit_words.row(view.line),
        visit_id=view.visit.id,
        name=asked.name.of(language()),
        place=keys.index(asked.key) + 1,
        places=len(keys),
        answered=sum(one in view.latest for one in questions),
        asked={key: words.asked(one) for key, one in questions.items()},
        rows={key: visit_words.answered(questions[key], one) for key, one in view.latest.items() if key in questions},
        earlier={key: visit_words.earlier(view, one) for key, one in questions.items()},
        before={key: label(VALUES, value) for key, value in view.before.items() if key in questions},
        theirs={key: visit_words.answered(questions[key], one) for key, one in theirs.items()},
        fills="answer" in view.steps,
    )
