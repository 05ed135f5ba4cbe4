"""Whether nobody is late any more only since the office gave more time after the last day: then that had passed, and it is told so."""

from datetime import date

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.clock import due
from services.cases.domain.grants import last_grant
from services.cases.models import Obligation
from services.cases.queries.situations import ledger_of


def given_late(session: Session, obligation: Obligation, today: date) -> date | None:
    """The last day for its reply, where it is in time by the grant alone that was entered last, and that after the day of before."""
    entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
    grant = last_grant(entries)
    if grant is None or obligation.term is None:
        return None
    term = data.term_of_clock(obligation.term, obligation.issued_on, entries)
    others = [one for one in entries if one.id != grant.id]
    before = due(others, data.calendar_of(obligation.issued_on), term).day
    late = before is not None and before < grant.effective and before < (obligation.answered_on or today)
    return obligation.reply_due if late else None
