"""The bulletin at a desk: an issue is begun, introduced, approved, perhaps withdrawn."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.notifications.comparing import queries as comparing
from services.notifications.issues import actions, domain, forms, words
from services.notifications.issues.models import Issue
from services.notifications.issues.queries import desk, texts
from services.notifications.issues.schemas import IssueAnswer, IssueBody, NewIssueBody
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm, SelectChoice
from shared.platform import platform
from shared.rules import ContentViolation, RuleViolation
from shared.typed import load
from shared.words import language

blueprint = Blueprint("issues_desk", __name__)
EDITORS = ("publisher", "commissioner")


@blueprint.get("/staff/issues")
@access.staff(*EDITORS)
def issues() -> str:
    return _list(forms.NewIssueForm())


@blueprint.post("/staff/issues")
@access.staff(*EDITORS)
def begin() -> ResponseReturnValue:
    form, by, now = forms.NewIssueForm(), access.current(), utc_now()
    if not form.validate_on_submit():
        return _list(form), 422
    wanted = load(NewIssueBody, {"until": form.until.data.isoformat()})
    try:
        made = platform().database.run(lambda session: actions.begin(by, session, wanted, now=now).id)
    except (ContentViolation, RuleViolation) as error:
        status = _refused(form, error)
        return _list(form), status
    flash(_("Numri filloi. Shkruani hyrjen, pastaj e miraton dikush tjetër."), "success")
    return redirect(url_for("issues_desk.issue", issue_id=made), 303)


@blueprint.get("/staff/issues/<uuid:issue_id>")
@access.staff(*EDITORS)
def issue(issue_id: UUID) -> str:
    return _page(issue_id)


@blueprint.post("/staff/issues/<uuid:issue_id>")
@access.staff(*EDITORS)
def write(issue_id: UUID) -> ResponseReturnValue:
    form, by = forms.IssueForm(), access.current()
    form.offer(_offered(_found(issue_id)))

    def work(session: Session) -> Issue:
        chosen = list(form.left_out.data or ())
        wanted = load(IssueBody, {"sq": form.sq.data, "en": form.en.data, "left_out": chosen})
        return actions.write(by, session, issue_id, wanted, _seen(form.revision.data))

    return _press(issue_id, form, work, _("U ruajt."))


@blueprint.post("/staff/issues/<uuid:issue_id>/approval")
@access.staff(*EDITORS)
def approve(issue_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.IssueApprovalForm(), access.current(), utc_now()

    def work(session: Session) -> Issue:
        return actions.approve(by, session, issue_id, _seen(form.revision.data), form.names_reason.data or "", now=now)

    return _press(issue_id, form, work, _("Numri doli: e lexon kushdo, dhe u niset atyre që e duan."))


@blueprint.post("/staff/issues/<uuid:issue_id>/withdrawal")
@access.staff(*EDITORS)
def withdraw(issue_id: UUID) -> ResponseReturnValue:
    form, by, now = forms.IssueWithdrawalForm(), access.current(), utc_now()

    def work(session: Session) -> Issue:
        return actions.withdraw(by, session, issue_id, form.reason.data or "", now=now)

    return _press(issue_id, form, work, _("U tërhoq."))


def _seen(given: str | None) -> actions.Check:
    def check(revision: int) -> None:
        if str(revision) != given:
            raise RuleViolation("the draft is another by now", code="page.changed_meanwhile")

    return check


def _press(issue_id: UUID, form: BesaForm, work: Callable[[Session], Issue], said: str) -> ResponseReturnValue:
    """Do it and lead back; or the page again, with what stands against it on the form that asked."""
    if not form.validate_on_submit():
        return _page(issue_id, form), 422
    try:
        platform().database.run(work)
    except (ContentViolation, RuleViolation) as error:
        status = _refused(form, error)
        return _page(issue_id, form), status
    flash(said, "success")
    return redirect(url_for("issues_desk.issue", issue_id=issue_id), 303)


def _refused(form: BesaForm, error: ContentViolation | RuleViolation) -> int:
    """Say on the form what stands against it; returns the status."""
    if isinstance(error, ContentViolation):
        form[error.field].errors = [forms.sentence(error.code)]
        return 422
    form.form_errors.extend(forms.sentence(one.code) for one in error.all)
    return 409


def _found(issue_id: UUID) -> IssueAnswer:
    with platform().database.reading() as session:
        return desk.answer(desk.issue(session, issue_id), utc_now(), language())


def _offered(found: IssueAnswer) -> list[SelectChoice]:
    gone = _("Nuk lexohet më nga publiku")
    return [SelectChoice(str(one.id), f"{one.title} ({one.about})" if one.public else gone) for one in found.items]


def _page(issue_id: UUID, failing: BesaForm | None = None) -> str:
    with platform().database.reading() as session:
        stored = desk.issue(session, issue_id)
        text = texts.of_issue(stored)
        named = comparing.named(comparing.newest(session, text), text)
        found, hands = desk.answer(stored, utc_now(), language()), stored.stands.hands
    chosen = [str(one.id) for one in found.items if one.left_out]
    given = {"revision": found.revision, "sq": found.sq, "en": found.en, "left_out": chosen}
    form = failing if isinstance(failing, forms.IssueForm) else forms.IssueForm(formdata=None, data=given)
    approval = (
        failing if isinstance(failing, forms.IssueApprovalForm) else forms.IssueApprovalForm(formdata=None, data=given)
    )
    withdrawal = failing if isinstance(failing, forms.IssueWithdrawalForm) else forms.IssueWithdrawalForm(formdata=None)
    page: str = render_template(
        "notifications/issue.html",
        issue=found, form=form.offer(_offered(found)), approval=approval, withdrawal=withdrawal, failing=failing, words=words, named=named,
        own=access.current().person in hands, draft=found.state == domain.State.DRAFT,
    )  # fmt: skip
    return page


def _list(form: forms.NewIssueForm) -> str:
    with platform().database.reading() as session:
        found, waiting = desk.issues(session), sum(map(len, desk.untold(session, utc_now())))
    page: str = render_template(
        "notifications/issues.html", issues=found, waiting=waiting, form=form, words=words,
        draft=next((one for one in found if one.state == domain.State.DRAFT), None), sent=request.method == "POST",
    )  # fmt: skip
    return page
