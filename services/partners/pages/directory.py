"""Where the office keeps the directory: bodies, how they stand to each other, and who follows whom."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.actions import institutions, relations, successions
from services.partners.forms import directory as forms
from services.partners.forms import words
from services.partners.forms.directory_words import refuse
from services.partners.models import Institution
from services.partners.pages.office import OFFICE
from services.partners.queries import institutions as queries
from shared import access
from shared.clock import utc_now
from shared.events.documents.partners import InstitutionRecord
from shared.platform import platform
from shared.rules import RuleViolation
from shared.words import language

blueprint = Blueprint("directory", "services.partners")
Made = TypeVar("Made")


@blueprint.route("/staff/institutions/new", methods=["GET", "POST"])
@access.staff(*OFFICE)
def new_institution() -> ResponseReturnValue:
    form, by, now = forms.InstitutionForm(), access.current(), utc_now()
    form.offer(municipalities(), new=True)
    if form.validate_on_submit():
        institution = done(form, lambda session: institutions.create(by, session, documents(), form.wanted(), now=now))
        if institution is not None:
            return see(institution.id, _("Institucioni u shtua."))
    return shown(form, _("Institucion i ri"), url_for("office.institutions"))


@blueprint.route("/staff/institutions/<uuid:institution_id>/edit", methods=["GET", "POST"])
@access.staff(*OFFICE)
def edit_institution(institution_id: UUID) -> ResponseReturnValue:
    record, by, now = record_of(institution_id), access.current(), utc_now()
    body = body_of(institution_id)
    form = forms.InstitutionForm(data=forms.known_of(body))
    form.offer(municipalities(), new=False)

    def work(session: Session) -> Institution:
        locked = seen(institutions.locked(session, institution_id), form.version.data)
        change = form.change(enabled=locked.enabled)
        return institutions.change(by, session, documents(), locked, change, now=now)

    if form.validate_on_submit() and done(form, work) is not None:
        return see(institution_id, _("Ndryshimet u ruajtën."))
    return shown(form, _("Ndryshoni të dhënat"), own(institution_id), caption=record.name(language()))


@blueprint.route("/staff/institutions/<uuid:institution_id>/relations/new", methods=["GET", "POST"])
@access.staff(*OFFICE)
def new_relation(institution_id: UUID) -> ResponseReturnValue:
    form, by, record = forms.RelationForm(), access.current(), record_of(institution_id)
    form.offer(others(institution_id))

    def work(session: Session) -> Institution:
        locked = institutions.locked(session, institution_id)
        return relations.relate(by, session, documents(), locked, form.wanted())

    if form.validate_on_submit() and done(form, work) is not None:
        return see(institution_id, _("Lidhja u shtua."))
    return shown(form, _("Lidhje e re"), own(institution_id), caption=record.name(language()))


@blueprint.route("/staff/institutions/<uuid:institution_id>/relations/<uuid:relation_id>", methods=["GET", "POST"])
@access.staff(*OFFICE)
def edit_relation(institution_id: UUID, relation_id: UUID) -> ResponseReturnValue:
    by, record = access.current(), record_of(institution_id)
    with platform().database.transaction() as session:
        relation = relations.of_body(session, body_of(institution_id), relation_id)
    form = forms.RelationEndForm(obj=relation, data={"version": record.version})

    def work(session: Session) -> Institution:
        locked = seen(institutions.locked(session, institution_id), form.version.data)
        return relations.correct(by, session, documents(), locked, relation_id, form.change())

    if form.validate_on_submit() and done(form, work) is not None:
        return see(institution_id, _("Lidhja u ruajt."))
    intro = _("Me ditën e fundit lidhja mbaron; për ditët e mëparshme mbetet siç ishte.")
    caption = f"{words.RELATIONS[relation.kind]}: {body_of(relation.to_id).name(language())}"
    return shown(form, _("Mbyllni ose korrigjoni lidhjen"), own(institution_id), intro=intro, caption=caption)


@blueprint.route("/staff/institutions/<uuid:institution_id>/succession", methods=["GET", "POST"])
@access.staff(*OFFICE)
def succession(institution_id: UUID) -> ResponseReturnValue:
    form, by, record = forms.SuccessionForm(), access.current(), record_of(institution_id)
    form.offer(others(institution_id))

    def work(session: Session) -> Institution:
        locked = institutions.locked(session, institution_id)
        return successions.succeed(by, session, documents(), locked, form.wanted(), now=utc_now())

    names = {"successors.0": "first", "successors.1": "second", "successors.2": "third", "letters_to": "letters"}
    if form.validate_on_submit() and done(form, work, names) is not None:
        return see(institution_id, _("Pasuesi u shënua."))
    intro = _("Institucioni mbaron një ditë më parë dhe historia e tij mbetet. Për një bashkim bëjeni këtë te secili.")
    return shown(form, _("Kush e pason?"), own(institution_id), intro=intro, caption=record.name(language()))


def done(form: Any, work: Callable[[Session], Made], names: dict[str, str] | None = None) -> Made | None:
    """What `work` made in one transaction; None if a rule refused it, which then stands on the form."""
    try:
        return platform().database.run(work)
    except RuleViolation as error:
        refuse(form, error, names)
        return None


def seen(body: Institution, version: str | None) -> Institution:
    """`body`, if it is still the one that was looked at. Raises `RuleViolation`."""
    if str(body.version) != version:
        raise RuleViolation("it was changed since", code="changed_meanwhile")
    return body


def shown(form: Any, heading: str, back: str, **more: Any) -> ResponseReturnValue:
    page = render_template("partners/form.html", form=form, heading=heading, back=back, **more)
    return page, 422 if form.errors or form.form_errors else 200


def see(institution_id: UUID, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(own(institution_id), 303)


def own(institution_id: UUID) -> str:
    return url_for("office.institution", institution_id=institution_id)


def documents() -> Any:
    return platform().documents


def record_of(institution_id: UUID) -> InstitutionRecord:
    with platform().database.transaction() as session:
        return queries.record(session, institution_id)


def body_of(institution_id: UUID) -> Institution:
    with platform().database.transaction() as session:
        return queries.names(session, [institution_id])[institution_id]


def others(institution_id: UUID) -> list[tuple[UUID, str]]:
    with platform().database.transaction() as session:
        return queries.choices(session, language(), without=institution_id)


def municipalities() -> list[tuple[str, str]]:
    with platform().database.transaction() as session:
        return queries.municipalities(session, language())
