"""Obligations: the list by which lateness is found, and what nobody can find of one yet."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.standing import undone_refusal
from services.cases.domain.timeliness import local_date
from services.cases.lists.obligations import ObligationListing
from services.cases.models import Obligation
from services.cases.queries import acts
from services.cases.queries.acts import ObligationView
from services.cases.queries.clocks import stands
from services.cases.queries.visibility import in_visible_case, tells_of_no_walled
from services.cases.schemas.obligations import ObligationLine
from shared import lists
from shared.lists import Reading
from shared.pagination import Cursors, Page
from shared.rules import RuleViolation


def page_of(session: Session, cursors: Cursors, asked: ObligationListing, reading: Reading) -> Page[ObligationView]:
    """One page of the obligations that the reader may see, as pages show them."""
    statement = select(Obligation).where(
        in_visible_case(reading.by, Obligation.case_id), tells_of_no_walled(reading.by, Obligation.recommendation_id)
    )
    rows = lists.page_of(session, cursors, statement, asked, reading, asked.order, descending=asked.newest_first)
    return Page(acts.views(session, list(rows.items), local_date(reading.now)), rows.next)


def lines(session: Session, cursors: Cursors, asked: ObligationListing, reading: Reading) -> Page[ObligationLine]:
    """The same for whoever reads it by the API."""
    return page_of(session, cursors, asked, reading).of(acts.obligation_line)


def line(session: Session, obligation: Obligation, today: date) -> ObligationLine:
    """One of them, as it is now."""
    return acts.obligation_line(acts.views(session, [obligation], today)[0])


def why_not_undone(session: Session, obligation: Obligation, today: date) -> RuleViolation | None:
    """Why the office cannot find it not done, or only in part, today (`domain/standing.py`): what the page does not offer and the act refuses."""
    if obligation.insufficient_on is not None:
        return None
    arrived = obligation.deemed_on or obligation.delivered_on
    due, by = obligation.reply_due, obligation.implementation_due
    return undone_refusal(obligation.facts, due, by, arrived, today, stands=stands(session, obligation))
