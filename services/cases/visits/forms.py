"""What is filled in about a visit."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import EqualTo, InputRequired, Length, NumberRange, Optional

from services.cases.forms.case import LONGEST_TEXT, BodyPart, choices
from services.cases.visits.domain.answers import Value
from services.cases.visits.schemas.copies import ChoiceBody
from services.cases.visits.schemas.visits import LARGEST_NUMBER, GivenAnswer, OneAnswerBody, VisitorAnswer
from services.cases.visits.words import ANNOUNCED, BASES, KINDS, SOURCES, VALUES, VERDICTS
from shared.lists import Words
from shared.pages import password_words
from shared.pages.forms import BesaForm, BesaPart, DateParts, FileField, SelectChoice

#: What the rules of visits say when they say no.
SENTENCES: Mapping[str, Words] = {
    "visit.step_not_legal": _l("Kjo nuk lejohet në gjendjen e tanishme të vizitës."),
    "visit.no_reason": _l("Shkruani pse anulohet vizita."),
    "visit.follows_another_body": _l("Vizita e mëparshme është e një institucioni tjetër."),
    "visit.checklist_unknown": _l("Nuk ka një listë të tillë."),
    "visit.checklist_not_in_force": _l("Kjo listë nuk është më në fuqi: zgjidhni versionin e ri."),
    "visit.checklist_does_not_fit": _l("Kjo listë nuk është për një institucion të tillë."),
    "visit.member_unknown": _l("Një nga këta nuk është i zyrës ose nuk bën vizita."),
    "visit.nothing_answered": _l("Ende nuk është përgjigjur asnjë pyetje."),
    "visit.question_unknown": _l("Kjo pyetje nuk është në listën e vizitës."),
    "visit.no_number_asked": _l("Kjo pyetje nuk kërkon numër."),
    "visit.source_unknown": _l("Zgjidhni ku mbështetet përgjigjja."),
    "visit.answers_to_choose": _l(
        "Kopjet sollën përgjigje të tjera nga ato që janë: zgjidhni më parë secilën te përgjigjet e kthyera."
    ),
    "visit.file_broken": _l(
        "Skedari është i prerë ose i ndryshuar: prej tij nuk u ruajt asgjë. Përgjigjet janë ende në pajisje; nxirreni përsëri."
    ),
    "visit.file_of_another": _l("Ky skedar nuk është i një kopjeje të kësaj vizite."),
    "visit.nothing_to_choose": _l("Këtu nuk ka më çfarë të zgjidhet."),
    "visit.choice_of_before": _l("Ndërkohë përgjigjja ndryshoi: shihni të dyja përsëri dhe zgjidhni."),
    "visit.nothing_to_send": _l("Asgjë nga ato që u panë nuk mungon: nuk ka çfarë t'i dërgohet institucionit."),
    "correction.no_words": _l("Shkruani përgjigjen e zyrës."),
    "correction.needs_value": _l("Zgjidhni si përgjigjet tani kjo pyetje."),
    "correction.no_value": _l("Saktësimi që nuk merret parasysh nuk ndryshon asgjë: mos zgjidhni përgjigje tjetër."),
    "correction.not_corrected": _l("Institucioni nuk ka thënë ende asgjë për këtë gjetje."),
    "correction.unanswered": _l(
        "Ka saktësime pa përgjigje të zyrës: përgjigjuni secilit dhe pastaj përfundoni vizitën."
    ),
    "correction.term_runs": _l("Afati i institucionit për saktësime nuk ka kaluar ende."),
}
_DAY = [InputRequired(_l("Shkruani ditën"))]


def _offered(people: Iterable[VisitorAnswer]) -> list[SelectChoice]:
    return [SelectChoice(str(one.id), one.name) for one in people]


class VisitForm(BesaForm):
    """A visit that is planned."""

    #: Where a refusal of the body stands.
    stands_for: Mapping[str, str] = {"institution_id": "search", "follows": "search"}

    bodies = FieldList(FormField(BodyPart), max_entries=1)
    search = StringField(_l("Kërko një institucion me emër ose qytet"), validators=[Length(max=200)])
    kind = RadioField(_l("Lloji"), choices=choices(KINDS), validators=[InputRequired(_l("Zgjidhni llojin"))])
    announced = RadioField(
        _l("Njoftimi"),
        description=_l("Një vizitë pa njoftim e dinë vetëm ekipi dhe Komisioneri, derisa të fillojë."),
        choices=choices(ANNOUNCED),
        validators=[InputRequired(_l("Zgjidhni nëse institucioni njoftohet"))],
    )
    basis = RadioField(
        _l("Baza ligjore"), choices=choices(BASES), validators=[InputRequired(_l("Zgjidhni bazën ligjore"))]
    )
    planned_on = DateParts(_l("Dita e planifikuar"), validators=_DAY, ahead=True)
    lead = SelectField(_l("Kush e drejton"), validators=[InputRequired(_l("Zgjidhni kush e drejton"))])
    team = SelectMultipleField(_l("Kush merr pjesë"), description=_l("Ju dhe kush e drejton merrni pjesë gjithmonë."))
    follows = HiddenField()

    def __init__(self, people: Sequence[VisitorAnswer], **options: Any) -> None:
        super().__init__(**options)
        self.lead.choices = self.team.choices = _offered(people)


class PreparationForm(BesaForm):
    """With which checklist, by whom, and when."""

    checklist = RadioField(_l("Lista e pyetjeve"), validators=[InputRequired(_l("Zgjidhni listën"))])
    planned_on = DateParts(_l("Dita e planifikuar"), validators=_DAY, ahead=True)
    lead = SelectField(_l("Kush e drejton"), validators=[InputRequired(_l("Zgjidhni kush e drejton"))])
    team = SelectMultipleField(_l("Kush merr pjesë"), description=_l("Kush e drejton merr pjesë gjithmonë."))
    version = HiddenField()

    def __init__(self, people: Sequence[VisitorAnswer], checklists: list[SelectChoice], **options: Any) -> None:
        super().__init__(**options)
        self.lead.choices = self.team.choices = _offered(people)
        self.checklist.choices = checklists


class CallOffForm(BesaForm):
    reason = TextAreaField(
        _l("Pse anulohet"), validators=[InputRequired(_l("Shkruani pse anulohet vizita.")), Length(max=LONGEST_TEXT)]
    )


class ConclusionForm(BesaForm):
    draft = BooleanField(
        _l("Harto edhe rekomandimin"),
        description=_l("Pa të hapet vetëm çështja me gjetjet; akti hartohet më vonë te çështja."),
    )


class CorrectionForm(BesaForm):
    """The office's answer to what the body said of one draft finding."""

    verdict = RadioField(
        _l("Përgjigjja e zyrës"), choices=choices(VERDICTS), validators=[InputRequired(_l("Zgjidhni përgjigjen"))]
    )
    value = SelectField(
        _l("Pyetja përgjigjet tani"),
        description=_l("Vetëm kur saktësimi merret parasysh."),
        choices=[SelectChoice("", _l("Mbetet siç është")), *choices(VALUES)],
    )
    words = TextAreaField(
        _l("Arsyet"),
        description=_l("Dalin në rekomandimin që pason: pa emra."),
        validators=[InputRequired(_l("Shkruani përgjigjen e zyrës.")), Length(max=LONGEST_TEXT)],
    )


