"""What the public reads of an act: written from the letter, compared with the sealed files, approved by a second person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.cases.actions import public_versions
from services.cases.domain.checks import is_taken_back
from services.cases.forms.public_version import PublicVersionForm
from services.cases.forms.recommendation import ApprovalForm
from services.cases.models import PublicVersion, Recommendation, TextCheck
from services.cases.pages.acting import done, see
from services.cases.pages.cases import WORKING
from services.cases.pages.marked import CheckShown, Piece, check_shown, pieces
from services.cases.queries import public_versions as queries
from services.cases.queries.checks import look_of
from services.cases.queries.public_versions import VersionView
from services.cases.schemas.public_versions import PublicVersionBody
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm
from shared.platform import platform
from shared.principal import Principal

blueprint = Blueprint("public_versions_pages", __name__)
LEADING = ("approver", "commissioner")
PATH = "/staff/recommendations/<uuid:act_id>/public-version"


@blueprint.route(PATH, methods=["GET"])
@access.staff(*WORKING)
def public_version(act_id: UUID) -> ResponseReturnValue:
    return _page(act_id, None), 200


@blueprint.route(PATH, methods=["POST"])
@access.staff(*WORKING)
def write(act_id: UUID) -> ResponseReturnValue:
    form, here, by, now = PublicVersionForm(), platform(), access.current(), utc_now()
    status = 422
    if form.validate_on_submit():
        wanted = PublicVersionBody(
            title=form.title.data or "", grounds=form.grounds.data or "", items=tuple(form.items.data)
        )
        _made, status = done(
            form, lambda session: public_versions.write(by, session, here.documents, act_id, wanted, now=now)
        )
        if status == 303:
            flash(_("Teksti u ruajt. Tani e lexon dhe e miraton një person tjetër."), "success")
            return see(url_for("public_versions_pages.public_version", act_id=act_id))
    return _page(act_id, form), status


@blueprint.route(f"{PATH}/approval", methods=["POST"])
@access.staff(*LEADING)
def approve(act_id: UUID) -> ResponseReturnValue:
    form, by, now, status = ApprovalForm(), access.current(), utc_now(), 422
    seen, reason = form.content_hash.data or "", form.names_reason.data or ""
    if form.validate_on_submit():
        _compare_again(act_id, now)
        made, status = done(
            form,
            lambda session: public_versions.approve(
                by, session, platform().documents, act_id, seen, names_reason=reason, now=now
            ),
        )
        if status == 303:
            flash(_approved_words(made), "success")
            return see(url_for("public_versions_pages.public_version", act_id=act_id))
    return _page(act_id, form), status


def _approved_words(version: PublicVersion | None) -> str:
    if version is not None and version.approved_at is not None:
        return _("Teksti u miratua. Publiku e lexon sapo akti publikohet.")
    return _("Miratimi u shënua. Kryhet vetë sapo teksti të krahasohet me dosjen e mbyllur, nëse nuk tregohet askush.")


@blueprint.route(f"{PATH}/names-reason", methods=["POST"])
@access.staff(*LEADING)
def show_again(act_id: UUID) -> ResponseReturnValue:
    form, by, now, status = ApprovalForm(), access.current(), utc_now(), 422
    seen, reason = form.content_hash.data or "", form.names_reason.data or ""
    if form.validate_on_submit():
        _compare_again(act_id, now)
        _made, status = done(
            form, lambda session: public_versions.explain_names(by, session, act_id, seen, reason, now=now)
        )
        if status == 303:
            flash(_("Arsyeja u shënua. Publiku e lexon përsëri tekstin."), "success")
            return see(url_for("public_versions_pages.public_version", act_id=act_id))
    return _page(act_id, form), status


def _compare_again(act_id: UUID, now: datetime) -> None:
    here, by = platform(), access.current()
    here.database.run(lambda session: public_versions.compare_again(by, session, here.documents, act_id, now=now))


@dataclass(frozen=True)
class VersionShown:
    """A version as it is read: title, grounds, items, who signed the act besides the office, in pieces where something is marked."""

    title: list[Piece]
    grounds: list[Piece]
    items: list[list[Piece]]
    cosigners: list[list[Piece]]


def _page(act_id: UUID, failing: BesaForm | None) -> str:
    by = access.current()
    with platform().database.transaction() as session:
        view = queries.read(session, act_id, by)
    return render_template(
        "cases/public_version.html",
        form=failing,
        act_id=act_id,
        number=view.act.number,
        draft=_shown(view.act, view.draft, view.check),
        check=check_shown(view.check) if view.draft else None,
        own_work=view.draft is not None and str(by.id) in view.draft.authors,
        approval=_approval(view, by, failing),
        shown=_shown(view.act, view.shown, view.shown_check),
        again=_again(view, by, failing),
        writing=failing if isinstance(failing, PublicVersionForm) else _writing(view),
    )


def _shown(act: Recommendation, version: PublicVersion | None, check: TextCheck | None) -> VersionShown | None:
    if version is None:
        return None
    items = [pieces(one, check, 2 + place) for place, one in enumerate(version.items)]
    after = 2 + len(items)
    cosigners = [pieces(one, check, after + place) for place, one in enumerate(act.cosigners)]
    return VersionShown(pieces(version.title, check, 0), pieces(version.grounds, check, 1), items, cosigners)


@dataclass(frozen=True)
class Approval:
    """The second person's button; `form` asks for the reason too where the text names someone."""

    form: ApprovalForm
    check: CheckShown


def _approval(view: VersionView, by: Principal, failing: BesaForm | None) -> Approval | None:
    check = check_shown(view.check)
    if view.draft is None or check.waiting or str(by.id) in view.draft.authors or not by.roles & set(LEADING):
        return None
    form = failing if isinstance(failing, ApprovalForm) else ApprovalForm(formdata=None)
    form.content_hash.data = view.draft.content_hash
    return Approval(form, check)


@dataclass(frozen=True)
class TakenBack:
    """What the public does not read any more; `form` for a second person who says why it may, None for who wrote it."""

    check: CheckShown
    form: ApprovalForm | None


def _again(view: VersionView, by: Principal, failing: BesaForm | None) -> TakenBack | None:
    check = check_shown(view.shown_check)
    if view.shown is None or not is_taken_back(look_of(view.shown_check)):
        return None
    if str(by.id) in view.shown.authors or not by.roles & set(LEADING):
        return TakenBack(check, None)
    form = failing if isinstance(failing, ApprovalForm) else ApprovalForm(formdata=None)
    form.content_hash.data = view.shown.content_hash
    return TakenBack(check, form)


def _writing(view: VersionView) -> PublicVersionForm:
    """With the words of the draft; else those that are shown, else those of the letter, from which names are taken out."""
    version = view.draft or view.shown
    if version is not None:
        given = {"title": version.title, "grounds": version.grounds, "items": version.items}
    else:
        given = {"title": view.act.title, "grounds": view.act.grounds, "items": [one.text for one in view.items]}
    return PublicVersionForm(formdata=None, data=given)
