"""The lists of commitments: by what each may be narrowed, said once for API, page, links and cursor."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from services.cases.commitments import words
from services.cases.commitments.domain.words import Decision, Fact
from services.cases.commitments.models import (
    Commitment,
    CommitmentDecision,
    CommitmentDocument,
    CommitmentLink,
    CommitmentOrigin,
    CommitmentText,
    CommitmentWord,
)
from services.cases.data import taxonomy
from services.cases.domain.obligations import Assessed
from services.cases.domain.timeliness import local_date
from services.cases.gaps.models import Gap
from services.cases.gaps.queries.public import public_rows
from services.cases.gaps.words import clusters
from shared import fields
from shared.directory import KnownInstitution
from shared.folding import folded_column, holds_words
from shared.lists import Filter, Listing, Reading


def newest_text() -> ColumnElement[bool]:
    """A condition on `CommitmentText`, joined to its commitment: no later edition took its place."""
    later = select(func.max(CommitmentText.edition)).where(CommitmentText.commitment_id == Commitment.id)
    return CommitmentText.edition == later.correlate(Commitment).scalar_subquery()


def _reads(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """As it reads now."""
    return exists().where(CommitmentText.commitment_id == Commitment.id, newest_text(), condition)


def _of_issuer(issuer: str, _reading: Reading) -> ColumnElement[bool]:
    return Commitment.document_id.in_(select(CommitmentDocument.id).where(CommitmentDocument.issuer == issuer))


def _of_cluster(cluster: str, reading: Reading) -> ColumnElement[bool]:
    """About an article that stands in that cluster of the Convention on the day of asking."""
    rights = taxonomy.rights_in(cluster, local_date(reading.now))
    return _reads(CommitmentText.rights.op("?|")(cast(rights, ARRAY(Text))))


def _of_body(body: UUID, _reading: Reading) -> ColumnElement[bool]:
    """Owed by that body, itself or with all of its class."""
    known = select(KnownInstitution.key).where(KnownInstitution.id == body).scalar_subquery()
    of_class = select(KnownInstitution.institution_class).where(KnownInstitution.id == body).scalar_subquery()
    return _reads(or_(CommitmentText.bodies.has_key(known), CommitmentText.bodies.has_key(of_class)))


def _hindered_by(gap: UUID, _reading: Reading) -> ColumnElement[bool]:
    return exists().where(CommitmentLink.commitment_id == Commitment.id, CommitmentLink.gap_id == gap)


def _hindered_by_public(number: str, reading: Reading) -> ColumnElement[bool]:
    """What a gap that nobody may read is in the way of, nobody is told."""
    readable = public_rows(local_date(reading.now)).with_only_columns(Gap.id).where(Gap.number == number)
    return exists().where(CommitmentLink.commitment_id == Commitment.id, CommitmentLink.gap_id.in_(readable))


def _called(text: str, _reading: Reading) -> ColumnElement[bool]:
    """By its own words, or by the number or title of its document: of a few thousand nobody keeps folded words."""
    said = folded_column(CommitmentText.text_sq + " " + CommitmentText.text_en)
    named = folded_column(CommitmentDocument.number + " " + CommitmentDocument.title)
    documents = select(CommitmentDocument.id).where(holds_words(named, text))
    return _reads(holds_words(said, text)) | Commitment.document_id.in_(documents)


def _found_so(word: str, reading: Reading) -> ColumnElement[bool]:
    """By the word of the office that counts on the day of asking, as the domain folds them (`domain.words.facts_of`)."""
    of_office = (CommitmentWord.commitment_id == Commitment.id, CommitmentWord.fact == Fact.ASSESSED.value)
    confirmed = (
        CommitmentDecision.word_id == CommitmentWord.id,
        CommitmentDecision.decision == Decision.CONFIRMED.value,
    )
    last = select(CommitmentWord.word).join(CommitmentDecision, and_(*confirmed))
    last = last.where(*of_office, CommitmentWord.since <= local_date(reading.now))
    last = last.order_by(CommitmentWord.since.desc(), CommitmentDecision.at.desc()).limit(1).correlate(Commitment)
    return func.coalesce(last.scalar_subquery(), Assessed.NOT_ASSESSED.value) == word


def _waits(_yes: str, _reading: Reading) -> ColumnElement[bool]:
    decided = exists().where(CommitmentDecision.word_id == CommitmentWord.id)
    return exists().where(CommitmentWord.commitment_id == Commitment.id, ~decided)


@dataclass(frozen=True, kw_only=True)
class CommitmentListing(Listing):
    """What the State owes, in the order in which the documents were brought, each in the order of its paragraphs."""

    q: Annotated[str | None, fields.Text(200), Filter(_called, _l("Fjalë"))] = None
    issuer: Annotated[str | None, fields.Text(60), Filter(_of_issuer, _l("Kush e kërkon"), words.ISSUERS)] = None
    cluster: Annotated[str | None, fields.Text(5), Filter(_of_cluster, _l("Grupi i Konventës"), clusters)] = None
    assessed: Annotated[str | None, Filter(_found_so, _l("Çfarë gjeti zyra"), words.ASSESSMENTS)] = None
    waiting: Annotated[str | None, Filter(_waits, _l("Konfirmimi"), {"yes": words.WAITS}, further=True)] = None
    document: Annotated[UUID | None, Filter(Commitment.document_id)] = None
    institution: Annotated[UUID | None, Filter(_of_body)] = None
    gap: Annotated[UUID | None, Filter(_hindered_by)] = None


@dataclass(frozen=True, kw_only=True)
class PublicCommitmentListing(Listing):
    """What the State owes, as anyone may read it."""

    q: Annotated[str | None, fields.Text(200), Filter(_called, _l("Fjalë"))] = None
    issuer: Annotated[str | None, fields.Text(60), Filter(_of_issuer, _l("Kush e kërkon"), words.ISSUERS)] = None
    cluster: Annotated[str | None, fields.Text(5), Filter(_of_cluster, _l("Grupi i Konventës"), clusters)] = None
    assessed: Annotated[str | None, Filter(_found_so, _l("Çfarë gjeti zyra"), words.ASSESSMENTS)] = None
    document: Annotated[UUID | None, Filter(Commitment.document_id)] = None
    institution: Annotated[UUID | None, Filter(_of_body)] = None
    gap: Annotated[str | None, fields.Text(20), Filter(_hindered_by_public)] = None


@dataclass(frozen=True, kw_only=True)
class OriginListing(Listing):
    """What became of recommendations of the office in the Assembly, the newest first."""

    fidelity: Annotated[str | None, Filter(CommitmentOrigin.fidelity, _l("Çfarë bëri Kuvendi"), words.FIDELITIES)] = (
        None
    )
