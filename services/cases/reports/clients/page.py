"""A report as HTML: the part that a page of the site shows too, and the whole as a file that needs nothing beside it."""

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from services.cases import data as core
from services.cases.reports.clients import said
from services.cases.reports.domain.content import Content, named

TEMPLATES = Path(core.__file__).parent / "report_pages"
#: Of a drawing, in units that are pixels on a telephone.
WIDTH, BAR, GAP, LABELS = 340, 18, 30, 14


def body(content: Content, language: str) -> Markup:
    """From the summary to the rows, below a heading of the first level."""
    return Markup(_environment().get_template("body.html").render(_said(content, language)))  # noqa: S704 - it was escaped by the template


def whole(content: Content, language: str) -> bytes:
    page = _environment().get_template("file.html").render(_said(content, language), style=Markup(style()))  # noqa: S704 - a file of ours
    return page.encode()


@cache
def style() -> str:
    return (TEMPLATES / "file.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """What the file may load: its own style, and nothing else."""
    digest = b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _said(content: Content, language: str) -> dict[str, object]:
    return {
        "report": content,
        "language": language,
        "said": said,
        "word": lambda key: said.word(key, language),
        "named": named,
        "methods": {one.key: place for place, one in enumerate(content.methods, start=1)},
        "chart": _chart,
    }


def _chart(bars: list[tuple[object, float]]) -> dict[str, object]:
    """Where each bar lies in the drawing, below the name of its row; the width is the whole."""
    rows = [(row, round(share * WIDTH, 1), place * (BAR + GAP) + LABELS) for place, (row, share) in enumerate(bars)]
    return {"rows": rows, "width": WIDTH, "height": len(bars) * (BAR + GAP), "bar": BAR}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
