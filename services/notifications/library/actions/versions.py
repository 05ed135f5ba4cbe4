"""Drafting a version, approving it as another person, withdrawing it, and beginning the next one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.comparing import actions as comparing
from services.notifications.library import data, domain
from services.notifications.library.domain import State
from services.notifications.library.models import (
    Publication,
    PublicationCitation,
    PublicationFile,
    PublicationText,
    PublicationVersion,
)
from services.notifications.library.queries import desk, texts
from services.notifications.library.schemas import (
    CitationBody,
    NewPublicationBody,
    SettingBody,
    TextBody,
)
from services.notifications.outlets.actions import feeds_changed
from services.notifications.outlets.models import PublicAct
from shared import audit
from shared.documents import Documents
from shared.files import copies, taking
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation, refuse
from shared.uploads import EXTENSIONS, Upload

#: Given the revision of the draft, raises if it is not the one that the caller saw.
Check = Callable[[int], None]


@dataclass(frozen=True)
class Said:
    """By whoever approves. `names_reason`: why its words may be read although they name somebody, or may; `read_myself`: they read or heard
    themselves what is not read in its files.
    """

    names_reason: str = ""
    read_myself: bool = False


def begin(by: Principal, session: Session, wanted: NewPublicationBody, *, now: datetime) -> PublicationVersion:
    """A publication with the draft of its first version."""
    publication = Publication(kind=wanted.kind, made_at=now, made_by=by.person)
    version = PublicationVersion(
        publication=publication,
        number=1,
        audience=wanted.audience,
        topics=list(wanted.topics),
        hands=[str(by.person)],
        made_at=now,
        texts=[_text("sq", wanted.title, wanted.summary)],
        files=[],
        citations=[],
    )
    session.add(version)
    session.flush()
    trace(by, session, version, "publication.begun")
    return version


def set_out(
    by: Principal, session: Session, publication_id: UUID, wanted: SettingBody, check: Check
) -> PublicationVersion:
    """For whom the draft is, what it is about and when it is shown. Raises `RuleViolation` once it was approved."""
    version = _draft(by, session, publication_id, check)
    version.audience, version.topics, version.release_at = wanted.audience, list(wanted.topics), wanted.release_at
    trace(by, session, version, "publication.written")
    return version


def write(by: Principal, session: Session, publication_id: UUID, wanted: TextBody, check: Check) -> PublicationVersion:
    """Title and summary in one language, in the place of what stood there. Raises `RuleViolation` once it was approved."""
    version = _draft(by, session, publication_id, check)
    stood = next((one for one in version.texts if one.language == wanted.language), None)
    if stood is None:
        version.texts.append(_text(wanted.language, wanted.title, wanted.summary))
    else:
        stood.title, stood.summary = wanted.title, wanted.summary
    trace(by, session, version, "publication.written")
    return version


def add_file(
    by: Principal, session: Session, documents: Documents, publication_id: UUID, language: str, form: str, sent: Upload,
    check: Check,
) -> PublicationVersion:  # fmt: skip
    """One form in one language, in the place of what stood there. `sent` was taken by shared.files. Raises `RuleViolation` once it was
    approved, `ContentViolation` for a file that this form is not.
    """
    version = _draft(by, session, publication_id, check)
    domain.check_form(form, EXTENSIONS[sent.media_type], data.takes(form))
    _take_out(session, version, language, form)
    version.files.append(
        PublicationFile(
            language=language,
            form=form,
            place=list(data.entries("languages")).index(language),
            document=taking.keep(documents, "notifications", sent),
            media_type=sent.media_type,
            size=len(sent.content),
        )
    )
    trace(by, session, version, "publication.written")
    return version


def remove_file(
    by: Principal, session: Session, publication_id: UUID, language: str, form: str, check: Check
) -> PublicationVersion:
    """Raises `NotFound` for a file that the draft does not have."""
    version = _draft(by, session, publication_id, check)
    if not _take_out(session, version, language, form):
        raise NotFound
    trace(by, session, version, "publication.written")
    return version


def cite(
    by: Principal, session: Session, publication_id: UUID, wanted: CitationBody, check: Check
) -> PublicationVersion:
    """Cite an act that anybody may read, or one of its items. Raises `ContentViolation` for one that is not public or has no such item, and
    the same for one that is not there.
    """
    version = _draft(by, session, publication_id, check)
    act = session.execute(select(PublicAct).where(PublicAct.number == wanted.number)).scalar()
    if act is None or not act.readable or wanted.item > len(act.items):
        raise ContentViolation("no public act of that number", code="publication.not_public", field="number")
    if not any((one.act_id, one.item) == (act.id, wanted.item) for one in version.citations):
        version.citations.append(PublicationCitation(act_id=act.id, item=wanted.item, act=act))
    trace(by, session, version, "publication.written")
    return version


def uncite(
    by: Principal, session: Session, publication_id: UUID, act_id: UUID, item: int, check: Check
) -> PublicationVersion:
    """Raises `NotFound` for what the draft does not cite."""
    version = _draft(by, session, publication_id, check)
    stood = [one for one in version.citations if (one.act_id, one.item) == (act_id, item)]
    if not stood:
        raise NotFound
    version.citations.remove(stood[0])
    trace(by, session, version, "publication.written")
    return version


def compare(session: Session, documents: Documents, *, now: datetime) -> None:
    """Have the texts of drafts, and why versions were withdrawn, compared with the sealed files, each as it stands now."""
    drafts = select(PublicationVersion).where(PublicationVersion.state == State.DRAFT.value)
    for version in session.execute(drafts).scalars():
        for one in texts.of_version(documents, version):
            comparing.offer(session, documents, one, now=now)
    taken_back = select(PublicationVersion).where(PublicationVersion.state == State.WITHDRAWN.value)
    for version in session.execute(taken_back).scalars():
        comparing.offer(session, documents, texts.of_withdrawal(version), once=True, now=now)


def approve(
    by: Principal, session: Session, documents: Documents, publication_id: UUID, check: Check, said: Said,
    *, now: datetime,
) -> PublicationVersion:  # fmt: skip
    """Another person says that the draft is what the office tells; at its hour, at once if that is over, it is released.

    Raises `RuleViolation` with all that stands against it.
    """
    version = desk.versions(session, publication_id, lock=True)[0]
    domain.check_draft(version.stands)
    check(version.revision)
    languages = {one.language for one in version.texts}
    files = [(one.language, one.form) for one in version.files]
    cited = domain.cited(one.public for one in version.citations)
    named = [
        fault
        for text in texts.of_version(documents, version)
        for fault in comparing.against(by, session, text, said.names_reason, now=now)
    ]
    # What stands against several of its texts is one fault.
    named = list({one.code: one for one in named}.values())
    unread = domain.by_person((one.reading for one in version.files), said=said.read_myself)
    wrong = [*domain.second_person(version.stands, by.person), *domain.complete(languages, files), *cited]
    refuse([*wrong, *named, *unread])
    for one in version.files:
        _check_clean(documents, one)
    domain.check_read(unread=texts.unread(version))
    version.state, version.approved_at, version.approved_by = State.APPROVED.value, now, by.person
    version.release_at = max(now, version.release_at or now)
    version.stopped_at = None
    version.revision += 1
    trace(by, session, version, "publication.approved", read_myself=said.read_myself)
    return version


def release(by: Principal, session: Session, documents: Documents, *, now: datetime) -> None:
    """Show what is approved and whose hour has come, compared once more: files came since. What names somebody by now is a draft again."""
    due = select(PublicationVersion).where(
        PublicationVersion.state == State.APPROVED.value,
        PublicationVersion.released_at.is_(None),
        PublicationVersion.release_at <= now,
    )
    for version in session.execute(due.with_for_update(of=PublicationVersion, skip_locked=True)).scalars():
        if texts.unread(version):
            continue
        due_texts = texts.of_version(documents, version)
        looks = [comparing.last_look(session, documents, one, _hour(version), now=now) for one in due_texts]
        found = [one for one in looks if one is not None]
        if len(found) < len(looks):
            continue
        clean = all(one.clean for one in found)
        if clean:
            version.released_at = now
            feeds_changed(session, ["publications"], now=now)
        else:
            _unapprove(version)
            version.stopped_at = now
        trace(by, session, version, "publication.released" if clean else "publication.stopped")


def _hour(version: PublicationVersion) -> datetime:
    if version.release_at is None:
        raise AssertionError("what is approved has its hour")
    return version.release_at


def _unapprove(version: PublicationVersion) -> None:
    version.state, version.approved_at, version.approved_by = State.DRAFT.value, None, None
    version.revision += 1


def withdraw(
    by: Principal, session: Session, publication_id: UUID, number: int, reason: str, *, now: datetime
) -> PublicationVersion:
    """Take a version back. One that was shown stays known as withdrawn, with the reason; one that waits for its hour is a draft again,
    and nobody outside learns that it was more. Raises `RuleViolation` for what was not approved.
    """
    version = numbered(session, publication_id, number)
    domain.check_withdrawable(version.stands)
    if version.stands.shown(now):
        version.state, version.reason = State.WITHDRAWN.value, reason
        version.withdrawn_at, version.withdrawn_by = now, by.person
        feeds_changed(session, ["publications"], now=now)
        version.revision += 1
    else:
        _unapprove(version)
    trace(by, session, version, "publication.withdrawn")
    return version


def renew(by: Principal, session: Session, publication_id: UUID, *, now: datetime) -> PublicationVersion:
    """The draft of the next version, with the texts and citations of the last and none of its files. Raises `RuleViolation` while one is open."""
    last = desk.versions(session, publication_id, lock=True)[0]
    domain.check_renewable(last.stands, now)
    version = PublicationVersion(
        publication=last.publication,
        number=last.number + 1,
        audience=last.audience,
        topics=list(last.topics),
        hands=[str(by.person)],
        made_at=now,
        texts=[_text(one.language, one.title, one.summary) for one in last.texts],
        files=[],
        citations=[PublicationCitation(act=one.act, item=one.item) for one in last.citations if one.public],
    )
    session.add(version)
    session.flush()
    trace(by, session, version, "publication.begun")
    return version


def numbered(session: Session, publication_id: UUID, number: int) -> PublicationVersion:
    """One version, locked. Raises `NotFound`."""
    for one in desk.versions(session, publication_id, lock=True):
        if one.number == number:
            return one
    raise NotFound


def _draft(by: Principal, session: Session, publication_id: UUID, check: Check) -> PublicationVersion:
    """The newest version, which must be a draft; from now on `by` has a hand in it."""
    version = desk.versions(session, publication_id, lock=True)[0]
    domain.check_draft(version.stands)
    check(version.revision)
    version.hands = sorted({*version.hands, str(by.person)})
    version.revision += 1
    return version


def _text(language: str, title: str, summary: str) -> PublicationText:
    place = list(data.entries("languages")).index(language)
    return PublicationText(language=language, place=place, title=title, summary=summary)


def _take_out(session: Session, version: PublicationVersion, language: str, form: str) -> bool:
    stood = [one for one in version.files if (one.language, one.form) == (language, form)]
    for one in stood:
        version.files.remove(one)
    session.flush()
    return bool(stood)


def _check_clean(documents: Documents, file: PublicationFile) -> None:
    """A sound is shown as it came, since nothing cleans it; all else by its clean copy alone. Raises `RuleViolation`."""
    verdict = copies.read(documents, file.document, copies.Box())
    if verdict is None:
        raise RuleViolation("a file is still being looked at", code="publication.file_waits")
    if verdict.state != copies.CLEAN and not (verdict.state == copies.KEPT and file.form == "audio"):
        raise RuleViolation("a file cannot be shown to anybody", code="publication.file_not_shown")


def trace(by: Principal, session: Session, version: PublicationVersion, what: str, **more: bool) -> None:
    session.flush()
    audit.record(session, by, what, "publication", version.publication_id, version=version.number, **more)
