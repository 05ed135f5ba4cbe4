"""Comparing a text with the sealed files before it leaves the office: the neutral summary, and what the cases service offers.

The files of the text's own case are opened in memory, for as long as it takes; those of all others are not, and known by the marks of the
full names in them (`queries.marks`). What is found is told as places and kinds, never as words: an answer
that tells which word it was would tell it to whoever has not opened the file.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain import handovers as rules
from services.intake.domain.anybody import anybody_places, described_places
from services.intake.domain.contacts import contact_key, phone_anywhere
from services.intake.domain.describing import PUBLIC_TEXTS, Asked, Combination
from services.intake.domain.hits import ABOUT_NOBODY, Hit, Kind, Severity, without_doubles
from services.intake.domain.marks import BEFORE
from services.intake.domain.names import Person, hits
from services.intake.domain.seams import one_after_another, places_over, seams_of, with_seams
from services.intake.domain.written import tokens
from services.intake.models import Complaint, DataKey, Vault
from services.intake.queries import lookup, marks, persons, releases
from services.intake.queries.persons import Reader
from shared import audit, patterns
from shared.bared import bared
from shared.events.catalogue import (
    ActivityTextChecked,
    ActivityTextOffered,
    DraftChecked,
    DraftOffered,
    TextChecked,
    TextOffered,
)
from shared.events.catalogue.texts import FoundPlace, TextTold
from shared.events.documents.cases import OfferedText
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation

_MOST_PLACES = 100
_ORDER = [severity.value for severity in Severity]
_KINDS = {"identity": Kind.NUMBER, "phone": Kind.NUMBER, "email": Kind.EMAIL}


def check_summary(
    by: Principal,
    session: Session,
    vault: Vault,
    key: DataKey,
    complaint: Complaint,
    summary: str,
    bodies: Collection[UUID],
    *,
    names_reason: str | None,
) -> None:
    """Raise `ContentViolation` for a summary that names one of the persons in the sealed file, or in full one of any other, and for one that
    may name somebody until a reason says why it goes; that stands in the trail.
    """
    public = lookup.public_words(session, bodies, [complaint.municipality])
    found = places_in(summary, persons.of_file(session, key, complaint, public).all, public)
    found += _sure(_of_others(session, vault, [summary], [complaint.id], [complaint.id])[0])
    if any(hit.severity is Severity.STOP for hit in found):
        raise ContentViolation("the summary names a person", code="summary_names_person", field="summary")
    asked = sum(hit.severity is Severity.QUESTION and hit.kind not in ABOUT_NOBODY for hit in without_doubles(found))
    if asked and names_reason is None:
        raise ContentViolation("the summary may name somebody", code="summary_may_name", field="names_reason")
    if asked:
        audit.record(
            session, by, "summary.named", "complaint", complaint.id, questions=asked, names_reason=names_reason
        )


@dataclass(frozen=True)
class Sought:
    """With whose files a text is compared: those of these `complaints`, `apart` of them such that their own author alone reads it; of all
    others the full names. `bodies`: which may be named; `addressees`: to whom it goes; `public`: anybody reads it.

    What is of no case has no child to tell of: whoever it describes closely is asked about, whoever reads it.
    """

    complaints: Sequence[UUID] = ()
    apart: Sequence[UUID] = ()
    bodies: Sequence[UUID] = ()
    addressees: Sequence[UUID] = ()
    public: bool = True

    @property
    def asked(self) -> frozenset[Asked]:
        """Which descriptions are asked about, beside those of every text."""
        if not self.complaints and not self.apart:
            return frozenset({Asked.PUBLIC, Asked.OF_NO_CASE})
        return frozenset({Asked.PUBLIC, Asked.PUBLIC_OF_CASE}) if self.public else frozenset()


def answer_offer(
    session: Session, vault: Vault, offer: DraftOffered, text: OfferedText, before: Sequence[OfferedText] = ()
) -> None:
    """Compare a text that is to leave the office with the files of its case and of those that were joined to it, and with the full names
    in all others; tell what was found. `before`: what the same readers have already.
    """
    public = offer.kind in PUBLIC_TEXTS
    sought = Sought(offer.complaints, offer.apart, offer.bodies, offer.addressees, public)
    found = _found(session, vault, sought, text, before)
    publish(session, DraftChecked(**_told(offer, found)), offer.text_id)


def answer_text(session: Session, vault: Vault, offer: TextOffered, text: OfferedText) -> None:
    """Compare what the office is to publish, which is of no case, with the full names in all files, and tell what was found."""
    publish(session, TextChecked(**_told(offer, _found(session, vault, Sought(), text))), offer.text_id)


def answer_activity(session: Session, vault: Vault, offer: ActivityTextOffered, text: OfferedText) -> None:
    """The same of what the office is to announce."""
    publish(session, ActivityTextChecked(**_told(offer, _found(session, vault, Sought(), text))), offer.text_id)


def _told(offer: DraftOffered | TextTold, found: Sequence[FoundPlace]) -> dict[str, Any]:
    """What each of the three events says of a text."""
    return {
        "check_id": offer.check_id,
        "text_id": offer.text_id,
        "kind": offer.kind,
        "content_hash": offer.content_hash,
        "stops": _count(found, Severity.STOP),
        "questions": _count(found, Severity.QUESTION),
        "places": tuple(found[:_MOST_PLACES]),
    }


def _count(found: Sequence[FoundPlace], severity: Severity) -> int:
    return sum(place.severity == severity for place in found)


def _found(
    session: Session, vault: Vault, sought: Sought, text: OfferedText, before: Sequence[OfferedText] = ()
) -> list[FoundPlace]:
    """Stops before questions. A file that was erased holds nobody any more."""
    together = lookup.together(session, [*sought.complaints, *sought.apart])
    complaints = [one for one in together if one.id not in sought.apart]
    apart = [one for one in together if one.id in sought.apart]
    public = lookup.public_words(session, {*sought.bodies, *sought.addressees}, [one.municipality for one in together])
    files = [
        _file(session, vault, one, releases.released_names(session, one.id, sought.addressees), public)
        for one in complaints
    ]
    # Who complained alone is told numbers that are their own or the office's without more.
    known = _known_to_all(session, vault, apart) if not files else frozenset()
    readers = [_reader(session, vault, one, public) for one in apart]
    files += [_File(one.unread, ()) for one in readers]
    texts = [part.text for part in text.parts]
    seams = list(seams_of(texts))
    looked = [*texts, *(seam.text for seam in seams)]
    own = [*(one.id for one in together), *sought.complaints, *sought.apart]
    opened = [one.id for one in complaints]
    had = [part.text for one in before for part in one.parts]
    others = _of_others(session, vault, looked, own, opened, parts=len(texts), before=had)
    describing = [one for one in data.describing() if one.asked in sought.asked]
    hits = [
        _beside(
            one,
            _with_others(
                _asked_of_known(one, [*_hits_of(one, files, public), *_described(one, describing, public)], known), more
            ),
            readers,
            public,
        )
        for one, more in zip(looked, others, strict=True)
    ]
    whole, phones = one_after_another(texts), [one.phone for file in files for one in file.sealed]
    over = list(places_over(whole, numbers_in(whole.text, phones)))
    found = [
        FoundPlace(part=number, start=hit.start, end=hit.end, kind=hit.kind.value, severity=hit.severity.value)
        for number, places in enumerate(with_seams(hits, seams))
        for hit in without_doubles([*places, *(hit for part, hit in over if part == number)])
    ]
    found.sort(key=lambda place: (_ORDER.index(place.severity), place.part, place.start))
    return found


def check_message(
    session: Session, vault: Vault, key: DataKey, complaint: Complaint, text: str, *, answered: bool
) -> int:
    """Raise `ContentViolation` for a message to who complained that names somebody of another file: of those joined to theirs in any
    way, of all others in full; and whom the office's notes name in theirs. Whom their own file holds by their own words they may be told
    of, whatever other file holds them too.
    Likewise for what looks like a number or an address of a person, unless it is in their own file or one of the office. What may be
    any of these is refused too until it is `answered` why it goes; gives how many such places there are.
    """
    numbers = _asked_of_known(text, _patterns_in(text), _known_to_all(session, vault, [complaint]))
    if any(hit.severity is Severity.STOP for hit in numbers):
        raise ContentViolation("the message gives a number of a person", code="message_gives_number", field="text")
    public = lookup.public_words(session, (), [complaint.municipality])
    joined = [one for one in lookup.together(session, [complaint.id]) if one.id != complaint.id]
    reader = persons.reader(session, key, complaint, public)
    sought = [*(person for one in joined for person in _held(session, vault, one, public).all), *reader.unread]
    found = [*_named(text, sought, public), *_sure(_of_others(session, vault, [text], [complaint.id])[0])]
    strange = _beside(text, without_doubles([*found, *_of_anybody(text, public)]), [reader], public)
    if any(hit.severity is Severity.STOP for hit in strange):
        raise ContentViolation("the message names somebody of another file", code="message_names_another", field="text")
    if strange and not answered:
        raise ContentViolation("the message may name somebody", code="message_may_name", field="names_reason")
    return len(strange)


def places_leaving(session: Session, vault: Vault, complaint: Complaint, text: str, free: Collection[str]) -> list[Hit]:
    """Every place at which a text for the body that a complaint goes to seems to name somebody of its file, or of those joined to it, or
    in full somebody of any other. `free`: who of this file (child, submitter, representative) agreed to be named.
    """
    complaints = lookup.together(session, [complaint.id])
    bodies = [complaint.redirect_to] if complaint.redirect_to else []
    public = lookup.public_words(session, bodies, [one.municipality for one in complaints])
    files = [_file(session, vault, one, free if one.id == complaint.id else (), public) for one in complaints]
    own = [complaint.id, *(one.id for one in complaints)]
    [others] = _of_others(session, vault, [text], own, own)
    return _with_others(_hits_of(text, files, public), _sure(others))


def named_leaving(
    session: Session, vault: Vault, complaint: Complaint, text: str, found: Collection[Hit], free: Collection[str]
) -> set[str]:
    """Whom the stops that `places_leaving` found in a text name: parts in this file (child, submitter, representative), `another` for
    somebody else of the files, `number` for what is of nobody there.
    """
    complaints = lookup.together(session, [complaint.id])
    public = lookup.public_words(session, (), [one.municipality for one in complaints])
    held = {one.id: _held(session, vault, one, public) for one in complaints}
    parts = {role: [one] for role, one in held[complaint.id].parts.items() if role not in free}
    everybody = [one for file in held.values() for one in file.all]
    told = {
        role: _stopped(text, sought, public, [one for one in everybody if one not in sought])
        for role, sought in parts.items()
    }
    told[rules.ANOTHER] = _stopped(text, everybody, public)
    named = set()
    for stop in (hit for hit in found if hit.severity is Severity.STOP):
        who = {role for role, hits in told.items() if any(_overlap(stop, hit) for hit in hits)}
        unknown = rules.ANOTHER if stop.kind in {Kind.NAME, Kind.INITIALS} else rules.NUMBER
        named |= (who - {rules.ANOTHER}) or who or {unknown}
    return named


def _stopped(text: str, sought: Sequence[Person], public: Collection[str], free: Sequence[Person] = ()) -> list[Hit]:
    return [hit for hit in _named(text, sought, public, free) if hit.severity is Severity.STOP]


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


@dataclass(frozen=True)
class _File:
    """Whom a sealed file holds. `released`: whose names everyone may know to whom the text goes."""

    sealed: Sequence[Person]
    released: Sequence[Person]


def _beside(text: str, found: Sequence[Hit], readers: Sequence[Reader], public: Collection[str]) -> list[Hit]:
    """What is found beside whom each reader knows of by their own words. Numbers they are told, or asked about, by themselves."""
    told = [_named(text, one.told, public) for one in readers]
    known = [hit for hit in found if hit.kind not in ABOUT_NOBODY and told and all(_is_told(hit, own) for own in told)]
    return [hit for hit in found if hit not in known]


def _file(
    session: Session, vault: Vault, complaint: Complaint, free: Collection[str], public: Collection[str]
) -> _File:
    """`free`: whose names (child, submitter, representative) are known there to whom the text goes."""
    held = _held(session, vault, complaint, public)
    known = {held.parts[role].name for role in free if role in held.parts}
    sealed = [replace(one, name="") if one.name in known else one for one in held.parts.values()]
    others = [one for one in held.others if not any(set(tokens(one.name)) <= set(tokens(name)) for name in known)]
    return _File([*sealed, *others], [Person(name=name) for name in known])


def _reader(session: Session, vault: Vault, complaint: Complaint, public: Collection[str]) -> Reader:
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    return persons.reader(session, key, complaint, public)


def _held(session: Session, vault: Vault, complaint: Complaint, public: Collection[str]) -> persons.Held:
    key = vault.open(complaint.id, complaint.key_wrapped, complaint.kek_id)
    return persons.of_file(session, key, complaint, public)


def _known_to_all(session: Session, vault: Vault, complaints: Sequence[Complaint]) -> frozenset[str]:
    """The numbers and addresses that each of those who complained knows of; of nobody, none."""
    held = [
        persons.contacts_of(session, vault.open(one.id, one.key_wrapped, one.kek_id), one) | _public_contacts()
        for one in complaints
    ]
    return frozenset.intersection(*held) if held else frozenset()


def _public_contacts() -> frozenset[str]:
    return frozenset(contact_key(number) for number in data.public_numbers())


def _asked_of_known(text: str, found: Sequence[Hit], known: Collection[str]) -> list[Hit]:
    return [
        replace(hit, severity=Severity.QUESTION) if contact_key(text[hit.start : hit.end]) in known else hit
        for hit in found
    ]


def _of_others(
    session: Session,
    vault: Vault,
    texts: Sequence[str],
    own: Collection[UUID],
    opened: Collection[UUID] = (),
    parts: int | None = None,
    before: Sequence[str] = (),
) -> list[list[Hit]]:
    """Of each text the places with a full name of a file that is none of `own`. `opened`, `parts`, `before`: see `queries.marks.of_others`."""
    seen = [bared(text) for text in texts]
    found: list[list[Hit]] = [[] for _text in texts]
    had = [bared(text).text for text in before]
    for candidate in marks.of_others(session, vault, [one.text for one in seen], own, opened, parts, had):
        for number, hit in (one for one in candidate.hits() if one[0] != BEFORE):
            start, end = seen[number].span(hit.start, hit.end)
            found[number].append(replace(hit, start=start, end=end))
    return found


def _sure(others: Sequence[Hit]) -> list[Hit]:
    """The same where no second person is asked questions: a name of another file that is cut to its beginning stops."""
    return [replace(hit, severity=Severity.STOP) if hit.kind is Kind.INITIALS else hit for hit in others]


def _with_others(found: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    """A name that was released is free, whatever other file holds it too."""
    free = [hit for hit in found if hit.severity is Severity.RELEASED]
    return without_doubles([*found, *(hit for hit in others if not any(_overlap(hit, one) for one in free))])


def _hits_of(text: str, files: Sequence[_File], public: Collection[str]) -> list[Hit]:
    sealed = list(dict.fromkeys(one for file in files for one in file.sealed))
    released = [one for file in files for one in file.released]
    free = [replace(hit, severity=Severity.RELEASED) for hit in _named(text, released, public)]
    return without_doubles([*places_in(text, sealed, public, released), *free])


def places_in(text: str, sought: Sequence[Person], public: Collection[str], free: Sequence[Person] = ()) -> list[Hit]:
    """Every hit in a text: of these persons, whatever looks like anybody's number or address of e-mail, and whom a reader of the place
    would know. `free`: who may be named.
    """
    known = _named(text, free, public) if free else []
    anybody = [hit for hit in _of_anybody(text, public) if not _is_told(hit, known)]
    return without_doubles([*_named(text, sought, public, free), *_patterns_in(text), *anybody])


def _patterns_in(text: str) -> list[Hit]:
    """Whatever looks like a number or an address of e-mail of anybody; the office's own and those of the helplines are only asked about."""
    found = ((one, Severity.STOP if one.sure else Severity.QUESTION) for one in patterns.found(text))
    hits = [Hit(one.start, one.end, _KINDS[one.kind], severity) for one, severity in found]
    return _asked_of_known(text, hits, _public_contacts())


