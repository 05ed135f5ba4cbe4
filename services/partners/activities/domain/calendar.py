"""A calendar as text (RFC 5545): what is told of an event goes in, lines that every calendar reads come out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

TIRANA = ZoneInfo("Europe/Tirane")
#: Octets of one line, without its end.
_LONGEST = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Event:
    """`starts` and `ends` are `HH:MM` by the clock of Albania; without `starts` it lasts the whole day. `revision` counts from 1."""

    id: UUID
    title: str
    day: date
    starts: str | None
    ends: str | None
    place: str
    url: str
    categories: Sequence[str]
    changed_at: datetime
    revision: int
    called_off: bool


@dataclass(frozen=True)
class Calendar:
    """`url`: where it is kept, in `language`."""

    name: str
    url: str
    language: str
    events: Sequence[Event]


def document(calendar: Calendar) -> bytes:
    """The same events give the same bytes, so that whoever has them need not fetch them again."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Besa//Activities//{calendar.language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME;LANGUAGE={calendar.language}:{_text(calendar.name)}",
        f"X-WR-CALNAME:{_text(calendar.name)}",
        f"SOURCE;VALUE=URI:{calendar.url}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *(line for event in calendar.events for line in _event(event, calendar.language)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def moment(day: date, hour: str) -> datetime:
    """An hour of that day in Albania."""
    return datetime.combine(day, time.fromisoformat(hour), TIRANA)


def _event(event: Event, language: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}"
    yield f"DTSTAMP:{_utc(event.changed_at)}"
    yield f"LAST-MODIFIED:{_utc(event.changed_at)}"
    yield f"SEQUENCE:{event.revision - 1}"
    yield from _times(event)
    yield f"SUMMARY;LANGUAGE={language}:{_text(event.title)}"
    if event.place:
        yield f"LOCATION;LANGUAGE={language}:{_text(event.place)}"
    yield f"URL:{event.url}"
    if event.categories:
        yield f"CATEGORIES;LANGUAGE={language}:{_joined(event.categories)}"
    yield f"STATUS:{'CANCELLED' if event.called_off else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _times(event: Event) -> Iterator[str]:
    if event.starts is None:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
        return
    yield f"DTSTART:{_utc(moment(event.day, event.starts))}"
    if event.ends is not None:
        yield f"DTEND:{_utc(moment(event.day, event.ends))}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return words.translate(_ESCAPED)


def _joined(words: Iterable[str]) -> str:
    return ",".join(_text(word) for word in words)


def _folded(line: str) -> Iterator[str]:
    """A line of at most 75 octets, and what is too long for it in further ones that begin with a space; no letter is cut."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part += letter
        size += octets
    yield part
