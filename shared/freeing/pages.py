"""Pages of the subjects that are stuck, the same in each service: what waits and why, and what people may do about it.

Ids, types, places and codes only: what an event says is shown nowhere here.
"""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from shared import access
from shared.clock import utc_now
from shared.events.envelope import Event
from shared.freeing import asking, moves, steps, versions, views, words
from shared.freeing.forms import DiscardForm, StepForm
from shared.messaging.inbox import Inbox
from shared.platform import platform
from shared.rules import RuleViolation

blueprint = Blueprint("stuck", __name__)
Work = Callable[[Session], object]
#: Whoever runs the platform does; whoever leads the office may be the second person; whoever audits looks on.
SEEING, DOING, AGREEING = ("admin", "commissioner", "auditor"), ("admin",), ("admin", "commissioner")


@blueprint.get("/staff/subjects")
@access.staff(*SEEING)
def subjects() -> ResponseReturnValue:
    here = platform()
    with here.database.reading() as session:
        found, count = views.stuck(session)
        shown = {"without": views.without_subject(session), "steps": steps.open_steps(session)}
    return render_template("besa/subjects.html", subjects=found, count=count, services=_services(), **shown, **_frame())


@blueprint.get("/staff/subjects/<string:stream>/<uuid:subject>")
@access.staff(*SEEING)
def one_subject(stream: str, subject: UUID) -> ResponseReturnValue:
    return _page(stream, subject, StepForm(formdata=None))


@blueprint.post("/staff/subjects/<string:stream>/<uuid:subject>/question")
@access.staff(*DOING)
def ask(stream: str, subject: UUID) -> ResponseReturnValue:
    name, by, now = platform().service, access.current().name, utc_now()
    asked = _("Botuesi u pyet. Hapeni faqen përsëri pas disa sekondash.")
    return _try(lambda session: asking.ask(session, name, stream, subject, by, now=now), asked, _to(stream, subject))


@blueprint.post("/staff/subjects/<string:stream>/<uuid:subject>/replay")
@access.staff(*DOING)
def replay_subject(stream: str, subject: UUID) -> ResponseReturnValue:
    inbox, by = _inbox(), access.current().name
    replayed = _("U trajtua përsëri ajo që ishte mënjanuar.")
    return _try(lambda session: moves.replay_all(session, inbox, stream, subject, by), replayed, _to(stream, subject))


@blueprint.post("/staff/subjects/<string:stream>/<uuid:subject>/replacement")
@access.staff(*DOING)
def replace(stream: str, subject: UUID) -> ResponseReturnValue:
    name, by, now = platform().service, access.current().name, utc_now()
    asked = _("Ngjarjet u kërkuan përsëri nga botuesi.")
    return _try(lambda session: moves.replace(session, name, stream, subject, by, now=now), asked, _to(stream, subject))


@blueprint.post("/staff/subjects/<string:stream>/<uuid:subject>/steps")
@access.staff(*DOING)
def step(stream: str, subject: UUID) -> ResponseReturnValue:
    form, by = StepForm(), access.current().name
    if not form.validate_on_submit():
        return _page(stream, subject, form)
    what, reason = form.what.data, form.reason.data or ""
    try:
        platform().database.run(lambda session: _ask(what, session, stream, subject, by, reason))
    except RuleViolation as refusal:
        form.form_errors.append(words.refusal(refusal.code))
        return _page(stream, subject, form)
    flash(words.ASKED[what], "success")
    return redirect(_to(stream, subject), 303)


@blueprint.post("/staff/parked/<uuid:parked_id>/replay")
@access.staff(*DOING)
def replay(parked_id: UUID) -> ResponseReturnValue:
    inbox, by = _inbox(), access.current().name
    replayed = _("U trajtua përsëri ajo që ishte mënjanuar.")
    return _try(lambda session: moves.replay(session, inbox, parked_id, by), replayed, url_for("stuck.subjects"))


@blueprint.route("/staff/parked/<uuid:parked_id>/discard", methods=["GET", "POST"])
@access.staff(*DOING)
def discard(parked_id: UUID) -> ResponseReturnValue:
    form, by, now = DiscardForm(), access.current().name, utc_now()
    if not form.validate_on_submit():
        return _discard_page(parked_id, form)
    reason = form.reason.data or ""
    return _try(
        lambda session: steps.ask_to_discard(session, parked_id, by, reason, now=now),
        words.ASKED["discard"],
        url_for("stuck.subjects"),
    )


@blueprint.post("/staff/subject-steps/<uuid:step_id>/agreement")
@access.staff(*AGREEING)
def agree(step_id: UUID) -> ResponseReturnValue:
    inbox, by, now = _inbox(), access.current().name, utc_now()
    done = _("U bë.")
    return _try(lambda session: steps.agree(session, inbox, step_id, by, now=now), done, url_for("stuck.subjects"))


@blueprint.post("/staff/subject-steps/<uuid:step_id>/refusal")
@access.staff(*AGREEING)
def refuse(step_id: UUID) -> ResponseReturnValue:
    by, now = access.current().name, utc_now()
    refused = _("Kërkesa u refuzua; asgjë nuk ndryshoi.")
    return _try(lambda session: steps.refuse(session, step_id, by, now=now), refused, url_for("stuck.subjects"))


def _try(work: Work, done: str, address: str) -> ResponseReturnValue:
    """Do `work` in one transaction and lead back; what a rule refuses is said there in one sentence."""
    try:
        platform().database.run(work)
    except RuleViolation as refusal:
        flash(words.refusal(refusal.code))
    else:
        flash(done, "success")
    return redirect(address, 303)


def _page(stream: str, subject: UUID, form: StepForm) -> ResponseReturnValue:
    with platform().database.reading() as session:
        found, taken = views.view(session, stream, subject), steps.steps_of(session, stream, subject)
    shown = render_template("besa/subject.html", subject=found, steps=taken, form=form, **_frame())
    return shown, 422 if form.errors else 200


def _discard_page(parked_id: UUID, form: DiscardForm) -> ResponseReturnValue:
    with platform().database.reading() as session:
        parked = views.one_parked(session, parked_id)
    return render_template("besa/discard.html", parked=parked, form=form), 422 if form.errors else 200


def _frame() -> dict[str, object]:
    """Words, and which buttons this reader has."""
    me = access.current()
    may = {"may_do": bool(me.roles & set(DOING)), "may_agree": bool(me.roles & set(AGREEING))}
    return {"words": words, "me": me.name, "service": platform().service, **may}


def _inbox() -> Inbox:
    here = platform()
    return Inbox(here.subscriptions, here.documents.get)


def _to(stream: str, subject: UUID) -> str:
    return url_for("stuck.one_subject", stream=stream, subject=subject)


def _services() -> list[str]:
    return sorted({one for event in Event.registry.values() for one in (event.publisher(), *event.consumers)})


def _ask(what: str, session: Session, stream: str, subject: UUID, by: str, reason: str) -> None:
    now = utc_now()
    if what == "skip":
        steps.ask_to_skip(session, stream, subject, by, reason, now=now)
    elif what == "theirs":
        steps.ask_for_theirs(session, stream, subject, by, reason, now=now)
    else:
        versions.keep_ours(session, stream, subject, by, reason)
