"""Activities that anybody reads of and that have to be answered for, since a file that came later holds whom they seem to name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.activities.models import Activity
from services.partners.activities.queries import texts
from services.partners.comparing.models import TextCheck
from services.partners.comparing.queries import answered, named, open_texts, seen_of
from services.partners.named_later.schemas import NamedLaterAnswer, NamedPlace
from shared.comparing.texts import Named
from shared.typed import filled

#: So often what anybody reads is compared.
EVERY = timedelta(days=1)
_ANNOUNCED = Activity.announced_at.is_not(None)


@dataclass(frozen=True)
class Asked:
    """An activity with the look that is not answered for."""

    activity: Activity
    check: TextCheck
    named: Named

    @property
    def seen(self) -> str:
        """What an answer is about: exactly these places."""
        return seen_of([self.check])


def due(session: Session, now: datetime, limit: int) -> Sequence[Activity]:
    """What is announced and was not offered for a day."""
    lately = select(TextCheck.text_id).where(TextCheck.offered_at > now - EVERY)
    rows = select(Activity).where(_ANNOUNCED, Activity.id.not_in(lately)).order_by(Activity.id).limit(limit)
    return session.execute(rows).scalars().all()


def asked(session: Session) -> list[Asked]:
    """All that has to be answered for, the longest first."""
    unanswered = open_texts(session)
    if not unanswered:
        return []
    rows = select(Activity).where(_ANNOUNCED, Activity.id.in_(unanswered)).order_by(Activity.id)
    looks = ((one, answered(session, texts.of_activity(one))) for one in session.execute(rows).scalars())
    found = [Asked(one, look, named(look, texts.of_activity(one))) for one, look in looks if look and look.look.open]
    return sorted(found, key=lambda one: one.check.offered_at)


def answer(asked: Asked) -> NamedLaterAnswer:
    return NamedLaterAnswer(
        id=asked.activity.id,
        number=asked.activity.number,
        title=asked.activity.title_sq,
        since=asked.check.offered_at,
        places=tuple(filled(NamedPlace, one) for one in asked.named.places),
        more=asked.named.more,
        seen=asked.seen,
    )
