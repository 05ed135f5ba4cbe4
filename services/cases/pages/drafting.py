"""Writing an act: a draft grows with every button of the form, and is checked when it is saved."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import data, words
from services.cases.actions import drafts
from services.cases.actions.drafts import Draft, DraftAddressee, DraftItem
from services.cases.data import kind_entries
from services.cases.data.acts import matter_entries
from services.cases.domain.bodies import Role
from services.cases.domain.kinds import Approval
from services.cases.domain.recommendation import ActStep
from services.cases.forms.recommendation import MOST_ITEMS, DraftForm
from services.cases.models import Recommendation
from services.cases.pages import picking
from services.cases.pages.acting import an_id, done, same_version, see, today
from services.cases.pages.cases import WORKING
from services.cases.pages.frame import blueprint
from services.cases.queries import acts, cases
from shared import access
from shared.pages.forms import SelectChoice
from shared.platform import platform
from shared.rules import NotFound
from shared.words import language


@blueprint.route("/staff/cases/<uuid:case_id>/recommendations/new", methods=["GET", "POST"])
@access.staff(*WORKING)
def new_recommendation(case_id: UUID) -> ResponseReturnValue:
    by = access.current()
    with platform().database.transaction() as session:
        case = cases.read(session, platform().documents, case_id, by).case
        given = _given(session, case_id, by)
    form = DraftForm(**_choices(), data=given)
    saved, status = _press(form, lambda session: drafts.draft(session, case_id, _draft(form, new=True), by))
    if saved is not None:
        return see(url_for("pages.recommendation", act_id=saved.id))
    back = url_for("pages.case", case_id=case_id), _("Çështja %(number)s", number=case.number)
    heading = _("Harto një akt që zëvendëson një tjetër") if form.supersedes.data else _("Harto një akt")
    return _page(form, case, heading, back), status


def _given(session: Session, case_id: UUID, by: access.Principal) -> dict[str, Any]:
    """What stands in the form of a new act at first: the kind that a link asked for, or all of the act that it is to
    supersede. A day that has passed by now is left out, so that nobody asks for it again without looking.
    """
    old = an_id(request.args.get("supersedes"))
    if old is None:
        return {"kind": request.args.get("kind")}
    view = acts.read(session, old, by)
    if view.act.case_id != case_id or ActStep.SUPERSEDE not in view.legal:
        raise NotFound
    filled = _filled(view)
    for item in filled["items"]:
        item["item_id"] = ""
        item["due"] = item["due"] if item["due"] and item["due"] > today() else None
    return {**filled, "version": "", "supersedes": str(old)}


@blueprint.route("/staff/recommendations/<uuid:act_id>/edit", methods=["GET", "POST"])
@access.staff(*WORKING)
def edit_recommendation(act_id: UUID) -> ResponseReturnValue:
    by = access.current()
    with platform().database.transaction() as session:
        view = acts.read(session, act_id, by)
    form = DraftForm(**_choices(), data=_filled(view))
    check = same_version(form.version.data)
    saved, status = _press(form, lambda session: drafts.edit(session, act_id, _draft(form), by, check))
    if saved is not None:
        return see(url_for("pages.recommendation", act_id=act_id))
    back = url_for("pages.recommendation", act_id=act_id), _("Akti")
    return _page(form, view.case, _("Ndrysho projektin"), back), status


def _press(form: DraftForm, save: Any) -> tuple[Recommendation | None, int]:
    """What the pressed button does: the saved act and 303, or None and the status of the page with the form."""
    pressed = request.form.get("do", "save") if request.method == "POST" else "look"
    if pressed != "save":
        picking.press(form, pressed, "addressees")
        return None, 200
    if not form.validate_on_submit():
        return None, 422
    saved, status = done(form, save)
    if saved is not None:
        flash(_saved(saved), "success")
    return saved, status


def _saved(act: Recommendation) -> str:
    if data.kind_on(act.kind, today()).approval is Approval.NONE:
        return _("Projekti u ruajt. Kërkesën për informacion mund ta lëshoni vetë.")
    return _("Projekti u ruajt. Tani e lexon dhe e miraton një person tjetër.")


def _draft(form: DraftForm, *, new: bool = False) -> Draft:
    """The whole content; an item that stood in the draft before keeps its id, and a new draft has none before."""
    return Draft(
        kind=form.kind.data,
        title=form.title.data,
        grounds=form.grounds.data or "",
        language=form.language.data,
        judicial_matter=form.judicial_matter.data or None,
        supersedes=an_id(form.supersedes.data),
        items=[
            DraftItem(
                text=entry.form.text.data,
                due=entry.form.due.data,
                evidence_expected=entry.form.evidence_expected.data or "",
                id=None if new else an_id(entry.form.item_id.data),
            )
            for entry in form.items
        ],
        addressees=[
            DraftAddressee(institution_id=an_id(entry.form.institution_id.data), role=Role(entry.form.role.data))
            for entry in form.addressees
        ],
    )


def _filled(view: Any) -> dict[str, Any]:
    return {
        "kind": view.act.kind,
        "title": view.act.title,
        "grounds": view.act.grounds,
        "language": view.act.language,
        "judicial_matter": view.act.judicial_matter or "",
        "supersedes": str(view.act.supersedes or ""),
        "version": str(view.act.version),
        "items": [
            {
                "text": item.text,
                "due": item.due,
                "evidence_expected": item.evidence_expected,
                "item_id": str(item.id),
            }
            for item in view.items
        ],
        "addressees": [{"institution_id": str(one.institution_id), "role": one.role} for one in view.addressees],
    }


def _page(form: DraftForm, case: Any, heading: str, back: tuple[str, str]) -> str:
    with platform().database.reading() as session:
        found, known = _look(session, form)
    return render_template(
        "cases/draft.html",
        form=form,
        case=case,
        heading=heading,
        back_href=back[0],
        back_text=back[1],
        kind_hints={key: _hint(entry) for key, entry in kind_entries(today()).items()},
        most_items=MOST_ITEMS,
        found=found,
        **known,
    )


def _look(session: Session, form: DraftForm) -> tuple[Any, dict[str, Any]]:
    return picking.look(session, form, form.addressees)


def _choices() -> dict[str, list[SelectChoice]]:
    lists = {"kinds": kind_entries(today()), "matters": matter_entries(today())}
    return {
        name: [SelectChoice(key, words.of_pair(entry, "name", language())) for key, entry in entries.items()]
        for name, entries in lists.items()
    }


def _hint(entry: Any) -> str:
    """By which law, and to whom such an act may go."""
    basis = words.of_pair(entry, "legal_basis", language())
    if not entry["classes"]:
        return _("%(basis)s. I shkon ankuesit.", basis=basis)
    to = ", ".join(words.label(words.CLASSES, one).lower() for one in entry["classes"])
    return _("%(basis)s. Mund t'i drejtohet: %(classes)s.", basis=basis, classes=to)
