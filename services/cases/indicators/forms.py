"""What is filled in about indicators, and how a page asks for a series."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import DateField, IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from services.cases.forms.case import choices
from services.cases.indicators.domain.figures import LARGEST
from services.cases.indicators.schemas import LONGEST_CITATION
from services.cases.indicators.words import QUALITIES, STATES
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, SelectChoice

#: What the rules of indicators say when they say no.
SENTENCES: Mapping[str, Words] = {
    "figure.indicator_unknown": _l("Nuk ka një tregues të tillë për këtë periudhë."),
    "figure.period": _l("Shkruani periudhën kështu: 2025, 2025-2026 (vit shkollor) ose 2025-Q3 (tremujor)."),
    "figure.period_kind": _l("Ky tregues numërohet për periudha të tjera: shihni metodën e tij."),
    "figure.period_not_over": _l("Kjo periudhë nuk ka mbaruar ende."),
    "figure.level": _l("Ky tregues nuk numërohet për vende kaq të vogla."),
    "figure.area_unknown": _l("Nuk ka një vend të tillë."),
    "figure.split_of_small_place": _l("Për një bashki ose një institucion jepet vetëm shuma, pa ndarje."),
    "figure.code_unknown": _l("Ky tregues nuk ndahet kështu."),
    "figure.number_beside_none": _l("Lëreni bosh numrin kur nuk u numërua."),
    "figure.no_number": _l("Shkruani numëruesin."),
    "figure.denominator": _l(
        "Ky tregues ka numërues dhe emërues: shkruani të dy, ose vetëm numrin kur emëruesi nuk kërkohet."
    ),
    "figure.part_above_whole": _l("Numëruesi nuk mund të jetë më i madh se emëruesi."),
    "figures.until_over": _l("Zgjidhni një ditë që vjen."),
    "figures.nobody": _l("Nuk ka kë të pyetet."),
    "figures.not_theirs": _l("Këtë shifër nuk e kanë institucionet që pyeten."),
    "figure.day_ahead": _l("Zgjidhni një ditë që ka kaluar."),
}
_WHOLE = _l("Shkruani një numër të plotë nga 0")


class ViewForm(BesaForm):
    """Which place, which period and as known when; sent by the address, so that a view can be handed on."""

    class Meta(BesaForm.Meta):
        csrf = False

    area = SelectField(_l("Vendi"), validate_choice=False)
    period = SelectField(_l("Periudha e hartës"), validate_choice=False)
    known = DateField(_l("Siç dihej më"), validators=[Optional()], render_kw={"type": "date"})

    def __init__(self, areas: list[SelectChoice], periods: list[SelectChoice], **options: Any) -> None:
        super().__init__(formdata=None, **options)
        self.area.choices, self.period.choices = areas, periods


class FigureForm(BesaForm):
    """A figure that a document says."""

    version = RadioField(_l("Me cilën metodë u numërua"))
    area = SelectField(_l("Vendi"), validators=[InputRequired(_l("Zgjidhni vendin"))])
    period = StringField(
        _l("Periudha"),
        description=_l("Për shembull 2025, 2025-2026 (vit shkollor) ose 2025-Q3 (tremujor)."),
        validators=[InputRequired(_l("Shkruani periudhën")), Length(max=20)],
    )
    state = RadioField(
        _l("Çfarë thotë burimi"), choices=choices(STATES), validators=[InputRequired(_l("Zgjidhni çfarë thotë"))]
    )
    numerator = IntegerField(_l("Numëruesi"), validators=[Optional(), NumberRange(0, LARGEST, _WHOLE)])
    denominator = IntegerField(_l("Emëruesi"), validators=[Optional(), NumberRange(0, LARGEST, _WHOLE)])
    quality = RadioField(_l("Sa vlen"), choices=choices(QUALITIES), validators=[InputRequired(_l("Zgjidhni sa vlen"))])
    citation = TextAreaField(
        _l("Burimi"),
        description=_l("Dokumenti, faqja dhe data, që kushdo ta gjejë."),
        validators=[InputRequired(_l("Shkruani burimin")), Length(max=LONGEST_CITATION)],
    )

    def __init__(self, areas: list[SelectChoice], versions: list[SelectChoice], **options: Any) -> None:
        super().__init__(**options)
        self.area.choices, self.version.choices = areas, versions


#: In the place of a county: every municipality that there is.
EVERYWHERE = "al"


class FigureRequestForm(BesaForm):
    """Which figures are asked of whom. Refusals of the bodies stand at `county`."""

    stands_for: Mapping[str, str] = {"institutions": "county"}

    period = StringField(
        _l("Periudha"),
        description=_l("Për shembull 2025, 2025-2026 (vit shkollor) ose 2025-Q3 (tremujor)."),
        validators=[InputRequired(_l("Shkruani periudhën")), Length(max=20)],
    )
    indicators = SelectMultipleField(
        _l("Cilët tregues"),
        description=_l("Sa më pak: një bashki e vogël ka një punonjës. Të gjithë numërohen për të njëjtën periudhë."),
        validators=[InputRequired(_l("Zgjidhni të paktën një tregues"))],
    )
    county = SelectField(_l("Kush pyetet"))
    accepted_until = DateParts(
        _l("Deri kur pranohen shifra"),
        description=_l(
            "Afati për t'u përgjigjur është ai i kërkesave për informacion; deri në këtë ditë pranohen edhe me vonesë."
        ),
        validators=[InputRequired(_l("Shkruani ditën"))],
        ahead=True,
    )

    def __init__(self, indicators: list[SelectChoice], counties: list[SelectChoice], **options: Any) -> None:
        super().__init__(**options)
        self.indicators.choices, self.county.choices = indicators, counties
