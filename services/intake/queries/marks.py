"""Which places of a text hold a full name of a file that is not its own."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import LargeBinary, any_, cast, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.intake import data
from services.intake.domain.hits import Severity
from services.intake.domain.marks import Candidate, candidates, stands_in
from services.intake.models import NameMark, Vault
from shared.directory import KnownInstitution


def of_others(session: Session, vault: Vault, texts: Sequence[str], own: Collection[UUID]) -> list[list[Candidate]]:
    """Of each text, as it is seen, the places that hold a full name of a sealed file, unless one of `own` holds it too: those are opened and
    compared whole, or are those of whoever reads it. No file is opened here; one query, whatever the number of files.
    """
    found = [list(candidates(text, data.speech())) for text in texts]
    keyed = {vault.mark(mark): mark for places in found for place in places for mark in place.marks}
    if not keyed:
        return found
    owners = {vault.owner(one) for one in own}
    held, ours = set(), set()
    sought = cast(list(keyed), ARRAY(LargeBinary))
    rows = select(NameMark.mark, NameMark.owner).where(NameMark.mark == any_(sought))
    for mark, owner in session.execute(rows):
        held.add(keyed[mark])
        if owner in owners:
            ours.add(keyed[mark])
    named = [[place for place in places if place.marks & held and not place.marks & ours] for places in found]
    return _without_public(session, named)


def _without_public(session: Session, named: Sequence[Sequence[Candidate]]) -> list[list[Candidate]]:
    """What a body of the directory is called may be said, whoever else is called so."""
    if not any(one.severity is Severity.STOP for places in named for one in places):
        return [list(places) for places in named]
    columns = (KnownInstitution.name_sq, KnownInstitution.name_en)
    public = [name for row in session.execute(select(*columns)) for name in row]
    return [[place for place in places if not stands_in(place, public)] for places in named]
