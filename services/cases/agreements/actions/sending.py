"""Hearing of a signed agreement, and sending bodies what they took on: one letter to each, on the engine that there is."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.cases import data as core
from services.cases.actions import cases, requests, steps, tasks
from services.cases.actions.outgoing import UNKNOWN, Outgoing
from services.cases.agreements import data
from services.cases.agreements.models import AgreementClause, AgreementKnown
from services.cases.agreements.queries import agreement, is_open, item_number, open_tasks, withdrawn_letters
from services.cases.data.taxonomy import rights_in
from services.cases.domain.bodies import Role
from services.cases.domain.case import Status, Step, Trigger
from services.cases.domain.obligations import Assessed
from services.cases.domain.timeliness import local_date
from services.cases.incoming.actions.letters import take_over
from services.cases.incoming.domain.comparing import Row
from services.cases.incoming.domain.items import Said
from services.cases.models import Case, Recommendation
from services.cases.queries.visibility import find_case
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody
from services.cases.schemas.cases import LONGEST_TITLE, NewCaseBody, StepBody, TriggerBody
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import AgreementSigned
from shared.events.documents.partners import AgreementWords, ClauseWords
from shared.principal import Principal
from shared.rules import RuleViolation

ONE_DAY = timedelta(days=1)


def take(by: Principal, session: Session, told: AgreementSigned, words: AgreementWords, *, now: datetime) -> None:
    """Keep it, and put what the office took on among what it owes; heard twice it is the same."""
    if session.get(AgreementKnown, told.agreement_id) is not None:
        return
    said: Mapping[UUID, ClauseWords] = {one.id: one for one in words.clauses}
    found = AgreementKnown(id=told.agreement_id, number=told.number, title=words.title, clusters=list(told.clusters))
    found.signed_on, found.until, found.noted_by = told.signed_on, told.until, told.noted_by
    found.version, found.going_on = told.version, []
    before = session.get(AgreementKnown, told.amends) if told.amends else None
    found.clauses = [_clause(told, place, said[one.clause_id], before) for place, one in enumerate(told.clauses)]
    if before is not None and any(one.owed_by and one.goes_on_from for one in found.clauses):
        found.case_id = before.case_id
        found.sent_at = None if found.to_send else before.sent_at
    session.add(found)
    session.flush()
    _owe(by, session, found, now)


def _clause(told: AgreementSigned, place: int, said: ClauseWords, before: AgreementKnown | None) -> AgreementClause:
    """One that goes on is asked by what it was asked by before; what no letter had said yet is sent with this version."""
    one = told.clauses[place]
    was = next((old for old in before.clauses if old.id == one.goes_on_from), None) if before else None
    if was is not None and was.owed_by and (before is None or before.sent_at is None):
        was = None
    made = AgreementClause(id=one.clause_id, place=place, owed_by=one.owed_by, text=said.text, due=one.due)
    made.actor_id, made.actor = one.owed_by_actor, said.actor
    made.assessed, made.done_on = (was.assessed, was.done_on) if was else (Assessed.NOT_ASSESSED.value, None)
    made.evidence, made.goes_on_from = said.evidence, was.id if was else None
    made.item_id = was.item_id if was else one.clause_id
    label = str(place + 1) if told.version == 1 else f"{told.version}/{place + 1}"
    made.office_item = was.office_item if was else label
    return made


def _owe(by: Principal, session: Session, found: AgreementKnown, now: datetime) -> None:
    """The office's own clauses, as any document that asks something of it."""
    rows = [
        Row(
            line,
            Said(
                issuer=data.ISSUER,
                number=found.number,
                title=found.title,
                issued_on=found.signed_on,
                received_on=found.signed_on,
                item=item_number(one),
                text=one.text,
                due=one.due,
                term=None,
            ),
        )
        for line, one in enumerate(found.clauses, 1)
        if one.of_office and one.goes_on_from is None
    ]
    if rows:
        take_over(by, session, rows, apply=True, now=now)


def prepare(by: Principal, session: Session, documents: Documents, agreement_id: UUID, *, now: datetime) -> None:
    """Open the case in which bodies are sent what they took on, with the task of nobody yet to send it. Whoever sent it meanwhile did both.

    Raises `ContentViolation` for a body that the directory does not have yet.
    """
    found = agreement(session, agreement_id, lock=True)
    if found.sent_at or found.task_id or not found.to_send or found.noted_by is None or found.ended_on is not None:
        return
    case = session.get(Case, found.case_id) if found.case_id else None
    if case is None or case.is_closed:
        case = _case(by, session, documents, found, now)
    put = tasks.put(by, session, documents, case.id, _text("task", found), None, now=now, asked_by=found.noted_by)
    found.task_id = put.id
    session.flush()


