"""Writing an act: a draft grows with every button of the form, and is checked when it is saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import data, words
from services.cases.actions import drafts
from services.cases.data import kind_entries
from services.cases.data.acts import grounds_parts, matter_entries
from services.cases.domain.bodies import Role
from services.cases.domain.kinds import Approval
from services.cases.domain.recommendation import ActStep
from services.cases.forms.placing import add_all, add_besides
from services.cases.forms.recommendation import MOST_ITEMS, DraftForm, lines_of
from services.cases.forms.refusals import fault_words
from services.cases.models import ActItem, Case, Recommendation
from services.cases.pages import picking
from services.cases.pages.acting import an_id, done, same_version, see, today
from services.cases.pages.cases import WORKING
from services.cases.queries import acts, advice, cases, numbers_in_text
from services.cases.queries.acts import ActView
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody
from shared import access
from shared.clock import utc_now
from shared.pages.forms import SelectChoice
from shared.platform import platform
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation
from shared.words import inside, language

blueprint = Blueprint("drafting", __name__)


@blueprint.route("/staff/cases/<uuid:case_id>/recommendations/new", methods=["GET", "POST"])
@access.staff(*WORKING)
def new_recommendation(case_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    with platform().database.transaction() as session:
        case = cases.read(session, platform().documents, case_id, by, today()).case
        given, choices = _given(session, case_id, by), _choices(session, case_id)
    form = DraftForm(**choices, data=given)
    store = platform().documents
    saved, status = _press(
        form, lambda session: drafts.draft(by, session, store, case_id, _draft(form, new=True), now=now)
    )
    if saved is not None:
        return see(url_for("recommendations_pages.recommendation", act_id=saved.id))
    back = Back(url_for("cases_pages.case", case_id=case_id), _("Çështja %(number)s", number=case.number))
    heading = _("Harto një akt që zëvendëson një tjetër") if form.supersedes.data else _("Harto një akt")
    return _page(form, case, None, heading, back), status


def _given(session: Session, case_id: UUID, by: Principal) -> dict[str, object]:
    """What stands in the form of a new act at first: the kind that a link asked for, or all of the act that it is to
    supersede. A day that has passed by now is left out, so that nobody asks for it again without looking.
    """
    old = an_id(request.args.get("supersedes"))
    if old is None:
        return {"kind": request.args.get("kind")}
    view = acts.read(session, old, by, today())
    if view.act.case_id != case_id or ActStep.SUPERSEDE not in view.legal:
        raise NotFound
    items = [
        {**_item(item), "item_id": "", "due": item.due if item.due and item.due > today() else None}
        if view.kind.orders
        else {"text": item.text}
        for item in view.items
    ]
    return {**_filled(view), "items": items, "version": "", "supersedes": str(old)}


@blueprint.route("/staff/recommendations/<uuid:act_id>/edit", methods=["GET", "POST"])
@access.staff(*WORKING)
def edit_recommendation(act_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    with platform().database.transaction() as session:
        view = acts.read(session, act_id, by, today())
        choices = _choices(session, view.case.id)
    form = DraftForm(**choices, data=_filled(view))
    check = same_version(form.version.data)
    store = platform().documents
    saved, status = _press(form, lambda session: drafts.edit(by, session, store, act_id, _draft(form), check, now=now))
    if saved is not None:
        return see(url_for("recommendations_pages.recommendation", act_id=act_id))
    back = Back(url_for("recommendations_pages.recommendation", act_id=act_id), _("Akti"))
    return _page(form, view.case, view.act, _("Ndrysho projektin"), back), status


def _press(form: DraftForm, save: Callable[[Session], Recommendation]) -> tuple[Recommendation | None, int]:
    """What the pressed button does: the saved act and 303, or None and the status of the page with the form."""
    pressed = request.form.get("do", "save") if request.method == "POST" else "look"
    if pressed != "save":
        picking.press(form, pressed, "addressees")
        _fill_roles(form)
        return None, 200
    _fill_roles(form)
    if not form.validate_on_submit():
        return None, 422
    saved, status = done(form, save)
    if saved is not None:
        _say_saved(saved)
    return saved, status


def _fill_roles(form: DraftForm) -> None:
    if form.kind.data in kind_entries(today()):
        form.fill_roles(data.kind_on(form.kind.data, today()))


def _say_saved(act: Recommendation) -> None:
    """That it is kept, and whether it goes on to a second person or something stands in its way."""
    only = platform().settings.confirmed_law_only
    with platform().database.reading() as session:
        lacks = acts.lacking(session, [act], today(), confirmed_only=only)[act.id]
    if lacks:
        flash(_("Projekti u ruajt. Që të miratohet, më parë duhet mënjanuar çfarë e pengon."), "notice")
    else:
        flash(_saved(act), "success")


def _saved(act: Recommendation) -> str:
    if data.kind_on(act.kind, today()).approval is Approval.NONE:
        return _("Projekti u ruajt. Kërkesën për informacion mund ta lëshoni vetë.")
    return _("Projekti u ruajt. Tani e lexon dhe e miraton një person tjetër.")


def _draft(form: DraftForm, *, new: bool = False) -> DraftBody:
    """The whole content; an item that stood in the draft before keeps its id, and a new draft has none before."""
    return DraftBody(
        kind=form.kind.data,
        title=form.title.data or "",
        grounds=form.grounds.data or "",
        language=form.language.data,
        judicial_matter=form.judicial_matter.data or None,
        official_function=(form.official_function.data or "").strip() or None,
        injured_party=an_id(form.injured_party.data),
        cosigners=lines_of(form.cosigners.data),
        supersedes=an_id(form.supersedes.data),
        items=tuple(
            ItemBody(
                text=entry.form.text.data or "",
                due=entry.form.due.data,
                evidence_expected=entry.form.evidence_expected.data or "",
                id=None if new else an_id(entry.form.item_id.data),
            )
            for entry in form.items
        ),
        addressees=tuple(
            AddresseeBody(institution_id=body, role=Role(entry.form.role.data))
            for entry in form.addressees
            if (body := an_id(entry.form.institution_id.data)) is not None
        ),
    )


def _filled(view: ActView) -> dict[str, object]:
    """The act as the form shows it."""
    act = view.act
    return {
        "kind": act.kind,
        "title": act.title,
        "grounds": act.grounds,
        "language": act.language,
        "judicial_matter": act.judicial_matter or "",
        "official_function": act.official_function or "",
        "injured_party": str(act.injured_party or ""),
        "cosigners": "\n".join(act.cosigners),
        "supersedes": str(act.supersedes or ""),
        "version": str(act.version),
        "items": [_item(item) for item in view.items],
        "addressees": [{"institution_id": str(one.institution_id), "role": one.role} for one in view.addressees],
    }


def _item(item: ActItem) -> dict[str, object]:
    return {
        "text": item.text,
        "due": item.due,
        "evidence_expected": item.evidence_expected,
        "item_id": str(item.id),
    }


@dataclass(frozen=True)
class Back:
    """Where the link above the page leads."""

    href: str
    text: str


def _stands_against(session: Session, form: DraftForm, case: Case, act: Recommendation | None) -> list[str]:
    """What the rules say of the text as it stands in the form: at its fields where it was to be saved or is looked at, and else what no field
    of it mends, so that nobody who is still adding parts is told that a field is empty. A number that was typed is told with every button.
    """
    pressed = request.form.get("do", "save") if request.method == "POST" else "open"
    if pressed == "save" and not form.errors:
        return []
    found = _rules_say(session, form, case, act)
    # Enter in the field of the search presses "look" too, and whoever searches is still adding.
    at_fields = pressed == "save" or (pressed == "look" and not form.search.data)
    if at_fields:
        add_besides(form, found)
    if pressed != "open":
        items = [(one.form.text.data, one.form.evidence_expected.data) for one in form.items]
        written = numbers_in_text.named(form.title.data, form.grounds.data, form.official_function.data, items)
        add_all(form, numbers_in_text.told(written))
    return [] if at_fields else [fault_words(one) for one in found if not isinstance(one, ContentViolation)]


def _rules_say(session: Session, form: DraftForm, case: Case, act: Recommendation | None) -> Sequence[RuleViolation]:
    """Nothing as long as no kind is chosen."""
    if form.kind.data not in kind_entries(today()):
        return ()
    by = access.current()
    try:
        wanted = _draft(form, new=act is None)
    except (ValueError, NotFound):
        # What no page posts: the form has said so.
        return ()
    authors = [*(act.authors if act else ()), str(by.id)]
    return drafts.against(
        session,
        case,
        act,
        wanted,
        now=utc_now(),
        authors=authors,
        confirmed_only=platform().settings.confirmed_law_only,
    )


def _page(form: DraftForm, case: Case, act: Recommendation | None, heading: str, back: Back) -> str:
    with platform().database.reading() as session:
        bodies, known = picking.look(session, form, form.addressees)
        against = _stands_against(session, form, case, act)
    return render_template(
        "cases/draft.html",
        form=form,
        case=case,
        heading=heading,
        back_href=back.href,
        back_text=back.text,
        against=against,
        kind_hints={key: _hint(entry) for key, entry in kind_entries(today()).items()},
        orders=_orders(form.kind.data),
        most_items=MOST_ITEMS,
        found=bodies,
        **known,
    )


def _orders(kind: str | None) -> bool:
    """Whether items are asked by when and shown by what; so too as long as no kind was chosen."""
    return kind not in kind_entries(today()) or data.kind_on(kind or "", today()).orders


def _choices(session: Session, case_id: UUID) -> dict[str, list[SelectChoice]]:
    lists = {"kinds": kind_entries(today()), "matters": matter_entries(today())}
    named = {
        name: [SelectChoice(key, words.of_pair(entry, "name", language())) for key, entry in entries.items()]
        for name, entries in lists.items()
    }
    injured = [
        SelectChoice(str(party.id), f"{words.label(words.PARTY_ROLES, party.role)}, {complaint.reference}")
        for party, complaint in advice.advisable(session, case_id)
    ]
    return {**named, "injured": injured}


def _hint(entry: data.Entry) -> str:
    """By which law, and to whom such an act may go."""
    basis = words.of_law(entry, "legal_basis")
    if not entry["classes"]:
        return _("%(basis)s. I shkon personit të dëmtuar.", basis=basis)
    to = ", ".join(inside(words.label(words.CLASSES, one)) for one in entry["classes"])
    said = _("%(basis)s. Mund t'i drejtohet: %(classes)s.", basis=basis, classes=to)
    parts = [one.name for one in grounds_parts(entry["letter"], "sq", today())]
    if not parts:
        return said
    named = _(
        "Arsyet shkruhen në pjesë, secila nën emrin e vet në një rresht më vete: %(parts)s.", parts=", ".join(parts)
    )
    return f"{said} {named}"