def _of_anybody(text: str, public: Collection[str]) -> list[Hit]:
    """Whoever the text tells of so that a reader of the place would know them, by name, by what they are, and where they live."""
    seen = bared(text)
    found = anybody_places(seen.text, public, data.speech(), data.signs())
    spans = ((hit, seen.span(hit.start, hit.end)) for hit in found)
    described = _described(text, [one for one in data.describing() if one.asked is Asked.EVERY], public)
    return [*(replace(hit, start=start, end=end) for hit, (start, end) in spans), *described]


def _is_told(hit: Hit, known: Sequence[Hit]) -> bool:
    """Whether what is known begins and ends a place of the text; of an address, whether it stands in it."""
    if hit.kind is Kind.ADDRESS:
        return any(one.kind is Kind.ADDRESS and _overlap(hit, one) for one in known)
    return hit.start in {one.start for one in known} and hit.end in {one.end for one in known}


def numbers_in(text: str, phones: Collection[str]) -> list[Hit]:
    """What looks like anybody's number, and these telephones with any words between their figures."""
    found = [Hit(one.start, one.end, _KINDS[one.kind], Severity.STOP) for one in patterns.found(text) if one.sure]
    return [*(hit for phone in phones for hit in phone_anywhere(text, phone)), *found]


def _named(text: str, sought: Sequence[Person], public: Collection[str], free: Sequence[Person] = ()) -> list[Hit]:
    """Where a text, as it is seen, holds something of these persons."""
    seen = bared(text)
    spans = ((hit, seen.span(hit.start, hit.end)) for hit in hits(seen.text, sought, public, data.speech(), free))
    return [replace(hit, start=start, end=end) for hit, (start, end) in spans]


def _described(text: str, describing: Collection[Combination], public: Collection[str]) -> list[Hit]:
    seen = bared(text)
    found = described_places(seen.text, describing, public, data.speech(), data.signs())
    spans = ((hit, seen.span(hit.start, hit.end)) for hit in found)
    return [replace(hit, start=start, end=end) for hit, (start, end) in spans]
