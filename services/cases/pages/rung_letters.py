"""What is due to be sent: the list, and one rung with its words, its draft act or its lawful ways, and the button."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.actions import escalations
from services.cases.actions.escalations import ALSO
from services.cases.actions.outgoing import Outgoing
from services.cases.data import alternative_entries
from services.cases.domain.issue_day import readable
from services.cases.domain.ladder import REMINDERS, RungKey
from services.cases.domain.timeliness import local_date
from services.cases.forms.refusals import sentence
from services.cases.forms.rung_letters import LetterForm, ReportForm, SendingForm
from services.cases.lists.attention import ATTENTION
from services.cases.lists.rung_letters import OPEN_ACT, STEPS, RungLetterListing
from services.cases.pages import obligation_bodies as bodies
from services.cases.pages.acting import an_id, done, same_version, see, shown, today
from services.cases.pages.cases import WORKING
from services.cases.pages.marked import check_shown, pieces
from services.cases.pages.rungs import alternative_names, drafted_words, step_label
from services.cases.queries import acts, obligations
from services.cases.queries import rung_letters as queries
from services.cases.queries.rung_letters import LetterView
from services.cases.schemas.rung_letters import LetterChangeBody, ReportBody
from services.cases.schemas.rungs import EscalationBody, TakenRung
from shared import access
from shared.clock import utc_now
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import BesaForm, SelectChoice
from shared.pages.languages import date_words
from shared.platform import platform
from shared.words import inside, language

blueprint = Blueprint("rung_letters_pages", __name__)
#: Letters among which the commissioner chooses for one report.
MOST_REPORTED = 200
#: Between a lawful way and the body that it goes to.
TO = "|"


@dataclass(frozen=True)
class LetterRow:
    href: str
    rung: str
    institution: str
    to: str
    number: str | None
    due_on: date
    sender: str


@blueprint.route("/staff/rungs")
@access.staff(*WORKING, "publisher")
def rung_list() -> ResponseReturnValue:
    here, asked, reading = platform(), lists.asked(RungLetterListing), Reading(access.current(), utc_now())
    with here.database.reading() as session:
        page = queries.page_of(session, here.documents, here.cursors, asked.listing, reading) if asked.listing else None
        elsewhere = _elsewhere(session, reading)
    letters = [_row(view) for view in page.items] if page else []
    may_report = "commissioner" in reading.by.roles
    return render_template(
        "cases/rung_list.html", letters=letters, asked=asked, page=page, may_report=may_report, elsewhere=elsewhere
    ), asked.status


def _elsewhere(session: Session, reading: Reading) -> list[tuple[str, str, int]]:
    """Where the steps are that are not on this list, as its words, its address and how many; a publisher reads no obligations."""
    if not reading.by.roles & set(WORKING):
        return []
    steps = obligations.steps_elsewhere(session, reading)
    held = obligations.attention_counts(session, reading)["held"]
    at = "obligations_pages.obligation_list"
    rows = [(str(STEPS[word]), url_for(at, step=word), many) for word, many in steps.items()]
    return [*rows, (str(ATTENTION["held"]), url_for(at, attention="held"), held)]


@blueprint.route("/staff/rungs/report", methods=["GET", "POST"])
@access.staff("commissioner")
def join_reports() -> ResponseReturnValue:
    documents, by, now, status = platform().documents, access.current(), utc_now(), 200
    form = ReportForm(prefix="report-")
    form.letters.choices = _reportable(Reading(by, now))
    if request.method == "POST":
        status = 422
        if form.validate_on_submit():
            wanted = _report_of(form)
            act, status = done(form, lambda session: escalations.join(by, session, documents, wanted, now=now))
            if act is not None:
                flash(_("Raporti u hartua. Lexojeni; dërgohet kur miratohet dhe lëshohet."), "success")
                return see(url_for("recommendations_pages.recommendation", act_id=act.id))
    return render_template("cases/rung_report.html", form=form), status


def _reportable(reading: Reading) -> list[SelectChoice]:
    """The letters that wait to be reported to the Assembly, each with the body that owes."""
    here, asked = platform(), RungLetterListing(limit=MOST_REPORTED)
    with here.database.reading() as session:
        waiting = queries.page_of(session, here.documents, here.cursors, asked, reading).items
    return [
        SelectChoice(str(one.letter.id), f"{one.act.number}, {one.addressee.name(language())}")
        for one in waiting
        if one.letter.rung == RungKey.ASSEMBLY_REPORT
    ]


def _report_of(form: ReportForm) -> ReportBody:
    measures = tuple(line.strip() for line in (form.measures.data or "").split("\n") if line.strip())
    return ReportBody(
        letters=tuple(UUID(one) for one in form.letters.data or ()), title=form.title.data or "", measures=measures
    )


@blueprint.route("/staff/rungs/<uuid:letter_id>")
@access.staff(*WORKING, "publisher")
def rung_letter(letter_id: UUID) -> ResponseReturnValue:
    return _page(letter_id, None), 200


@blueprint.route("/staff/rungs/<uuid:letter_id>/text", methods=["POST"])
@access.staff(*WORKING)
def edit_rung(letter_id: UUID) -> ResponseReturnValue:
    form, by, documents, now = LetterForm(prefix="letter-"), access.current(), platform().documents, utc_now()
    check, status = same_version(form.version.data), 422
    if form.validate_on_submit():
        body = LetterChangeBody(title=form.title.data or "", text=form.text.data or "")
        _changed, status = done(
            form, lambda session: escalations.edit(by, session, documents, letter_id, body, check, now=now)
        )
        if status == 303:
            flash(_("Teksti u ruajt. Ende nuk është dërguar."), "success")
            return see(url_for("rung_letters_pages.rung_letter", letter_id=letter_id))
    return _page(letter_id, form), status


@blueprint.route("/staff/rungs/<uuid:letter_id>/anew", methods=["POST"])
@access.staff(*WORKING)
def write_anew(letter_id: UUID) -> ResponseReturnValue:
    by, documents, now = access.current(), platform().documents, utc_now()
    form = BesaForm()
    anew, status = done(form, lambda session: escalations.write_anew(by, session, documents, letter_id, now=now).id)
    if anew is None:
        return _page(letter_id, form), status
    flash(_("Kujtesa u shkrua përsëri me atë që dihet sot. Lexojeni dhe dërgojeni; e vjetra nuk niset."), "success")
    return see(url_for("rung_letters_pages.rung_letter", letter_id=anew))


@blueprint.route("/staff/rungs/<uuid:letter_id>/sending", methods=["POST"])
@access.staff(*WORKING, "publisher")
def send_rung(letter_id: UUID) -> ResponseReturnValue:
    form, by, documents, now = SendingForm(prefix="sending-"), access.current(), platform().documents, utc_now()
    view, status, out = _read(letter_id), 422, Outgoing.of(platform().settings)
    if form.validate_on_submit():
        body, owed = _sending_of(view, form), view.owed[0].id
        bodies.compare_again(by, owed, body.rung, now=now)
        taken, status = done(
            form,
            lambda session: escalations.send(by, session, documents, owed, body, now=now, outgoing=out),
            alternative_names(),
        )
        if taken is not None:
            return _sent(taken)
    return _page(letter_id, form), status


@blueprint.route("/staff/recommendations/<uuid:act_id>/attachments/<string:document>")
@access.staff(*WORKING, "publisher")
def attachment(act_id: UUID, document: str) -> ResponseReturnValue:
    here = platform()
    with here.database.transaction() as session:
        enclosed = acts.attachment(session, here.documents, act_id, document, access.current())
    title = enclosed.title_en if language() == "en" else enclosed.title_sq
    return render_template("cases/attachment.html", act_id=act_id, title=title, document=enclosed.content)


def _sending_of(view: LetterView, form: SendingForm) -> EscalationBody:
    way, _sep, whom = (form.alternative.data or "").partition(TO)
    return EscalationBody(
        rung=RungKey(view.letter.rung),
        reason=form.reason.data or "",
        alternative=way or None,
        to=an_id(whom or form.to.data),
        seen=form.seen.data or None,
        names_reason=form.names_reason.data or "",
    )


def _sent(taken: TakenRung) -> ResponseReturnValue:
    if taken.left_out:
        left = "; ".join(f"“{one}”" for one in taken.left_out)
        flash(
            _("Këto fjalë të shkruara nga njerëz nuk u vendosën, sepse aty ndryshoi vetë fakti: %(words)s", words=left),
            "warning",
        )
    if taken.act is not None:
        flash(_("Akti u hartua. Lexojeni; dërgohet kur miratohet dhe lëshohet."), "success")
        return see(url_for("recommendations_pages.recommendation", act_id=taken.act))
    if taken.state == "sent":
        flash(_("Hapi u bë dhe u shënua."), "success")
    return see(url_for("rung_letters_pages.rung_letter", letter_id=taken.letter))


def _row(view: LetterView) -> LetterRow:
    return LetterRow(
        href=url_for("rung_letters_pages.rung_letter", letter_id=view.letter.id),
        rung=step_label(view.letter.rung, view.letter.alternative, no_superior=view.letter.no_superior),
        institution=view.addressee.name(language()),
        to=_to_whom(view),
        number=view.act.number,
        due_on=view.letter.due_on,
        sender=words.label(words.STAFF_ROLES, view.rung.sent_by),
    )


def _to_whom(view: LetterView) -> str:
    """To whom it goes, or went: a reminder to the body itself, an act to whom it was turned to; the public reads the last one."""
    if view.to is not None:
        return view.to.name(language())
    if RungKey(view.letter.rung) in REMINDERS:
        return view.addressee.name(language())
    if RungKey(view.letter.rung) is RungKey.PUBLICATION:
        return _("Publiku")
    return _("Nuk është zgjedhur ende") if view.letter.state == "waiting" else "–"


def _read(letter_id: UUID) -> LetterView:
    here, reading = platform(), Reading(access.current(), utc_now())
    with here.database.transaction() as session:
        return escalations.read(session, here.documents, letter_id, reading)


def _page(letter_id: UUID, failing: BesaForm | None) -> str:
    view, by = _read(letter_id), access.current()
    waits = view.letter.state == "waiting"
    may_send = waits and bool(by.roles & ALSO.get(view.rung.sent_by, set()))
    return render_template(
        "cases/rung_letter.html",
        form=failing,
        letter=view.letter,
        act=view.act,
        row=_row(view),
        text=view.text,
        check=check_shown(view.check, 2) if waits and view.seen else None,
        marked=[pieces(one, view.check, part) for part, one in enumerate((view.text.title, view.text.text))]
        if view.text
        else [],
        items=view.items,
        unanswered=_unanswered(view) if waits else [],
        draft=view.draft,
        obligation_id=view.owed[0].id if view.owed else None,
        words=_words(view),
        why=view.why.get(language()) or date_words(view.letter.due_on),
        writing=_writing(view, failing, allowed=waits and bool(by.roles & set(WORKING))),
        before=view.before,
        instead_of=view.instead_of,
        renewable=_lies(view)
        and bool(by.roles & set(WORKING))
        and view.letter.sent_at is not None
        and local_date(view.letter.sent_at) < today(),
        changes=view.changes,
        changed=[[_or_dash(one.was), _or_dash(one.now)] for one in view.changes.changed] if view.changes else [],
        anew=_anew(view),
        sending=_sending(view, failing, allowed=may_send),
        button=_button(view),
    )


def _words(view: LetterView) -> str:
    """Where it stands, in one sentence."""
    if view.letter.state != "waiting":
        return _settled_words(view)
    if view.letter.no_superior and view.draft is None and view.letter.alternative is None:
        return _("Sot ky institucion nuk ka organ epror. Zgjidhni një nga rrugët e tjera të ligjshme.")
    if view.changes is not None and view.draft is None:
        return _("Që kur u shkruan fjalët e kësaj letre, ndryshoi diçka. Nuk dërgohet pa u parë përsëri.")
    if view.changes is not None:
        return _(
            "Që kur u hartua ky akt, ndryshoi diçka që ai tregon. Nuk miratohet dhe nuk lëshohet pa u hartuar përsëri."
        )
    if view.draft is not None and view.draft.status in OPEN_ACT:
        said = drafted_words(view.draft.created_at, view.to)
        steps = _("Ky hap është një akt. Dërgohet kur dy persona e miratojnë dhe e lëshojnë.")
        unread = _("Si qëndron ky organ ndaj institucionit nuk e ka konfirmuar askush: letra nuk e thotë.")
        return " ".join((said, steps, *([unread] if view.relation_confirmed is False else [])))
    if len(view.superiors) > 1:
        return _("Ky institucion ka më shumë se një organ epror. Zgjidhni cilit i drejtohet zyra.")
    return (
        sentence(view.letter.blocked) if view.letter.blocked else _("Lexojeni, ndryshojeni nëse duhet, dhe dërgojeni.")
    )


def _settled_words(view: LetterView) -> str:
    """What became of one that does not wait any more."""
    if view.letter.state == "withdrawn":
        return _("U mor mbrapsht para se të nisej: nuk iu dha askujt.")
    if view.letter.state == "dropped" and view.letter.blocked:
        over = _("Nuk pret më të dërgohet.")
        return f"{over} {sentence(view.letter.blocked)}"
    if view.letter.state == "dropped":
        return _("Nuk ka më arsye të dërgohet: erdhi përgjigje, ndryshoi data ose nuk pritet më asgjë.")
    said = _("U dërgua. Drejtuar: %(body)s.", body=_to_whom(view))
    lies = _("Letra nuk është nisur ende: shihni librin e postës.")
    return f"{said} {lies}" if _lies(view) else said


def _lies(view: LetterView) -> bool:
    """Whether it is a reminder that was sent and has not left."""
    reminds = RungKey(view.letter.rung) in REMINDERS and view.letter.alternative is None
    return view.letter.state == "sent" and reminds and view.letter.left_on is None


def _writing(view: LetterView, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    if isinstance(failing, LetterForm):
        # What was changed meanwhile stands on the page: who saves now has read it.
        failing.version.data = view.tag
        return failing
    if view.text is None or not allowed:
        return None
    # What was written over other facts is put before a person as it would read over those of today.
    words = view.changes.proposal if view.changes is not None and view.changes.proposal is not None else view.text
    given = {"version": view.tag, "title": words.title, "text": words.text}
    return LetterForm(formdata=None, prefix="letter-", data=given)


def _unanswered(view: LetterView) -> list[tuple[str, int]]:
    """Where the body waits for the office, as addresses with the number of the item."""
    at = "obligations_pages.obligation"
    return [
        (url_for(at, obligation_id=one.id), item.place + 1)
        for one, item in zip(view.owed, view.items, strict=True)
        if one.question_id is not None
    ]


def _anew(view: LetterView) -> dict[str, str] | None:
    """The form that takes a person's own words back: it writes those that the system has today."""
    today_words = view.changes.today if view.changes is not None else None
    if today_words is None:
        return None
    return {"letter-version": view.tag, "letter-title": today_words.title, "letter-text": today_words.text}


