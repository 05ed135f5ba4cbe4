"""Actors at a desk."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.partners.activities.queries.desk import bodies
from services.partners.comparing.queries import answered, named
from services.partners.cooperation import forms, words
from services.partners.cooperation.actions import actors as actions
from services.partners.cooperation.lists import ActorListing
from services.partners.cooperation.models import Actor
from services.partners.cooperation.queries import actors, texts
from services.partners.cooperation.schemas import ActorAnswer
from shared import access
from shared.clock import utc_now
from shared.comparing.texts import Named
from shared.lists import Reading
from shared.pages import lists
from shared.pages.forms import SelectChoice
from shared.platform import platform
from shared.rules import RuleViolation
from shared.words import language

blueprint = Blueprint("actors_desk", __name__)
WRITERS = ("case_officer", "approver", "commissioner")
READERS = (*WRITERS, "publisher", "monitor", "auditor")


def may(roles: Collection[str]) -> bool:
    return bool(access.current().roles & set(roles))


def seen(form: Any) -> Callable[[int], None]:
    def check(revision: int) -> None:
        if str(revision) != form.revision.data:
            raise RuleViolation("it is another by now", code="page.changed_meanwhile")

    return check


def parties_offered() -> list[SelectChoice]:
    """Actors and bodies to choose a party from; a value says which list it is of."""
    with platform().database.reading() as session:
        of_directory = [SelectChoice(f"bodies:{one.id}", one.name(language())) for one in bodies(session)]
        others = [SelectChoice(f"actors:{one.id}", one.name(language())) for one in actors.chosen_from(session)]
    return [*others, *of_directory]


@blueprint.get("/staff/actors")
@access.staff(*READERS)
def listed() -> ResponseReturnValue:
    here, asked = platform(), lists.asked(ActorListing)
    with here.database.reading() as session:
        reading = Reading(access.current(), utc_now())
        page = asked.listing and actors.actors(session, here.cursors, asked.listing, reading)
    body = render_template("partners/actors.html", asked=asked, page=page, words=words, may_write=may(WRITERS))
    return body, asked.status


@blueprint.route("/staff/actors/new", methods=["GET", "POST"])
@access.staff(*WRITERS)
def new() -> ResponseReturnValue:
    form, by, now = forms.ActorForm(), access.current(), utc_now()
    return _saved(form, None, lambda session: actions.enter(by, session, form.wanted(), now=now))


@blueprint.route("/staff/actors/<uuid:actor_id>", methods=["GET", "POST"])
@access.staff(*WRITERS)
def change(actor_id: UUID) -> ResponseReturnValue:
    by = access.current()
    with platform().database.reading() as session:
        found = actors.actor(session, actor_id)
        stored, text = actors.answer(found), texts.of_actor(found)
        told = named(answered(session, text), text)
    form = forms.ActorForm(obj=stored)

    def work(session: Session) -> Actor:
        return actions.change(by, session, actor_id, form.wanted(), seen(form))

    return _saved(form, stored, work, told)


def _saved(
    form: forms.ActorForm, stored: ActorAnswer | None, work: Callable[[Session], Actor], told: Named | None = None
) -> ResponseReturnValue:
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            platform().database.run(work)
        except RuleViolation as error:
            status = forms.refuse(form, error)
        else:
            flash(_("U ruajt."), "success")
            return redirect(url_for("actors_desk.listed"), 303)
    return render_template("partners/actor_form.html", form=form, actor=stored, named=told), status
