"""One report to the Assembly about many letters: what happened with each, and the measures that the office proposes."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import drafts
from services.cases.actions.escalations import acts, basis, drafting, report_text
from services.cases.actions.escalations.matter import ALSO, Matter
from services.cases.actions.escalations.own_words import Own
from services.cases.domain.ladder import RungKey
from services.cases.domain.timeliness import local_date
from services.cases.models import Case, Recommendation, RungLetter
from services.cases.queries.visibility import find_case
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody
from services.cases.schemas.rung_letters import ReportBody
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotAllowed, RuleViolation


def join(by: Principal, session: Session, documents: Documents, wanted: ReportBody, *, now: datetime) -> Recommendation:
    """Draft one report for these rungs, of one body or of many, in the case of the first; its approval and issue send it for each.

    Raises `ContentViolation` at the letter that is none that waits to be reported, `RuleViolation` where it may not be any more.
    """
    if not by.roles & ALSO["commissioner"]:
        raise NotAllowed("the commissioner reports to the Assembly")
    letters, today = _waiting(by, session, wanted), local_date(now)
    for place, letter in enumerate(letters):
        if not drafting.still_holds(session, letter, today):
            raise ContentViolation("it is not to be reported now", code="report.not_due", field=f"letters.{place}")
        drafting.discard_act(session, letter, now=now)
    named = report_text.measures_of(session, basis.matters_of(session, letters), wanted.measures, today)
    measures = tuple(ItemBody(text=one, evidence_expected="") for one in named)
    return _draft(session, documents, letters, wanted.title, measures, now=now)


def join_anew(by: Principal, session: Session, documents: Documents, letter: RungLetter, *, now: datetime) -> Own:
    """The report about this letter and others, with what is so today, in the place of a draft that is not true any more; that one stays in
    the record. Its title and its measures stay, and what people wrote in the rest is laid over the new one.
    """
    own = Own.of(session, documents, letter)
    letters = [session.get_one(RungLetter, one) for one in own.was.letters]
    for case_id in sorted({one.case_id for one in letters}, key=str):
        find_case(session, case_id, by, lock=True)
    for one in letters:
        drafting.discard_act(session, one, now=now)
    _draft(session, documents, letters, own.title, own.items, own, now=now)
    return own


def _draft(
    session: Session,
    documents: Documents,
    letters: list[RungLetter],
    title: str,
    measures: tuple[ItemBody, ...],
    own: Own | None = None,
    *,
    now: datetime,
) -> Recommendation:
    today, matters = local_date(now), basis.matters_of(session, letters)
    case = session.get_one(Case, letters[0].case_id)
    enclosed = [
        one for matter in matters for one in acts.enclosed(session, documents, matter, RungKey.ASSEMBLY_REPORT, today)
    ]
    rests = basis.of_report(session, documents, letters, matters, today)
    grounds, authors = (own.grounds_over(rests.text), own.authors) if own else (rests.text, ())
    body = _body(session, matters, title, grounds, measures, today)
    act = drafts.write(acts.DRAFTER, session, documents, case, body, now=now, attachments=enclosed, written_by=authors)
    stands = documents.keep(rests)
    for letter in letters:
        letter.act_id, letter.to, letter.blocked = act.id, body.addressees[0].institution_id, None
        letter.basis = stands
    session.flush()
    # Now that the act is tied to all its cases: to be compared with the files of each.
    drafts.offer(session, documents, act, now=now)
    return act


def _waiting(by: Principal, session: Session, wanted: ReportBody) -> list[RungLetter]:
    """The letters in the order in which they were named, with their cases locked."""
    rows = select(RungLetter).where(RungLetter.id.in_(wanted.letters), RungLetter.state == "waiting")
    found = {one.id: one for one in session.execute(rows).scalars() if one.rung == RungKey.ASSEMBLY_REPORT}
    for place, letter_id in enumerate(wanted.letters):
        if letter_id not in found:
            raise ContentViolation("no report that waits", code="report.not_waiting", field=f"letters.{place}")
    for case_id in sorted({one.case_id for one in found.values()}, key=str):
        find_case(session, case_id, by, lock=True)
    return [found[one] for one in dict.fromkeys(wanted.letters)]


def _body(
    session: Session, matters: list[Matter], title: str, grounds: str, measures: tuple[ItemBody, ...], today: date
) -> DraftBody:
    kind = data.kind_on(RungKey.ASSEMBLY_REPORT.value, today)
    classes = [one.value for one in kind.classes]
    to = select(KnownInstitution.id).where(KnownInstitution.institution_class.in_(classes), KnownInstitution.active)
    assemblies = list(session.execute(to).scalars())
    if len(assemblies) != 1:
        raise RuleViolation("there is nobody to turn to", code="ladder.nobody_to_turn_to")
    role = next(one for one in kind.roles if one in kind.answering_roles)
    return DraftBody(
        kind=kind.key,
        title=title,
        grounds=grounds,
        items=measures,
        addressees=(AddresseeBody(institution_id=assemblies[0], role=role),),
        language=matters[0].language,
    )
