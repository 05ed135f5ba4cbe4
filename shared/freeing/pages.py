"""Pages of the subjects that are stuck, the same in each service: what waits and why, and what people may do about it.

Ids, types, places and codes only: what an event says is shown nowhere here.
"""

from collections.abc import Callable
from time import monotonic
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from shared import access
from shared.clock import utc_now
from shared.events.envelope import Event
from shared.freeing import steps, table, views, words
from shared.freeing.forms import DiscardForm, EpochForm, StepForm
from shared.freeing.table import AGREEING, DOING, About, Hand
from shared.messaging import parked
from shared.messaging.inbox import Inbox
from shared.platform import platform
from shared.rules import RuleViolation

blueprint = Blueprint("stuck", __name__)
#: Whoever does and whoever agrees; whoever audits looks on.
SEEING = (*AGREEING, "auditor")
#: Seconds of handling for one press of a button: an answer is due within five. What is left over takes another press.
PATIENCE = 2.5


@blueprint.get("/staff/subjects")
@access.staff(*SEEING)
def subjects() -> ResponseReturnValue:
    return _list_page(EpochForm(formdata=None))


@blueprint.get("/staff/subjects/<string:stream>/<uuid:subject>")
@access.staff(*SEEING)
def one_subject(stream: str, subject: UUID) -> ResponseReturnValue:
    return _page(stream, subject, StepForm(formdata=None))


@blueprint.post("/staff/subjects/<string:stream>/<uuid:subject>/steps")
@access.staff(*DOING)
def step(stream: str, subject: UUID) -> ResponseReturnValue:
    form = StepForm()
    if not form.validate_on_submit():
        return _page(stream, subject, form)
    chosen = table.chosen()[form.what.data]
    try:
        _do(chosen, About(id=subject, stream=stream), form.reason.data or "")
    except RuleViolation as refusal:
        form.form_errors.append(words.refusal(refusal.code))
        return _page(stream, subject, form)
    flash(chosen.done, "success")
    return redirect(_to(stream, subject), 303)


@blueprint.route("/staff/parked/<uuid:parked_id>/discard", methods=["GET", "POST"])
@access.staff(*DOING)
def discard(parked_id: UUID) -> ResponseReturnValue:
    form = DiscardForm()
    if not form.validate_on_submit():
        return _discard_page(parked_id, form)
    return _try(table.step("parked", "discard"), About(id=parked_id), url_for("stuck.subjects"), form.reason.data or "")


@blueprint.post("/staff/publisher-epochs")
@access.staff(*DOING)
def epoch_back() -> ResponseReturnValue:
    form = EpochForm()
    form.publisher.choices = _publishers()
    if not form.validate_on_submit():
        return _list_page(form)
    try:
        _ask_for_epoch(form.publisher.data, form.epoch.data or 0, form.reason.data or "")
    except RuleViolation as refusal:
        form.form_errors.append(words.refusal(refusal.code))
        return _list_page(form)
    flash(table.WAITS, "success")
    return redirect(url_for("stuck.subjects"), 303)


@blueprint.post("/staff/parked-reasons/<string:reason>/replay")
@access.staff(*DOING)
def replay_reason(reason: str) -> ResponseReturnValue:
    end, step, done, failed = monotonic() + PATIENCE, table.step("parked", "replay"), 0, 0
    with platform().database.reading() as session:
        waiting = list(parked.with_reason(session, reason))
    while waiting and monotonic() < end:
        try:
            _do(step, About(id=waiting.pop(0)), "")
            done += 1
        except RuleViolation:
            failed += 1
    flash(words.replayed(done, failed, len(waiting)), "success" if done else "message")
    return redirect(url_for("stuck.subjects"), 303)


def _button(step: table.Step) -> Callable[..., ResponseReturnValue]:
    """The view of a step that is done without a further word."""

    @access.staff(*step.roles)
    def view(stream: str = "", **named: UUID) -> ResponseReturnValue:
        [about] = named.values()
        return _try(step, About(id=about, stream=stream), _to(stream, about) if stream else url_for("stuck.subjects"))

    return view


_PLACES: dict[table.Kind, str] = {
    "subject": "/staff/subjects/<string:stream>/<uuid:subject>",
    "parked": "/staff/parked/<uuid:parked_id>",
    "step": "/staff/subject-steps/<uuid:step_id>",
}
for _kind, _place in _PLACES.items():
    for _step in table.at_once(_kind):
        blueprint.add_url_rule(f"{_place}/{_step.path}", f"{_kind}_{_step.name}", _button(_step), methods=["POST"])


def _do(step: table.Step, about: About, reason: str) -> None:
    here, by, now = platform(), access.current().name, utc_now()
    inbox = Inbox(here.subscriptions, here.documents.get)
    here.database.run(lambda session: step.do(Hand(session=session, inbox=inbox, by=by, now=now, reason=reason), about))


def _ask_for_epoch(publisher: str, epoch: int, reason: str) -> None:
    by, now = access.current().name, utc_now()
    platform().database.run(lambda session: steps.ask_for_epoch(session, publisher, epoch, by, reason, now=now))


def _try(step: table.Step, about: About, address: str, reason: str = "") -> ResponseReturnValue:
    """Do it in one transaction and lead back; what a rule refuses is said there in one sentence."""
    try:
        _do(step, about, reason)
    except RuleViolation as refusal:
        flash(words.refusal(refusal.code))
    else:
        flash(step.done, "success")
    return redirect(address, 303)


def _page(stream: str, subject: UUID, form: StepForm) -> ResponseReturnValue:
    with platform().database.reading() as session:
        found, taken = views.view(session, stream, subject), steps.steps_of(session, stream, subject)
    shown = render_template("besa/subject.html", subject=found, steps=taken, form=form, **_frame())
    return shown, 422 if form.errors else 200


def _list_page(form: EpochForm) -> ResponseReturnValue:
    form.publisher.choices = _publishers()
    with platform().database.reading() as session:
        found, count = views.stuck(session)
        shown = {"without": views.without_subject(session), "steps": steps.open_steps(session),
                 "epochs": views.announced(session), "reasons": views.reasons(session)}  # fmt: skip
    page = render_template(
        "besa/subjects.html", subjects=found, count=count, services=_services(), form=form, **shown, **_frame()
    )
    return page, 422 if form.errors else 200


def _discard_page(parked_id: UUID, form: DiscardForm) -> ResponseReturnValue:
    with platform().database.reading() as session:
        found = views.one_parked(session, parked_id)
    return render_template("besa/discard.html", parked=found, form=form), 422 if form.errors else 200


def _frame() -> dict[str, object]:
    """Words, and which buttons this reader has."""
    me = access.current()
    may = {"may_do": bool(me.roles & set(DOING)), "may_agree": bool(me.roles & set(AGREEING))}
    return {"words": words, "me": me.name, "service": platform().service, **may}


def _to(stream: str, subject: UUID) -> str:
    return url_for("stuck.one_subject", stream=stream, subject=subject)


def _publishers() -> list[tuple[str, str]]:
    with platform().database.reading() as session:
        return [(one.publisher, one.publisher) for one in views.announced(session)]


def _services() -> list[str]:
    return sorted({one for event in Event.registry.values() for one in (event.publisher(), *event.consumers)})
