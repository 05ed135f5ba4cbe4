"""What is filled in about a consultation, and what its rules say when they say no."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from services.intake.consultations.schemas import (
    LONGEST,
    MOST_CHILDREN,
    CapacityBody,
    ConditionBody,
    ConsultationAnswer,
    ConsultationBody,
    GivenAnswersBody,
    GivenBody,
)
from services.intake.consultations.words import ANSWERS, CONDITIONS, GROUPS, QUESTIONS
from shared.lists import Words
from shared.pages.forms import BesaForm, SelectChoice
from shared.rules import ContentViolation, RuleViolation

SENTENCES: Mapping[str, Words] = {
    "consultation.not_now": _l("Ky hap nuk bëhet tani: shihni si është konsultimi."),
    "consultation.own_work": _l("E hap dikush tjetër: ju keni shkruar diçka në këtë konsultim."),
    "consultation.conditions": _l("Shkruani si plotësohet secili nga nëntë kushtet."),
    "consultation.too_many": _l("Janë më shumë fëmijë se sa u shkrua që zyra mund të dëgjojë."),
    "consultation.answers": _l("Shkruani vetëm përgjigjet e pyetjeve që u bënë."),
    "consultation.more_answers": _l("Një pyetje ka më shumë përgjigje se fëmijë që pranuan."),
    "consultation.guardians": _l("Nuk ka më shumë prindër se fëmijë."),
    "consultation.no_municipality": _l("Zgjidhni një nga bashkitë."),
    "page.changed_meanwhile": _l("Dikush tjetër e ndryshoi ndërkohë: shihni si është tani dhe provoni përsëri."),
}
_OTHERWISE = _l("Kjo nuk lejohet tani.")
_WHOLE = _l("Shkruani një numër të plotë, vetëm me shifra.")


def refuse(form: Any, error: RuleViolation) -> int:
    """Say on the form what stands against it; returns the status."""
    said = [str(SENTENCES.get(one.code, _OTHERWISE)) for one in error.all]
    if isinstance(error, ContentViolation) and error.field in form:
        form[error.field].errors = said
        return 422
    form.form_errors.extend(said)
    return 422 if isinstance(error, ContentViolation) else 409


def _choices(words: Mapping[str, Words]) -> list[SelectChoice]:
    return [SelectChoice(key, word) for key, word in words.items()]


class Seen(BesaForm):
    """`revision`: of what the page showed."""

    revision = HiddenField()


class ConsultationForm(BesaForm):
    """Who is asked what."""

    group = RadioField(
        _l("Kush pyetet"), choices=_choices(GROUPS), validators=[InputRequired(_l("Zgjidhni kush pyetet"))]
    )
    questions = SelectMultipleField(
        _l("Çfarë pyeten"),
        choices=_choices(QUESTIONS),
        validators=[InputRequired(_l("Zgjidhni të paktën një"))],
        description=_l("Asnjë pyetje nuk është për dhunë që e ka pësuar vetë fëmija."),
    )
    municipality = SelectField(_l("Bashkia"), validators=[Optional()])

    def offer(self, municipalities: list[SelectChoice]) -> "ConsultationForm":
        self.municipality.choices = [SelectChoice("", _l("I gjithë vendi")), *municipalities]
        return self

    def wanted(self) -> ConsultationBody:
        return ConsultationBody(
            group=self.group.data,
            questions=tuple(self.questions.data or ()),
            municipality=self.municipality.data or None,
        )


class CapacityForm(Seen):
    """How each condition is met; its fields follow from the data (`capacity_form`)."""

    most = IntegerField(
        _l("Sa fëmijë mund të dëgjojë zyra"),
        [InputRequired(_l("Shkruani sa")), NumberRange(1, MOST_CHILDREN, _WHOLE)],
    )

    @property
    def conditions(self) -> list[Field]:
        return [self[f"how_{key}"] for key in CONDITIONS]

    def wanted(self) -> CapacityBody:
        written = tuple(ConditionBody(condition=key, how=self[f"how_{key}"].data or "") for key in CONDITIONS)
        return CapacityBody(conditions=written, most=self.most.data or 0)


def capacity_form(**options: Any) -> CapacityForm:
    parts = {
        f"how_{key}": TextAreaField(word, [InputRequired(_l("Shkruani si plotësohet")), Length(max=LONGEST)])
        for key, word in CONDITIONS.items()
    }
    made: CapacityForm = type("CapacityForm", (CapacityForm,), parts)(**options)
    return made


class AnswersForm(Seen):
    """Answers in counts; its fields follow from the questions (`answers_form`)."""

    agreed = IntegerField(
        _l("Sa fëmijë pranuan të përgjigjen"),
        [InputRequired(_l("Shkruani sa")), NumberRange(0, MOST_CHILDREN, _WHOLE)],
        description=_l("Çdo fëmijë pyetet më parë nëse do. Emrat mbeten vetëm në letër."),
    )
    guardians = IntegerField(
        _l("Për sa prej tyre pranoi edhe prindi"), [Optional(), NumberRange(0, MOST_CHILDREN, _WHOLE)]
    )

    def grid(self, questions: tuple[str, ...]) -> list[tuple[str, list[Field]]]:
        return [(question, [self[f"count_{question}_{answer}"] for answer in ANSWERS]) for question in questions]

    def wanted(self, questions: tuple[str, ...]) -> GivenAnswersBody:
        return GivenAnswersBody(
            agreed=self.agreed.data or 0,
            guardians=self.guardians.data or 0,
            answers=tuple(
                GivenBody(question=question, answer=answer, count=self[f"count_{question}_{answer}"].data or 0)
                for question in questions
                for answer in ANSWERS
            ),
        )


def answers_form(asked: ConsultationAnswer, **options: Any) -> AnswersForm:
    parts = {
        f"count_{question}_{answer}": IntegerField(
            f"{QUESTIONS[question]} {ANSWERS[answer]}", [Optional(), NumberRange(0, MOST_CHILDREN, _WHOLE)]
        )
        for question in asked.questions
        for answer in ANSWERS
    }
    made: AnswersForm = type("AnswersForm", (AnswersForm,), parts)(**options)
    return made
