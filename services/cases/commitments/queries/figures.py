"""Figures of commitments: what the State says beside what the office found, by document and by cluster of the Convention."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from services.cases.commitments.domain.counting import Counts, Standing, by_group, counted
from services.cases.commitments.domain.days import AsOf, as_of
from services.cases.commitments.models import Commitment, CommitmentDocument, CommitmentText
from services.cases.commitments.queries import links, standing
from services.cases.commitments.queries.public import compared
from services.cases.commitments.schemas.commitments import AsOfQuery
from services.cases.commitments.schemas.figures import (
    CommitmentCountsAnswer,
    CommitmentFigures,
    DocumentCountsAnswer,
)
from services.cases.data import taxonomy
from services.cases.queries.public_acts import shown
from shared.principal import Principal
from shared.typed import filled

UNIT = "commitments"


@dataclass(frozen=True)
class _Known:
    """What is counted: commitments as they read then, with the document of each."""

    texts: dict[UUID, CommitmentText]
    documents: dict[UUID, CommitmentDocument]
    standings: list[Standing]


def figures(session: Session, asked: AsOfQuery, by: Principal, today: date) -> CommitmentFigures:
    """Of all. Raises `ContentViolation` at a day that has not come."""
    return _figures(session, as_of(asked.on, asked.known, today), true(), links.seen_by(by, today), today)


def public_figures(session: Session, asked: AsOfQuery, today: date) -> CommitmentFigures:
    """Of those that anybody may read."""
    return _figures(session, as_of(asked.on, asked.known, today), compared(), shown(today), today)


def _figures(
    session: Session, at: AsOf, documents: ColumnElement[bool], acts: ColumnElement[bool], today: date
) -> CommitmentFigures:
    known = _known(session, at, documents, today)
    groups = by_group(known.standings, at.on)
    clusters = taxonomy.cluster_names(today)
    ordered = sorted(known.documents.values(), key=lambda one: (one.issued_on, one.number), reverse=True)
    return CommitmentFigures(
        unit=UNIT,
        on=at.on,
        known=at.known,
        whole=_answer("all", {"name_sq": "Të gjitha", "name_en": "All"}, counted(known.standings, at.on)),
        documents=tuple(_of_document(one, groups[str(one.id)]) for one in ordered if str(one.id) in groups),
        clusters=tuple(_answer(key, name, groups[key]) for key, name in clusters.items() if key in groups),
        origins=Counter(one.fidelity for one in links.standing_origins(session, acts, at)),
    )


def _known(session: Session, at: AsOf, seen: ColumnElement[bool], today: date) -> _Known:
    rows = select(Commitment.id, CommitmentDocument).join(
        CommitmentDocument, CommitmentDocument.id == Commitment.document_id
    )
    # Owed from the day of its document on.
    found = session.execute(rows.where(seen, CommitmentDocument.issued_on <= at.on)).all()
    texts = standing.texts(session, None, at)
    stood = standing.standings(session, None, at)
    standings = [
        Standing(
            groups=(str(document.id), *_clusters(texts[key].rights, today)),
            stood=stood[key],
            due=texts[key].due,
        )
        for key, document in found
        if key in texts
    ]
    return _Known(texts, {document.id: document for _key, document in found}, standings)


def _clusters(rights: Collection[str], today: date) -> tuple[str, ...]:
    return taxonomy.clusters(rights, today)


def _of_document(document: CommitmentDocument, counts: Counts) -> DocumentCountsAnswer:
    return filled(
        DocumentCountsAnswer,
        counts,
        key=document.number,
        name_sq=document.title,
        name_en=document.title,
        document_id=document.id,
        issuer=document.issuer,
        issued_on=document.issued_on,
    )


def _answer(key: str, name: dict[str, str], counts: Counts) -> CommitmentCountsAnswer:
    return filled(CommitmentCountsAnswer, counts, key=key, name_sq=name["name_sq"], name_en=name["name_en"])
