"""What people wrote in the draft of the act that a rung is, when it has to be drafted anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions.escalations.acts import DRAFTER
from services.cases.domain.laid_over import LaidOver, laid_over
from services.cases.models import ActItem, Recommendation, RungLetter
from services.cases.schemas.acts import DraftBody, ItemBody
from services.cases.schemas.documents import LetterBasis
from shared.documents import Documents


@dataclass(frozen=True)
class Own:
    """The draft as it stood (`title`, `grounds`, `items`), on what it rested (`was`), and the people among its `authors`. `left_out`: their
    words at places that changed themselves, as they are found.
    """

    was: LetterBasis
    title: str
    grounds: str
    items: tuple[ItemBody, ...]
    authors: tuple[str, ...]
    left_out: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, session: Session, documents: Documents, letter: RungLetter) -> "Own":
        """Of a draft from before its basis was kept, all of it is taken as the system's."""
        act = session.get_one(Recommendation, letter.act_id)
        rows = select(ActItem).where(ActItem.recommendation_id == act.id).order_by(ActItem.place)
        items = tuple(
            ItemBody(text=one.text, evidence_expected=one.evidence_expected, due=one.due)
            for one in session.execute(rows).scalars()
        )
        texts = tuple(one.text for one in items)
        was = LetterBasis(
            title=act.title, text=act.grounds, items=texts, evidence=tuple(one.evidence_expected for one in items)
        )
        if letter.basis is not None:
            was = documents.read(LetterBasis, letter.basis)
        authors = tuple(one for one in act.authors if one != DRAFTER.name)
        return cls(was, act.title, act.grounds, items, authors)

    def over(self, body: DraftBody) -> DraftBody:
        """What is so now, with theirs laid over it; where the items are others by now, they are those of now."""
        title = self._over(self.was.title, self.title, body.title)
        grounds = self._over(self.was.text, self.grounds, body.grounds)
        return replace(body, title=title, grounds=grounds, items=self._items(body.items))

    def grounds_over(self, now: str) -> str:
        """The same for what alone is the system's in a report about many letters."""
        return self._over(self.was.text, self.grounds, now)

    def _items(self, now: Sequence[ItemBody]) -> tuple[ItemBody, ...]:
        was, evidence = self.was.items, self.was.evidence
        if not len(was) == len(evidence) == len(self.items) == len(now):
            return tuple(now)
        return tuple(
            replace(
                new,
                text=self._over(was[place], self.items[place].text, new.text),
                evidence_expected=self._over(
                    evidence[place], self.items[place].evidence_expected, new.evidence_expected
                ),
                due=self.items[place].due,
            )
            for place, new in enumerate(now)
        )

    def _over(self, was: str, own: str, now: str) -> str:
        laid: LaidOver = laid_over(was, own, now)
        self.left_out.extend(laid.left_out)
        return laid.text
