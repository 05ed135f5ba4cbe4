"""The library at a desk: drafting, approving, withdrawing."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.notifications.comparing import queries as comparing
from services.notifications.library import data, domain, forms, words
from services.notifications.library.actions import versions
from services.notifications.library.lists import DeskListing
from services.notifications.library.models import PublicationVersion
from services.notifications.library.pages.served import served
from services.notifications.library.queries import desk, texts
from services.notifications.library.schemas import (
    CitationBody,
    CitationQuery,
    DraftFileAnswer,
    NewPublicationBody,
    SettingBody,
    TextBody,
)
from shared import access, file_parts, uploads
from shared.clock import utc_now
from shared.comparing.texts import Place
from shared.lists import Reading
from shared.pages import file_words, lists
from shared.pages.forms import BesaForm
from shared.pages.languages import TIMEZONE
from shared.platform import platform
from shared.rules import ContentViolation, NotFound, RuleViolation
from shared.typed import load

blueprint = Blueprint("library_desk", __name__)
LIBRARIANS = ("publisher", "commissioner")
Work = Callable[[Session], PublicationVersion]
PREFIXES: dict[type[BesaForm], str] = {
    forms.SettingForm: "setting-",
    forms.TextForm: "text-",
    forms.FileForm: "file-",
    forms.RemovalForm: "removal-",
    forms.CitationForm: "citation-",
    forms.UncitingForm: "unciting-",
    forms.ApprovalForm: "approval-",
    forms.WithdrawalForm: "withdrawal-",
    forms.RenewalForm: "renewal-",
}


@blueprint.get("/staff/library")
@access.staff(*LIBRARIANS)
def publications() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(DeskListing)
    with here.database.reading() as session:
        reading = Reading(access.current(), utc_now())
        page = asked.listing and desk.publications(session, here.cursors, asked.listing, reading)
    return render_template("notifications/library_desk.html", asked=asked, page=page, words=words), asked.status


@blueprint.route("/staff/library/new", methods=["GET", "POST"])
@access.staff(*LIBRARIANS)
def begin() -> ResponseReturnValue:
    form, by, now = forms.NewPublicationForm(), access.current(), utc_now()
    if form.validate_on_submit():
        wanted = NewPublicationBody(
            kind=form.kind.data, audience=form.audience.data, topics=tuple(form.topics.data or ()),
            title=form.title.data or "", summary=form.summary.data or "",
        )  # fmt: skip
        made = platform().database.run(lambda session: versions.begin(by, session, wanted, now=now).publication_id)
        flash(_("Publikimi filloi. Ngarkoni skedarët, pastaj e miraton dikush tjetër."), "success")
        return redirect(url_for("library_desk.publication", publication_id=made), 303)
    return render_template("notifications/library_new.html", form=form), 422 if request.method == "POST" else 200


@blueprint.get("/staff/library/<uuid:publication_id>")
@access.staff(*LIBRARIANS)
def publication(publication_id: UUID) -> ResponseReturnValue:
    return _page(publication_id), 200


@blueprint.post("/staff/library/<uuid:publication_id>/setting")
@access.staff(*LIBRARIANS)
def set_out(publication_id: UUID) -> ResponseReturnValue:
    form, by = _sent(forms.SettingForm), access.current()

    def work(session: Session) -> PublicationVersion:
        topics = tuple(form.topics.data or ())
        wanted = SettingBody(audience=form.audience.data, topics=topics, release_at=form.release_at)
        return versions.set_out(by, session, publication_id, wanted, _seen(form))

    return _press(publication_id, form, work, _("U ruajt."))


@blueprint.post("/staff/library/<uuid:publication_id>/texts")
@access.staff(*LIBRARIANS)
def write_text(publication_id: UUID) -> ResponseReturnValue:
    form, by = _sent(forms.TextForm), access.current()

    def work(session: Session) -> PublicationVersion:
        wanted = TextBody(language=form.language.data, title=form.title.data or "", summary=form.summary.data or "")
        return versions.write(by, session, publication_id, wanted, _seen(form))

    return _press(publication_id, form, work, _("U ruajt."))


@blueprint.post("/staff/library/<uuid:publication_id>/files")
@access.staff(*LIBRARIANS)
def add_file(publication_id: UUID) -> ResponseReturnValue:
    form, by, documents = _sent(forms.FileForm), access.current(), platform().documents

    def work(session: Session) -> PublicationVersion:
        which, part = (form.language.data, form.form.data), form.file.data
        if not getattr(part, "filename", ""):
            raise ContentViolation("no file", code="publication.no_file", field="file")
        sent = file_parts.read(part, data.takes(form.form.data), public=True)
        return versions.add_file(by, session, documents, publication_id, *which, sent, _seen(form))

    return _press(publication_id, form, work, _("Skedari u ngarkua."))


@blueprint.post("/staff/library/<uuid:publication_id>/files/removal")
@access.staff(*LIBRARIANS)
def remove_file(publication_id: UUID) -> ResponseReturnValue:
    form, by = _sent(forms.RemovalForm), access.current()

    def work(session: Session) -> PublicationVersion:
        which = (form.language.data or "", form.form.data or "")
        return versions.remove_file(by, session, publication_id, *which, _seen(form))

    return _press(publication_id, form, work, _("Skedari u hoq."))


@blueprint.post("/staff/library/<uuid:publication_id>/citations")
@access.staff(*LIBRARIANS)
def cite(publication_id: UUID) -> ResponseReturnValue:
    form, by = _sent(forms.CitationForm), access.current()

    def work(session: Session) -> PublicationVersion:
        wanted = CitationBody(number=form.number.data or "", item=form.item.data or 0)
        return versions.cite(by, session, publication_id, wanted, _seen(form))

    return _press(publication_id, form, work, _("U ruajt."))


@blueprint.post("/staff/library/<uuid:publication_id>/citations/removal")
@access.staff(*LIBRARIANS)
def uncite(publication_id: UUID) -> ResponseReturnValue:
    form, by = _sent(forms.UncitingForm), access.current()

    def work(session: Session) -> PublicationVersion:
        wanted = load(CitationQuery, {"act_id": form.act.data, "item": form.item.data})
        return versions.uncite(by, session, publication_id, wanted.act_id, wanted.item, _seen(form))

    return _press(publication_id, form, work, _("Citimi u hoq."))


@blueprint.post("/staff/library/<uuid:publication_id>/approval")
@access.staff(*LIBRARIANS)
def approve(publication_id: UUID) -> ResponseReturnValue:
    form, by, now, documents = _sent(forms.ApprovalForm), access.current(), utc_now(), platform().documents

    def work(session: Session) -> PublicationVersion:
        said = versions.Said(form.names_reason.data or "", form.read_myself.data)
        return versions.approve(by, session, documents, publication_id, _seen(form), said, now=now)

    return _press(publication_id, form, work, _("U miratua."))


@blueprint.post("/staff/library/<uuid:publication_id>/versions/<int:number>/withdrawal")
@access.staff(*LIBRARIANS)
def withdraw(publication_id: UUID, number: int) -> ResponseReturnValue:
    form, by, now = _sent(forms.WithdrawalForm), access.current(), utc_now()
    return _press(
        publication_id,
        form,
        lambda session: versions.withdraw(by, session, publication_id, number, form.reason.data or "", now=now),
        _("U tërhoq."),
    )


@blueprint.post("/staff/library/<uuid:publication_id>/versions")
@access.staff(*LIBRARIANS)
def renew(publication_id: UUID) -> ResponseReturnValue:
    form, by, now = _sent(forms.RenewalForm), access.current(), utc_now()
    return _press(
        publication_id, form, lambda session: versions.renew(by, session, publication_id, now=now), _("Filloi.")
    )


@blueprint.get("/staff/library/<uuid:publication_id>/versions/<int:number>/<string:language>/<string:form>")
@access.staff(*LIBRARIANS)
def look_at_file(publication_id: UUID, number: int, language: str, form: str) -> Response:
    """As everybody will see it; before its hour for these people alone."""
    with platform().database.reading() as session:
        files = desk.version(session, publication_id, number).files
        found = next((one for one in files if (one.language, one.form) == (language, form)), None)
    if found is None:
        raise NotFound
    return served(found, to_all=False)


def _sent(kind: type[BesaForm]) -> Any:
    return kind(prefix=PREFIXES[kind])


def _seen(form: Any) -> versions.Check:
    def check(revision: int) -> None:
        if str(revision) != form.revision.data:
            raise RuleViolation("the draft is another by now", code="page.changed_meanwhile")

    return check


def _press(publication_id: UUID, form: BesaForm, work: Work, said: str) -> ResponseReturnValue:
    """Do it and lead back; or the page again, with what stands against it on the form that asked."""
    if not form.validate_on_submit():
        return _page(publication_id, form), 422
    try:
        platform().database.run(work)
    except uploads.FileRefusedError as refused:
        form["file"].errors = [file_words.refused(refused.code, str(forms.FILE_KINDS))]
        return _page(publication_id, form), 422
    except ContentViolation as error:
        for one in error.all:
            if isinstance(one, ContentViolation):
                form[one.field].errors = [forms.sentence(one.code)]
            else:
                form.form_errors.append(forms.sentence(one.code))
        return _page(publication_id, form), 422
    except RuleViolation as error:
        form.form_errors.extend(forms.sentence(one.code) for one in error.all)
        return _page(publication_id, form), 409
    flash(said, "success")
    return redirect(url_for("library_desk.publication", publication_id=publication_id), 303)


def _where(named: Sequence[Place]) -> dict[str, str]:
    """In which file, and on which page of it, words stand that are shown."""
    told: dict[str, str] = {}
    for part in {one.part for one in named}:
        language_key, what, *page = part.split(".")
        if page:
            called = (words.LANGUAGES[language_key], words.FORMATS[what])
            told[part] = _("%(language)s, %(form)s, faqja %(page)s", language=called[0], form=called[1], page=page[0])
    return told


def _reading_of(file: DraftFileAnswer) -> str:
    if not file.unread_pages:
        return str(words.READINGS[file.reading])
    pages = words.page_numbers(file.unread_pages)
    return _(
        "Nuk u lexuan dot këto faqe, prandaj nuk u krahasuan: %(pages)s. Lexojini vetë para miratimit.", pages=pages
    )


def _page(publication_id: UUID, failing: BesaForm | None = None) -> str:
    with platform().database.reading() as session:
        versions = desk.versions(session, publication_id)
        found = desk.answer(versions, utc_now())
        said = texts.of_version(platform().documents, versions[0])
        named = comparing.together(comparing.named(comparing.newest(session, one), one) for one in said)
        asks_reader = any(domain.by_person((one.reading for one in versions[0].files), said=False))
        own = any(domain.second_person(versions[0].stands, access.current().person))
    newest = found.versions[0]
    wanted = newest.release_at and newest.release_at.astimezone(TIMEZONE)
    given_text = next((one for one in newest.texts if one.language == request.args.get("text")), None)
    given: dict[type[BesaForm], dict[str, object]] = {
        forms.SettingForm: {
            "audience": newest.audience, "topics": list(newest.topics),
            "day": wanted and wanted.date(), "hour": f"{wanted:%H:%M}" if wanted else "",
        },
        forms.TextForm: {"language": given_text.language, "title": given_text.title, "summary": given_text.summary} if given_text else {},
    }  # fmt: skip
    made = {
        prefix.rstrip("-"): failing
        if isinstance(failing, kind)
        else kind(formdata=None, prefix=prefix, data={"revision": str(newest.revision), **given.get(kind, {})})
        for kind, prefix in PREFIXES.items()
    }
    page: str = render_template(
        "notifications/library_publication.html",
        publication=found, newest=newest, forms=made, failing=failing, words=words, own=own, named=named, where=_where(named.places),
        reading_of=_reading_of, asks_reader=asks_reader,
        accept=uploads.accept(("pdf", "txt", "m4a")),
    )  # fmt: skip
    return page
