"""The lists of intake: by what each may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import sqlalchemy as sql
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONPATH

from services.intake import data, words
from services.intake.models import ALL_BODIES, Complaint, Counselling
from shared.directory import municipalities, named
from shared.fields import Text
from shared.folding import is_in
from shared.lists import Filter, Listing, Reading, same_for_all
from shared.numbers import as_written

#: The letter of a complaint's reference.
SERIES = "A"
#: That of a case: who telephones may have either number at hand.
CASES = "C"
_ARTICLE = "$[*] ? (@ == $whole || @ starts with $part)"


def unseen(look: str, reading: Reading) -> ColumnElement[bool]:
    """`waiting`: nobody has looked at them or decided about them yet; `late`: the term for it is over as well."""
    open_ = (Complaint.erased_at.is_(None), Complaint.outcome.is_(None))
    waiting = and_(Complaint.first_looked_at.is_(None), *open_)
    return waiting & (Complaint.urgency_due <= reading.now) if look == "late" else waiting


def numbered(number: str) -> ColumnElement[bool]:
    """With the reference that somebody means, or with that of its case."""
    of_case = Complaint.case_number.in_(as_written(number, [CASES]))
    return Complaint.reference.in_(as_written(number, [SERIES])) | of_case


def about_bodies(who: str) -> ColumnElement[bool]:
    """About a body of the directory, by id or words of its name: named in the complaint or in the decision, or passed on to it.
    What a complainant called a body is sealed, and found by nobody.
    """
    bodies = named(who)
    ids = func.array(select(cast(bodies.subquery().c.id, sql.Text)).scalar_subquery(), type_=ARRAY(sql.Text))
    return ALL_BODIES.bool_op("?|")(ids) | Complaint.redirect_to.in_(bodies)


def at_place(place: str) -> ColumnElement[bool]:
    """In a municipality or a whole county."""
    return (Complaint.municipality == place) | Complaint.municipality.in_(municipalities(place))


def about_right(right: str) -> ColumnElement[bool]:
    """Decided to be about an article of the Convention, or about a paragraph of it."""
    meant_by = func.jsonb_build_object("whole", right.lower(), "part", f"{right.lower()}.")
    return func.jsonb_path_exists(Complaint.rights, cast(_ARTICLE, JSONPATH), meant_by)


def called(text: str, _reading: Reading) -> ColumnElement[bool]:
    """By reference, by regional office, by municipality, by body."""
    offices = [key for key, entry in data.regional_offices().items() if is_in(text, " ".join(_names(entry)))]
    return or_(numbered(text), Complaint.regional_office.in_(offices), at_place(text), about_bodies(text))


def _names(entry: data.Entry) -> tuple[str, str]:
    return data.words(entry, "name", "sq"), data.words(entry, "name", "en")


@dataclass(frozen=True, kw_only=True)
class ComplaintListing(Listing):
    """Complaints, the newest first; with `first_look`, by when somebody must have looked at them."""

    q: Annotated[
        str | None, Text(200), Filter(called, _l("Fjalë"), hint=_l("Numri, bashkia, institucioni ose zyra rajonale"))
    ] = None
    status: Annotated[str | None, Filter(Complaint.status, _l("Gjendja"), words.STATUSES)] = None
    urgency: Annotated[str | None, Filter(Complaint.urgency, _l("Urgjenca"), words.names_of(data.urgency_levels()))] = (
        None
    )
    regional_office: Annotated[
        str | None, Filter(Complaint.regional_office, _l("Zyra rajonale"), words.names_of(data.regional_offices()))
    ] = None
    first_look: Annotated[str | None, Filter(unseen, _l("Shikimi i parë"), words.FIRST_LOOK)] = None
    reference: Annotated[str | None, Text(40), Filter(same_for_all(numbered), _l("Numri i ankesës"), further=True)] = (
        None
    )
    institution: Annotated[
        str | None,
        Text(200),
        Filter(same_for_all(about_bodies), _l("Institucioni"), hint=_l("Një pjesë e emrit ose qyteti"), further=True),
    ] = None
    municipality: Annotated[
        str | None, Text(100), Filter(same_for_all(at_place), _l("Bashkia ose qarku"), further=True)
    ] = None
    life_area: Annotated[
        str | None,
        Filter(Complaint.life_area, _l("Fusha"), words.names_of(data.life_areas()), further=True),
    ] = None
    right: Annotated[
        str | None,
        Text(20),
        Filter(same_for_all(about_right), _l("Neni i Konventës"), hint=_l("Për shembull 28"), further=True),
    ] = None
    channel: Annotated[str | None, Filter(Complaint.channel, choices=words.names_of(data.channels()))] = None
    anonymous: Annotated[bool | None, Filter(Complaint.anonymous)] = None
    redirect_to: Annotated[UUID | None, Filter(Complaint.redirect_to)] = None
    wrote_after_decision: Annotated[bool | None, Filter(Complaint.wrote_after_decision)] = None


@dataclass(frozen=True, kw_only=True)
class CounsellingListing(Listing):
    """Counselling, the newest first; the page asks for it by links alone."""

    channel: Annotated[str | None, Filter(Counselling.channel, choices=words.names_of(data.staff_channels()))] = None
    regional_office: Annotated[
        str | None, Filter(Counselling.regional_office, choices=words.names_of(data.regional_offices()))
    ] = None
    life_area: Annotated[str | None, Filter(Counselling.life_area, choices=words.names_of(data.life_areas()))] = None
