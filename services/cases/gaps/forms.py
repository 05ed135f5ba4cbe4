"""What is filled in about gaps in law and about patterns."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from services.cases.forms.case import LONGEST_TEXT, BodyPart, NamesRights
from shared.directory import MOST_BODIES
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, SelectChoice

#: What the rules of gaps and patterns say when they say no.
SENTENCES: Mapping[str, Words] = {
    "gap.outcome_does_not_fit": _l("Një gjë e tillë nuk përfundon kështu."),
    "gap.outcome_in_the_future": _l("Dita nuk mund të jetë në të ardhmen."),
    "gap.no_source": _l("Shkruani ku lexohet."),
    "gap.stage_does_not_fit": _l("Një gjë e tillë nuk e ka këtë fazë."),
    "gap.stage_in_the_future": _l("Kjo fazë shënohet kur të ketë ndodhur."),
    "gap.stage_without_end": _l("Shkruani ditën e fundit."),
    "gap.stage_has_no_end": _l("Kjo fazë ka vetëm një ditë. Lëreni bosh ditën e fundit."),
    "gap.stage_ends_before": _l("Dita e fundit nuk mund të jetë para së parës."),
    "gap.stage_no_number": _l("Shkruani numrin me të cilin gjendet."),
    "gap.stage_unknown": _l("Kjo fazë nuk është shënuar këtu."),
    "gap.stage_corrected": _l("Kjo fazë është ndrequr tashmë. Shihni të renë."),
    "gap.names_a_case": _l("Këtë mund ta lexojë kushdo: hiqni numrin e çështjes, të ankesës ose të aktit."),
    "gap.no_addressee": _l(
        "Nuk dihet kujt i drejtohet. Shtoni institucionin në regjistër ose hartojeni aktin te çështja."
    ),
    "pattern.decided": _l("Për këtë është vendosur tashmë."),
    "pattern.no_words": _l("Shkruani pse zyra vendosi të veprojë."),
    "pattern.no_reason": _l("Shkruani pse nuk hapet çështje."),
}


class GapForm(NamesRights, BesaForm):
    """A gap in law or a wrong practice. What is written here may be read by anyone."""

    kind = RadioField(_l("Çfarë është"), validators=[InputRequired(_l("Zgjidhni çfarë është"))])
    title = StringField(
        _l("Titulli"),
        description=_l("I shkurtër dhe pa emra njerëzish."),
        validators=[InputRequired(_l("Shkruani titullin")), Length(max=200)],
    )
    provision = StringField(
        _l("Dispozita ose praktika"),
        description=_l("Ligji dhe neni, ose rregulli që zbatohet gabim."),
        validators=[InputRequired(_l("Shkruani dispozitën ose praktikën")), Length(max=1000)],
    )
    description = TextAreaField(
        _l("Çfarë mungon ose çfarë është gabim"),
        description=_l("Këtë mund ta lexojë kushdo. Pa numra çështjesh dhe pa emra fëmijësh."),
        validators=[InputRequired(_l("Shkruani çfarë mungon ose çfarë është gabim")), Length(max=LONGEST_TEXT)],
    )
    rights = StringField(
        _l("Nenet e Konventës për të Drejtat e Fëmijës"),
        description=_l("Numrat, të ndarë me presje. Për shembull: 19, 28.1, 37.a"),
        validators=[InputRequired(_l("Shkruani të paktën një nen")), Length(max=200)],
    )
    bodies = FieldList(FormField(BodyPart), max_entries=MOST_BODIES)
    search = StringField(_l("Kërko një institucion me emër ose qytet"), validators=[Length(max=200)])
    version = HiddenField()

    def __init__(self, *args: Any, articles: dict[str, str], kinds: list[SelectChoice], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.articles = articles
        self.kind.choices = kinds


class GapCaseForm(BesaForm):
    """A case that showed the gap, by its number."""

    number = StringField(
        _l("Numri i çështjes"), validators=[InputRequired(_l("Shkruani numrin e çështjes")), Length(max=30)]
    )


class GapOutcomeForm(BesaForm):
    """How it ended, on which day, and where that can be read."""

    outcome = RadioField(_l("Si përfundoi"), validators=[InputRequired(_l("Zgjidhni si përfundoi"))])
    on = DateParts(_l("Nga cila ditë"), validators=[InputRequired(_l("Shkruani ditën"))])
    source = StringField(
        _l("Ku lexohet"),
        description=_l("Për shembull, numri i Fletores Zyrtare ose i vendimit."),
        validators=[InputRequired(_l("Shkruani ku lexohet")), Length(max=1000)],
    )

    def __init__(self, *args: Any, outcomes: list[SelectChoice], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.outcome.choices = outcomes


class GapStageForm(BesaForm):
    """One stage of a proposal outside the office; `corrects`: the stage in whose place it stands."""

    stage = RadioField(_l("Çfarë ndodhi"), validators=[InputRequired(_l("Zgjidhni çfarë ndodhi"))])
    on = DateParts(_l("Dita"), validators=[InputRequired(_l("Shkruani ditën"))])
    until = DateParts(_l("Dita e fundit, kur zgjat"), description=_l("Për shembull, e konsultimit publik."))
    number = StringField(
        _l("Numri me të cilin gjendet"),
        description=_l("Numri i konsultimit, i regjistrit të Gjykatës ose i vendimit."),
        validators=[Length(max=100)],
    )
    source = StringField(_l("Ku lexohet"), validators=[InputRequired(_l("Shkruani ku lexohet")), Length(max=1000)])
    corrects = RadioField(_l("Ndreq një fazë të shënuar"), default="", validate_choice=True)

    def __init__(self, *args: Any, stages: list[SelectChoice], recorded: list[SelectChoice], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.stage.choices = stages
        self.corrects.choices = recorded


class PatternOpeningForm(BesaForm):
    words = TextAreaField(
        _l("Pse vepron zyra"),
        description=_l("Numrat shkruhen vetë para këtyre fjalëve."),
        validators=[InputRequired(_l("Shkruani pse zyra vendosi të veprojë")), Length(max=LONGEST_TEXT)],
    )


class PatternDismissalForm(BesaForm):
    reason = TextAreaField(
        _l("Pse nuk hapet çështje"), validators=[InputRequired(_l("Shkruani arsyen")), Length(max=LONGEST_TEXT)]
    )
