"""What is filled in about an activity, and what its rules say when they say no."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from services.partners.activities import data
from services.partners.activities.schemas import (
    HOUR,
    LONGEST_MATERIAL,
    LONGEST_REASON,
    LONGEST_TITLE,
    LONGEST_VENUE,
    MOST_MATERIALS,
    MOST_PEOPLE,
    MOST_SLIPS,
    ActivityAnswer,
    ActivityBody,
    AnsweredBody,
    ConsentBody,
    CountBody,
    EvaluationBody,
    HoldingBody,
    MaterialBody,
)
from services.partners.activities.words import (
    AGE_BANDS,
    ANSWERS,
    CLUSTERS,
    KINDS,
    MOMENTS,
    PICTURE_USES,
    QUESTIONS,
    SEXES,
)
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, SelectChoice
from shared.rules import ContentViolation, RuleViolation

SENTENCES: Mapping[str, Words] = {
    "activity.not_now": _l("Ky hap nuk bëhet më: shihni si është veprimtaria tani."),
    "activity.words_are_public": _l(
        "Titulli dhe vendi lexohen nga kushdo: për t'i ndryshuar, hiqeni më parë njoftimin."
    ),
    "activity.own_work": _l("Njofton dikush tjetër: ju keni shkruar diçka në këtë veprimtari."),
    "text.compared": _l("Fjalët po krahasohen me dosjet e vulosura. Provoni pas pak."),
    "text.names": _l(
        "Fjalët tregojnë dikë nga dosjet e vulosura, ose mund ta tregojnë: ndryshojini, ose shkruani pse mund të lexohen."
    ),
    "activity.no_english": _l("Mungon titulli në anglisht."),
    "activity.day_over": _l("Dita e saj ka kaluar: ndryshoni ditën, ose shënoni që u mbajt."),
    "activity.hours": _l("Ora e fundit është pas orës së parë, dhe nuk shkruhet pa të."),
    "activity.to_come": _l("Kjo ditë nuk ka ardhur ende."),
    "activity.far_day": _l("Ky vit është shumë larg: shikoni vitin që shkruat."),
    "activity.twice": _l("Zgjidhni secilën vetëm një herë."),
    "activity.no_body": _l("Zgjidhni një nga institucionet."),
    "activity.no_municipality": _l("Zgjidhni një nga bashkitë."),
    "activity.counted_twice": _l("Numëroni secilin grup vetëm një herë."),
    "activity.no_publication": _l("Ngjisni adresën e publikimit nga biblioteka."),
    "activity.material_by_half": _l("Për çdo publikim shkruani adresën, titullin dhe sa kopje u dhanë."),
    "consent.no_child": _l("Pa pëlqimin e vetë fëmijës nuk bëhet fotografi."),
    "consent.no_guardian": _l("Në këtë moshë duhet edhe pëlqimi i prindit ose kujdestarit."),
    "consent.entered": _l("Kjo fletë është shënuar tashmë."),
    "consent.taken_back": _l("Ky pëlqim është tërhequr tashmë."),
    "activity.no_lead": _l("Zgjidhni dikë të zyrës."),
    "page.changed_meanwhile": _l("Dikush tjetër e ndryshoi ndërkohë: shihni si është tani dhe provoni përsëri."),
}
_OTHERWISE = _l("Kjo nuk lejohet tani.")
_WHOLE = _l("Shkruani një numër të plotë, vetëm me shifra.")
#: So many rows are free for further publications.
ROWS = 3
_HOUR = _l("Shkruani orën si 09:30.")
YOUNG, OLDER = "young", "older"
ME, OTHER, NOBODY = "me", "other", "nobody"


def sentence(code: str) -> str:
    return str(SENTENCES.get(code, _OTHERWISE))


def refuse(form: Any, error: RuleViolation) -> int:
    """Say on the form what stands against it; returns the status."""
    if isinstance(error, ContentViolation) and error.field in form:
        form[error.field].errors = [sentence(error.code)]
        return 422
    form.form_errors.extend(sentence(one.code) for one in error.all)
    return 422 if isinstance(error, ContentViolation) else 409


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


class AnnouncementForm(Seen):
    """`names_reason` is asked for where the words name somebody, or may."""

    names_reason = TextAreaField(
        _l("Pse mund të lexohet kështu"),
        description=_l("Vetëm kur fjalët tregojnë dikë që mund të njihet. Shkruani me fjalë; mbetet në gjurmë."),
        validators=[Optional(), Length(max=LONGEST_REASON)],
    )


class CallingOffForm(Seen):
    reason = TextAreaField(
        _l("Pse nuk mbahet"),
        description=_l("Mbetet brenda zyrës: jashtë lexohet vetëm që nuk mbahet. Pa emra njerëzish."),
        validators=[InputRequired(_l("Shkruani pse nuk mbahet")), Length(max=LONGEST_REASON)],
    )


class HoldingForm(Seen):
    """Who came and what was handed out; the fields of counts and copies follow from the data (`holding_form`)."""

    held_on = DateParts(_l("Dita kur u mbajt"), validators=[InputRequired(_l("Shkruani ditën"))])
    adults = IntegerField(_l("Të rritur"), [Optional(), NumberRange(0, MOST_PEOPLE, _WHOLE)])

    @property
    def grid(self) -> list[tuple[str, list[Field]]]:
        """Each age band with the fields of its sexes."""
        return [(band, [self[_cell(band, sex)] for sex in SEXES]) for band in AGE_BANDS]

    @property
    def handed(self) -> list[tuple[Field, Field, Field]]:
        """Address, title and copies of each publication."""
        rows = sum(name.startswith("address_") for name in self._fields)
        return [(self[f"address_{row}"], self[f"title_{row}"], self[f"copies_{row}"]) for row in range(rows)]

    def wanted(self) -> HoldingBody:
        """Raises `ContentViolation` where a publication is named by half."""
        children = tuple(
            CountBody(age_band=band, sex=sex, count=self[_cell(band, sex)].data or 0)
            for band in AGE_BANDS
            for sex in SEXES
        )
        materials = tuple(
            MaterialBody(publication_id=_publication(address), title=title.data or "", copies=copies.data or 0)
            for address, title, copies in self.handed
            if address.data or title.data or copies.data
        )
        if any(not one.title or not one.copies for one in materials):
            raise ContentViolation("by half", code="activity.material_by_half", field="materials")
        return HoldingBody(
            held_on=self.held_on.data, adults=self.adults.data or 0, children=children, materials=materials
        )


def holding_form(activity: ActivityAnswer) -> HoldingForm:
    """With what was said before."""
    parts: dict[str, Any] = {
        _cell(band, sex): IntegerField(
            f"{AGE_BANDS[band]}, {SEXES[sex]}", [Optional(), NumberRange(0, MOST_PEOPLE, _WHOLE)]
        )
        for band in AGE_BANDS
        for sex in SEXES
    }
    for row in range(min(len(activity.materials) + ROWS, MOST_MATERIALS)):
        parts[f"address_{row}"] = StringField(_l("Adresa e publikimit në bibliotekë"), [Optional(), Length(max=300)])
        parts[f"title_{row}"] = StringField(_l("Titulli i publikimit"), [Optional(), Length(max=LONGEST_MATERIAL)])
        parts[f"copies_{row}"] = IntegerField(_l("Kopje"), [Optional(), NumberRange(1, MOST_PEOPLE, _WHOLE)])
    known: dict[str, object] = {"revision": activity.revision, "held_on": activity.held_on, "adults": activity.adults}
    known |= {_cell(one.age_band, one.sex): one.count for one in activity.children}
    for row, one in enumerate(activity.materials):
        known |= {f"address_{row}": one.publication_id, f"title_{row}": one.title, f"copies_{row}": one.copies}
    made: HoldingForm = type("HoldingForm", (HoldingForm,), parts)(data=known)
    return made


class ConsentForm(BesaForm):
    """A slip as it was filled in on paper; its name stays there."""

    slip = IntegerField(
        _l("Numri i fletës"),
        [InputRequired(_l("Shkruani numrin e fletës")), NumberRange(1, MOST_SLIPS, _WHOLE)],
        description=_l("Fëmija mban copën me të njëjtin numër. Emri mbetet vetëm në letër."),
    )
    uses = SelectMultipleField(
        _l("Për çfarë"),
        choices=_choices(PICTURE_USES),
        validators=[InputRequired(_l("Zgjidhni të paktën një"))],
    )
    young = RadioField(
        _l("Mosha e fëmijës"),
        choices=[
            SelectChoice(YOUNG, _l("Nën %(age)s vjeç", age=data.guardian_under())),
            SelectChoice(OLDER, _l("%(age)s vjeç e lart", age=data.guardian_under())),
        ],
        validators=[InputRequired(_l("Zgjidhni moshën"))],
    )
    child = BooleanField(_l("Fëmija është dakord"))
    guardian = BooleanField(_l("Prindi ose kujdestari është dakord"))
    given_on = DateParts(_l("Dita e pëlqimit"), validators=[InputRequired(_l("Shkruani ditën"))])

    def wanted(self) -> ConsentBody:
        return ConsentBody(
            slip=self.slip.data or 0,
            uses=tuple(self.uses.data or ()),
            young=self.young.data == YOUNG,
            child=bool(self.child.data),
            guardian=bool(self.guardian.data),
            given_on=self.given_on.data,
        )


class EvaluationForm(Seen):
    """Counts of answers at one moment; its fields follow from the data (`evaluation_form`)."""

    moment = RadioField(_l("Kur u pyetën"), choices=_choices(MOMENTS), validators=[InputRequired(_l("Zgjidhni kur"))])

    @property
    def grid(self) -> list[tuple[str, list[Field]]]:
        """Each question with the fields of its answers."""
        return [(question, [self[_reply(question, answer)] for answer in ANSWERS]) for question in QUESTIONS]

    def wanted(self) -> EvaluationBody:
        answers = tuple(
            AnsweredBody(question=question, answer=answer, count=self[_reply(question, answer)].data or 0)
            for question in QUESTIONS
            for answer in ANSWERS
        )
        return EvaluationBody(moment=self.moment.data, answers=answers)


def evaluation_form(activity: ActivityAnswer) -> EvaluationForm:
    """Empty: what was entered stands nowhere but in the results."""
    parts: dict[str, Any] = {
        _reply(question, answer): IntegerField(
            f"{QUESTIONS[question]} {ANSWERS[answer]}", [Optional(), NumberRange(0, MOST_PEOPLE, _WHOLE)]
        )
        for question in QUESTIONS
        for answer in ANSWERS
    }
    made: EvaluationForm = type("EvaluationForm", (EvaluationForm,), parts)(data={"revision": activity.revision})
    return made


def _reply(question: str, answer: str) -> str:
    return f"answer_{question}_{answer}"


def _cell(band: str, sex: str) -> str:
    return f"count_{band}_{sex}"


def _publication(address: Field) -> UUID:
    """The id with which the address of a publication ends, as the library shows it. Raises `ContentViolation`."""
    typed = re.search(r"([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})/?(\?.*)?\Z", str(address.data or ""))
    if typed is None:
        raise ContentViolation("no such address", code="activity.no_publication", field=address.short_name)
    return UUID(typed[1])
