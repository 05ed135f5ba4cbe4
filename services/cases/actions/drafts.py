"""Drafts of acts. Whoever writes in one is among its authors, and an edit voids the approval."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import checks
from services.cases.domain.case import Status
from services.cases.domain.case_conditions import possible_steps
from services.cases.domain.checks import TextKind, needs_reason
from services.cases.domain.kinds import Approval, Item
from services.cases.domain.recommendation import ActStatus, ActStep, Fell, after_act, content_hash
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, ActItem, Case, Recommendation, TextCheck
from services.cases.models.cases import note
from services.cases.queries import acts, faults, numbers_in_text
from services.cases.queries.checks import cases_of, current, look_of, of_act_cases, uncovered
from services.cases.queries.situations import facts_of, is_rung, known_bodies, tells_of
from services.cases.queries.visibility import find_act, find_case
from services.cases.schemas.acts import DraftBody, EnclosureAnswer
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation, refuse
from shared.typed import dump

Check = Callable[[int], None]
BATCH = 50


def draft(
    by: Principal,
    session: Session,
    documents: Documents,
    case_id: UUID,
    wanted: DraftBody,
    *,
    now: datetime,
    written_by: Collection[str] = (),
    of_agreement: bool = False,
) -> Recommendation:
    """A new draft, offered for comparison with the sealed files. `written_by`: who wrote the texts that it takes over; `of_agreement`: it asks
    for what was signed. Raises `ContentViolation` (422) at its field, `RuleViolation` (409) where
    the matter is barred, with all else that stands against it beside.
    """
    _check_hand(wanted.kind, local_date(now), of_agreement=of_agreement)
    case = find_case(session, case_id, by, lock=True)
    _check_open(session, case, local_date(now))
    return write(by, session, documents, case, wanted, now=now, written_by=written_by)


def write(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    wanted: DraftBody,
    *,
    now: datetime,
    attachments: Sequence[EnclosureAnswer] = (),
    written_by: Collection[str] = (),
) -> Recommendation:
    """A step of others: a new draft in a case that is locked. Its authors are `by`, be it a service that no person stands behind, and
    who wrote the texts that it takes over.

    What a draft encloses stays as it is when the draft is edited. Whether the case still recommends is asked by whoever calls: a
    rung of a ladder is drafted in a closed case too.
    """
    authors = list(dict.fromkeys([str(by.id) if by.id else by.name, *written_by]))
    act = Recommendation(id=uuid4(), case_id=case.id, status=ActStatus.DRAFT.value, authors=authors, created_at=now)
    act.attachments = [dump(one) for one in attachments]
    _write(act, wanted)
    _write_parts(session, case, act, wanted, local_date(now))
    offer(session, documents, act, now=now)
    note(session, case.id, now, by.name, "act.drafted", act=act.id, kind=act.kind)
    audit.record(session, by, "act.drafted", "recommendation", act.id, kind=act.kind)
    session.flush()
    return act


def edit(
    by: Principal,
    session: Session,
    documents: Documents,
    act_id: UUID,
    wanted: DraftBody,
    check: Check,
    *,
    now: datetime,
) -> Recommendation:
    """Other content for a draft. An approval given before is void. `check` is given the version that must have been seen."""
    act, case = find_act(session, act_id, by, lock=True)
    check(act.version)
    _check_hand(wanted.kind, local_date(now), of_agreement=data.kind_on(act.kind, local_date(now)).of_agreement)
    act.status = after_act(ActStatus(act.status), ActStep.EDIT).value
    if not is_rung(session, act.id):
        _check_open(session, case, local_date(now))
    act.approved_hash = act.approved_by = act.approved_at = act.approval_fell = act.approved_told = None
    act.authors = list(dict.fromkeys([*act.authors, str(by.id)]))
    known_items = set(session.execute(select(ActItem.id).where(ActItem.recommendation_id == act.id)).scalars())
    for place, item in enumerate(wanted.items):
        if item.id is not None and item.id not in known_items:
            raise ContentViolation("not an item of this draft", code="item_unknown", field=f"items.{place}.id")
    _write(act, wanted)
    for model in (ActItem, ActAddressee):
        session.execute(delete(model).where(model.recommendation_id == act.id))
    _write_parts(session, case, act, wanted, local_date(now))
    offer(session, documents, act, now=now)
    note(session, case.id, now, by.name, "act.edited", act=act.id)
    audit.record(session, by, "act.edited", "recommendation", act.id, content_hash=act.content_hash)
    return act


def fall_back(by: Principal, session: Session, case: Case, *, now: datetime) -> None:
    """A step of others: a complaint joined the case, which nobody knew of who approved what tells of it. It is read and approved anew, once
    it was compared with that complaint too.
    """
    approved = select(Recommendation).where(tells_of(case.id), Recommendation.status == ActStatus.APPROVED.value)
    for act in session.execute(approved.order_by(Recommendation.id).with_for_update()).scalars():
        _fall(by, session, act, Fell.COMPLAINT_JOINED, "act.approval_fell", now)


def fall_on_names(by: Principal, session: Session, check: TextCheck, *, waited: bool, now: datetime) -> list[str]:
    """A step of others, once a look was answered: an act that was approved before the files held whom it names, or whose approval
    `waited` for this look, is approved anew. Who had approved it.
    """
    act_id = check.text_id
    case_id = session.execute(select(Recommendation.case_id).where(Recommendation.id == act_id)).scalar_one()
    # The case before the act, as whoever issues it locks them.
    session.get_one(Case, case_id, with_for_update=True)
    act = session.get_one(Recommendation, act_id, with_for_update=True, populate_existing=True)
    of_this = waited and act.status == ActStatus.DRAFT and act.content_hash == check.content_hash
    if act.status != ActStatus.APPROVED and not of_this:
        return []
    if not needs_reason(look_of(current(session, act.id, act.content_hash, cases_of(session, act)))):
        return []
    second = [str(act.approved_by)] if act.approved_by else []
    _fall(by, session, act, Fell.NAMES_SOMEONE, "act.approval_fell_names", now)
    return second


def fall_on_facts(by: Principal, session: Session, act: Recommendation, *, now: datetime) -> None:
    """A step of others: what the letter recounts of its case is not what was approved with it."""
    _fall(by, session, act, Fell.FACTS_CHANGED, "act.approval_fell_facts", now)


def _fall(by: Principal, session: Session, act: Recommendation, why: Fell, code: str, now: datetime) -> None:
    act.status = after_act(ActStatus(act.status), ActStep.EDIT).value
    act.approved_hash = act.approved_by = act.approved_at = act.approved_told = None
    act.approval_fell = why.value
    note(session, act.case_id, now, by.name, code, act=act.id)
    audit.record(session, by, "act.approval_fell", "recommendation", act.id, why=why.value)


def offer(
    session: Session, documents: Documents, act: Recommendation, *, now: datetime, leaves: bool = False
) -> TextCheck:
    """A step of others: have the act as it stands compared with the sealed files, with what it encloses; where it `leaves` now, again if
    its look holds no more.
    """
    items = session.execute(
        select(ActItem).where(ActItem.recommendation_id == act.id).order_by(ActItem.place)
    ).scalars()
    to = select(ActAddressee.institution_id).where(ActAddressee.recommendation_id == act.id)
    parts = numbers_in_text.parts_of(act, items)
    for place, enclosure in enumerate(act.attachments):
        parts.append((f"attachments.{place}", _enclosed_words(documents, enclosure["document"])))
    parts += [(f"cosigners.{place}", name) for place, name in enumerate(act.cosigners)]
    leaving = checks.Leaving(
        kind=TextKind.ACT,
        text_id=act.id,
        cases=cases_of(session, act),
        content_hash=act.content_hash,
        parts=parts,
        addressees=list(session.execute(to).scalars()),
        authors=act.authors,
        alone=data.kind_on(act.kind, local_date(now)).approval is Approval.NONE,
    )
    return checks.offer(session, documents, leaving, now=now, leaves=leaves)


def offer_anew(session: Session, documents: Documents, *, now: datetime) -> int:
    """Have drafts compared again whose case has another complaint or message since, and those from before there were checks; how
    many.
    """
    unseen = uncovered(Recommendation.id, Recommendation.content_hash, of_act_cases())
    rows = (
        select(Recommendation)
        .where(Recommendation.status.in_(acts.OPEN), unseen)
        .order_by(Recommendation.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    drafts = session.execute(rows).scalars().all()
    for act in drafts:
        offer(session, documents, act, now=now)
    return len(drafts)


def _enclosed_words(documents: Documents, name: str) -> str:
    """What a person may have written in an enclosure: another body is to read it now."""
    content = documents.get_json(name)
    items = [one for item in content.get("items", ()) for one in (item.get("text"), item.get("evidence_expected"))]
    words = (content.get(name) for name in ("title", "grounds", "official_function", "text"))
    return "\n\n".join(one for one in (*words, *items) if one)


def against(
    session: Session,
    case: Case,
    written: Recommendation | None,
    wanted: DraftBody,
    *,
    now: datetime,
    authors: Collection[str],
    confirmed_only: bool = False,
) -> tuple[RuleViolation, ...]:
    """What stands against issuing `wanted`, be it a new act or in the place of what is `written`; nothing of it is kept."""
    act = Recommendation(id=written.id if written else uuid4(), case_id=case.id, status=ActStatus.DRAFT.value)
    act.authors, act.attachments = list(authors), list(written.attachments) if written else []
    _write(act, wanted)
    items = [Item(one.id or uuid4(), one.text, one.evidence_expected, one.due) for one in wanted.items]
    addressed = [(one.institution_id, one.role.value) for one in wanted.addressees]
    return faults.of_draft(session, case, act, items, addressed, local_date(now), confirmed_only=confirmed_only)


def discard(by: Principal, session: Session, act_id: UUID, *, now: datetime) -> Recommendation:
    """Give a draft up; it stays in the record."""
    act, _case = find_act(session, act_id, by, lock=True)
    drop(by, session, act, now=now)
    return act


def drop(by: Principal, session: Session, act: Recommendation, *, now: datetime) -> None:
    """A step of others: a draft that rests on nothing any more is given up for whoever has it in hand."""
    act.status = after_act(ActStatus(act.status), ActStep.DISCARD).value
    note(session, act.case_id, now, by.name, "act.discarded", act=act.id)
    audit.record(session, by, "act.discarded", "recommendation", act.id)


def hash_of(act: Recommendation, items: Sequence[Item], addressees: Sequence[tuple[UUID, str]]) -> str:
    """The digest of all that is approved and issued: change one word and it is another."""
    content: dict[str, object] = {
        "kind": act.kind,
        "language": act.language,
        "title": act.title,
        "grounds": act.grounds,
        "supersedes": str(act.supersedes) if act.supersedes else None,
        "items": [
            {
                "id": str(item.id),
                "text": item.text,
                "due": item.due.isoformat() if item.due else None,
                "evidence_expected": item.evidence_expected,
            }
            for item in items
        ],
        "addressees": [{"institution_id": str(one), "role": role} for one, role in addressees],
    }
    # Left out where there is none, so that the digest of an act without one is what it always was.
    more = {name: getattr(act, name) for name in ("attachments", "judicial_matter", "official_function", "cosigners")}
    more["injured_party"] = str(act.injured_party) if act.injured_party else None
    return content_hash(content | {name: value for name, value in more.items() if value})


def _check_open(session: Session, case: Case, today: date) -> None:
    if case.is_closed:
        legal = tuple(step.value for step in possible_steps(Status(case.status), facts_of(session, case, today)))
        raise RuleViolation("a closed case recommends nothing", code="case.step_not_legal", legal=legal)


def _check_hand(kind: str, today: date, *, of_agreement: bool) -> None:
    """What asks for what was signed is made of it; whoever edits such a draft keeps its kind, and nobody turns another into one."""
    if kind in data.kind_entries(today) and data.kind_on(kind, today).of_agreement is not of_agreement:
        raise ContentViolation("it is made of an agreement alone", code="act.of_agreement", field="kind")


def _write(act: Recommendation, wanted: DraftBody) -> None:
    if wanted.kind not in {kind.key for kind in data.kinds()}:
        raise ContentViolation("no such kind of act", code="act.kind_unknown", field="kind")
    act.kind, act.language, act.title, act.grounds = wanted.kind, wanted.language, wanted.title, wanted.grounds
    act.supersedes, act.judicial_matter = wanted.supersedes, wanted.judicial_matter
    act.official_function, act.injured_party = wanted.official_function, wanted.injured_party
    act.cosigners = list(dict.fromkeys(wanted.cosigners))


def _write_parts(session: Session, case: Case, act: Recommendation, wanted: DraftBody, today: date) -> None:
    addressed = [(one.institution_id, one.role.value) for one in wanted.addressees]
    known = known_bodies(session, case.id, [one for one, _role in addressed])
    items = [Item(one.id or uuid4(), one.text, one.evidence_expected, one.due) for one in wanted.items]
    content = faults.Content(act, data.kind_on(act.kind, today), items, addressed, known)
    _refuse(session, case, content, today)
    if (written := hash_of(act, items, addressed)) != act.content_hash:
        act.content_hash, act.written_on = written, today
    session.add(act)
    session.flush()
    for place, item in enumerate(items):
        session.add(
            ActItem(
                id=UUID(str(item.id)),
                recommendation_id=act.id,
                place=place,
                text=item.text,
                due=item.due,
                evidence_expected=item.evidence_expected,
            )
        )
    for place, (institution_id, role) in enumerate(addressed):
        body = known.bodies[institution_id]
        session.add(
            ActAddressee(
                recommendation_id=act.id,
                institution_id=institution_id,
                place=place,
                role=role,
                institution_class=body.institution_class,
                name_sq=body.name_sq,
                name_en=body.name_en,
            )
        )


def _refuse(session: Session, case: Case, content: faults.Content, today: date) -> None:
    """Keep no text that is to be corrected, and say with it all else that stands against its issue, and which numbers it names."""
    if faults.of_text(session, case, content, today):
        numbers = numbers_in_text.told(numbers_in_text.parts_of(content.act, content.items))
        refuse((*faults.of(session, case, content, today), *numbers))