class CopyForm(BesaForm):
    """The password of a copy, typed twice: nobody can look it up later."""

    password = PasswordField(
        _l("Fjalëkalimi i kopjes"),
        description=password_words.HINT,
        validators=[InputRequired(_l("Shkruani një fjalëkalim"))],
    )
    again = PasswordField(
        _l("Fjalëkalimi përsëri"),
        validators=[EqualTo("password", _l("Dy fjalëkalimet nuk janë të njëjta"))],
    )


class BroughtForm(BesaForm):
    """The file of a copy, or its text where a telephone would not save it."""

    file = FileField(_l("Skedari me përgjigjet"), description=_l("Ai që nxori kopja, me emër si besa-….json."))
    pasted = TextAreaField(_l("Ose teksti i skedarit"))


class ChoiceForm(BesaForm):
    """Which button was pressed. `version`: of the answer that the page showed beside the brought one."""

    take = HiddenField()
    version = HiddenField()

    def wanted(self) -> ChoiceBody:
        """What a page of ours never sends has seen nothing that stands, and is refused as that."""
        version = self.version.data or ""
        pressed = self.take.data in ("brought", "standing") and version.isascii() and version.isdigit()
        return ChoiceBody(take=self.take.data == "brought", version=int(version[:9]) if pressed else -1)


class AnswerPart(BesaPart):
    """The answer to one question. `base`: the version of the answer that the page showed."""

    question = HiddenField(validators=[InputRequired(), Length(max=60)])
    base = IntegerField(validators=[Optional(), NumberRange(0)])
    value = RadioField("", choices=choices(VALUES), validators=[Optional()])
    number = IntegerField(
        _l("Sa?"), validators=[Optional(), NumberRange(0, LARGEST_NUMBER, _l("Shkruani një numër nga 0"))]
    )
    sources = SelectMultipleField(_l("Ku mbështetet përgjigjja"), choices=choices(SOURCES))
    note = TextAreaField(
        _l("Shënim"),
        description=_l("Mbetet në zyrë dhe nuk hyn në asnjë letër."),
        validators=[Length(max=LONGEST_TEXT)],
    )


class SectionForm(BesaForm):
    """One section of a checklist."""

    answers = FieldList(FormField(AnswerPart), max_entries=60)

    def given(self) -> tuple[OneAnswerBody, ...]:
        """What has a value; a question without one was not answered."""
        return tuple(
            OneAnswerBody(
                question=one.question.data or "",
                value=Value(one.value.data),
                number=one.number.data,
                sources=tuple(one.sources.data or ()),
                note=one.note.data or "",
                base=one.base.data or 0,
            )
            for one in (entry.form for entry in self.answers)
            if one.value.data
        )


def typed(one: OneAnswerBody, base: int) -> dict[str, object]:
    """An answer as its part of the form holds it, that was seen beside version `base`."""
    return {
        "question": one.question,
        "base": base,
        "value": one.value.value,
        "number": one.number,
        "sources": list(one.sources),
        "note": one.note,
    }


def stands(question: str, one: GivenAnswer | None) -> dict[str, object]:
    """What stands already as the form holds it."""
    if one is None:
        return {"question": question, "base": 0}
    return {
        "question": question,
        "base": one.version,
        "value": one.value,
        "number": one.number,
        "sources": list(one.sources),
        "note": one.note,
    }
