"""A small service with one list, behind its API and on a page, over a real table: for the tests beside it."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from flask import Blueprint, render_template_string
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared import access, gate
from shared.app import Service
from shared.clock import utc_now
from shared.edges import Answer
from shared.fields import Text
from shared.lists import Filter, Listing, Reading, page_of
from shared.messaging.subscriptions import Subscriptions
from shared.pages import lists
from shared.pagination import Cursors, Page
from shared.platform import platform
from shared.timers import Timers

PLACES, STATES = {"tirana": "Tiranë", "shkodra": "Shkodër"}, {"open": "Të hapura", "all": "Të gjitha"}
PER_PAGE = 2
TEMPLATE = """
{% extends "besa/layout.html" %}
{% import "besa/form.html" as f %}
{% import "besa/parts.html" as p %}
{% block title %}Letra{% endblock %}
{% block content %}
  {{ f.filters(asked) }}
  {% for letter in (page["items"] if page else []) %}<p data-letter="{{ letter.id }}">{{ letter.place }}</p>{% endfor %}
  {{ p.next_page(asked.next_href(page), asked.first_href) }}
{% endblock %}
"""


class Base(DeclarativeBase):
    """Of the one table."""


class Letter(Base):
    __tablename__ = "demo_letter"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[str]
    words: Mapped[str]
    open: Mapped[bool]
    urgent: Mapped[bool]
    writer: Mapped[UUID]


def standing(state: str, _reading: Reading) -> ColumnElement[bool]:
    return Letter.open.is_(True) if state == "open" else true()


def saying(word: str, _reading: Reading) -> ColumnElement[bool]:
    return Letter.words.contains(word, autoescape=True)


@dataclass(frozen=True, kw_only=True)
class LetterListing(Listing):
    """One filter of every kind: in the form and by links alone, of a closed list and of free words, with a default and without."""

    place: Annotated[str | None, Filter(Letter.place, "Vendi", PLACES)] = None
    q: Annotated[str | None, Text(20), Filter(saying, "Fjala")] = None
    state: Annotated[str, Filter(standing, "Gjendja", STATES)] = "open"
    urgent: Annotated[bool | None, Filter(Letter.urgent)] = None
    writer: Annotated[UUID | None, Filter(Letter.writer)] = None


@dataclass(frozen=True, kw_only=True)
class LetterLine(Answer):
    id: UUID
    place: str


@dataclass(frozen=True, kw_only=True)
class Letters(Answer):
    items: tuple[LetterLine, ...]
    next: str | None


def letters(session: Session, cursors: Cursors, asked: LetterListing, reading: Reading) -> Page[Letter]:
    return page_of(session, cursors, select(Letter), asked, reading, [Letter.id])


def service() -> Service:
    """Called "demo"; staff may read it."""
    api = gate.Blueprint("letters", __name__)
    pages = Blueprint("pages", __name__)

    @api.route("/letters")
    @api.arguments(LetterListing, location="query")
    @api.response(200, Letters)
    @access.staff()
    def list_letters(asked: LetterListing) -> Any:
        here = platform()
        with here.database.reading() as session:
            return letters(session, here.cursors, asked, Reading(access.current(), utc_now()))

    @pages.get("/letters")
    @access.staff()
    def letter_list() -> tuple[str, int]:
        here, asked = platform(), lists.asked(LetterListing, limit=PER_PAGE)
        reading = Reading(access.current(), utc_now())
        with here.database.reading() as session:
            page = letters(session, here.cursors, asked.listing, reading) if asked.listing else None
        return render_template_string(TEMPLATE, asked=asked, page=page), asked.status

    return Service("demo", [api], [pages], Subscriptions("demo"), Timers())