def _or_dash(words_then: str) -> str:
    return readable(words_then) or "–"


def _sending(view: LetterView, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    drafted = view.draft is not None and view.draft.status in OPEN_ACT
    stale = view.changes is not None
    form = shown(SendingForm, "sending-", failing, allowed and drafted == stale)
    if form is None or (stale and not drafted):
        return None
    # Who sends it after a refusal has read the words that stand on this page.
    form.seen.data = view.seen or ""
    form.alternative.choices = list(_ways(view))
    form.to.choices = [SelectChoice(str(body.id), body.name(language())) for body in view.superiors]
    if not check_shown(view.check).stops:
        del form.names_reason
    if not view.alternatives:
        del form.alternative
    if len(view.superiors) < 2 or view.letter.no_superior:
        del form.to
    return form


def _ways(view: LetterView) -> Iterator[SelectChoice]:
    """Each lawful way with the body that it goes to; one by which somebody is turned to stands here only where there is somebody."""
    names = alternative_names()
    for key in view.alternatives:
        label = words.label(names, key)
        for body in view.ways.get(key, []):
            to = _("%(way)s: %(body)s", way=label, body=body.name(language()))
            yield SelectChoice(f"{key}{TO}{body.id}", to)
        if alternative_entries(today())[key]["act"] is None:
            yield SelectChoice(key, label)


def _button(view: LetterView) -> str:
    if view.changes is not None:
        return _("Harto përsëri me atë që dihet sot")
    if view.letter.no_superior:
        return _("Vazhdo me rrugën e zgjedhur")
    label = inside(words.label(words.RUNGS, view.letter.rung))
    return _("Harto aktin: %(rung)s", rung=label) if view.rung.act else _("Dërgo: %(rung)s", rung=label)
