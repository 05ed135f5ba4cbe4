"""Whole figures beside what anyone is shown of the same: each number that the public does not see has a mark."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from flask_babel import gettext as _

from services.cases.register.pages.compliance_cells import HIDDEN, Cell
from services.cases.register.pages.compliance_words import FiguresInWords, KeyFigure

C = TypeVar("C", str, Cell)


def marked(whole: FiguresInWords, shown: FiguresInWords) -> FiguresInWords:
    """`shown`: of the same obligations, with the numbers that are not shown."""
    return replace(
        whole,
        hides=shown.hides or shown.is_blank,
        figures=[_figure(one, other) for one, other in zip(whole.figures, shown.figures, strict=True)],
        rows=marked_rows(whole.rows, shown.rows),
        beside=marked_rows(whole.beside, shown.beside),
        late=marked_rows(whole.late, shown.late),
        historical=marked_rows(whole.historical, shown.historical),
    )


def marked_rows(whole: Sequence[Sequence[C]], shown: Sequence[Sequence[C]]) -> list[list[C]]:
    """Rows of cells, each with the one that anyone is shown in its place."""
    return [
        [f"{cell} {HIDDEN}" if other == HIDDEN else cell for cell, other in zip(row, others, strict=True)]
        for row, others in zip(whole, shown, strict=True)
    ]


def _figure(whole: KeyFigure, shown: KeyFigure) -> KeyFigure:
    if shown.value != HIDDEN:
        return whole
    return replace(whole, note=_("%(note)s; publiku nuk e sheh", note=whole.note))
