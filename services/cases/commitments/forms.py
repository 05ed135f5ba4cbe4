"""What is filled in about commitments."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from services.cases import words as of_cases
from services.cases.commitments import words
from services.cases.commitments.domain.origins import Fidelity
from services.cases.commitments.domain.words import Fact
from services.cases.forms.case import LONGEST_TEXT, BodyPart, NamesRights, choices
from services.cases.gaps.words import KINDS
from shared.directory import MOST_BODIES
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, SelectChoice

#: What the rules of commitments say when they say no.
SENTENCES: Mapping[str, Words] = {
    "commitment.act_not_issued": _l("Ky akt nuk është dërguar ende."),
    "commitment.bad_day": _l("Dita është nga dita e dokumentit deri sot."),
    "commitment.before_document": _l("Kjo ditë është para ditës së dokumentit."),
    "commitment.body_unknown": _l("Nuk ka institucion me këtë çelës, as lloj të tillë institucionesh."),
    "commitment.day_in_the_future": _l("Kjo ditë nuk ka ardhur ende."),
    "commitment.decided": _l("Për këtë është vendosur tashmë."),
    "commitment.fixed": _l("Dita e dokumentit nuk ndryshohet."),
    "commitment.in_the_future": _l("Dita nuk mund të jetë në të ardhmen."),
    "commitment.issuer_unknown": _l("Nuk ka dhënës të tillë në listë."),
    "commitment.names_a_case": _l("Këtë mund ta lexojë kushdo: hiqni numrin e çështjes, të ankesës ose të aktit."),
    "commitment.no_indicator": _l("Nuk ka tregues të tillë."),
    "commitment.no_source": _l("Shkruani ku lexohet."),
    "commitment.no_such_number": _l("Nuk ka asgjë me këtë numër."),
    "commitment.no_such_word": _l("Zgjidhni një nga fjalët."),
    "commitment.no_words": _l("Shkruani pse e gjeti zyra kështu."),
    "commitment.not_found_open": _l(
        "Më parë dikush e gjen të pazbatuar ose të zbatuar pjesërisht, dhe një person i dytë e konfirmon."
    ),
    "commitment.not_of_assembly": _l("Kjo nuk është detyrë e Kuvendit."),
    "commitment.not_of_state": _l("Kjo i përket vetëm asaj që gjen zyra."),
    "commitment.one_link": _l("Zgjidhni një: tregues, boshllëk ose akt."),
    "commitment.rests_on_it": _l("Mbi këtë mbështetet çfarë gjeti zyra."),
    "commitment.right_unknown": _l("Nuk ka nen të tillë të Konventës."),
    "commitment.task_or_none": _l("Zgjidhni detyrën, ose që nuk u mor parasysh."),
    "commitment.twice": _l("Kjo pikë e këtij dokumenti është në regjistër."),
}


class AsOfForm(BesaForm):
    """On which day it stood so, and as known on which."""

    on = StringField(_l("Gjendja më"), validators=[Optional()])
    known = StringField(_l("Siç dihej më"), validators=[Optional()])


class CommitmentForm(NamesRights, BesaForm):
    """One thing that the State owes, and the document that it stands in. What is written here may be read by anyone."""

    issuer = SelectField(_l("Kush e kërkon"), validators=[InputRequired(_l("Zgjidhni kush e kërkon"))])
    number = StringField(
        _l("Numri i dokumentit"),
        description=_l("Siç e jep dhënësi, për shembull CRC/C/ALB/CO/2-4."),
        validators=[InputRequired(_l("Shkruani numrin e dokumentit")), Length(max=100)],
    )
    title = StringField(
        _l("Titulli i dokumentit"), validators=[InputRequired(_l("Shkruani titullin")), Length(max=200)]
    )
    issued_on = DateParts(_l("Dita e dokumentit"), validators=[InputRequired(_l("Shkruani ditën"))])
    address = StringField(_l("Ku lexohet"), description=_l("Adresa e faqes."), validators=[Length(max=2000)])
    item = StringField(
        _l("Pika"),
        description=_l("Si e quan zyra brenda dokumentit: paragrafi, ose paragrafi dhe një shkronjë."),
        validators=[InputRequired(_l("Shkruani pikën")), Length(max=30)],
    )
    paragraph = StringField(
        _l("Paragrafi"),
        description=_l("Vetëm si u lexua në dokument; bosh, nëse nuk është lexuar."),
        validators=[Length(max=30)],
    )
    text_sq = TextAreaField(
        _l("Çfarë kërkohet, shqip"),
        validators=[InputRequired(_l("Shkruani çfarë kërkohet")), Length(max=LONGEST_TEXT)],
    )
    text_en = TextAreaField(
        _l("Çfarë kërkohet, anglisht"),
        validators=[InputRequired(_l("Shkruani çfarë kërkohet, anglisht")), Length(max=LONGEST_TEXT)],
    )
    rights = StringField(
        _l("Nenet e Konventës për të Drejtat e Fëmijës"),
        description=_l("Numrat, të ndarë me presje. Për shembull: 19, 28.1, 37.a"),
        validators=[InputRequired(_l("Shkruani të paktën një nen")), Length(max=200)],
    )
    due = DateParts(_l("Deri kur"), validators=[Optional()], ahead=True)
    classes = SelectMultipleField(
        _l("Të gjitha institucionet e këtij lloji"), choices=choices(of_cases.CLASSES), validate_choice=False
    )
    bodies = FieldList(FormField(BodyPart), max_entries=MOST_BODIES)
    search = StringField(_l("Kërko një institucion me emër ose qytet"), validators=[Length(max=200)])

    def __init__(self, *args: Any, articles: dict[str, str], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.articles = articles
        self.issuer.choices = choices(words.ISSUERS())


class StateWordForm(BesaForm):
    """What the State says, and where."""

    word = RadioField(
        _l("Çfarë thotë shteti"),
        choices=[
            SelectChoice(f"{fact.value}:{key}", _l("Përgjigjja: %(word)s", word=text) if fact is Fact.REPLY else text)
            for fact in (Fact.REPLY, Fact.CLAIMED)
            for key, text in words.offered(fact).items()
        ],
        validators=[InputRequired(_l("Zgjidhni çfarë thotë shteti"))],
    )
    since = DateParts(_l("Kur e tha"), validators=[InputRequired(_l("Shkruani ditën kur e tha"))])
    promised_date = DateParts(_l("Deri kur e premton"), validators=[Optional()], ahead=True)
    source = StringField(
        _l("Ku e thotë"),
        description=_l("Dokumenti dhe paragrafi."),
        validators=[InputRequired(_l("Shkruani ku e thotë")), Length(max=1000)],
    )
    text = TextAreaField(_l("Me çfarë fjalësh"), validators=[Length(max=LONGEST_TEXT)])


class FindingForm(BesaForm):
    """What the office found. What each word needs, the rule says; its refusal comes back to these fields."""

    #: Where the refusal of a reference stands.
    stands_for: ClassVar = {"evidence": "address"}
    page_order: ClassVar = ("word", "promised_date", "next_check", "done_on", "unassessable")

    word = RadioField(
        _l("Çfarë gjeti zyra"),
        choices=choices(words.offered(Fact.ASSESSED)),
        validators=[InputRequired(_l("Zgjidhni çfarë gjeti zyra"))],
    )
    done_on = DateParts(_l("Kur u zbatua"), validators=[Optional()])
    promised_date = DateParts(_l("Deri kur pritet të zbatohet"), validators=[Optional()], ahead=True)
    next_check = DateParts(_l("Kur do ta kontrolloni përsëri"), validators=[Optional()], ahead=True)
    unassessable = RadioField(
        _l("Pse nuk mund të vlerësohet"),
        choices=choices(of_cases.UNASSESSABLE),
        validators=[Optional()],
        validate_choice=False,
    )
    records = SelectMultipleField(_l("Çfarë e vërteton"), choices=[], validate_choice=False)
    visit = StringField(_l("Një vizitë e përfunduar"), description=_l("Numri i vizitës."), validators=[Length(max=30)])
    address = StringField(
        _l("Një burim publik"),
        description=_l("Adresa e plotë e faqes, për shembull https://…"),
        validators=[Length(max=2000)],
    )
    seen_on = DateParts(_l("Kur u pa burimi"), validators=[Optional()])
    text = TextAreaField(
        _l("Pse e gjeti zyra kështu"),
        description=_l("Këtë mund ta lexojë kushdo. Pa numra çështjesh dhe pa emra fëmijësh."),
        validators=[InputRequired(_l("Shkruani pse e gjeti zyra kështu.")), Length(max=LONGEST_TEXT)],
    )


class ConfirmationForm(BesaForm):
    """What was read, and why it may name someone."""

    content_hash = HiddenField(validators=[InputRequired()])
    names_reason = TextAreaField(
        _l("Pse mund ta lexojë publiku, megjithëse mund të tregojë dikë"), validators=[Length(max=LONGEST_TEXT)]
    )


class SettingAsideForm(BesaForm):
    reason = TextAreaField(
        _l("Pse nuk do të numërohet"), validators=[InputRequired(_l("Shkruani pse")), Length(max=LONGEST_TEXT)]
    )


class TieForm(BesaForm):
    """To what it is tied: one of the three."""

    indicator = SelectField(_l("Tregues që e mat"), validators=[Optional()])
    gap = StringField(_l("Boshllëk në ligj ose praktikë"), description=_l("Numri G-…"), validators=[Length(max=30)])
    act = StringField(_l("Akt i zyrës"), description=_l("Numri i aktit."), validators=[Length(max=30)])

    def __init__(self, *args: Any, indicators: list[SelectChoice], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.indicator.choices = [SelectChoice("", _l("Asnjë")), *indicators]


class UntieForm(BesaForm):
    kind = HiddenField(validators=[InputRequired()])
    ref = HiddenField(validators=[InputRequired()])


class CommitmentGapForm(BesaForm):
    kind = RadioField(
        _l("Çfarë i del përpara"), choices=choices(KINDS), validators=[InputRequired(_l("Zgjidhni çfarë është"))]
    )


class OriginForm(BesaForm):
    """Of which recommendation of the office a task of the Assembly came, and how like it is."""

    act = StringField(
        _l("Rekomandimi i zyrës"),
        description=_l("Numri i aktit."),
        validators=[InputRequired(_l("Shkruani numrin e aktit")), Length(max=30)],
    )
    fidelity = RadioField(
        _l("Sa i ngjan"),
        choices=choices(words.FIDELITIES, without=(Fidelity.NOT_TAKEN_UP,)),
        validators=[InputRequired(_l("Zgjidhni sa i ngjan"))],
    )
    source = StringField(_l("Ku lexohet"), validators=[InputRequired(_l("Shkruani ku lexohet.")), Length(max=1000)])


class NotTakenUpForm(BesaForm):
    """That the Assembly took up nothing of a recommendation."""

    act = StringField(
        _l("Rekomandimi i zyrës"),
        description=_l("Numri i aktit."),
        validators=[InputRequired(_l("Shkruani numrin e aktit")), Length(max=30)],
    )
    source = StringField(_l("Ku lexohet"), validators=[InputRequired(_l("Shkruani ku lexohet.")), Length(max=1000)])
