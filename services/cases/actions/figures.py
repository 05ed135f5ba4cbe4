"""The figures of all, counted ahead where counting takes longer than anybody should wait."""

from datetime import datetime

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.models.counts import ALL, FiguresSnapshot, count_each, count_together, is_large, to_json


def renew(session: Session, now: datetime) -> None:
    """Count all and each body anew, if there are so many obligations that the pages read what was counted."""
    if not is_large(session):
        return
    # A million rows take seconds, which is more than a request may.
    session.execute(text("SET LOCAL statement_timeout = '120s'"))
    today = local_date(now)
    found = count_each(session, today)
    together = count_together(session, today)
    if together is not None:
        found[ALL] = together
    session.execute(delete(FiguresSnapshot))
    session.add_all(
        FiguresSnapshot(body=body, day=today, figures=to_json(figures), counted_at=now)
        for body, figures in found.items()
    )
