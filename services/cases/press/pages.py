"""The pages for the press: all figures, each with its table and how it is cited, one by itself, and what a page of another site shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import escape

from services.cases.forms.refusals import with_legal
from services.cases.pages.acting import today
from services.cases.press import queries, words
from services.cases.press.domain import Drawing, Key, PressFigure, drawn
from services.cases.register.pages.compliance import days_asked
from services.cases.register.schemas import ComplianceQuery
from shared import access, open_data
from shared.pages.headers import may_be_framed
from shared.pages.languages import LANGUAGES
from shared.platform import platform
from shared.rules import ContentViolation, NotFound, refuse
from shared.words import DEFAULT_LANGUAGE, language

blueprint = Blueprint("press_pages", __name__)
BLUEPRINTS = (blueprint,)
#: All that a page in a frame needs; its policy names it, so that nothing else may stand in it.
STYLE = (
    "body{margin:0;padding:12px;font-family:arial,sans-serif;color:#0b0c0c;background:#fff;line-height:1.35}"
    "h1{font-size:1.25rem;margin:0 0 4px}p{margin:0 0 12px}svg{max-width:560px;display:block}"
    "table{border-collapse:collapse;margin:12px 0;max-width:560px;width:100%}caption{text-align:left;font-weight:700;padding-bottom:4px}"
    "th,td{text-align:left;padding:4px 8px 4px 0;border-bottom:1px solid #b1b4b6;vertical-align:top}"
    "td,thead th+th{text-align:right;white-space:nowrap}tbody th{font-weight:400}a{color:#1a4f8a}"
)
#: What of an embedded figure need not be asked again within five minutes: they are numbers of all bodies together, and name nobody.
KEPT_FOR = "public, max-age=300"
#: Above and beneath the bars of a frame, and each row of its table, in pixels of a telephone.
_AROUND, _ROW = 330, 50


@dataclass(frozen=True)
class Shown:
    """A figure on a page. `rows`: label, part, whole and share of each bar; `parts`: there are wholes; `frame`: what is copied into another page."""

    figure: PressFigure
    title: str
    counted: str
    as_of: str
    citation: str
    addresses: dict[str, str]
    source: str
    drawing: Drawing
    rows: Sequence[Sequence[str]]
    parts: bool
    hides: bool
    frame: str


@blueprint.route("/public/press")
@access.public
def press() -> ResponseReturnValue:
    """All of them, and how they are used."""
    asked, faults = days_asked()
    refusal, found, status = None, [], 200
    try:
        refuse(faults)
        with platform().database.transaction() as session:
            found = queries.figures(session, asked, today())
    except ContentViolation as error:
        refusal, status = with_legal(error), 422
    figures = [_shown(one) for one in found]
    return render_template("cases/press.html", figures=figures, refusal=refusal, licence=open_data.LICENCE), status


@blueprint.route("/public/press/<key>")
@access.public
def press_figure(key: str) -> ResponseReturnValue:
    """One, by the address under which it is cited."""
    try:
        shown, refusal, status = _shown(_asked(key)), None, 200
    except ContentViolation as error:
        shown, refusal, status = None, with_legal(error), 422
    title = words.TITLES[Key(key)]
    body = render_template(
        "cases/press_figure.html", key=key, title=title, shown=shown, refusal=refusal, licence=open_data.LICENCE
    )
    return body, status


@blueprint.route("/public/press/<key>/embed")
@access.public
def press_embed(key: str) -> ResponseReturnValue:
    """What a page of another site shows in a frame, in the language that its address says, else in that of the browser."""
    with force_locale(_reader()):
        shown = _shown(_asked(key))
        body = render_template("cases/press_embed.html", shown=shown, style=STYLE, licence=open_data.LICENCE)
    return _kept(may_be_framed(body, STYLE))


@blueprint.route("/public/press/<key>/picture.svg")
@access.any_site
def press_picture(key: str) -> ResponseReturnValue:
    """The drawing alone, for paper too."""
    with force_locale(_reader()):
        drawing = render_template("cases/press_picture.svg", shown=_shown(_asked(key)))
    saved = {**open_data.HEADERS, "Content-Disposition": f'attachment; filename="{key}.svg"'}
    return _kept(Response(drawing.encode(), mimetype="image/svg+xml", headers=saved))


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = KEPT_FOR
    response.vary.add("Accept-Language")
    response.add_etag()
    response.make_conditional(request)
    return response


def _reader() -> str:
    """The language that the address says, else that of the browser; what was chosen on our pages is not looked at."""
    wanted = request.args.get("lang")
    return wanted if wanted in LANGUAGES else request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE)


def _asked(key: str) -> PressFigure:
    """Raises `NotFound` for a figure that there is not, `ContentViolation` for a day of which there are none."""
    if key not in set(Key):
        raise NotFound
    asked, faults = days_asked()
    refuse(faults)
    with platform().database.transaction() as session:
        return queries.figure(session, key, ComplianceQuery(on=asked.on, known=asked.known), today())


def _shown(figure: PressFigure) -> Shown:
    said = [words.of_bar(figure.key, bar) for bar in figure.bars]
    drawing = drawn(figure.bars, [(one.label, one.value) for one in said])
    parts = any(bar.whole is not None for bar in figure.bars)
    addresses = words.addresses(figure, platform().settings.public_url)
    title, citation = str(words.TITLES[figure.key]), words.citation(figure)
    return Shown(
        figure=figure,
        title=title,
        counted=str(words.COUNTED[figure.key]),
        as_of=words.as_of(figure),
        citation=citation,
        addresses=addresses,
        source=words.addresses(figure, "")["source"],
        drawing=drawing,
        rows=[[one.label, one.count, one.whole, one.percent][: 4 if parts else 2] for one in said],
        parts=parts,
        hides=words.hides(figure),
        frame=_frame(title, addresses["embed"], _AROUND + drawing.height + _ROW * len(said)),
    )


def _frame(title: str, address: str, height: int) -> str:
    """What is copied: a frame that can do nothing but open a link, and that tells us not which page it stands in."""
    mark = "&amp;" if "?" in address else "?"
    return (
        f'<iframe src="{escape(address)}{mark}lang={language()}" title="{escape(title)}" width="100%" height="{height}" loading="lazy"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>'
    )
