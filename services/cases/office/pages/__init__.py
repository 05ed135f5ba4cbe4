"""How the office works, for who leads it: who has how much and about which rights, the handover of a portfolio;
and the audit trail.
"""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases.office import actions, words
from services.cases.office.forms import HandoverForm, YearFilter
from services.cases.office.lists import ProtocolListing, TrailListing
from services.cases.office.pages import readings
from services.cases.office.pages.trail_rows import row
from services.cases.office.queries import protocol, rights, workload
from services.cases.office.queries.trail import named, state, trail
from services.cases.office.schemas import (
    ClusterCountAnswer,
    HandoverAnswer,
    HandoverBody,
    RightsAnswer,
    WitnessAnswer,
)
from services.cases.pages.acting import done, see, today
from services.cases.pages.case_rows import kind_name
from services.cases.queries import cases, people
from services.cases.queries.visibility import LEADING, OFFICERS
from shared import access
from shared.clock import utc_now
from shared.file_parts import attachment
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import BesaForm, SelectChoice
from shared.pages.languages import date_words, datetime_words
from shared.platform import platform
from shared.rules import NotFound
from shared.words import language

blueprint = Blueprint("office_pages", __name__)
BLUEPRINTS = (blueprint, readings.blueprint)
#: Of an officer's open cases so many can be chosen one by one; all of them go at once.
CHOOSABLE = 100


@blueprint.route("/staff/workload")
@access.staff(*sorted(LEADING))
def workload_page() -> ResponseReturnValue:
    with platform().database.transaction() as session:
        lines = workload.of_all(session, access.current(), today())
    return render_template("cases/workload.html", lines=lines)


@blueprint.route("/staff/rights")
@access.staff(*sorted(LEADING))
def rights_page() -> ResponseReturnValue:
    on, form = today(), YearFilter(request.args, meta={"csrf": False})
    with platform().database.transaction() as session:
        form.year.choices = [SelectChoice(str(year), str(year)) for year in rights.years(session, on)]
        good = form.validate()
        year = int(form.year.data) if good and form.year.data else on.year
        figures = rights.by_cluster(session, access.current(), date(year, 1, 1), min(date(year, 12, 31), on))
    body = render_template(
        "cases/rights.html", form=form, period=_period(figures), rows=[_row(one) for one in figures.clusters]
    )
    return body, 200 if good else 422


def _period(figures: RightsAnswer) -> str:
    days = {"since": date_words(figures.from_), "until": date_words(figures.to)}
    return _("%(cases)d çështje të hapura nga %(since)s deri më %(until)s.", cases=figures.cases, **days)


def _row(cluster: ClusterCountAnswer) -> list[str]:
    return [f"{cluster.number}. {cluster.name(language())}", str(cluster.cases)]


@blueprint.route("/staff/workload/<uuid:staff_id>/handover", methods=["GET", "POST"])
@access.staff(*sorted(LEADING))
def hand_over(staff_id: UUID) -> ResponseReturnValue:
    by, documents, now, status = access.current(), platform().documents, utc_now(), 200
    with platform().database.transaction() as session:
        name, form = _name(session, staff_id), _handover(session, staff_id)
    if request.method == "POST":
        status = 422
        if form.validate_on_submit():
            wanted = _wanted(form)
            handed, status = done(
                form, lambda session: actions.hand_over(by, session, documents, staff_id, wanted, now=now)
            )
            if handed is not None:
                flash(_in_words(handed), "success")
                return see(url_for("office_pages.workload_page"))
    return render_template("cases/handover.html", form=form, name=name), status


@blueprint.route("/staff/audit")
@access.staff("auditor", "commissioner")
def audit_page() -> ResponseReturnValue:
    """The trail, the newest entry first; with both fields that of one object."""
    here, asked, reading = platform(), lists.asked(TrailListing), Reading(access.current(), utc_now())
    _say_both(asked.form)
    with here.database.transaction() as session:
        page = asked.listing and trail(session, here.cursors, asked.listing, reading)
        sealed, called = state(session), named(session, page.items if page else (), language())
    lines = [row(line, called) for line in page.items] if page else []
    held = [_held(one) for one in sealed.witnesses]
    return render_template(
        "cases/audit.html", asked=asked, page=page, lines=lines, sealed=sealed, held=held
    ), asked.status


@blueprint.route("/staff/audit/head")
@access.staff("auditor", "commissioner")
def audit_head() -> ResponseReturnValue:
    """The signed head as a file, to be kept where nobody of the office can change it."""
    with platform().database.reading() as session:
        note = state(session).note
    if not note:
        raise NotFound
    return attachment(note.encode(), "text/plain", "besa-cases-head")


def _held(one: WitnessAnswer) -> list[str]:
    return [str(words.HOLDERS[one.service]), str(one.size), str(words.VERDICTS[one.verdict]), datetime_words(one.at)]


@blueprint.route("/staff/protocol-book")
@access.staff("case_officer", "approver", "commissioner", "auditor")
def protocol_page() -> ResponseReturnValue:
    """Every number, with what the reader may know of its paper."""
    here, asked, reading = platform(), lists.asked(ProtocolListing), Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        page = asked.listing and protocol.book(session, here.documents, here.cursors, asked.listing, reading)
    body = render_template("cases/protocol_book.html", asked=asked, page=page, language=language(), kind_name=kind_name)
    return body, asked.status


def _say_both(form: BesaForm) -> None:
    """A question for half an object is refused where the other half is missing."""
    if bool(form["object"].data) != bool(form["id"].data):
        form["object"].errors, form["id"].errors = (), [_("Plotësoni të dyja, ose asnjërën.")]


def _name(session: Session, staff_id: UUID) -> str:
    name = people.names(session, [staff_id]).get(staff_id)
    if name is None:
        raise NotFound
    return name


def _handover(session: Session, staff_id: UUID) -> HandoverForm:
    form = HandoverForm()
    able = [one for one in people.members(session) if OFFICERS & set(one.roles) and one.id != staff_id]
    form.to.choices = [
        SelectChoice("", _("Zgjidhni")),
        *(SelectChoice(str(one.id), one.name or one.username) for one in able),
    ]
    open_cases = cases.open_of(session, staff_id, access.current(), limit=CHOOSABLE)
    form.cases.choices = [SelectChoice(str(one.id), f"{one.number} · {one.name}") for one in open_cases]
    return form


def _wanted(form: HandoverForm) -> HandoverBody:
    chosen = tuple(UUID(one) for one in form.cases.data or [])
    everything = form.which.data == "all"
    return HandoverBody(to=UUID(form.to.data), cases="all" if everything else chosen, reason=form.reason.data or "")


def _in_words(handed: HandoverAnswer) -> str:
    sentences = [_("Kaluan %(moved)d çështje.", moved=len(handed.moved))]
    if handed.walled:
        numbers = ", ".join(one.number for one in handed.walled)
        sentences.append(_("Mbetën, sepse personi tjetër është i ndarë prej tyre: %(numbers)s.", numbers=numbers))
    if handed.closed:
        sentences.append(_("Mbetën %(closed)d të mbyllura.", closed=handed.closed))
    return " ".join(sentences)
