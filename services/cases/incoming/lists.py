"""What is asked of the office, as a list: by what it may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from typing import Annotated

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from services.cases import data
from services.cases.domain.timeliness import Word, local_date
from services.cases.incoming import words
from services.cases.incoming.models import IncomingItem, IncomingRecommendation
from shared.fields import Text
from shared.folding import folded_column, holds_words, is_in
from shared.lists import Filter, Listing, Reading


def _unanswered(word: str, reading: Reading) -> ColumnElement[bool]:
    """Neither answered nor settled, and past the last day or not."""
    today, day = local_date(reading.now), IncomingItem.reply_due
    is_open = IncomingItem.answered_on.is_(None) & IncomingItem.closed_on.is_(None)
    return is_open & (day < today if word == Word.LATE else day >= today)


def _of_issuer(issuer: str, _reading: Reading) -> ColumnElement[bool]:
    documents = select(IncomingRecommendation.id).where(IncomingRecommendation.issuer == issuer)
    return IncomingItem.recommendation_id.in_(documents)


def _called(text: str, reading: Reading) -> ColumnElement[bool]:
    """By the number or title of its document, or by who gave it: of a few hundred documents nobody keeps a folded name."""
    named = folded_column(IncomingRecommendation.number + " " + IncomingRecommendation.title)
    issuers = data.issuers(local_date(reading.now)).items()
    givers = [key for key, entry in issuers if is_in(text, f"{entry['name_sq']} {entry['name_en']}")]
    known = holds_words(named, text) | IncomingRecommendation.issuer.in_(givers)
    return IncomingItem.recommendation_id.in_(select(IncomingRecommendation.id).where(known))


@dataclass(frozen=True, kw_only=True)
class IncomingListing(Listing):
    """Items asked of the office, the newest first; unanswered ones by their last day: `late` past it, `due_in` in time."""

    q: Annotated[str | None, Text(200), Filter(_called, _l("Fjalë"), hint=_l("Numri, titulli ose kush e dha"))] = None
    timeliness: Annotated[str | None, Filter(_unanswered, _l("Afati"), words.TIMELINESS)] = None
    issuer: Annotated[str | None, Text(60), Filter(_of_issuer, _l("Kush e dha"), words.issuers)] = None
