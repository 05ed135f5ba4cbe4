"""What is due to be sent: the list, and one rung with its words, its draft act or its lawful ways, and the button."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases import words
from services.cases.actions import escalations
from services.cases.actions.escalations import ALSO
from services.cases.domain.ladder import RungKey
from services.cases.forms.refusals import sentence
from services.cases.forms.rung_letters import LetterForm, SendingForm
from services.cases.pages.acting import an_id, done, same_version, see, shown, today
from services.cases.pages.cases import WORKING
from services.cases.pages.frame import blueprint
from services.cases.pages.rungs import alternative_names
from services.cases.queries import acts
from services.cases.queries import rung_letters as queries
from shared import access
from shared.pages.forms import BesaForm, SelectChoice
from shared.pages.languages import date_words
from shared.platform import platform
from shared.words import language


@blueprint.route("/staff/rungs")
@access.staff(*WORKING, "publisher")
def rung_list() -> ResponseReturnValue:
    here, after = platform(), request.args.get("after")
    with here.database.transaction() as session:
        page = queries.page_of(session, here.documents, here.cursors, access.current(), today(), after=after)
    return render_template(
        "cases/rung_list.html",
        letters=[_row(view) for view in page.items],
        today=today(),
        next_href=url_for("pages.rung_list", after=page.next) if page.next else None,
        first_href=url_for("pages.rung_list") if after else None,
    )


@blueprint.route("/staff/rungs/<uuid:letter_id>")
@access.staff(*WORKING, "publisher")
def rung_letter(letter_id: UUID) -> ResponseReturnValue:
    return _page(letter_id, None), 200


@blueprint.route("/staff/rungs/<uuid:letter_id>/text", methods=["POST"])
@access.staff(*WORKING)
def edit_rung(letter_id: UUID) -> ResponseReturnValue:
    form, by, documents = LetterForm(prefix="letter-"), access.current(), platform().documents
    check, status = same_version(form.version.data), 422
    if form.validate_on_submit():
        _changed, status = done(
            form,
            lambda session: escalations.edit(session, documents, letter_id, form.title.data, form.text.data, by, check),
        )
        if status == 303:
            flash(_("Teksti u ruajt. Ende nuk është dërguar."), "success")
            return see(url_for("pages.rung_letter", letter_id=letter_id))
    return _page(letter_id, form), status


@blueprint.route("/staff/rungs/<uuid:letter_id>/sending", methods=["POST"])
@access.staff(*WORKING, "publisher")
def send_rung(letter_id: UUID) -> ResponseReturnValue:
    form, by, here = SendingForm(prefix="sending-"), access.current(), platform()
    with here.database.transaction() as session:
        view = queries.read(session, here.documents, letter_id, by, today())
    status = 422
    if form.validate_on_submit():
        taken, status = done(
            form,
            lambda session: escalations.send(
                session,
                here.documents,
                view.owed[0].id,
                RungKey(view.letter.rung),
                by,
                reason=form.reason.data or "",
                alternative=form.alternative.data or None,
                to=an_id(form.to.data),
            ),
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
        found = acts.attachment(session, here.documents, act_id, document, access.current())
    title = found[f"title_{language()}"]
    return render_template("cases/attachment.html", act_id=act_id, title=title, document=found["content"])


def _sent(taken: Any) -> ResponseReturnValue:
    if taken.act_id is not None:
        flash(_("Akti u hartua. Lexojeni; dërgohet kur miratohet dhe lëshohet."), "success")
        return see(url_for("pages.recommendation", act_id=taken.act_id))
    flash(_("Hapi u bë dhe u shënua."), "success")
    return see(url_for("pages.rung_letter", letter_id=taken.letter.id))


def _row(view: Any) -> dict[str, Any]:
    return {
        "href": url_for("pages.rung_letter", letter_id=view.letter.id),
        "rung": words.label(words.RUNGS, view.letter.rung),
        "institution": view.addressee.name(language()),
        "number": view.act.number,
        "due_on": view.letter.due_on,
        "sender": words.label(words.STAFF_ROLES, view.rung.sent_by),
    }


def _page(letter_id: UUID, failing: BesaForm | None) -> str:
    here, by = platform(), access.current()
    with here.database.transaction() as session:
        view = queries.read(session, here.documents, letter_id, by, today())
    waits = view.letter.state == "waiting"
    may_send = waits and bool(by.roles & ALSO.get(view.rung.sent_by, set()))
    return render_template(
        "cases/rung_letter.html",
        form=failing,
        letter=view.letter,
        act=view.act,
        row=_row(view),
        text=view.text,
        items=view.items,
        draft=view.draft,
        obligation_id=view.owed[0].id if view.owed else None,
        words=_words(view),
        why=view.why.get(language()) or date_words(view.letter.due_on),
        writing=_writing(view, failing, allowed=waits and bool(by.roles & set(WORKING))),
        sending=_sending(view, failing, allowed=may_send),
        button=_button(view),
    )


def _words(view: Any) -> str:
    """Where it stands, in one sentence."""
    if view.letter.state == "sent":
        return _("U dërgua.")
    if view.letter.state == "dropped":
        return _("Nuk ka më arsye të dërgohet: erdhi përgjigje, ndryshoi data ose nuk pritet më asgjë.")
    if view.letter.no_superior:
        return _("Sot ky institucion nuk ka organ epror. Zgjidhni një nga rrugët e tjera të ligjshme.")
    if view.draft is not None and view.draft.status in queries.DRAFTS:
        return _("Ky hap është një akt. Dërgohet kur dy persona e miratojnë dhe e lëshojnë.")
    if len(view.superiors) > 1:
        return _("Ky institucion ka më shumë se një organ epror. Zgjidhni cilit i drejtohet zyra.")
    return (
        sentence(view.letter.blocked) if view.letter.blocked else _("Lexojeni, ndryshojeni nëse duhet, dhe dërgojeni.")
    )


def _writing(view: Any, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    if isinstance(failing, LetterForm):
        return failing
    if view.text is None or not allowed:
        return None
    given = {"version": str(view.letter.version), "title": view.text["title"], "text": view.text["text"]}
    return LetterForm(formdata=None, prefix="letter-", data=given)


def _sending(view: Any, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    drafted = view.draft is not None and view.draft.status in queries.DRAFTS
    form = shown(SendingForm, "sending-", failing, allowed and not drafted)
    if form is None:
        return None
    names = alternative_names()
    form.alternative.choices = [SelectChoice(key, words.label(names, key)) for key in view.alternatives]
    form.to.choices = [SelectChoice(str(body.id), body.name(language())) for body in view.superiors]
    if not view.alternatives:
        del form.alternative
    if len(view.superiors) < 2 or view.letter.no_superior:
        del form.to
    return form


def _button(view: Any) -> str:
    if view.letter.no_superior:
        return _("Shëno rrugën e zgjedhur")
    label = words.label(words.RUNGS, view.letter.rung).lower()
    return _("Harto aktin: %(rung)s", rung=label) if view.rung.act else _("Dërgo: %(rung)s", rung=label)
