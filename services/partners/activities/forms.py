"""What is filled in about an activity, and what its rules say when they say no."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from services.partners.activities.schemas import HOUR, LONGEST_REASON, LONGEST_TITLE, LONGEST_VENUE, ActivityBody
from services.partners.activities.words import CLUSTERS, KINDS
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, SelectChoice
from shared.rules import ContentViolation, RuleViolation

SENTENCES: Mapping[str, Words] = {
    "activity.not_now": _l("Ky hap nuk bëhet më: shihni si është veprimtaria tani."),
    "activity.words_are_public": _l(
        "Titulli dhe vendi lexohen nga kushdo: për t'i ndryshuar, hiqeni më parë njoftimin."
    ),
    "activity.own_work": _l("Njofton dikush tjetër: ju keni shkruar diçka në këtë veprimtari."),
    "activity.no_english": _l("Mungon titulli në anglisht."),
    "activity.day_over": _l("Dita e saj ka kaluar: ndryshoni ditën, ose shënoni që u mbajt."),
    "activity.hours": _l("Ora e fundit është pas orës së parë, dhe nuk shkruhet pa të."),
    "activity.to_come": _l("Kjo ditë nuk ka ardhur ende."),
    "activity.far_day": _l("Ky vit është shumë larg: shikoni vitin që shkruat."),
    "activity.twice": _l("Zgjidhni secilën vetëm një herë."),
    "activity.no_body": _l("Zgjidhni një nga institucionet."),
    "activity.no_municipality": _l("Zgjidhni një nga bashkitë."),
    "activity.no_lead": _l("Zgjidhni dikë të zyrës."),
    "page.changed_meanwhile": _l("Dikush tjetër e ndryshoi ndërkohë: shihni si është tani dhe provoni përsëri."),
}
_OTHERWISE = _l("Kjo nuk lejohet tani.")
_HOUR = _l("Shkruani orën si 09:30.")
ME, OTHER, NOBODY = "me", "other", "nobody"


def sentence(code: str) -> str:
    return str(SENTENCES.get(code, _OTHERWISE))


def refuse(form: Any, error: RuleViolation) -> int:
    """Say on the form what stands against it; returns the status."""
    if isinstance(error, ContentViolation) and error.field in form:
        form[error.field].errors = [sentence(error.code)]
        return 422
    form.form_errors.extend(sentence(one.code) for one in error.all)
    return 409


def _choices(words: Mapping[str, Words]) -> list[SelectChoice]:
    return [SelectChoice(key, word) for key, word in words.items()]


class Seen(BesaForm):
    """`revision`: of the activity that the page showed."""

    revision = HiddenField()


class ActivityForm(Seen):
    """All that is planned."""

    title_sq = StringField(
        _l("Titulli në shqip"),
        [InputRequired(_l("Shkruani titullin")), Length(max=LONGEST_TITLE)],
        description=_l("Kur njoftohet e lexon kushdo. Pa emra fëmijësh."),
    )
    title_en = StringField(
        _l("Titulli në anglisht"),
        [Optional(), Length(max=LONGEST_TITLE)],
        description=_l("Duhet që veprimtaria të njoftohet."),
    )
    kind = RadioField(_l("Lloji"), choices=_choices(KINDS), validators=[InputRequired(_l("Zgjidhni llojin"))])
    clusters = SelectMultipleField(
        _l("Të drejtat"),
        choices=_choices(CLUSTERS),
        validators=[InputRequired(_l("Zgjidhni të paktën një")), Length(min=1, message=_l("Zgjidhni të paktën një"))],
    )
    planned_on = DateParts(_l("Dita e planifikuar"), ahead=True, validators=[InputRequired(_l("Shkruani ditën"))])
    starts = StringField(_l("Fillon në orën"), [Optional(), Regexp(HOUR, message=_HOUR)])
    ends = StringField(_l("Mbaron në orën"), [Optional(), Regexp(HOUR, message=_HOUR)])
    municipality = SelectField(_l("Bashkia"), validators=[Optional()])
    institution_id = SelectField(
        _l("Institucioni"), description=_l("Kur mbahet te një institucion, si një shkollë."), validators=[Optional()]
    )
    venue = StringField(
        _l("Vendi"),
        [Optional(), Length(max=LONGEST_VENUE)],
        description=_l("Salla ose adresa. Kur njoftohet e lexon kushdo."),
    )
    lead = RadioField(_l("Kush e drejton"), validators=[InputRequired(_l("Zgjidhni kush e drejton"))])

    def offer(
        self, municipalities: list[SelectChoice], bodies: list[SelectChoice], leads: list[SelectChoice]
    ) -> "ActivityForm":
        self.municipality.choices = [SelectChoice("", _l("I gjithë vendi, ose ajo e institucionit")), *municipalities]
        self.institution_id.choices = [SelectChoice("", _l("Asnjë")), *bodies]
        self.lead.choices = leads
        return self

    def wanted(self, me: UUID, led_by: UUID | None) -> ActivityBody:
        """`led_by`: who leads it so far."""
        leads = {ME: me, OTHER: led_by, NOBODY: None}
        return ActivityBody(
            kind=self.kind.data,
            clusters=tuple(self.clusters.data or ()),
            municipality=self.municipality.data or None,
            institution_id=UUID(self.institution_id.data) if self.institution_id.data else None,
            planned_on=self.planned_on.data,
            starts=self.starts.data or None,
            ends=self.ends.data or None,
            venue=self.venue.data or "",
            title_sq=self.title_sq.data or "",
            title_en=self.title_en.data or "",
            led_by=leads[self.lead.data],
        )


class StepForm(Seen):
    """A step for which nothing is typed."""


class CallingOffForm(Seen):
    reason = TextAreaField(
        _l("Pse nuk mbahet"),
        description=_l("Mbetet brenda zyrës: jashtë lexohet vetëm që nuk mbahet. Pa emra njerëzish."),
        validators=[InputRequired(_l("Shkruani pse nuk mbahet")), Length(max=LONGEST_REASON)],
    )
