"""The lists of cooperation: by what they may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, false, func, or_

from services.partners.cooperation import data
from services.partners.cooperation.domain.endings import AgreementState
from services.partners.cooperation.domain.meetings import Standing
from services.partners.cooperation.models import Actor, Agreement, AgreementParty, Meeting, MeetingDecision
from services.partners.cooperation.words import CLUSTERS, DECISIONS, FUNCTIONS, KINDS, SIGNED, STANDING, STATES
from services.partners.domain import local_date
from services.partners.models import Institution
from shared.fields import Text
from shared.folding import folded_column, holds_words
from shared.lists import Filter, Listing, Reading, Words
from shared.numbers import as_written


def _named(text: str, _reading: Reading) -> ColumnElement[bool]:
    return holds_words(folded_column(Actor.name_sq + " " + Actor.name_en), text)


def _still(word: str, _reading: Reading) -> ColumnElement[bool]:
    return Actor.active.is_(word == "yes")


@dataclass(frozen=True, kw_only=True)
class ActorListing(Listing):
    """Actors by name."""

    q: Annotated[str | None, Text(200), Filter(_named, _l("Emri"))] = None
    kind: Annotated[str | None, Filter(Actor.kind, _l("Lloji"), KINDS)] = None
    active: Annotated[str | None, Filter(_still, _l("Zyra punon me të"), STANDING)] = None


def _called(text: str, _reading: Reading) -> ColumnElement[bool]:
    """By number, by the words of the title, or by the name of a party."""
    of_party = exists().where(
        AgreementParty.agreement_id == Agreement.id,
        or_(
            exists().where(Institution.id == AgreementParty.institution_id, holds_words(Institution.search, text)),
            exists().where(Actor.id == AgreementParty.actor_id, holds_words(folded_column(Actor.name_sq), text)),
        ),
    )
    numbered = Agreement.number.in_(as_written(text, [data.number_prefix("agreements")]))
    return or_(numbered, holds_words(folded_column(Agreement.title), text), of_party)


def _is_signed(word: str, _reading: Reading) -> ColumnElement[bool]:
    return Agreement.signed_on.is_not(None) if word == "yes" else Agreement.signed_on.is_(None)


def _on(cluster: str, _reading: Reading) -> ColumnElement[bool]:
    return Agreement.clusters.contains([cluster])


def _with(institution_id: UUID, _reading: Reading) -> ColumnElement[bool]:
    return exists().where(AgreementParty.agreement_id == Agreement.id, AgreementParty.institution_id == institution_id)


def _in_state(word: str, reading: Reading) -> ColumnElement[bool]:
    signed = Agreement.signed_on.is_not(None)
    over = Agreement.ended_at.is_not(None) | func.coalesce(Agreement.until < local_date(reading.now), false())
    return {AgreementState.DRAFT: ~signed, AgreementState.IN_FORCE: signed & ~over}.get(
        AgreementState(word), signed & over
    )


@dataclass(frozen=True, kw_only=True)
class AgreementListing(Listing):
    """Agreements, the newest first."""

    q: Annotated[str | None, Text(200), Filter(_called, _l("Numri, titulli ose pala"))] = None
    signed: Annotated[str | None, Filter(_is_signed, _l("Nënshkrimi"), SIGNED)] = None
    state: Annotated[str | None, Filter(_in_state, _l("Gjendja"), STATES)] = None
    cluster: Annotated[str | None, Filter(_on, _l("E drejta"), CLUSTERS)] = None
    institution: Annotated[UUID | None, Filter(_with)] = None


def _about(text: str, _reading: Reading) -> ColumnElement[bool]:
    return holds_words(folded_column(Meeting.title), text)


def _touches(cluster: str, _reading: Reading) -> ColumnElement[bool]:
    return Meeting.clusters.contains([cluster])


@dataclass(frozen=True, kw_only=True)
class MeetingListing(Listing):
    """Meetings, the latest first."""

    q: Annotated[str | None, Text(200), Filter(_about, _l("Titulli"))] = None
    cluster: Annotated[str | None, Filter(_touches, _l("E drejta"), CLUSTERS)] = None
    agreement: Annotated[UUID | None, Filter(Meeting.agreement_id)] = None


WHOSE: dict[str, Words] = {"me": _l("Të miat"), "free": _l("Që s'i ka marrë askush")}


def _whose(word: str, reading: Reading) -> ColumnElement[bool]:
    """Those that the reader took, or those of a function of theirs that nobody took."""
    if word == "me":
        return MeetingDecision.owner == reading.by.id
    return MeetingDecision.owner.is_(None) & MeetingDecision.function.in_(reading.by.roles)


def _stands(word: str, reading: Reading) -> ColumnElement[bool]:
    is_open, today = MeetingDecision.done_on.is_(None), local_date(reading.now)
    if word == Standing.DONE:
        return ~is_open
    return is_open & (MeetingDecision.due < today if word == Standing.LATE else MeetingDecision.due >= today)


@dataclass(frozen=True, kw_only=True)
class DecisionListing(Listing):
    """Decisions of meetings by their day, the earliest first."""

    state: Annotated[str | None, Filter(_stands, _l("Gjendja"), DECISIONS)] = None
    whose: Annotated[str | None, Filter(_whose, _l("Të kujt"), WHOSE)] = None
    function: Annotated[str | None, Filter(MeetingDecision.function, _l("Funksioni"), FUNCTIONS)] = None


@dataclass(frozen=True, kw_only=True)
class TogetherListing(Listing):
    """With whom the office worked, by name."""

    q: Annotated[str | None, Text(200), Filter(None, _l("Me kë"))] = None
    cluster: Annotated[str | None, Filter(None, _l("E drejta"), CLUSTERS)] = None
