"""One act: its text exactly as it goes out, the second person's approval, its issue, and what became of it at each body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.actions import advice, drafts, escalations, issuing, publications, withdrawals
from services.cases.actions.outgoing import Outgoing
from services.cases.domain.issue_day import readable
from services.cases.domain.kinds import Approval, Publication, Receiver
from services.cases.domain.parties import AdviceWord
from services.cases.domain.recommendation import FELL, ActStep, Fell
from services.cases.forms.recommendation import (
    AdvicePostedForm,
    AdviceResultForm,
    ApprovalForm,
    PublicationForm,
    WithdrawalForm,
)
from services.cases.forms.refusals import fault_words, sentence
from services.cases.models import ActAddressee, Recommendation
from services.cases.pages import later_acts, told_letters
from services.cases.pages.acting import done, see, shown, today
from services.cases.pages.case_rows import Fact, matter_name
from services.cases.pages.cases import WORKING
from services.cases.pages.delivery_rows import DeliveryShown, advice_result_words, delivery_shown, issued_words
from services.cases.pages.marked import approved_words, check_shown, pieces
from services.cases.pages.publication_words import publication_words
from services.cases.pages.signature import signature
from services.cases.pages.tables import by_item
from services.cases.queries import acts
from services.cases.queries.acts import ActView
from services.cases.schemas.acts import AdviceResultBody, PublicationBody, WithdrawalBody
from shared import access
from shared.clock import utc_now
from shared.pages.forms import BesaForm
from shared.pages.languages import date_words, datetime_words
from shared.platform import platform
from shared.principal import Principal
from shared.words import language

blueprint = Blueprint("recommendations_pages", __name__)

LEADING = ("approver", "commissioner")
PUBLISHING = ("publisher", "commissioner")


@blueprint.route("/staff/recommendations/<uuid:act_id>")
@access.staff(*WORKING, "publisher")
def recommendation(act_id: UUID) -> ResponseReturnValue:
    return _page(act_id, None), 200


@blueprint.route("/staff/recommendations/<uuid:act_id>/approval", methods=["POST"])
@access.staff(*LEADING)
def approve(act_id: UUID) -> ResponseReturnValue:
    form, here, by, now = ApprovalForm(), platform(), access.current(), utc_now()
    seen, reason, out = form.content_hash.data or "", form.names_reason.data or "", Outgoing.of(here.settings)
    return _do(
        act_id,
        form,
        lambda session: issuing.approve(
            by, session, here.documents, act_id, seen, names_reason=reason, now=now, outgoing=out
        ),
        approved_words,
    )


@blueprint.route("/staff/recommendations/<uuid:act_id>/names-reason", methods=["POST"])
@access.staff(*LEADING)
def explain_names(act_id: UUID) -> ResponseReturnValue:
    form, by, now = ApprovalForm(), access.current(), utc_now()
    seen, reason = form.content_hash.data or "", form.names_reason.data or ""
    return _do(
        act_id,
        form,
        lambda session: issuing.explain_names(by, session, act_id, seen, reason, now=now),
        _("Arsyeja u shënua. Tani kërkesa mund të lëshohet."),
    )


@blueprint.route("/staff/recommendations/<uuid:act_id>/issue", methods=["POST"])
@access.staff(*WORKING)
def issue(act_id: UUID) -> ResponseReturnValue:
    here, by, now = platform(), access.current(), utc_now()
    out = Outgoing.of(here.settings)
    here.database.run(lambda session: issuing.compare_again(by, session, here.documents, act_id, now=now))
    issue_it = partial(issuing.issue, documents=here.documents, act_id=act_id, now=now, outgoing=out)
    answer = _do(act_id, ApprovalForm(), lambda session: issue_it(by, session), issued_words)
    # Where it waits to be compared it goes out by itself; where it went out nothing waits.
    here.database.run(lambda session: issuing.wait(by, session, act_id))
    return answer


@blueprint.route("/staff/recommendations/<uuid:act_id>/discard", methods=["POST"])
@access.staff(*WORKING)
def discard(act_id: UUID) -> ResponseReturnValue:
    by, now = access.current(), utc_now()
    return _do(
        act_id,
        BesaForm(),
        lambda session: drafts.discard(by, session, act_id, now=now),
        _("Projekti u hodh poshtë."),
    )


@blueprint.route("/staff/recommendations/<uuid:act_id>/withdrawal", methods=["POST"])
@access.staff(*LEADING)
def withdraw(act_id: UUID) -> ResponseReturnValue:
    form, by, here, now = WithdrawalForm(prefix="withdrawal-"), access.current(), platform(), utc_now()
    wanted = WithdrawalBody(ground=form.ground.data, reason=form.reason.data or "")
    return _do(
        act_id,
        form,
        lambda session: withdrawals.withdraw(
            by, session, here.documents, act_id, wanted, now=now, outgoing=Outgoing.of(here.settings)
        ),
        _("Akti u tërhoq."),
    )


@blueprint.route("/staff/recommendations/<uuid:act_id>/advice-result", methods=["POST"])
@access.staff(*WORKING)
def record_advice_result(act_id: UUID) -> ResponseReturnValue:
    form, by, now = AdviceResultForm(prefix="advice-"), access.current(), utc_now()
    return _do(
        act_id,
        form,
        lambda session: advice.record(
            by,
            session,
            act_id,
            AdviceResultBody(word=AdviceWord(form.word.data), on=form.on.data, court=form.court.data or ""),
            now=now,
        ),
        _("U shënua çfarë ndodhi me padinë."),
    )


@blueprint.route("/staff/recommendations/<uuid:act_id>/advice-posted", methods=["POST"])
@access.staff(*WORKING)
def note_advice_posted(act_id: UUID) -> ResponseReturnValue:
    form, by, now = AdvicePostedForm(prefix="posted-"), access.current(), utc_now()
    left = form.left(today())
    said = _("U shënua se letra u nis me postë.")
    return _do(act_id, form, lambda session: advice.note_posted(by, session, act_id, left, now=now), said)


@blueprint.route("/staff/recommendations/<uuid:act_id>/publication", methods=["POST"])
@access.staff(*PUBLISHING)
def publish(act_id: UUID) -> ResponseReturnValue:
    form, by, now = PublicationForm(prefix="publication-"), access.current(), utc_now()
    decision = PublicationBody(
        decision="publish" if form.decision.data == "publish" else "withhold",
        reason=form.reason.data or "",
        proceeding_over=form.proceeding_over.data or None,
    )
    return _do(
        act_id,
        form,
        lambda session: publications.decide(by, session, act_id, decision, now=now),
        _("Vendimi për publikimin u shënua."),
    )


def _do(
    act_id: UUID, form: BesaForm, work: Callable[[Session], object], success: str | Callable[..., str]
) -> ResponseReturnValue:
    """Do it and lead back to the act; what is wrong or refused stands on the act's page."""
    status = 422
    if form.validate_on_submit():
        changed, status = done(form, work)
        if status == 303:
            flash(success(changed) if callable(success) else success, "success")
            return see(url_for("recommendations_pages.recommendation", act_id=act_id))
    return _page(act_id, form), status


