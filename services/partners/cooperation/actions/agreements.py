"""Writing an agreement, and noting as another person that it was signed: from then on it is fixed, and cases holds its clauses."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.activities.actions.numbering import next_reference
from services.partners.cooperation import data
from services.partners.cooperation.actions import endings
from services.partners.cooperation.actions.actors import Check
from services.partners.cooperation.domain import agreements as rules
from services.partners.cooperation.domain.endings import check_in_force
from services.partners.cooperation.models import Actor, Agreement, AgreementClause, AgreementParty
from services.partners.cooperation.queries.agreements import actors_of, agreement, bodies_of, next_version
from services.partners.cooperation.schemas import AgreementBody, SigningBody
from services.partners.domain import local_date
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import AgreementSigned
from shared.events.catalogue.cooperation import SignedClause
from shared.events.documents.partners import AgreementWords, ClauseWords
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation, refuse


def write(by: Principal, session: Session, wanted: AgreementBody, *, now: datetime) -> Agreement:
    """A new draft, with its number. Raises `ContentViolation`."""
    made = Agreement(hands=[str(by.person)], made_at=now, made_by=by.person)
    _fill(session, made, wanted)
    made.number = next_reference(session, data.number_prefix("agreements"), local_date(now).year)
    session.add(made)
    session.flush()
    audit.record(session, by, "agreement.written", "agreement", made.id)
    return made


def amend(by: Principal, session: Session, agreement_id: UUID, check: Check, *, now: datetime) -> Agreement:
    """A draft of its next version, with all that stands in it; it is signed anew by all, and this one is in force until then. Raises `RuleViolation`
    for what is not in force, or has such a draft.
    """
    before = agreement(session, agreement_id, lock=True)
    check(before.revision)
    check_in_force(before.life, local_date(now))
    if next_version(session, before.id) is not None:
        raise RuleViolation("its next version is being written", code="agreement.amended_already")
    made = Agreement(hands=[str(by.person)], made_at=now, made_by=by.person, number=before.number)
    made.version, made.amends_id = before.version + 1, before.id
    made.title, made.clusters, made.until = before.title, list(before.clusters), before.until
    made.parties.extend(
        AgreementParty(place=one.place, institution_id=one.institution_id, actor_id=one.actor_id)
        for one in before.parties
    )
    made.clauses.extend(
        AgreementClause(
            place=one.place,
            institution_id=one.institution_id,
            actor_id=one.actor_id,
            text=one.text,
            due=one.due,
            evidence=one.evidence,
            goes_on_from=one.id,
        )
        for one in before.clauses
    )
    session.add(made)
    session.flush()
    audit.record(session, by, "agreement.amendment_written", "agreement", made.id)
    return made


def change(by: Principal, session: Session, agreement_id: UUID, wanted: AgreementBody, check: Check) -> Agreement:
    """All of a draft, anew. Raises `RuleViolation` once it was signed, `ContentViolation` at its field."""
    found = agreement(session, agreement_id, lock=True)
    check(found.revision)
    rules.check_open(found.signed_on)
    found.parties.clear()
    found.clauses.clear()
    session.flush()
    _fill(session, found, wanted)
    found.hands = sorted({*found.hands, str(by.person)})
    found.revision += 1
    session.flush()
    audit.record(session, by, "agreement.changed", "agreement", found.id)
    return found


def sign(
    by: Principal,
    session: Session,
    documents: Documents,
    agreement_id: UUID,
    wanted: SigningBody,
    check: Check,
    *,
    now: datetime,
) -> Agreement:
    """Note that all sides signed it. Raises `RuleViolation` with all that stands against it."""
    found = agreement(session, agreement_id, lock=True)
    check(found.revision)
    rules.check_open(found.signed_on)
    rules.check_signed_on(wanted.signed_on, local_date(now))
    refuse(tuple(rules.against_signature(found.draft, by.person, wanted.signed_on)))
    before = agreement(session, found.amends_id, lock=True) if found.amends_id else None
    if before is not None:
        check_in_force(before.life, local_date(now))
        rules.check_after(wanted.signed_on, before.signed_on)
    found.signed_on, found.signed_at, found.signed_by = wanted.signed_on, now, by.person
    found.revision += 1
    session.flush()
    audit.record(session, by, "agreement.signed", "agreement", found.id)
    publish(session, _told(session, documents, found, by.person), found.id)
    if before is not None:
        endings.give_way(by, session, before, found, now=now)
    return found


def _told(session: Session, documents: Documents, found: Agreement, noted_by: UUID) -> AgreementSigned:
    """What others learn: codes and days; the words are a document for cases. Raises `AssertionError` for a draft."""
    if found.signed_on is None:
        raise AssertionError("a draft is told to nobody")
    names: dict[UUID | None, str] = {
        one.id: one.name_sq for one in actors_of(session, [one.actor_id for one in found.clauses])
    }
    clauses = tuple(
        ClauseWords(id=one.id, text=one.text, evidence=one.evidence, actor=names.get(one.actor_id))
        for one in found.clauses
    )
    return AgreementSigned(
        agreement_id=found.id,
        number=found.number,
        clusters=tuple(found.clusters),
        signed_on=found.signed_on,
        until=found.until,
        bodies=tuple(found.draft.bodies),
        clauses=tuple(
            SignedClause(
                clause_id=one.id,
                owed_by=one.institution_id,
                owed_by_actor=one.actor_id,
                due=one.due,
                goes_on_from=one.goes_on_from,
            )
            for one in found.clauses
        ),
        words=documents.keep(AgreementWords(title=found.title, clauses=clauses)),
        noted_by=noted_by,
        version=found.version,
        amends=found.amends_id,
    )


def _fill(session: Session, found: Agreement, wanted: AgreementBody) -> None:
    bodies, actors = tuple(dict.fromkeys(wanted.bodies)), tuple(dict.fromkeys(wanted.actors))
    check_known(session, bodies, actors)
    owed_by = {one.owed_by for one in wanted.clauses if one.owed_by}
    rules.check_parties(owed_by, bodies)
    _check_owing_actors({one.owed_by_actor for one in wanted.clauses if one.owed_by_actor}, session, actors)
    rules.check_one_side([one.clause for one in wanted.clauses])
    classes = [one.institution_class for one in bodies_of(session, [*owed_by])]
    rules.check_owing(classes, data.entries("owing_classes"))
    found.title, found.clusters, found.until = wanted.title, list(dict.fromkeys(wanted.clusters)), wanted.until
    named = [{"institution_id": one} for one in bodies] + [{"actor_id": one} for one in actors]
    found.parties.extend(AgreementParty(place=place, **one) for place, one in enumerate(named))
    before = {one.clause: one.id for one in agreement(session, found.amends_id).clauses} if found.amends_id else {}
    found.clauses.extend(
        AgreementClause(
            place=place,
            institution_id=one.owed_by,
            actor_id=one.owed_by_actor,
            text=one.text,
            due=one.due,
            evidence=one.evidence,
            goes_on_from=before.pop(one.clause, None),
        )
        for place, one in enumerate(wanted.clauses)
    )


def _check_owing_actors(owing: Collection[UUID], session: Session, actors: Collection[UUID]) -> None:
    rules.check_parties(owing, actors)
    if not all(data.may_owe(one.kind) for one in actors_of(session, [*owing])):
        raise ContentViolation("nobody presses children", code="agreement.not_owing_actor", field="clauses")


def check_known(session: Session, bodies: Collection[UUID], actors: Collection[UUID]) -> None:
    """A step of others. Raises `ContentViolation` for one that is not there, or with which the office does not work any more."""
    if {one.id for one in bodies_of(session, [*bodies]) if one.active} != set(bodies):
        raise ContentViolation("no such body", code="agreement.no_body", field="bodies")
    known = set(session.execute(select(Actor.id).where(Actor.id.in_(actors), Actor.active)).scalars())
    if known != set(actors):
        raise ContentViolation("no such actor", code="agreement.no_actor", field="actors")
