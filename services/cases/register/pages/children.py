"""For which children the office worked in a year, by one thing at a time; anyone may see it."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.cases import data, words
from services.cases.domain.case import Outcome
from services.cases.forms.refusals import with_legal
from services.cases.register.domain.children import Ending, Shown, total
from services.cases.register.pages.compliance_cells import Cell, number, numeric
from services.cases.register.queries import children
from services.cases.register.queries.children import Edition
from services.cases.register.queries.children_answers import names
from services.cases.register.queries.compliance import method
from shared import access
from shared.pages.languages import date_words
from shared.platform import platform
from shared.rules import ContentViolation, NotFound
from shared.words import language

blueprint = Blueprint("children_pages", __name__)
_OTHERS = {Ending.OPEN: _l("Ende e hapur"), Ending.ELSEWHERE: _l("Te gjykata ose prokuroria")}


@blueprint.route("/public/children")
@access.public
def public_children() -> ResponseReturnValue:
    refusal, found, status = None, None, 200
    try:
        with platform().database.reading() as session:
            found = children.edition(session, _year())
    except ContentViolation as error:
        refusal, status = with_legal(error), 422
    body = render_template(
        "cases/public_children.html",
        refusal=refusal,
        least=data.small_number(),
        method=getattr(method("children"), language()),
        **_told(found),
    )
    return body, status


def _year() -> int | None:
    """Out of the address; raises `NotFound` for what is no year."""
    text = request.args.get("year")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise NotFound
    return int(text)


def _told(found: Edition | None) -> dict[str, object]:
    if found is None:
        return {"tables": []}
    return {
        "year": found.year,
        "counted_on": date_words(found.counted_on),
        "whole": number(found.figures.whole),
        "years": [{"text": str(one), "href": url_for(".public_children", year=one)} for one in found.years],
        "file": f"/cases/api/v1/public/children.csv?year={found.year}",
        "tables": [_table(_("Të gjithë"), {"all": found.figures.endings}, {"all": _("Të gjithë")}), *_tables(found)],
    }


def _tables(found: Edition) -> list[dict[str, object]]:
    return [
        _table(
            words.of_pair(entry, "name", language()),
            found.figures.tables[entry["key"]],
            {code: words.of_pair(one, "name", language()) for code, one in names(entry["key"]).items()},
        )
        for entry in data.entries("profile", "dimensions")
    ]


def _table(caption: str, rows: Mapping[str, Shown], named: Mapping[str, str]) -> dict[str, object]:
    head: Sequence[Cell] = [caption, *numeric([_("Gjithsej"), *map(_word, Ending)])]
    told = [
        [named.get(code, code), *numeric([number(total(row)), *(number(row[one]) for one in Ending)])]
        for code, row in rows.items()
    ]
    return {"caption": caption, "head": head, "rows": told}


def _word(ending: Ending) -> str:
    return str(_OTHERS.get(ending) or words.OUTCOMES[Outcome(ending.value)])
