"""A letter on which nothing is asked any more, since what it presses for is over: whoever was told that it went is told so, once, and that something
is asked on it again. One that has not arrived is brought no more meanwhile.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import standings, stopped_letters
from services.cases.models import Case, MootSpell, Obligation
from shared.principal import Principal

#: Few at a time: each locks its case.
BATCH = 50


def tell(by: Principal, session: Session, *, now: datetime) -> int:
    """Returns how many spells were looked at."""
    over = MootSpell.ended_at.is_not(None)
    news = select(MootSpell.id, Obligation.case_id).join(Obligation, Obligation.id == MootSpell.obligation_id)
    news = news.where((~over & ~MootSpell.heard) | (over & MootSpell.heard))
    rows = session.execute(news.order_by(Obligation.case_id, MootSpell.recorded_at).limit(BATCH)).all()
    for spell_id, case_id in rows:
        case = session.get_one(Case, case_id, with_for_update=True)
        # Read again under the lock: it may have been opened again meanwhile.
        spell = session.get_one(MootSpell, spell_id, with_for_update=True, populate_existing=True)
        one = session.get_one(Obligation, spell.obligation_id, with_for_update=True, populate_existing=True)
        again, spell.heard = spell.ended_at is not None, spell.ended_at is None
        if one.fell_on is None:
            stopped_letters.follow(by, session, one.recommendation_id, one.institution_id, again=again, now=now)
            standings.tell_where(session, case, one, now=now)
    session.flush()
    return len(rows)
