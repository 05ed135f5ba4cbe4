"""From a gap to the act that would close it, in one step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import cases, drafts
from services.cases.data import acts as act_data
from services.cases.domain import text_parts
from services.cases.domain.bodies import Role
from services.cases.domain.case import Status, Trigger
from services.cases.domain.timeliness import local_date
from services.cases.gaps import data as gap_data
from services.cases.gaps.actions import register
from services.cases.gaps.domain.gaps import GapKind
from services.cases.gaps.models import Gap, GapAct, GapBody, GapCase
from services.cases.gaps.queries.gaps import find_gap
from services.cases.gaps.schemas.gaps import GapActBody
from services.cases.models import Case, Recommendation
from services.cases.queries.visibility import visible_cases
from services.cases.schemas.acts import AddresseeBody, DraftBody, ItemBody
from services.cases.schemas.cases import NewCaseBody, TriggerBody
from shared import audit
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation


def draft_act(
    by: Principal, session: Session, documents: Documents, gap_id: UUID, wanted: GapActBody, *, now: datetime
) -> Recommendation:
    """A draft of the act that this kind of gap leads to, filled in from its texts, to whom is wanted or to those that the kind
    names. An act stands in a case: the newest one that an earlier act of the gap stands in, else the first that showed the
    gap and that the person may see and that is not closed; where there is none, the office opens one of its own initiative.

    Raises `ContentViolation` at its field, `RuleViolation` for what the kind of act does not allow.
    """
    gap, today = find_gap(session, gap_id, lock=True), local_date(now)
    kind = gap_data.gap_kind_on(gap.kind, today)
    to = wanted.addressees or _usual(session, gap, kind)
    case = _open_case(by, session, gap) or _new_case(by, session, documents, gap, now)
    act = drafts.draft(
        by,
        session,
        documents,
        case.id,
        _filled(gap, kind, to, today),
        now=now,
        written_by=register.writers(session, gap),
    )
    session.add(GapAct(gap_id=gap.id, recommendation_id=act.id))
    audit.record(session, by, "gap.act_drafted", "gap", gap.id, act=str(act.id))
    session.flush()
    return act


def _usual(session: Session, gap: Gap, kind: GapKind) -> list[UUID]:
    """Whom such an act goes to where nobody is named: the one body of a class, or the bodies of the gap."""
    if kind.addressed_class is None:
        statement = select(GapBody.institution_id).where(GapBody.gap_id == gap.id)
    else:
        statement = select(KnownInstitution.id).where(
            KnownInstitution.institution_class == kind.addressed_class, KnownInstitution.active
        )
    usual = list(session.execute(statement).scalars())
    if not usual or (kind.addressed_class is not None and len(usual) > 1):
        raise ContentViolation("name whom it goes to", code="gap.no_addressee", field="addressees")
    return usual


def _open_case(by: Principal, session: Session, gap: Gap) -> Case | None:
    seen = select(Case).where(visible_cases(by), Case.status != Status.CLOSED)
    of_acts = (
        select(Recommendation.case_id)
        .join(GapAct, GapAct.recommendation_id == Recommendation.id)
        .where(GapAct.gap_id == gap.id)
    )
    showed_it = select(GapCase.case_id).where(GapCase.gap_id == gap.id)
    newest = seen.where(Case.id.in_(of_acts)).order_by(Case.opened_at.desc(), Case.id).limit(1)
    first = seen.where(Case.id.in_(showed_it)).order_by(Case.opened_at, Case.id).limit(1)
    return session.execute(newest).scalar_one_or_none() or session.execute(first).scalar_one_or_none()


def _new_case(by: Principal, session: Session, documents: Documents, gap: Gap, now: datetime) -> Case:
    bodies = select(GapBody.institution_id).where(GapBody.gap_id == gap.id)
    wanted = NewCaseBody(
        trigger=TriggerBody(kind=Trigger.OWN_OBSERVATION, source=gap.number),
        memo=_text("memo", gap),
        title=gap.title,
        rights=tuple(gap.rights),
        bodies=tuple(session.execute(bodies).scalars()),
    )
    return cases.open_own(by, session, documents, wanted, now=now)


def _filled(gap: Gap, kind: GapKind, to: Sequence[UUID], today: date) -> DraftBody:
    act, entry = data.kind_on(kind.act, today), gap_data.gap_kind_names()[kind.key]
    item = ItemBody(text=entry["item_sq"].format(provision=gap.provision))
    if act.orders:
        due = data.calendar_of(today).next_working(today + timedelta(days=kind.due_days))
        item = replace(item, due=due, evidence_expected=entry["evidence_sq"])
    return DraftBody(
        kind=kind.act,
        title=gap.title,
        grounds=_grounds(gap, act.letter, today),
        items=(item,),
        addressees=tuple(AddresseeBody(institution_id=one, role=Role.RESPONSIBLE) for one in to),
    )


def _grounds(gap: Gap, letter: str, today: date) -> str:
    """What the gap says; of a letter whose grounds have parts with a line for each, of which the office writes those that it lacks."""
    parts = act_data.grounds_parts(letter, "sq", today)
    if not parts:
        return _text("grounds", gap)
    written = {"facts": gap.description, "challenged": gap.provision}
    return text_parts.joined({one.name: written.get(one.key, "") for one in parts})


def _text(key: str, gap: Gap) -> str:
    articles = data.articles()
    rights = "; ".join(f"{code} ({articles[code]['name_sq']})" for code in gap.rights)
    values = {name: getattr(gap, name) for name in ("number", "title", "description", "provision")}
    return gap_data.gap_texts()[key].format(**values, rights=rights)
