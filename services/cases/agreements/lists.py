"""Signed agreements: by what they may be narrowed, said once for API, page, links and cursor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, func, or_

from services.cases.agreements.domain import UNKEPT
from services.cases.agreements.models import AgreementClause, AgreementKnown
from services.cases.domain.timeliness import local_date
from services.cases.models import ActItem, Obligation, Recommendation
from shared.directory import named
from shared.fields import Text
from shared.folding import folded_column, holds_words
from shared.lists import Filter, Listing, Reading, Words

#: The ground of a withdrawal after which a letter is sent again (actions/withdrawals.py).
IN_ERROR = "issued_in_error"
SENT: Mapping[str, Words] = {"yes": _l("Të dërguara"), "no": _l("Për t'u dërguar")}


def _called(text: str, _reading: Reading) -> ColumnElement[bool]:
    """By number or title, or by the name of a body that took something on."""
    owing = exists().where(AgreementClause.agreement_id == AgreementKnown.id, AgreementClause.owed_by.in_(named(text)))
    return or_(holds_words(folded_column(AgreementKnown.number + " " + AgreementKnown.title), text), owing)


def issued_in_error() -> ColumnElement[bool]:
    """A condition: the letter by which a clause was asked last was withdrawn as issued in error."""
    return exists().where(
        ActItem.id == AgreementClause.item_id,
        Recommendation.id == ActItem.recommendation_id,
        Recommendation.withdrawal_ground == IN_ERROR,
    )


def _is_sent(word: str, _reading: Reading) -> ColumnElement[bool]:
    """`no`: a body took something on, and no letter says so yet, or what said so was issued in error."""
    owing = exists().where(AgreementClause.agreement_id == AgreementKnown.id, AgreementClause.owed_by.is_not(None))
    unsaid = owing.where(~exists().where(Obligation.item_id == AgreementClause.item_id) | issued_in_error())
    return owing & ~unsaid if word == "yes" else unsaid


@dataclass(frozen=True, kw_only=True)
class KnownAgreementListing(Listing):
    """Signed agreements, the newest first."""

    q: Annotated[str | None, Text(200), Filter(_called, _l("Numri, titulli ose institucioni"))] = None
    sent: Annotated[str | None, Filter(_is_sent, _l("Pikat e institucioneve"), SENT)] = None


PROMISES: Mapping[str, Words] = {"late": _l("Me vonesë"), "due_in": _l("Ende në afat")}


def _promised(word: str, reading: Reading) -> ColumnElement[bool]:
    """What is not kept, by its day."""
    day, unkept = local_date(reading.now), AgreementClause.assessed.in_([one.value for one in UNKEPT])
    return unkept & (AgreementClause.due < day if word == "late" else AgreementClause.due >= day)


def _by(text: str, _reading: Reading) -> ColumnElement[bool]:
    """By the name of who promised, or by the agreement."""
    of = exists().where(
        AgreementKnown.id == AgreementClause.agreement_id, AgreementKnown.number == text.strip().upper()
    )
    return of | holds_words(folded_column(func.coalesce(AgreementClause.actor, "") + " " + AgreementClause.text), text)


@dataclass(frozen=True, kw_only=True)
class PromiseListing(Listing):
    """What parties that are no bodies promised, by the day."""

    timeliness: Annotated[str | None, Filter(_promised, _l("Cilat premtime"), PROMISES)] = None
    q: Annotated[str | None, Text(200), Filter(_by, _l("Kush, çfarë ose numri"))] = None