def _page(act_id: UUID, failing: BesaForm | None) -> str:
    by = access.current()
    with platform().database.transaction() as session:
        only = platform().settings.confirmed_law_only
        view = escalations.read_act(by, session, platform().documents, act_id, now=utc_now(), confirmed_only=only)
        falls, told = later_acts.falling(session, view), told_letters.told(session, view)
    may = _may(view, by)
    return render_template(
        "cases/recommendation.html",
        form=failing,
        act=_act(view),
        facts=_facts(view),
        cosigners=view.act.cosigners,
        signatures_at=url_for("joint_pages.signatures", act_id=act_id) if by.roles & set(WORKING) else None,
        obligations=by_item(view.obligations),
        may=may,
        faults=[fault_words(one) for one in view.faults],
        stale_letter=view.stale_letter,
        related=_related(view),
        signed_by=words.signatories(view.signing),
        addressees=[_addressee(view, one, by) for one in view.addressees],
        receiver=_("Personit të dëmtuar, në kutinë e tij."),
        items=view.items,
        check=check_shown(view.check, 3 + 2 * len(view.items)) if view.check or view.act.status in acts.OPEN else None,
        naming=_naming(view, failing, may),
        marked=lambda text, part: pieces(text, view.check, part),
        attachments=[_enclosure(view.act, one) for one in view.act.attachments],
        falls=falls,
        told=told,
        withdrawal=shown(WithdrawalForm, "withdrawal-", failing, may.withdraw),
        publication=_publication(view, failing, allowed=may.publish),
        advice=shown(AdviceResultForm, "advice-", failing, may.tell_result),
        posted=shown(AdvicePostedForm, "posted-", failing, may.tell_result),
        advice_results=[advice_result_words(one) for one in view.advice_results],
    )