def send(
    by: Principal,
    session: Session,
    documents: Documents,
    agreement_id: UUID,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> AgreementKnown:
    """Send each body the clauses that it took on; a letter leaves once it was compared with the sealed files.

    Raises `RuleViolation` where they were sent already or no body took anything on, and what a letter refuses.
    """
    found = agreement(session, agreement_id, lock=True)
    _check_in_force(found)
    if found.sent_at is not None:
        raise RuleViolation("they were sent", code="agreement.sent")
    if not found.to_send:
        raise RuleViolation("no body took anything on", code="agreement.nothing_to_send")
    case = _begun(by, session, documents, found, now)
    found.sent_at = now
    bodies = list(dict.fromkeys(one.owed_by for one in found.to_send if one.owed_by))
    for body in bodies:
        clauses = [one for one in found.to_send if one.owed_by == body]
        letter = _letter(found, body, clauses, _text("grounds", found), local_date(now))
        requests.send(by, session, documents, case, letter, now=now, outgoing=outgoing, of_agreement=True)
    audit.record(session, by, "agreement.clauses_sent", "agreement", found.id, bodies=len(bodies))
    session.flush()
    return found


def ask_again(by: Principal, session: Session, documents: Documents, agreement_id: UUID, *, now: datetime) -> None:
    """Put the task, of nobody yet, to send again what was withdrawn as issued in error; once for all that is."""
    found = agreement(session, agreement_id, lock=True)
    if found.case_id is None or found.noted_by is None or found.task_id or not withdrawn_letters(session, [found]):
        return
    task = tasks.put(
        by, session, documents, found.case_id, _text("task_again", found), None, now=now, asked_by=found.noted_by
    )
    found.task_id = task.id
    session.flush()


def send_again(
    by: Principal,
    session: Session,
    documents: Documents,
    agreement_id: UUID,
    correction: str,
    *,
    now: datetime,
    outgoing: Outgoing = UNKNOWN,
) -> AgreementKnown:
    """Send each body whose letter was withdrawn as issued in error what it took on, in a letter that says which one it replaces and what was wrong. It
    is owed from this letter on, and nothing of the other counts. Raises `RuleViolation` where no such letter is, and what a letter refuses.
    """
    found = agreement(session, agreement_id, lock=True)
    _check_in_force(found)
    withdrawn = withdrawn_letters(session, [found])
    if not withdrawn or found.case_id is None:
        raise RuleViolation("no letter of it was withdrawn as issued in error", code="agreement.not_withdrawn")
    case = find_case(session, found.case_id, by, lock=True)
    letters: dict[tuple[UUID, UUID], list[AgreementClause]] = {}
    for one in found.clauses:
        if one.owed_by and one.item_id in withdrawn:
            letters.setdefault((one.owed_by, withdrawn[one.item_id].id), []).append(one)
    acts = {one.id: one for one in withdrawn.values()}
    for (body, act_id), clauses in letters.items():
        for one in clauses:
            one.item_id = uuid4()
        grounds = _again(found, acts[act_id], correction)
        letter = _letter(found, body, clauses, grounds, local_date(now))
        requests.send(by, session, documents, case, letter, now=now, outgoing=outgoing, of_agreement=True)
    _end_task(by, session, found, now)
    audit.record(session, by, "agreement.sent_again", "agreement", found.id, bodies=len(letters))
    session.flush()
    return found


def _check_in_force(found: AgreementKnown) -> None:
    if found.ended_on is not None:
        raise RuleViolation("it has ended", code="agreement.over")


def _end_task(by: Principal, session: Session, found: AgreementKnown, now: datetime) -> None:
    """The task to send it is done, unless somebody said so before."""
    if found.task_id and is_open(session, found.task_id):
        tasks.finish(by, session, found.task_id, now=now)
    found.task_id = None


def _again(found: AgreementKnown, wrong: Recommendation, correction: str) -> str:
    fell_on = local_date(wrong.withdrawn_at) if wrong.withdrawn_at else None
    if fell_on is None:
        raise AssertionError("a letter that was withdrawn has its day")
    words = data.texts()["grounds_again"].format(letter=wrong.number, fell_on=data.day(fell_on), correction=correction)
    return f"{_text('grounds', found)}\n\n{words}"


def _case(by: Principal, session: Session, documents: Documents, found: AgreementKnown, now: datetime) -> Case:
    today = local_date(now)
    opened = NewCaseBody(
        trigger=TriggerBody(kind=Trigger.OWN_OBSERVATION, source=found.number),
        memo=_text("memo", found),
        title=_text("title", found)[:LONGEST_TITLE],
        rights=tuple(dict.fromkeys(right for cluster in found.clusters for right in rights_in(cluster, today))),
        bodies=tuple(found.owing),
    )
    case = cases.open_own(by, session, documents, opened, now=now)
    found.case_id = case.id
    return case


def _begun(by: Principal, session: Session, documents: Documents, found: AgreementKnown, now: datetime) -> Case:
    """Its case, under investigation; the task to send is done. Raises `NotFound` for who may not see it."""
    case = (
        find_case(session, found.case_id, by, lock=True) if found.case_id else _case(by, session, documents, found, now)
    )
    for status, step in ((Status.OPENED, Step.ASSIGN), (Status.ASSIGNED, Step.INVESTIGATE)):
        if case.status == status:
            steps.take(by, session, documents, case.id, StepBody(step=step), now=now)
    if found.task_id:
        _end_task(by, session, found, now)
    else:
        for task_id in open_tasks(session, case.id):
            tasks.finish(by, session, task_id, now=now)
    return case


def _letter(
    found: AgreementKnown, body: UUID, clauses: Sequence[AgreementClause], grounds: str, today: date
) -> DraftBody:
    """What one body took on: by the id of its item each clause is found again."""
    return DraftBody(
        kind=data.KIND,
        title=_text("title", found)[:LONGEST_TITLE],
        grounds=grounds,
        items=tuple(_item(one, today) for one in clauses),
        addressees=(AddresseeBody(institution_id=body, role=Role.RESPONSIBLE),),
    )


def _item(clause: AgreementClause, today: date) -> ItemBody:
    """A letter asks for a working day that is to come: where the agreement names another, the letter says which it was."""
    due = core.calendar_of(today).next_working(max(clause.due, today + ONE_DAY))
    text = clause.text
    if due != clause.due:
        text = f"{text} {data.texts()['day_moved'].format(day=data.day(clause.due))}"
    return ItemBody(id=clause.item_id, text=text, due=due, evidence_expected=clause.evidence)


def _text(key: str, found: AgreementKnown) -> str:
    return data.texts()[key].format(number=found.number, title=found.title, day=data.day(found.signed_on))
