"""Which places of a text hold a full name of a file that is not its own."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import LargeBinary, any_, cast, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.address_marks import address_candidates
from services.intake.domain.bodies_said import beside_bodies, names_of
from services.intake.domain.declension import forms
from services.intake.domain.hits import Severity
from services.intake.domain.marks import (
    Candidate,
    candidates,
    cut_candidates,
    dense_candidates,
    misspelt_candidates,
    scattered_candidates,
    sounding_candidates,
)
from services.intake.domain.said import Said
from services.intake.domain.written import tokens
from services.intake.models import NameMark, Vault
from services.intake.queries import lookup
from shared.directory import KnownInstitution

_OF_SEVERAL = "ve"


def of_others(
    session: Session,
    vault: Vault,
    texts: Sequence[str],
    own: Collection[UUID],
    opened: Collection[UUID] = (),
    parts: int | None = None,
    before: Sequence[str] = (),
) -> list[Candidate]:
    """The places of the texts, as they are seen, that hold a full name of a sealed file, unless one of `own` holds it too: those are opened
    and compared whole, or are those of whoever reads it. Of those `opened` what stands apart counts too: whole they are compared word by word,
    and one name alone of whom only their words tell is anybody's. The first `parts` are those of one text, in which two names may stand
    apart, or one in it and one in the texts `before`.

    No file is opened here; one query, whatever the number of files. 20,000 characters as the office writes give some 1,300 candidates with
    as many marks, in half a second; the most that any text of that length gave, nothing but capitals, are 70,000 with 110,000.
    """
    speech, signs = data.speech(), data.signs()
    found = [place for number, text in enumerate(texts) for place in candidates(text, speech, number)]
    found += [place for number, text in enumerate(texts) for place in address_candidates(text, speech, signs, number)]
    found += [place for number, text in enumerate(texts) for place in dense_candidates(text, number)]
    found += scattered_candidates(texts[:parts], speech, before)
    for number, text in enumerate(texts[:parts]):
        found += [*cut_candidates(text, speech, number), *misspelt_candidates(text, speech, number)]
        found += sounding_candidates(text, speech, number)
    keyed = {vault.mark(mark): mark for mark in {mark for place in found for mark in place.marks | place.unless}}
    if not keyed:
        return []
    owners, compared = ({vault.owner(one) for one in some} for some in (own, opened))
    held, ours, theirs = set(), set(), set()
    sought = cast(list(keyed), ARRAY(LargeBinary))
    rows = select(NameMark.mark, NameMark.owner).where(NameMark.mark == any_(sought))
    for mark, owner in session.execute(rows):
        held.add(keyed[mark])
        if owner in owners:
            ours.add(keyed[mark])
        if owner in compared:
            theirs.add(keyed[mark])
    named = [
        place
        for place in found
        if (place.marks & held and not place.marks & ours and not place.unless & held)
        or (place.apart and place.marks & theirs)
    ]
    return _without_public(session, texts, named)


def _without_public(session: Session, texts: Sequence[str], named: Sequence[Candidate]) -> list[Candidate]:
    """What a body of the directory is called may be said with what it is, whoever else is called so, and is asked about without; and what
    is called so as a place is the place, unless the text calls it a family's.
    """
    if not named:
        return []
    columns = (KnownInstitution.name_sq, KnownInstitution.name_en)
    bodies, speech = names_of({name for row in session.execute(select(*columns)) for name in row}), data.speech()
    said = [beside_bodies(one, texts[max(0, one.places[0][0])], bodies, speech) for one in named]
    left = [one for one in said if one is not None]
    if not any(one.severity is Severity.STOP for one in left):
        return left
    # Several of a family have a genitive that no place has: "Laçëve".
    named_places = {token for word in lookup.place_words(session) for token in tokens(word)}
    places = named_places | {form for token in named_places for form in forms(token) if not form.endswith(_OF_SEVERAL)}
    seen = (_seen_beside(one, places) for one in left)
    return [one for one in seen if one is not None]


def _seen_beside(candidate: Candidate, places: Collection[str]) -> Candidate | None:
    """What is left of a candidate beside these places: nothing of two words that are both a place's, or of which one that stands apart is
    called a place's or nothing at all; a question of one that stands in a sentence with the other name, or is called a place's before it.
    What is called a family's stays.
    """
    public = [any(spelling in places for spelling in spellings) for spellings in candidate.names]
    if not candidate.apart:
        asked = candidate.said and public[0]
        left = replace(candidate, severity=Severity.QUESTION) if asked else candidate
        return None if public and all(public) else left
    said = {one for one, is_place in zip(candidate.said, public, strict=True) if is_place}
    if Said.PLACE in said:
        return None
    return replace(candidate, severity=Severity.QUESTION) if Said.TOGETHER in said else candidate
