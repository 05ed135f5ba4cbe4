"""The table of figures as a body fills it in on a page."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import FormField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from services.partners.domain.figures import COUNTED, NONE_ASKED, NOT_KNOWN, Cell
from services.partners.forms.reply import LONGEST_NAME
from services.partners.schemas.figure_files import ReadRow
from services.partners.schemas.figures import LARGEST, LONGEST_COMMENT, DoubtAnswer, FigureBody, NewFigures
from services.partners.schemas.replies import AnsweredBy
from shared.events.documents.cases import WantedIndicator
from shared.lists import Words
from shared.pages.forms import BesaForm, BesaPart, FileField, SelectChoice
from shared.rules import ContentViolation
from shared.words import language

STATES: Mapping[str, Words] = {
    COUNTED: _l("U numërua (edhe zero)"),
    NONE_ASKED: _l("Nuk kishte kë të numëronte"),
    NOT_KNOWN: _l("Nuk e dimë"),
}
_WHOLE = _l("Shkruani një numër të plotë, vetëm me shifra.")
_SENTENCES: Mapping[str, Words] = {
    "figures.no_number": _l("Shkruani numrin, ose zgjidhni pse nuk ka."),
    "figures.denominator": _l("Shkruani edhe numrin tjetër të këtij rreshti."),
    "figures.number_beside_none": _l("Lëreni bosh numrin kur nuk u numërua."),
    "figures.missing": _l("Thoni diçka për çdo rresht."),
}
_OTHERWISE = _l("Kjo nuk mund të pranohet.")
FAULTS: Mapping[str, Words] = {
    "not_whole": _WHOLE,
    "state_unknown": _l("Zgjidhni një nga mundësitë."),
    "too_long": _l("Shkruani më shkurt."),
}
#: What is said of a file that cannot be read.
UNREAD: Mapping[str, Words] = {
    "too_large": _l("Skedari është tepër i madh për këtë tabelë."),
    "not_text": _l("Ky nuk është një skedar CSV."),
    "no_columns": _l(
        "Rreshti i parë i skedarit duhet të ketë kolonat indicator dhe numerator, si në tabelën që shkarkohet."
    ),
    "too_many": _l("Skedari ka më shumë rreshta se tabela."),
    "empty": _l("Skedari nuk ka asnjë rresht."),
}


class RowForm(BesaPart):
    """One row of the table."""

    state = RadioField(_l("Çfarë thoni"), validators=[InputRequired(_l("Zgjidhni një nga mundësitë."))])
    numerator = IntegerField("", validators=[Optional(), NumberRange(0, LARGEST, _WHOLE)])
    denominator = IntegerField("", validators=[Optional(), NumberRange(0, LARGEST, _WHOLE)])
    comment = TextAreaField(
        _l("Shpjegim"),
        description=_l("Vetëm kur diçka duhet shpjeguar: pa emra."),
        validators=[Length(max=LONGEST_COMMENT)],
    )


class FileForm(BesaForm):
    """The same table as a file."""

    file = FileField(_l("Skedari CSV"))


def figures_form(rows: Sequence[WantedIndicator], typed: Mapping[str, object] | None = None) -> Any:
    """A form with a part per row: `row_0`, `row_1`, … `typed`: what stands in the fields where nothing was posted."""
    parts: dict[str, Any] = {f"row_{place}": FormField(RowForm) for place, _ in enumerate(rows)}
    parts["comment"] = TextAreaField(_l("Shpjegim për të gjithë tabelën"), validators=[Length(max=LONGEST_COMMENT)])
    parts["name"] = StringField(
        _l("Emri i atij që përgjigjet"), validators=[InputRequired(_l("Shkruani emrin")), Length(max=LONGEST_NAME)]
    )
    parts["function"] = StringField(
        _l("Funksioni"), validators=[InputRequired(_l("Shkruani funksionin")), Length(max=LONGEST_NAME)]
    )
    made = type("FiguresForm", (BesaForm,), parts)
    form = made(formdata=MultiDict(typed)) if typed is not None else made()
    for part, row in zip(parts_of(form), rows, strict=True):
        part.state.choices = [SelectChoice(code, label) for code, label in STATES.items()]
        part.numerator.label.text = row.said("numerator", language())
        part.denominator.label.text = row.said("denominator", language())
        if row.denominator_sq is None:
            del part.denominator
    return form


def parts_of(form: Any) -> list[Any]:
    return [field.form for field in form if isinstance(field, FormField)]


def typed(rows: Sequence[WantedIndicator], said: Mapping[str, Cell]) -> dict[str, object]:
    """What was said already, as the fields hold it."""
    found: dict[str, object] = {}
    for place, row in enumerate(rows):
        cell = said.get(row.key, Cell(""))
        found[f"row_{place}-state"], found[f"row_{place}-comment"] = cell.state, cell.comment
        for name, number in zip(("numerator", "denominator"), cell.numbers, strict=True):
            found[f"row_{place}-{name}"] = "" if number is None else str(number)
    return found


def wanted(form: Any, rows: Sequence[WantedIndicator]) -> NewFigures:
    """What the form says."""
    figures = tuple(
        FigureBody(
            indicator=row.key,
            state=part.state.data,
            numerator=part.numerator.data,
            denominator=part.denominator.data if "denominator" in part else None,
            comment=part.comment.data or "",
        )
        for part, row in zip(parts_of(form), rows, strict=True)
    )
    by = AnsweredBy(name=form.name.data, function=form.function.data)
    return NewFigures(answered_by=by, figures=figures, comment=form.comment.data or "")


def ask(form: Any, rows: Sequence[WantedIndicator], doubts: Sequence[DoubtAnswer], tongue: str) -> None:
    """Put each doubt that waits for words where they are written."""
    places = {row.key: place for place, row in enumerate(rows)}
    for one in doubts:
        if one.answered:
            continue
        field = form.comment if one.indicator is None else parts_of(form)[places[one.indicator]].comment
        field.errors = [*field.errors, one.text(tongue)]


def fault(form: Any, rows: Sequence[WantedIndicator], read: Sequence[ReadRow]) -> None:
    """Put what is wrong with a file at the row that it is wrong with."""
    places = {row.key: place for place, row in enumerate(rows)}
    for one in read:
        if one.indicator not in places:
            form.form_errors.append(str(_l("Rreshti %(line)s i skedarit nuk është i kësaj tabele.", line=one.line)))
            continue
        part = parts_of(form)[places[one.indicator]]
        for column, code in one.faults:
            field = getattr(part, column, None) or part.comment
            field.errors = [*field.errors, str(FAULTS[code])]


def refuse(form: Any, error: ContentViolation) -> None:
    """Put the refusal of a rule at the field that it names."""
    sentence = str(_SENTENCES.get(error.code, _OTHERWISE))
    names = error.field.split(".")
    field = getattr(parts_of(form)[int(names[1])], names[2], None) if names[0] == "figures" and len(names) > 2 else None
    if field is None:
        form.form_errors.append(sentence)
    else:
        field.errors = [*field.errors, sentence]
