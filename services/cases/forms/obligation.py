"""What is filled in about one obligation: what the office found, more time or not, the next rung."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from services.cases import words
from services.cases.domain.ladder import RungKey
from services.cases.domain.obligations import Confirmed
from services.cases.forms.case import LONGEST_TEXT, choices
from services.cases.forms.paper import SCAN_HINT, chosen_file
from shared.pages.forms import BesaForm, DateParts, FileField, SelectChoice

#: The kind of evidence that is typed.
PUBLIC_SOURCE = "public_source"


class EvidenceForm(BesaForm):
    """What backs a finding: what the office has of the obligation, a scan of its own, or a public source."""

    #: Where the refusal of a reference stands.
    stands_for: ClassVar = {"evidence": "address"}

    sources = SelectMultipleField(_l("Çfarë e vërteton"), choices=[], validate_choice=False)
    scan = FileField(_l("Një letër ose shënim i skanuar"), description=SCAN_HINT)
    address = StringField(
        _l("Një burim publik"),
        description=_l("Adresa e plotë e faqes, për shembull https://…"),
        validators=[Length(max=2000)],
    )
    seen_on = DateParts(_l("Kur u pa burimi"), validators=[Optional()])

    @property
    def chosen(self) -> FileStorage | None:
        return chosen_file(self.scan)


class AssessmentForm(EvidenceForm):
    """What the office found. The rule on what each word needs is the domain's; its refusal comes back to these fields."""

    #: Each question stands at its word, before what backs the finding.
    page_order: ClassVar = ("assessment", "promised_date", "next_check", "on", "unassessable")

    assessment = RadioField(
        _l("Çfarë gjeti zyra"),
        choices=choices(words.ASSESSMENTS),
        validators=[InputRequired(_l("Zgjidhni çfarë gjeti zyra"))],
    )
    on = DateParts(_l("Kur u zbatua"), validators=[Optional()])
    promised_date = DateParts(_l("Deri kur pritet të zbatohet"), validators=[Optional()], ahead=True)
    next_check = DateParts(_l("Kur do ta kontrolloni përsëri"), validators=[Optional()], ahead=True)
    unassessable = RadioField(
        _l("Pse nuk mund të vlerësohet"),
        choices=choices(words.UNASSESSABLE),
        validators=[Optional()],
        validate_choice=False,
    )
    reason = TextAreaField(_l("Arsyeja"), validators=[Length(max=LONGEST_TEXT)])


class OutcomeForm(EvidenceForm):
    """What came of an act that asks for a decision; its choices are those of its kind."""

    page_order: ClassVar = ("outcome", "on")

    outcome = RadioField(_l("Çfarë u vendos"), validators=[InputRequired(_l("Zgjidhni çfarë u vendos"))])
    on = DateParts(_l("Kur u vendos"), validators=[InputRequired(_l("Shkruani ditën e vendimit."))])
    reason = TextAreaField(_l("Arsyeja"), validators=[Length(max=LONGEST_TEXT)])


class ExtensionForm(BesaForm):
    """The answer to a body that asked for more time."""

    request_id = HiddenField(validators=[InputRequired()])
    granted = RadioField(
        _l("A jepet më shumë kohë?"),
        choices=[SelectChoice("yes", _l("Po")), SelectChoice("no", _l("Jo, afati mbetet"))],
        validators=[InputRequired(_l("Zgjidhni po ose jo"))],
    )
    until = DateParts(_l("Deri kur"), validators=[Optional()], ahead=True)
    reason = TextAreaField(_l("Arsyeja"), validators=[Length(max=LONGEST_TEXT)])


class InsufficientForm(BesaForm):
    """The office's finding that a reply answers nothing; it opens the next rung."""

    reason = TextAreaField(
        _l("Pse nuk mjafton"), validators=[InputRequired(_l("Shkruani pse nuk mjafton")), Length(max=LONGEST_TEXT)]
    )


class LadderEndForm(BesaForm):
    """The commissioner ends the steps toward a body."""

    reason = TextAreaField(
        _l("Pse mbyllen hapat"),
        description=_l("Çfarë bëri ose nuk bëri institucioni numërohet si më parë; hapa të tjerë nuk ofrohen më."),
        validators=[InputRequired(_l("Shkruani pse mbyllen hapat.")), Length(max=LONGEST_TEXT)],
    )


class ClarificationForm(BesaForm):
    """The answer to a body that asked what an item means."""

    text = TextAreaField(
        _l("Përgjigjja për institucionin"),
        description=_l("Niset sapo krahasohet me dosjen e mbyllur dhe nuk tregon askënd. Mos shkruani emra."),
        validators=[InputRequired(_l("Shkruani përgjigjen.")), Length(max=LONGEST_TEXT)],
    )


class ReaddressingForm(BesaForm):
    """Whether the office turns to the body that was called competent."""

    accept = RadioField(
        _l("T'i drejtohet organit kompetent?"),
        choices=[SelectChoice("yes", _l("Po, harto aktin për të")), SelectChoice("no", _l("Jo, mbetet ku është"))],
        validators=[InputRequired(_l("Zgjidhni po ose jo"))],
    )
    #: Named as the rule names it, so that its refusal stands here.
    institution_id = StringField(
        _l("Një organ tjetër"),
        description=_l("Vetëm kur institucioni nuk tha cilin, ose kur kompetent është dikush tjetër: emri i organit."),
        validators=[Length(max=200)],
    )
    reason = TextAreaField(_l("Arsyeja"), validators=[InputRequired(_l("Shkruani arsyen.")), Length(max=LONGEST_TEXT)])


class ConfirmationForm(BesaForm):
    """What the child or the complainant says became of it."""

    confirmed = RadioField(
        _l("A u zbatua, sipas fëmijës ose ankuesit?"),
        choices=choices(words.CONFIRMATIONS, without=(Confirmed.NOT_ASKED,)),
        validators=[InputRequired(_l("Zgjidhni po, pjesërisht ose jo."))],
    )


class RungForm(BesaForm):
    """Sending a rung, or what is lawful in its place. Only the commissioner may send one out of order, and says why."""

    rung = HiddenField(validators=[InputRequired(), AnyOf([rung.value for rung in RungKey])])
    alternative = RadioField(_l("Rruga tjetër e ligjshme"), validators=[Optional()], validate_choice=False)
    to = RadioField(_l("Cilit organ epror"), validators=[Optional()], validate_choice=False)
    reason = TextAreaField(_l("Shënim"), validators=[Length(max=LONGEST_TEXT)])
    override_reason = StringField(
        _l("Arsyeja për ta kaluar radhën"),
        description=_l("Vetëm Komisioneri; për shembull kur pritja e dëmton fëmijën."),
        validators=[Length(max=2000)],
    )
