"""The rungs that wait for a person to send them: what each says, about what, and what may be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data.clock_words import why_words
from services.cases.domain.bodies import BodyClass
from services.cases.domain.escalation import offers
from services.cases.domain.ladder import Rung, RungKey, lawful_alternatives, relation_to
from services.cases.domain.timeliness import local_date
from services.cases.lists.rung_letters import RungLetterListing
from services.cases.models import ActAddressee, ActItem, Obligation, Recommendation, RungDraft, RungLetter, TextCheck
from services.cases.queries import checks
from services.cases.queries.earlier_letters import taken_back_before, written_before
from services.cases.queries.situations import institutions, is_confirmed, open_ways, situation_of, ways_to
from services.cases.queries.visibility import in_visible_case, publishable, tells_of_no_walled
from services.cases.schemas.rung_letters import ChangesAnswer, LetterAnswer, LetterText, LetterWhole
from shared import audit, lists
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.events.documents.cases import PlainText
from shared.lists import Reading
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.rules import NotFound
from shared.typed import UNSENT, filled


@dataclass(frozen=True)
class LetterView:
    """One letter of a rung. `text`: of a reminder. `draft`: the act that the rung is, and `to` whom it goes. `why`: language
    → why it may be sent from its day on; said of one that waits, when it is read alone. `ways`: whom each of the `alternatives` goes
    to, none where nobody is turned to or the directory knows nobody. `seen`: the digest of the `text`; `tag`: its version, with that of
    the day's facts; `changes`: of one that is stale; `before`: the letter in whose place it was drafted, if people wrote in that; `instead_of`: the reminder that was
    taken back before it left, in whose place this one was written.
    """

    letter: RungLetter
    act: Recommendation
    addressee: ActAddressee
    rung: Rung
    owed: list[Obligation]
    items: list[ActItem]
    text: LetterText | None
    draft: Recommendation | None
    to: KnownInstitution | None
    superiors: list[KnownInstitution]
    relation_confirmed: bool | None
    alternatives: tuple[str, ...]
    ways: Mapping[str, list[KnownInstitution]]
    why: Mapping[str, str] = field(default_factory=dict)
    check: TextCheck | None = None
    seen: str | None = None
    tag: str = ""
    changes: ChangesAnswer | None = None
    before: UUID | None = None
    instead_of: UUID | None = None

    def answer(self) -> LetterAnswer:
        """The same for whoever reads it by the API."""
        return filled(LetterAnswer, self.letter, **self._around())

    def whole(self) -> LetterWhole:
        """The same, read alone."""
        return filled(
            LetterWhole,
            self.letter,
            why=self.why,
            names_check=checks.answer_of(self.check),
            changes=self.changes,
            before=self.before,
            instead_of=self.instead_of,
            **self._around(),
        )

    def _around(self) -> dict[str, object]:
        """What stands in no column of the letter."""
        return {
            "sent_by": self.rung.sent_by,
            "number": self.act.number,
            "obligations": tuple(one.id for one in self.owed),
            "unanswered": tuple(one.id for one in self.owed if one.question_id is not None),
            "text": self.text,
            "seen": self.seen,
            "stale": self.changes is not None,
            "version": self.tag,
            "act": self.draft.id if self.draft else None,
            "act_status": self.draft.status if self.draft else UNSENT,
            "superiors": tuple(body.id for body in self.superiors),
            "relation_confirmed": self.relation_confirmed,
            "alternatives": self.alternatives,
            "alternative": self.letter.alternative,
            "ways": {key: tuple(body.id for body in bodies) for key, bodies in self.ways.items()},
        }


def page_of(
    session: Session, documents: Documents, cursors: Cursors, asked: RungLetterListing, reading: Reading
) -> Page[LetterView]:
    """What is due to be sent, as pages show it. What a person set aside (its draft given up) is not."""
    rows = lists.page_of(session, cursors, _seen(reading.by), asked, reading, [RungLetter.due_on, RungLetter.id])
    today = local_date(reading.now)
    return rows.of(lambda letter: _view(session, documents, letter, reading.by, today))


def read(session: Session, documents: Documents, letter_id: UUID, principal: Principal, today: date) -> LetterView:
    """One letter, whatever became of it. The reading is noted. Raises `NotFound`."""
    letter = session.execute(_seen(principal).where(RungLetter.id == letter_id)).scalar_one_or_none()
    if letter is None:
        raise NotFound
    audit.record(session, principal, "rung.read", "rung_letter", letter.id)
    view = replace(_view(session, documents, letter, principal, today), instead_of=taken_back_before(session, letter))
    if letter.state != "waiting":
        return view
    before = written_before(session, letter)
    return replace(view, why=_why(session, view, today), before=before.id if before else None)


def _why(session: Session, view: LetterView, today: date) -> dict[str, str]:
    """Empty where the commissioner lifted the waiting: no day was counted then."""
    for one in () if view.letter.override_reason else view.owed:
        ladder = data.ladder_on(one.ladder, one.issued_on)
        for offer in offers(ladder, situation_of(session, one, today), open_ways(session, one.institution_id, today)):
            if offer.rung == view.rung:
                return {language: why_words(offer.counted, language) for language in ("sq", "en")}
    return {}


def _seen(principal: Principal) -> Select[RungLetter]:
    """Those of visible cases; for a publisher, the acts that are to be shown to the public."""
    original = select(Recommendation.id).where(
        Recommendation.id == RungLetter.recommendation_id, publishable(principal)
    )
    to_publish = and_(RungLetter.rung == RungKey.PUBLICATION.value, original.exists())
    seen: ColumnElement[bool] = or_(in_visible_case(principal, RungLetter.case_id), to_publish)
    return select(RungLetter).where(seen)


def _view(session: Session, documents: Documents, letter: RungLetter, principal: Principal, today: date) -> LetterView:
    act = session.get_one(Recommendation, letter.recommendation_id)
    addressee = session.get_one(ActAddressee, (act.id, letter.institution_id))
    rows = (
        select(Obligation, ActItem)
        .join(RungDraft, RungDraft.obligation_id == Obligation.id)
        .join(ActItem, ActItem.id == Obligation.item_id)
        .where(RungDraft.letter_id == letter.id)
        .order_by(ActItem.place)
    )
    covered = session.execute(rows).all()
    owed = [row[0] for row in covered]
    rung = _rung_of(letter, owed[0] if owed else None, act, today)
    superiors = institutions(session, [UUID(one) for one in letter.superiors])
    legal = lawful_alternatives(
        rung, BodyClass(addressee.institution_class), open_ways(session, letter.institution_id, today), today
    )
    legal = legal if letter.no_superior else ()
    ways = {key: data.alternative_on(key, today) for key in legal}
    return LetterView(
        letter=letter,
        tag=str(letter.version),
        act=act,
        addressee=addressee,
        rung=rung,
        owed=owed,
        items=[row[1] for row in covered],
        text=filled(LetterText, documents.read(PlainText, letter.document)) if letter.document else None,
        draft=_draft_of(session, letter, principal),
        to=session.get(KnownInstitution, letter.to) if letter.to else None,
        relation_confirmed=_relation_confirmed(session, letter, rung, today),
        superiors=[superiors[UUID(one)] for one in letter.superiors if UUID(one) in superiors],
        alternatives=legal,
        ways={key: ways_to(session, letter.institution_id, way, today) for key, way in ways.items() if way},
    )


def _relation_confirmed(session: Session, letter: RungLetter, rung: Rung, today: date) -> bool | None:
    """Whether a person has read how `to` stands to the body; None where it stands in no relation, or nobody was chosen."""
    relation = relation_to(rung, data.alternative_on(letter.alternative, today))
    if letter.to is None or relation is None:
        return None
    return is_confirmed(session, letter.institution_id, letter.to, relation, today)


def _draft_of(session: Session, letter: RungLetter, principal: Principal) -> Recommendation | None:
    """The act that the rung is; not where it tells of a case too from which the reader is excluded."""
    statement = select(Recommendation).where(
        Recommendation.id == letter.act_id, tells_of_no_walled(principal, Recommendation.id)
    )
    return session.execute(statement).scalar_one_or_none()


def _rung_of(letter: RungLetter, owed: Obligation | None, act: Recommendation, today: date) -> Rung:
    """The rung as the ladder has it under which the act went out."""
    ladder = data.ladder_on(owed.ladder, owed.issued_on) if owed else None
    kind = data.kind_on(act.kind, act.issued_on or today)
    ladder = ladder or data.ladder_on(kind.ladder, act.issued_on or today)
    if ladder is None:
        raise NotFound
    return next(rung for rung in ladder.rungs if rung.key.value == letter.rung)
