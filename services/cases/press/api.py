"""`/public/press/figures`: the figures for the press, with how each is cited and shown elsewhere."""

from collections.abc import Callable

from flask import Response
from flask_babel import force_locale

from services.cases.domain.timeliness import local_date
from services.cases.press import queries, schemas, words
from services.cases.press.domain import Bar, Key, PressFigure
from services.cases.press.words import addresses
from services.cases.register import schemas as of_register
from shared import access, open_data
from shared.clock import utc_now
from shared.gate import Blueprint
from shared.platform import platform
from shared.typed import filled

blueprint = Blueprint("press", __name__, description="Figures for the press")
BLUEPRINTS = (blueprint,)


@blueprint.route("/public/press/figures")
@blueprint.arguments(of_register.ComplianceQuery, location="query")
@blueprint.response(200, schemas.PressFigures)
@access.any_site
def list_press_figures(asked: of_register.ComplianceQuery) -> Response:
    """The figures for the press, on a day that the public may ask about; at the end of the last month where none is said, or today where nothing was
    counted then. Pages of any site may ask (CORS), the licence stands in the answer and in `Link`.
    """
    with platform().database.transaction() as session:
        found = queries.figures(session, asked, local_date(utc_now()))
    items = tuple(_answer(one) for one in found)
    return open_data.as_json(schemas.PressFigures(licence=open_data.LICENCE, items=items))


def _answer(figure: PressFigure) -> schemas.PressFigureAnswer:
    title, counted = (_both(lambda of=of: str(of[figure.key])) for of in (words.TITLES, words.COUNTED))  # type: ignore[misc]  # mypy infers no type of the default
    cited = _both(lambda: words.citation(figure))
    return filled(
        schemas.PressFigureAnswer,
        figure,
        title_sq=title[0],
        title_en=title[1],
        counted_sq=counted[0],
        counted_en=counted[1],
        bars=tuple(_bar(figure.key, one) for one in figure.bars),
        citation_sq=cited[0],
        citation_en=cited[1],
        **addresses(figure, platform().settings.public_url),
    )


def _bar(key: Key, bar: Bar) -> schemas.PressBar:
    sq, en = _both(lambda: words.of_bar(key, bar).label)
    return filled(schemas.PressBar, bar, name_sq=sq, name_en=en)


def _both(said: Callable[[], str]) -> tuple[str, str]:
    """The same words in Albanian and in English."""
    with force_locale("sq"):
        sq = said()
    with force_locale("en"):
        return sq, said()
