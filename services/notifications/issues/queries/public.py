"""Issues that are out, as anybody reads them: page, mail, feed and API are this one text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.comparing.queries import clean
from services.notifications.issues import data
from services.notifications.issues.domain import LANGUAGES, State
from services.notifications.issues.models import Issue, IssueItem
from services.notifications.issues.queries import texts
from services.notifications.issues.schemas import PublicIssue, PublicIssueText, PublicItem, PublicSection
from services.notifications.library.queries.told import Item, of_act, of_version
from shared.rules import NotFound
from shared.typed import filled

#: In the archive and in the feed.
IN_FEED = 50
#: Of a year, or a number in it.
MOST = 9_999


@dataclass(frozen=True)
class Section:
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Told:
    """An issue in one language: what may be read of it now. `changed_at`: when this, or that it may be read, changed last."""

    number: int
    year: int
    since: date
    until: date
    title: str
    words: str
    sections: tuple[Section, ...]
    released_at: datetime
    changed_at: datetime
    withdrawn_at: datetime | None
    reason: str | None
    language: str

    @property
    def path(self) -> str:
        return f"/notifications/bulletins/{self.year}/{self.number}"


def told(session: Session, found: Issue, language: str, now: datetime) -> Told:
    """Of one that was withdrawn neither the introduction nor an item, and why as soon as that was compared with the sealed files. Raises
    `AssertionError` for what is not out.
    """
    if found.number is None or found.year is None or found.released_at is None:
        raise AssertionError("what is not out is told to nobody")
    out = found.state == State.OUT
    words = next((one.words for one in found.texts if one.language == language), "") if out else ""
    reason = found.reason if found.reason and clean(session, texts.of_withdrawal(found)) else None
    changes = [found.released_at, found.withdrawn_at, *(_changed_at(one) for one in found.items if not one.left_out)]
    return Told(
        found.number, found.year, found.since, found.until,
        data.text("title", language).format(number=found.called), words, _sections(found, language, now) if out else (),
        found.released_at, max(one for one in changes if one is not None), found.withdrawn_at, reason, language,
    )  # fmt: skip


def plain(one: Told, root: str) -> str:
    """The same for a mail."""
    parts = [one.title, one.words]
    for section in one.sections:
        parts.append(section.heading.upper())
        parts.extend(f"{item.title}\n{item.about}\n{root}{item.path}" for item in section.items)
    return "\n\n".join(parts)


def issues(session: Session, language: str, now: datetime) -> list[Told]:
    """All that are or were out, the latest first."""
    rows = select(Issue).where(Issue.released_at.is_not(None)).order_by(Issue.released_at.desc()).limit(IN_FEED)
    return [told(session, one, language, now) for one in session.execute(rows).scalars()]


def issue(session: Session, year: int, number: int, language: str, now: datetime) -> Told:
    """Raises `NotFound`, for what is not out as for what is not there."""
    # No column holds more: the address is anybody's to type.
    of_it = select(Issue).where(Issue.year == year, Issue.number == number, Issue.released_at.is_not(None))
    found = session.execute(of_it).scalar() if max(year, number) <= MOST else None
    if found is None:
        raise NotFound
    return told(session, found, language, now)


def answer(session: Session, year: int, number: int, public_url: str, now: datetime) -> PublicIssue:
    """In both languages. Raises `NotFound`, as `issue`."""
    root = public_url.rstrip("/")
    of_all = [issue(session, year, number, language, now) for language in LANGUAGES]
    texts = () if of_all[0].withdrawn_at else tuple(_text(one, root) for one in of_all)
    return filled(PublicIssue, of_all[0], url=f"{root}{of_all[0].path}", texts=texts)


def readable(one: IssueItem, now: datetime) -> bool:
    """Whether anybody may read now what the item tells."""
    if one.act is not None:
        return one.act.readable
    return one.version is not None and one.version.stands.shown(now)


def said(one: IssueItem, language: str) -> Item:
    """Raises `AssertionError` for an item of nothing."""
    if one.act is not None:
        return of_act(one.act, language)
    if one.version is None:
        raise AssertionError("an item is an act or a version")
    return of_version(one.version, language)


def _sections(found: Issue, language: str, now: datetime) -> tuple[Section, ...]:
    items = [one for one in found.items if not one.left_out and readable(one, now)]
    by_kind: Sequence[tuple[str, list[IssueItem]]] = (
        ("acts", [one for one in items if one.act_id]),
        ("publications", [one for one in items if one.version_id]),
    )
    return tuple(
        Section(data.text(key, language), tuple(said(one, language) for one in of_it))
        for key, of_it in by_kind
        if of_it
    )


def _changed_at(one: IssueItem) -> datetime | None:
    if one.act is not None:
        return one.act.changed_at
    return one.version.withdrawn_at if one.version is not None else None


def _text(one: Told, root: str) -> PublicIssueText:
    sections = tuple(
        PublicSection(
            heading=section.heading,
            items=tuple(filled(PublicItem, item, url=f"{root}{item.path}") for item in section.items),
        )
        for section in one.sections
    )
    return filled(PublicIssueText, one, sections=sections)