def _naming(view: ActView, failing: BesaForm | None, may: "May") -> ApprovalForm | None:
    """Where the second person says why the text may name someone: with the approval, or alone where nobody approves the kind."""
    allowed = view.act.status in acts.OPEN and check_shown(view.check).stops and (may.approve or may.explain_names)
    form = shown(ApprovalForm, "", failing if allowed else None, bool(allowed))
    if isinstance(form, ApprovalForm):
        form.content_hash.data = view.act.content_hash
        return form
    return None


@dataclass(frozen=True)
class May:
    """What the reader may do with the act now. `own_work`: they wrote in it; `needs_second`: its kind needs two people; `second`: `escalations.second_of`;
    `waits_for_signatory`: it is approved, and others sign acts of its kind. What could not be issued is offered to nobody.
    """

    own_work: bool
    needs_second: bool
    second: str
    approve: bool
    explain_names: bool
    issue: bool
    waits_for_signatory: bool
    supersede: bool
    edit: bool
    discard: bool
    withdraw: bool
    publish: bool
    public_version: bool
    tell_result: bool
    advice_letter: bool


def _may(view: ActView, by: Principal) -> May:
    own, ready, second = str(by.id) in view.act.authors, not view.faults, escalations.second_of(by, view.act)
    leading, working = bool(by.roles & set(LEADING)), bool(by.roles & set(WORKING))
    alone, signs = view.kind.approval is Approval.NONE, view.signing.signatory(by.roles) is not None
    return May(
        own_work=own,
        needs_second=not (alone and working),
        second=second,
        approve=ready and view.signing.approves(by.roles) and ActStep.APPROVE in view.legal and not own,
        explain_names=leading and alone and not own,
        issue=ready and signs and ActStep.ISSUE in view.legal and (alone or not own) and second != "issuing",
        waits_for_signatory=not signs and ActStep.ISSUE in view.legal and not alone,
        supersede=working and ActStep.SUPERSEDE in view.legal and not view.case.is_closed,
        edit=working and ActStep.EDIT in view.legal,
        discard=working and ActStep.DISCARD in view.legal,
        withdraw=leading and ActStep.WITHDRAW in view.legal,
        publish=bool(by.roles & set(PUBLISHING)) and not own,
        public_version=working and view.act.issued_on is not None and view.kind.publication is not Publication.NEVER,
        tell_result=working and view.act.issued_on is not None and view.kind.receiver is Receiver.COMPLAINANT,
        advice_letter=working and view.kind.receiver is Receiver.COMPLAINANT and view.act.has_advice_letter,
    )


@dataclass(frozen=True)
class AddresseeRow:
    """`href`: of the letter, and how it went, for those who work with it."""

    name: str
    role: str
    href: str | None
    delivery: DeliveryShown | None


def _addressee(view: ActView, addressee: ActAddressee, by: Principal) -> AddresseeRow:
    act, tries = view.act, view.tries.get(addressee.institution_id, ())
    href = url_for("letters.letter", act_id=act.id, institution_id=addressee.institution_id)
    role = words.label(words.ROLES, addressee.role)
    working, issued = by.roles & set(WORKING), act.issued_at is not None
    fell, held = act.withdrawn_at is not None, any(one.obligation.held_since for one in view.obligations)
    went = delivery_shown(addressee, tries=tries, fell=fell, held=held) if working and issued else None
    return AddresseeRow(addressee.name(language()), role, href if working else None, went)


