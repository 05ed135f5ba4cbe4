"""One act: its text exactly as it goes out, the second person's approval, its issue, and what became of it at each body."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.actions import drafts, issuing, publications, withdrawals
from services.cases.data.acts import matter_entries
from services.cases.domain.kinds import Approval, Publication
from services.cases.domain.recommendation import ActStep
from services.cases.forms.recommendation import ApprovalForm, PublicationForm, WithdrawalForm
from services.cases.pages.acting import done, see, shown, today
from services.cases.pages.cases import WORKING
from services.cases.pages.frame import blueprint
from services.cases.pages.tables import by_item
from services.cases.queries import acts
from shared import access
from shared.pages.forms import BesaForm
from shared.pages.languages import date_words, datetime_words
from shared.platform import platform
from shared.words import language

LEADING = ("approver", "commissioner")
PUBLISHING = ("publisher", "commissioner")


@blueprint.route("/staff/recommendations/<uuid:act_id>")
@access.staff(*WORKING, "publisher")
def recommendation(act_id: UUID) -> ResponseReturnValue:
    return _page(act_id, None), 200


@blueprint.route("/staff/recommendations/<uuid:act_id>/approval", methods=["POST"])
@access.staff(*LEADING)
def approve(act_id: UUID) -> ResponseReturnValue:
    form, by = ApprovalForm(), access.current()
    return _do(
        act_id,
        form,
        lambda session: issuing.approve(session, act_id, form.content_hash.data, by),
        _("Teksti u miratua. Tani mund të lëshohet."),
    )


@blueprint.route("/staff/recommendations/<uuid:act_id>/issue", methods=["POST"])
@access.staff(*WORKING)
def issue(act_id: UUID) -> ResponseReturnValue:
    by = access.current()
    return _do(
        act_id,
        ApprovalForm(),
        lambda session: issuing.issue(
            session, platform().documents, act_id, by, address=platform().settings.public_url
        ),
        _("Akti u lëshua dhe po u dërgohet institucioneve."),
    )


@blueprint.route("/staff/recommendations/<uuid:act_id>/discard", methods=["POST"])
@access.staff(*WORKING)
def discard(act_id: UUID) -> ResponseReturnValue:
    by = access.current()
    return _do(act_id, BesaForm(), lambda session: drafts.discard(session, act_id, by), _("Projekti u hodh poshtë."))


@blueprint.route("/staff/recommendations/<uuid:act_id>/withdrawal", methods=["POST"])
@access.staff(*LEADING)
def withdraw(act_id: UUID) -> ResponseReturnValue:
    form, by = WithdrawalForm(prefix="withdrawal-"), access.current()
    return _do(
        act_id,
        form,
        lambda session: withdrawals.withdraw(session, act_id, by, ground=form.ground.data, reason=form.reason.data),
        _("Akti u tërhoq. Institucionet njoftohen."),
    )


@blueprint.route("/staff/recommendations/<uuid:act_id>/publication", methods=["POST"])
@access.staff(*PUBLISHING)
def publish(act_id: UUID) -> ResponseReturnValue:
    form, by = PublicationForm(prefix="publication-"), access.current()
    return _do(
        act_id,
        form,
        lambda session: publications.decide(
            session,
            act_id,
            form.decision.data,
            form.reason.data,
            by,
            proceeding_over=form.proceeding_over.data or None,
        ),
        _("Vendimi për publikimin u shënua."),
    )


def _do(act_id: UUID, form: BesaForm, work: Callable[[Session], Any], said: str) -> ResponseReturnValue:
    """Do it and lead back to the act; what is wrong or refused stands on the act's page."""
    status = 422
    if form.validate_on_submit():
        _changed, status = done(form, work)
        if status == 303:
            flash(said, "success")
            return see(url_for("pages.recommendation", act_id=act_id))
    return _page(act_id, form), status


