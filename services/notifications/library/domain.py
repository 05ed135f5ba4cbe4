"""The life of one version: drafted by some, approved by another, shown from its hour on, perhaps withdrawn; what stands against a step."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shared.rules import ContentViolation, RuleViolation


class State(StrEnum):
    """What people decided. What is approved is shown from the moment of its release: at its hour, compared with the sealed files once more."""

    DRAFT = "draft"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class Reading(StrEnum):
    """How far the words of a file are known. What is not read is compared with nothing: a person reads or hears it."""

    WAITS = "waits"
    AGAIN = "again"
    READ = "read"
    PARTLY = "partly"
    NOTHING = "nothing"
    UNFINISHED = "unfinished"


#: After so many times in which reading a file did not end, nobody waits for it any more.
MOST_TRIES = 3


@dataclass(frozen=True)
class Stands:
    """A version as the rules see it. `released_at`: since when it is shown; `hands`: who wrote anything of it."""

    state: State
    released_at: datetime | None
    hands: frozenset[UUID] = frozenset()

    def shown(self, now: datetime) -> bool:
        return self.state is State.APPROVED and self.released_at is not None and self.released_at <= now


def check_draft(stands: Stands) -> None:
    """Raises `RuleViolation` once it was approved."""
    if stands.state is not State.DRAFT:
        raise RuleViolation("it was approved: draft a new version", code="publication.not_a_draft")


def check_renewable(stands: Stands, now: datetime) -> None:
    """A new version begins once the newest was shown or withdrawn. Raises `RuleViolation`."""
    if stands.state is not State.WITHDRAWN and not stands.shown(now):
        raise RuleViolation("the newest version is not out yet", code="publication.still_open")


def check_withdrawable(stands: Stands) -> None:
    """Raises `RuleViolation` for a draft and for what was withdrawn."""
    if stands.state is not State.APPROVED:
        raise RuleViolation("it was not approved", code="publication.not_approved")


def second_person(stands: Stands, by: UUID) -> Iterator[RuleViolation]:
    if by in stands.hands:
        yield RuleViolation("somebody else approves what you wrote", code="publication.own_work")


def complete(texts: Collection[str], files: Collection[tuple[str, str]]) -> Iterator[RuleViolation]:
    """`texts`: languages of title and summary; `files`: language and form of each."""
    if "sq" not in texts:
        yield RuleViolation("title and summary in Albanian", code="publication.no_albanian")
    if not files:
        yield RuleViolation("at least one file", code="publication.no_file")
    if any(language not in texts for language, _form in files):
        yield RuleViolation("a file in a language without title and summary", code="publication.file_without_text")


def cited(public: Iterable[bool]) -> Iterator[RuleViolation]:
    """`public`: of each citation whether anybody may read what it cites."""
    if not all(public):
        yield RuleViolation("it cites what is not public", code="publication.cites_not_public")


def check_form(form: str, media_kind: str, taken: Collection[str]) -> None:
    """Raises `ContentViolation` where the file is not what the form may be."""
    if media_kind not in taken:
        raise ContentViolation(f"{form} is no {media_kind}", code="publication.other_form", field="file")


def check_read(*, unread: bool) -> None:
    """Raises `RuleViolation` while it is not known what can be read in a file."""
    if unread:
        raise RuleViolation("the words of a file are still being read", code="publication.file_waits")


def reading(*, known: bool, words: bool, unread_pages: bool, tries: int) -> Reading:
    """`known`: it is over; `words`: some were read; `tries`: how often it did not end."""
    if not known:
        return Reading.AGAIN if tries else Reading.WAITS
    if words:
        return Reading.PARTLY if unread_pages else Reading.READ
    return Reading.UNFINISHED if tries >= MOST_TRIES else Reading.NOTHING


def by_person(readings: Iterable[Reading], *, said: bool) -> Iterator[RuleViolation]:
    """`readings`: of each file; `said`: whoever approves says that they read or heard themselves what is not read."""
    if not said and any(one in {Reading.PARTLY, Reading.NOTHING, Reading.UNFINISHED} for one in readings):
        yield ContentViolation(
            "pages or sounds are not read: say that you read or heard them yourself",
            code="publication.unread",
            field="read_myself",
        )


def check_print(stands: Stands, language: str, languages: Collection[str]) -> None:
    """`languages`: of the files of the version. Raises `RuleViolation` before it was approved, `ContentViolation` for another language."""
    if stands.state is not State.APPROVED:
        raise RuleViolation("what is not approved is not printed", code="publication.not_approved")
    if language not in languages:
        raise ContentViolation("nothing to print", code="publication.no_such_language", field="language")


def check_handout(stands: Stands, now: datetime, copies: int, left: int, there: int) -> None:
    """`left`: copies that came and were not given out; `there`: that were counted at this place. Raises `RuleViolation` before the release of the
    version, `ContentViolation` for more than there are.
    """
    if not stands.shown(now):
        raise RuleViolation("before its release nothing is given out", code="publication.not_out")
    if copies == 0 or copies > left or there + copies < 0:
        raise ContentViolation("not so many", code="publication.not_so_many", field="copies")


def check_past(day: date, today: date, field: str, since: date | None = None) -> None:
    """Raises `ContentViolation` for a day to come, or before `since`."""
    if day > today or (since is not None and day < since):
        raise ContentViolation("not such a day", code="publication.not_that_day", field=field)
