"""A file on a page: compared first, and taken over once exactly that comparison was looked at."""

import hashlib
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TypeAlias

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from services.cases.incoming.domain.comparing import Difference, ImportRefusedError, Row, S
from services.cases.incoming.forms import IncomingImportForm
from services.cases.incoming.pages.words import unreadable
from services.cases.incoming.schemas import row_files
from services.cases.incoming.schemas.row_files import RowFile
from services.cases.pages.acting import see
from shared.errors import Problem
from shared.platform import platform

#: More rows than anyone reads; the numbers above them are of all.
MOST_SHOWN = 200
#: What compares rows, and with the last argument writes them.
TakeOver: TypeAlias = Callable[[Session, Sequence[Row[S]], bool], list[Difference[S]]]


def imported(
    kind: RowFile[S], take_over: TakeOver[S], template: str, words: ModuleType, then: str
) -> ResponseReturnValue:
    """The page on which a file is brought: what it would do, or once it is done the page `then`. `words`: what its columns and faults are called."""
    form, compared = IncomingImportForm(), None
    if form.validate_on_submit():
        compared = _compared(form, kind, take_over)
        if compared is not None and compared.applied:
            flash(_("Skedari u zbatua."), "success")
            return see(then)
    page = render_template(template, form=form, compared=compared, most=MOST_SHOWN, words=words, columns=kind.columns)
    return page, 422 if form.errors or form.form_errors else 200


def _compared(
    form: IncomingImportForm, kind: RowFile[S], take_over: TakeOver[S]
) -> row_files.IncomingImportAnswer | None:
    """The comparison, taken over if that was asked for and the file is the one that was looked at before; None of what is no such file."""
    content = b""
    if isinstance(form.file.data, FileStorage):
        with form.file.data.stream as stream:
            content = stream.read(row_files.LARGEST + 1)
    digest = hashlib.sha256(content).hexdigest()
    apply = bool(form.apply.data and form.seen.data == digest)
    if form.apply.data and not apply:
        form.form_errors.append(_("Më parë shihni krahasimin e këtij skedari, pastaj zbatojeni."))
    form.apply.data, form.seen.data = False, digest
    try:
        rows = kind.read(content)
        found = platform().database.run(lambda session: take_over(session, rows, apply))
    except Problem as error:
        form.file.errors = [unreadable(error)]
        return None
    except ImportRefusedError as error:
        form.form_errors.append(_("Disa rreshta nuk pranohen. Nuk u ndryshua asgjë."))
        found, apply = error.refused, False
    return row_files.answer(found, applied=apply)
