"""The one place where a body is kept to its own rows.

First wall: a partner's rows are found through `Own` alone, which puts its institution into every query. Second wall:
PostgreSQL's row security on the same tables, for which the transaction says for whom it runs. A transaction that says
nothing sees no row and writes none, so a query that went past this module finds nothing rather than too much.

A body that took over the letters of one that ended reaches those too, with all that belongs to them: `LETTERS`. Who came by a
one-time link reaches of all that one letter alone, and nothing of what belongs to no letter; the database knows of that too.

The setting is local to the transaction: one that outlived it would be the next request's on the pooled connection.
"""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, select
from sqlalchemy.orm import Session

from services.partners.models.contacts import Contact, ContactProposal, ContactsAsked
from services.partners.models.dispatches import Dispatch, DispatchItem, FeedEntry, Notice
from services.partners.models.figures import FiguresReport
from services.partners.models.links import LetterLink
from services.partners.models.post import PostEntry
from services.partners.models.replies import EvidenceFile, ExtensionRequest, ProgressReport, Reply
from services.partners.queries.successions import heritage
from shared.principal import Principal
from shared.rules import NotFound

#: What follows a letter to the body that took it over. A feed, and the contacts, stay each body's own.
LETTERS = (
    Dispatch, DispatchItem, Notice, Reply, EvidenceFile, ExtensionRequest, ProgressReport, FiguresReport, PostEntry, LetterLink,
)  # fmt: skip
#: Every table whose rows belong to one institution; a test holds the policies of the database to this list.
WALLED = (*LETTERS, FeedEntry, Contact, ContactProposal, ContactsAsked)
Row = TypeVar(
    "Row",
    Dispatch,
    DispatchItem,
    Notice,
    FeedEntry,
    Reply,
    EvidenceFile,
    ExtensionRequest,
    ProgressReport,
    FiguresReport,
    PostEntry,
    LetterLink,
    Contact,
    ContactProposal,
    ContactsAsked,
)


class Own:
    """What one institution may reach in this transaction; of its letters `only` one, if it is given."""

    def __init__(self, session: Session, institution_id: UUID, only: UUID | None = None) -> None:
        self.session = session
        self.institution_id = institution_id
        self.only = only
        self.heritage = heritage(session, institution_id)
        inherited = ",".join(sorted(map(str, self.heritage)))
        _stand(session, institution=str(institution_id), heritage=inherited, office="", dispatch=str(only or ""))

    def select(self, model: type[Row]) -> Select[Row]:
        """A query over this institution's rows of `model`; of letters also over those that it took over."""
        inherited: list[UUID] = sorted(self.heritage) if model in LETTERS else []
        mine = select(model).where(model.institution_id.in_([self.institution_id, *inherited]))
        return mine if self.only is None else mine.where(_of_letter(model, self.only))

    def get(self, model: type[Row], row_id: UUID, *, lock: bool = False) -> Row:
        """One row by its primary key. Raises `NotFound`, the same for a row of another institution as for none."""
        key = model.__mapper__.primary_key[0]
        statement = self.select(model).where(key == row_id)
        row: Row | None = self.session.execute(_locked(statement) if lock else statement).scalar_one_or_none()
        if row is None:
            raise NotFound
        return row


def own(session: Session, by: Principal) -> Own:
    """Run this transaction for the body of `by` alone: it comes from the credential, never from what was sent."""
    return Own(session, by.body, by.only)


def channel(by: Principal) -> str:
    """By which way a body takes and gives: its machines call the API alone, its people see the portal alone, or came by a link."""
    if "partner_link" in by.roles:
        return "link"
    return "api" if "partner_machine" in by.roles else "portal"


def as_office(session: Session) -> None:
    """Run this transaction for the office: events, timers, commands and staff pages, never for a partner's request, but to
    find whose a one-time link is, and to hand over by it.
    """
    _stand(session, institution="", heritage="", office="on", dispatch="")


def _of_letter(model: type[Row], only: UUID) -> ColumnElement[bool]:
    if model is Dispatch:
        return Dispatch.id == only
    if model is Notice:
        about = Dispatch.recommendation_id == Notice.recommendation_id
        return exists().where(Dispatch.id == only, about, Dispatch.institution_id == Notice.institution_id)
    column: ColumnElement[UUID] | None = getattr(model, "dispatch_id", None)
    return false() if model is FeedEntry or column is None else column == only


def _stand(session: Session, *, institution: str, heritage: str, office: str, dispatch: str) -> None:
    session.execute(
        select(
            func.set_config("app.institution", institution, True),
            func.set_config("app.heritage", heritage, True),
            func.set_config("app.office", office, True),
            func.set_config("app.dispatch", dispatch, True),
        )
    )


def _locked(statement: Select[Any]) -> Select[Any]:
    return statement.with_for_update().execution_options(populate_existing=True)