def _page(act_id: UUID, failing: BesaForm | None) -> str:
    by = access.current()
    with platform().database.transaction() as session:
        view = acts.read(session, act_id, by)
    act, roles = view.act, by.roles
    own = str(by.id) in {str(one) for one in act.authors}
    leading = bool(roles & set(LEADING))
    alone = view.kind.approval is Approval.NONE and bool(roles & set(WORKING))
    return render_template(
        "cases/recommendation.html",
        form=failing,
        act=_act(view),
        facts=_facts(view),
        obligations=by_item(view.obligations),
        own_work=own,
        may_approve=leading and ActStep.APPROVE in view.legal and not own,
        may_issue=ActStep.ISSUE in view.legal and (alone or (leading and not own)),
        needs_second=not alone,
        may_supersede=bool(roles & set(WORKING)) and ActStep.SUPERSEDE in view.legal and not view.case.is_closed,
        related=_related(view),
        may_edit=bool(roles & set(WORKING)) and ActStep.EDIT in view.legal,
        may_discard=bool(roles & set(WORKING)) and ActStep.DISCARD in view.legal,
        addressees=[
            {
                "name": one.name(language()),
                "role": words.label(words.ROLES, one.role),
                "href": url_for("pages.letter", act_id=act_id, institution_id=one.institution_id)
                if roles & set(WORKING)
                else None,
            }
            for one in view.addressees
        ],
        receiver=_("Ankuesit, në kutinë e tij."),
        items=view.items,
        attachments=[
            {
                "title": one[f"title_{language()}"],
                "href": url_for("pages.attachment", act_id=act_id, document=one["document"]),
            }
            for one in act.attachments
        ],
        withdrawal=shown(WithdrawalForm, "withdrawal-", failing, leading and ActStep.WITHDRAW in view.legal),
        publication=_publication(view, failing, allowed=bool(roles & set(PUBLISHING)) and not own),
    )


def _related(view: Any) -> list[dict[str, str]]:
    """The act whose place this one takes, and the one that took its place."""
    pairs = [(_("Zëvendëson"), view.replaces), (_("U zëvendësua nga"), view.replaced_by)]
    return [
        {"key": key, "text": one.number or one.title, "href": url_for("pages.recommendation", act_id=one.id)}
        for key, one in pairs
        if one is not None
    ]


def _publication(view: Any, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    """The decision to publish, for an act that is out and of a kind that may ever be shown."""
    possible = view.act.issued_at is not None and view.kind.publication is not Publication.NEVER
    form = shown(PublicationForm, "publication-", failing, allowed and possible)
    if form is not None and view.kind.publication is not Publication.NEVER_WHILE_PENDING:
        del form.proceeding_over
    return form


def _act(view: Any) -> dict[str, Any]:
    act = view.act
    return {
        "id": act.id,
        "number": act.number,
        "title": act.title,
        "kind": words.of_pair(view.entry, "name", language()),
        "status": act.status,
        "status_label": words.label(words.ACT_STATUSES, act.status),
        "grounds": act.grounds,
        "content_hash": act.content_hash,
        "case_id": act.case_id,
        "case_number": view.case.number,
    }


def _facts(view: Any) -> list[dict[str, str]]:
    act = view.act
    rows = [
        (_("Baza ligjore"), words.of_pair(view.entry, "legal_basis", language())),
        *([(_("Kush preket"), matter_name(act.judicial_matter))] if act.judicial_matter else []),
        (_("Gjuha e letrës"), _("Anglisht") if act.language == "en" else _("Shqip")),
        (_("E shkruan"), ", ".join(_name(view, one) for one in act.authors)),
    ]
    if act.approved_by:
        rows.append((_("E miratoi"), f"{_name(view, act.approved_by)}, {datetime_words(act.approved_at)}"))
    if act.issued_on:
        rows.append((_("Lëshuar më"), date_words(act.issued_on)))
        rows.append((_("Publikimi"), words.label(words.PUBLICATION, view.publication.reason)))
    if act.withdrawn_at:
        ground = words.label(words.WITHDRAWALS, act.withdrawal_ground)
        rows.append((_("Tërhequr"), f"{date_words(act.withdrawn_at)}. {ground}. {act.withdrawal_reason or ''}"))
    return [{"key": key, "value": value} for key, value in rows]


def matter_name(key: str) -> str:
    return words.of_pair(matter_entries(today()).get(key, {}), "name", language()) or key


def _name(view: Any, staff_id: Any) -> str:
    if str(staff_id).startswith("service:"):
        return _("Sistemi")
    return next((name for one, name in view.names.items() if str(one) == str(staff_id)), _("Punonjës"))
