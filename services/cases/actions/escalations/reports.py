"""One report to the Assembly about many letters: what happened with each, and the measures that the office proposes."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import drafts
from services.cases.actions.escalations import acts, drafting, texts
from services.cases.actions.escalations.matter import ALSO, Matter
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
    letters = _waiting(by, session, wanted)
    today = local_date(now)
    for place, letter in enumerate(letters):
        if not drafting.still_holds(session, letter, today):
            raise ContentViolation("it is not to be reported now", code="report.not_due", field=f"letters.{place}")
        drafting.discard_act(session, letter, now=now)
    about = [drafting.matter_about(session, letter) for letter in letters]
    # One report has one language, whichever the letters were written in.
    matters = [replace(one, language=about[0].language) for one in about]
    case = session.get_one(Case, letters[0].case_id)
    enclosed = [
        one for matter in matters for one in acts.enclosed(session, documents, matter, RungKey.ASSEMBLY_REPORT, today)
    ]
    body = _body(session, documents, matters, wanted, now)
    act = drafts.write(acts.DRAFTER, session, documents, case, body, now=now, attachments=enclosed)
    for letter in letters:
        letter.act_id, letter.to, letter.blocked = act.id, body.addressees[0].institution_id, None
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
    session: Session, documents: Documents, matters: list[Matter], wanted: ReportBody, now: datetime
) -> DraftBody:
    today = local_date(now)
    kind = data.kind_on(RungKey.ASSEMBLY_REPORT.value, today)
    classes = [one.value for one in kind.classes]
    to = select(KnownInstitution.id).where(KnownInstitution.institution_class.in_(classes), KnownInstitution.active)
    assemblies = list(session.execute(to).scalars())
    if len(assemblies) != 1:
        raise RuleViolation("there is nobody to turn to", code="ladder.nobody_to_turn_to")
    words = [texts.letter_words(session, documents, one, RungKey.ASSEMBLY_REPORT.value, today) for one in matters]
    role = next(one for one in kind.roles if one in kind.answering_roles)
    return DraftBody(
        kind=kind.key,
        title=wanted.title,
        grounds=_grounds(matters, words, today),
        items=tuple(ItemBody(text=measure, evidence_expected="") for measure in wanted.measures),
        addressees=(AddresseeBody(institution_id=assemblies[0], role=role),),
        language=matters[0].language,
    )


def _grounds(matters: list[Matter], words: list[dict[str, str]], today: date) -> str:
    """The texts under their titles; what all of them end with is said once, at the end of all. Letters that only count as delivered stand apart
    from those whose delivery is known: of these nobody has read on which day the body had them.
    """
    ends = {one["text"].rsplit("\n\n", 1)[-1] for one in words}
    end = ends.pop() if len(ends) == 1 and len(words) > 1 else ""
    sections = [f"{one['title']}\n\n{one['text'].removesuffix(end).strip()}" for one in words]
    deemed = [one for matter, one in zip(matters, sections, strict=True) if _only_counts(matter)]
    known = [one for matter, one in zip(matters, sections, strict=True) if not _only_counts(matter)]
    heading = str(data.rung_words("report_parts", today)["deemed"][f"text_{matters[0].language}"])
    return "\n\n".join(filter(None, [*known, heading if known and deemed else "", *deemed, end]))


def _only_counts(matter: Matter) -> bool:
    return matter.addressee.delivered_on is None and any(one.deemed_on is not None for one in matter.owed)
