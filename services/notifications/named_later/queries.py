"""What anybody reads and has to be answered for, since a file that came later holds whom it seems to name."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.notifications.comparing.models import TextCheck
from services.notifications.comparing.queries import Text, answered, named, open_texts, seen_of, together
from services.notifications.issues.domain import State as IssueState
from services.notifications.issues.models import Issue
from services.notifications.issues.queries import texts as issue_texts
from services.notifications.library.domain import State as VersionState
from services.notifications.library.models import PublicationVersion
from services.notifications.library.queries import texts as library_texts
from services.notifications.named_later.schemas import NamedLaterAnswer, NamedPlace
from shared.comparing.texts import Named
from shared.documents import Documents
from shared.typed import filled

Shown = PublicationVersion | Issue
#: So often what anybody reads is compared.
EVERY = timedelta(days=1)
#: Pieces of one file, each of many pages, are numbered from 0.
_MOST_PIECES = 200


@dataclass(frozen=True)
class Asked:
    """Something that is shown, with the looks that are not answered for. `since`: when the first of them was."""

    shown: Shown
    checks: Sequence[TextCheck]
    named: Named

    @property
    def since(self) -> datetime:
        return min(one.offered_at for one in self.checks)

    @property
    def seen(self) -> str:
        """What an answer is about: exactly these places."""
        return seen_of(self.checks)


def due(session: Session, now: datetime, limit: int) -> list[Shown]:
    """What is shown and was not offered for a day."""
    lately = select(TextCheck.text_id).where(TextCheck.offered_at > now - EVERY)
    versions = _versions(now).where(PublicationVersion.id.not_in(lately)).order_by(PublicationVersion.id)
    issues = _issues(now).where(Issue.id.not_in(lately)).order_by(Issue.id)
    return [*session.execute(versions.limit(limit)).scalars(), *session.execute(issues.limit(limit)).scalars()]


def texts_of(documents: Documents, shown: Shown) -> list[Text]:
    """Those of its texts that are compared."""
    if isinstance(shown, Issue):
        return [issue_texts.of_issue(shown)]
    return library_texts.of_version(documents, shown)


def asked(session: Session, documents: Documents, now: datetime) -> list[Asked]:
    """All that has to be answered for, the longest first."""
    unanswered = open_texts(session)
    if not unanswered:
        return []
    concerned = [one for one in _shown(session, now) if not unanswered.isdisjoint(_text_ids(one))]
    found = [one for one in (_asked(session, documents, shown) for shown in concerned) if one is not None]
    return sorted(found, key=lambda one: one.since)


def answer(asked: Asked) -> NamedLaterAnswer:
    what, title, version, at = _called(asked.shown)
    places = tuple(filled(NamedPlace, one) for one in asked.named.places)
    return NamedLaterAnswer(
        id=asked.shown.id,
        what=what,
        title=title,
        version=version,
        at=at,
        since=asked.since,
        places=places,
        more=asked.named.more,
        seen=asked.seen,
    )


def _called(shown: Shown) -> tuple[str, str, int | None, str]:
    """What it is, its title, its version, and its page at the desk."""
    if isinstance(shown, Issue):
        return "issue", f"{shown.number}/{shown.year}", None, f"issues/{shown.id}"
    return "publication", shown.text("sq").title, shown.number, f"library/{shown.publication_id}"


def _shown(session: Session, now: datetime) -> Iterator[Shown]:
    yield from session.execute(_versions(now)).scalars()
    yield from session.execute(_issues(now)).scalars()


def _versions(now: datetime) -> Select[PublicationVersion]:
    approved = select(PublicationVersion).where(PublicationVersion.state == VersionState.APPROVED.value)
    return approved.where(PublicationVersion.released_at <= now)


def _issues(now: datetime) -> Select[Issue]:
    return select(Issue).where(Issue.state == IssueState.OUT.value, Issue.released_at <= now)


def _text_ids(shown: Shown) -> Collection[UUID]:
    """The ids of its texts, without its files being opened."""
    if isinstance(shown, Issue):
        return {shown.id}
    pieces = (f"{file.language}.{file.form}.{number}" for file in shown.files for number in range(_MOST_PIECES))
    return {shown.id, *(uuid5(shown.id, piece) for piece in pieces)}


def _asked(session: Session, documents: Documents, shown: Shown) -> Asked | None:
    looks = [(answered(session, text), text) for text in texts_of(documents, shown)]
    open_ones = [(check, text) for check, text in looks if check is not None and check.look.open]
    if not open_ones:
        return None
    return Asked(shown, [check for check, _text in open_ones], together(named(*one) for one in open_ones))
