"""What is filled in about a report."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.cases.forms.case import LONGEST_TEXT, choices
from services.cases.reports import data
from services.cases.reports.words import KINDS
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, SelectChoice

#: What the rules of reports say when they say no.
SENTENCES: Mapping[str, Words] = {
    "report.step_not_legal": _l("Kjo nuk lejohet në gjendjen e tanishme të raportit."),
    "report.period_backwards": _l("Periudha mbaron para se të fillojë."),
    "report.period_not_over": _l("Periudha duhet të ketë mbaruar."),
    "report.not_a_year": _l("Ky raport është për një vit kalendarik: nga 1 janari deri më 31 dhjetor."),
    "report.day_not_over": _l("Zgjidhni një ditë që ka mbaruar: shifrat e sotme nesër janë të tjera."),
    "report.no_county": _l("Zgjidhni qarkun."),
    "report.county_in_vain": _l("Ky raport nuk është për një qark."),
    "report.own_work": _l("Raportin e miraton dikush që nuk ka shkruar asgjë në të."),
    "report.other_content": _l("Raporti ka ndryshuar që kur e lexuat: lexojeni përsëri."),
    "report.not_frozen": _l("Shifrat nuk janë ngrirë ende."),
    "report.no_words": _l("Një kapitull nuk ka fjalë në të dyja gjuhët."),
    "report.figure_unknown": _l("Në tekst është emri i një shifre që raporti nuk e ka."),
    "report.sentence_too_long": _l("Përmbledhja për fëmijët ka një fjali tepër të gjatë."),
    "report.words_too_long": _l("Përmbledhja për fëmijët ka tepër fjalë të gjata."),
    "report.act_not_public": _l("Akti me të cilin raporti iu paraqit Kuvendit nuk është ende publik."),
    "report.no_addressee": _l("Nuk dihet kujt i paraqitet: regjistri duhet të ketë një Kuvend."),
}
_TITLE = [InputRequired(_l("Shkruani titullin")), Length(max=200)]
_WORDS = [InputRequired(_l("Shkruani tekstin")), Length(max=LONGEST_TEXT)]


class ReportForm(BesaForm):
    """A report that is begun."""

    kind = RadioField(_l("Lloji"), choices=choices(KINDS), validators=[InputRequired(_l("Zgjidhni llojin"))])
    title_sq = StringField(_l("Titulli në shqip"), validators=_TITLE)
    title_en = StringField(_l("Titulli në anglisht"), validators=_TITLE)
    first = DateParts(_l("Periudha nga"), validators=[InputRequired(_l("Shkruani ditën e parë"))])
    last = DateParts(_l("Deri më"), validators=[InputRequired(_l("Shkruani ditën e fundit"))])
    county = SelectField(_l("Qarku"), description=_l("Vetëm për raportin për një qark."), validators=[Optional()])

    def __init__(self, tongue: str, **options: object) -> None:
        super().__init__(**options)
        named = [SelectChoice(key, name.of(tongue)) for key, name in data.counties().items()]
        self.county.choices = [SelectChoice("", "–"), *named]


class WordsForm(BesaForm):
    """The words of one chapter."""

    words_sq = TextAreaField(_l("Në shqip"), validators=_WORDS)
    words_en = TextAreaField(_l("Në anglisht"), validators=_WORDS)
    version = HiddenField()


class FreezeForm(BesaForm):
    """As the figures stood on a day, as known on another."""

    on = DateParts(
        _l("Gjendja në fund të ditës"),
        description=_l("Fundi i një muaji, për shembull 31 12 2026."),
        validators=[InputRequired(_l("Shkruani ditën"))],
    )
    known = DateParts(
        _l("Siç dihej më"),
        description=_l("Fundi i një muaji ose 15 marsi; pa të, fundi i muajit që shkoi."),
        validators=[Optional()],
    )
    version = HiddenField()


class WithdrawalForm(BesaForm):
    reason = TextAreaField(
        _l("Pse tërhiqet raporti"),
        description=_l("Mbetet në zyrë; publikut i thuhet vetëm se u tërhoq dhe kur."),
        validators=[InputRequired(_l("Shkruani pse tërhiqet")), Length(max=LONGEST_TEXT)],
    )


class StepForm(BesaForm):
    """A step that needs no words."""

    version = HiddenField()
