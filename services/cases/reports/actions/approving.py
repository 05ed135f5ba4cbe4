"""Proofreading a report, approving it over the digest of all that it says, filing it, and publishing it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import checks
from services.cases.domain.checks import TextKind
from services.cases.domain.timeliness import local_date
from services.cases.queries.public_acts import find_shown
from services.cases.reports import data
from services.cases.reports.actions.writing import Check, take
from services.cases.reports.clients import files
from services.cases.reports.domain import life, plain
from services.cases.reports.domain.content import LANGUAGES, Content, check_named, digest_of
from services.cases.reports.domain.life import Step
from services.cases.reports.models import Report, ReportFile
from services.cases.reports.queries.reports import find, whole
from services.cases.reports.schemas import ReportApprovalBody, ReportWithdrawalBody
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ReportPublished, ReportWithdrawn
from shared.events.documents.cases import PublicActText
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


def proofread(
    by: Principal, session: Session, documents: Documents, report_id: UUID, check: Check, *, now: datetime
) -> Report:
    """Somebody read all of it: from now on it has a digest, and is compared with the sealed files.

    Raises `ContentViolation` for words that name a figure which it does not have, and for words for children that are not plain.
    """
    report = find(session, report_id, lock=True)
    check(report.version)
    take(report, Step.PROOFREAD)
    said = whole(session, report)
    _check_words(said)
    report.digest = digest_of(said)
    audit.record(session, by, "report.proofread", "report", report.id, content_hash=report.digest)
    _offer(session, documents, report, said, now)
    session.flush()
    return report


def approve(
    by: Principal, session: Session, documents: Documents, report_id: UUID, wanted: ReportApprovalBody, *, now: datetime
) -> Report:
    """Another person says that exactly this is the report; its files are made, once and for all.

    Raises `RuleViolation` for who wrote in it, for another digest, and while it is compared with the sealed files; `ContentViolation`
    where it names someone and no reason is given.
    """
    report = find(session, report_id, lock=True)
    take(report, Step.APPROVE)
    life.check_second(by.person, report.hands)
    said = whole(session, report)
    life.check_seen(wanted.digest, digest_of(said))
    checks.require(by, session, report.id, wanted.digest, (), wanted.names_reason, now=now)
    report.digest, report.approved_at, report.approved_by = wanted.digest, now, by.person
    _keep_files(session, documents, report, said)
    audit.record(session, by, "report.approved", "report", report.id, content_hash=report.digest)
    session.flush()
    return report


def release(by: Principal, session: Session, documents: Documents, report_id: UUID, *, now: datetime) -> Report:
    """Anybody may read it from now on. One that goes to the Assembly is published no earlier than the act by which it went there.

    Raises `RuleViolation` for that, and where it was not compared with what arrived until now, or names someone.
    """
    report = find(session, report_id, lock=True)
    take(report, Step.PUBLISH)
    report.published_at = now
    if report.act_id is not None and find_shown(session, report.act_id, local_date(now)) is None:
        raise RuleViolation("the act by which it was filed is not public", code="report.act_not_public")
    checks.require_leaving(session, report.id, report.digest or "", (), now=now)
    audit.record(session, by, "report.published", "report", report.id, content_hash=report.digest)
    session.flush()
    _announce(session, documents, report, now)
    return report


def withdraw(
    by: Principal, session: Session, report_id: UUID, wanted: ReportWithdrawalBody, *, now: datetime
) -> Report:
    """Nobody outside reads it any more: its address says that it was withdrawn, and on which day. The reason stays in the office, since it
    may speak of what was wrong in it.
    """
    report = find(session, report_id, lock=True)
    take(report, Step.WITHDRAW)
    report.withdrawn_at, report.reason = now, wanted.reason
    audit.record(session, by, "report.withdrawn", "report", report.id)
    session.flush()
    publish(session, ReportWithdrawn(report_id=report.id, number=report.number), report.id)
    return report


def _announce(session: Session, documents: Documents, report: Report, now: datetime) -> None:
    said = whole(session, report)
    event = ReportPublished(
        report_id=report.id,
        number=report.number,
        kind=report.kind,
        first=report.first,
        last=report.last,
        on=said.on,
        known=said.known,
        published_on=local_date(now),
        digest=report.digest or "",
        text_sq=documents.keep(_text(said, "sq")),
        text_en=documents.keep(_text(said, "en")),
    )
    publish(session, event, report.id)


def _text(said: Content, language: str) -> PublicActText:
    """As the outlets have an act: its title and its summary."""
    return PublicActText(
        number=said.number,
        kind=said.kind_name.of(language),
        title=said.title.of(language),
        grounds=said.chapters[0].words.of(language),
        items=(),
        words_language=language,
        bodies=(),
        clusters=(),
    )


def compare_again(session: Session, documents: Documents, report_id: UUID, *, now: datetime) -> None:
    """Before it is approved or published, and in a transaction of its own: have it compared with what arrived since."""
    report = find(session, report_id, lock=True)
    if report.digest is not None:
        _offer(session, documents, report, whole(session, report), now, leaves=True)


def _check_words(said: Content) -> None:
    for place, chapter in enumerate(said.chapters):
        for language in LANGUAGES:
            words, field = chapter.words.of(language), f"chapters.{place}.words_{language}"
            if not words.strip():
                raise ContentViolation("words in both languages", code="report.no_words", field=field)
            check_named(words, said.rows, field)
            if chapter.child:
                plain.check(words, data.measure(), field)


def _offer(
    session: Session, documents: Documents, report: Report, said: Content, now: datetime, *, leaves: bool = False
) -> None:
    titles = [(f"title_{language}", said.title.of(language)) for language in LANGUAGES]
    words = [(f"{one.key}_{language}", one.words.of(language)) for one in said.chapters for language in LANGUAGES]
    leaving = checks.Leaving(
        kind=TextKind.PUBLIC_VERSION,
        text_id=report.id,
        cases=(),
        content_hash=report.digest or "",
        parts=[*titles, *words],
        authors=report.hands,
    )
    checks.offer(session, documents, leaving, now=now, leaves=leaves)


def _keep_files(session: Session, documents: Documents, report: Report, said: Content) -> None:
    """Those of exactly this content are kept already where it was approved before and taken up again."""
    of_this = (ReportFile.report_id == report.id, ReportFile.made_of == report.digest)
    if session.execute(select(ReportFile.form).where(*of_this)).first():
        return
    session.add_all(
        ReportFile(
            report_id=report.id,
            made_of=report.digest,
            language=one.language,
            form=one.form,
            document=documents.put(one.content),
            sha256=one.sha256,
            size=len(one.content),
        )
        for one in files.make(said)
    )