@dataclass(frozen=True)
class Link:
    title: str
    href: str


def _enclosure(act: Recommendation, enclosure: Mapping[str, str]) -> Link:
    href = url_for("rung_letters_pages.attachment", act_id=act.id, document=enclosure["document"])
    return Link(enclosure[f"title_{language()}"], href)


@dataclass(frozen=True)
class Related:
    """Another act, and what it is to this one."""

    key: str
    text: str
    href: str


def _related(view: ActView) -> list[Related]:
    """The act whose place this one takes, and the one that took its place."""
    pairs = [(_("Zëvendëson"), view.replaces), (_("U zëvendësua nga"), view.replaced_by)]
    return [
        Related(key, act.number or act.title, url_for("recommendations_pages.recommendation", act_id=act.id))
        for key, act in pairs
        if act is not None
    ]


def _publication(view: ActView, failing: BesaForm | None, *, allowed: bool) -> BesaForm | None:
    """The decision to publish, for an act that is out and of a kind that may ever be shown."""
    possible = view.act.issued_at is not None and view.kind.publication is not Publication.NEVER
    form = shown(PublicationForm, "publication-", failing, allowed and possible)
    if form is not None and view.kind.publication is not Publication.NEVER_WHILE_PENDING:
        del form.proceeding_over
    return form


@dataclass(frozen=True)
class ActHead:
    """The act itself, as its page shows it."""

    id: UUID
    number: str | None
    title: str
    kind: str
    status: str
    status_label: str
    grounds: str
    content_hash: str
    case_id: UUID
    case_number: str
    fell: str | None
    monitoring: bool


def _act(view: ActView) -> ActHead:
    act, fell = view.act, view.fell or view.act.approval_fell
    return ActHead(
        id=act.id,
        number=act.number,
        title=act.title,
        kind=words.of_pair(view.entry, "name", language()),
        status=act.status,
        status_label=words.label(words.ACT_STATUSES, act.status),
        grounds=readable(act.grounds),
        content_hash=act.content_hash,
        case_id=act.case_id,
        case_number=view.case.number,
        fell=sentence(FELL[Fell(fell)]) if fell else None,
        monitoring=any(one.monitoring for one in view.obligations),
    )


def _facts(view: ActView) -> list[Fact]:
    act = view.act
    rows = [
        Fact(_("Baza ligjore"), words.of_law(view.entry, "legal_basis")),
        *([Fact(_("Kush preket"), matter_name(act.judicial_matter))] if act.judicial_matter else []),
        *([Fact(_("Funksioni"), act.official_function)] if act.official_function else []),
        Fact(_("Gjuha e letrës"), _("Anglisht") if act.language == "en" else _("Shqip")),
        Fact(_("E shkruan"), ", ".join(_name(view, one) for one in act.authors)),
        signature(view),
    ]
    if act.approved_at:
        rows.append(Fact(_("E miratoi"), f"{_name(view, str(act.approved_by))}, {datetime_words(act.approved_at)}"))
    if act.issued_on:
        rows.append(Fact(_("Lëshuar më"), date_words(act.issued_on)))
        rows.append(Fact(_("Numri i protokollit"), act.protocol or "–"))
        rows.append(Fact(_("Publikimi"), publication_words(view.publication.reason, fell=act.withdrawn_at is not None)))
    if act.withdrawn_at:
        ground = words.label(words.WITHDRAWALS, act.withdrawal_ground)
        rows.append(Fact(_("Tërhequr"), f"{date_words(act.withdrawn_at)}. {ground}. {act.withdrawal_reason or ''}"))
    return rows


def _name(view: ActView, author: str) -> str:
    if author.startswith("service:"):
        return _("Sistemi")
    return view.names.get(UUID(author), _("Punonjës"))
