"""What is filled in about a case: opening one on the office's own initiative, its steps, a message to who complained."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
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
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from services.cases import words
from services.cases.domain.case import Elsewhere, Step
from services.cases.forms.profile import ProfilePart
from shared.directory import MOST_BODIES
from shared.pages.forms import BesaForm, BesaPart, SelectChoice

LONGEST_TEXT = 20_000

ALL = SelectChoice("", _l("Të gjitha"))


def choices(table: Mapping[Any, Any], *, without: tuple[Any, ...] = ()) -> list[SelectChoice]:
    """The choices of a field, in the order of the table of labels."""
    return [SelectChoice(str(word), text) for word, text in table.items() if word not in without]


class BodyPart(BesaPart):
    """One body that was found in the directory."""

    institution_id = HiddenField(validators=[InputRequired()])


class NamesRights:
    """A form with a field `rights` of typed articles, and `articles`: those that there are, by code."""

    rights: StringField
    articles: dict[str, str]

    def validate_rights(self, field: StringField) -> None:
        """Refuses an article that is not in the Convention; says which, since several are typed at once."""
        unknown = [code for code in self.codes() if code not in self.articles]
        if unknown:
            raise ValidationError(_("Nuk ka nen të tillë: %(articles)s", articles=", ".join(unknown[:5])))

    def codes(self) -> list[str]:
        """The articles as the data files write them, each once: "37 a", "37/a" and "37.A" are all 37.a."""
        typed = (part.strip().casefold() for part in (self.rights.data or "").replace(";", ",").split(","))
        return list(dict.fromkeys(".".join(one.replace("/", " ").replace(".", " ").split()) for one in typed if one))


class NewCaseForm(NamesRights, BesaForm):
    """An investigation that nobody asked for: what made the office act, and its decision to act, in writing."""

    trigger = RadioField(
        _l("Çfarë e shtyu zyrën të veprojë?"),
        choices=choices(words.TRIGGERS),
        validators=[InputRequired(_l("Zgjidhni çfarë e shtyu zyrën të veprojë"))],
    )
    source = StringField(
        _l("Ku u pa ose kush e tha"),
        description=_l("Për shembull, emri i gazetës dhe data. Pa emra fëmijësh."),
        validators=[InputRequired(_l("Shkruani ku u pa ose kush e tha")), Length(max=500)],
    )
    title = StringField(
        _l("Titulli i çështjes"),
        description=_l("I shkurtër dhe pa emra njerëzish."),
        validators=[InputRequired(_l("Shkruani titullin")), Length(max=200)],
    )
    memo = TextAreaField(
        _l("Pse vepron zyra"),
        description=_l("Vendimi i shkruar për hapjen e çështjes."),
        validators=[InputRequired(_l("Shkruani pse zyra vendosi të veprojë")), Length(max=LONGEST_TEXT)],
    )
    rights = StringField(
        _l("Nenet e Konventës për të Drejtat e Fëmijës"),
        description=_l("Numrat, të ndarë me presje. Për shembull: 19, 28, 37.a"),
        validators=[InputRequired(_l("Shkruani të paktën një nen")), Length(max=200)],
    )
    bodies = FieldList(FormField(BodyPart), max_entries=MOST_BODIES)
    search = StringField(_l("Kërko një institucion me emër ose qytet"), validators=[Length(max=200)])
    places = SelectField(_l("Bashkia ku ndodhi"), validators=[Optional()])
    profile = FormField(ProfilePart)

    def __init__(self, *args: Any, articles: dict[str, str], municipalities: list[SelectChoice], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.articles = articles
        self.places.choices = [SelectChoice("", _("Nuk dihet ose në gjithë vendin")), *municipalities]


class MessageForm(BesaForm):
    """What the office writes into the mailbox of a complainant."""

    complaints = RadioField(_l("Kujt i shkruani"), validators=[InputRequired(_l("Zgjidhni kujt i shkruani"))])
    text = TextAreaField(
        _l("Mesazhi"),
        description=_l("Shkruani thjesht: mund ta lexojë një fëmijë. Mos shkruani emra."),
        validators=[InputRequired(_l("Shkruani mesazhin")), Length(max=5000)],
    )


class StepForm(BesaForm):
    """A step of a case; a step with more to say adds its fields."""


class InvestigateForm(StepForm):
    """A case from a complaint bears the complaint's reference until somebody has read enough to name it."""

    title = StringField(
        _l("Titulli i çështjes"),
        description=_l("I shkurtër dhe pa emra njerëzish. Bosh: mbetet si është."),
        validators=[Length(max=200)],
    )


class AssignForm(StepForm):
    assignee = SelectField(_l("Eksperti"), validators=[InputRequired(_l("Zgjidhni ekspertin"))])


class ReasonForm(StepForm):
    reason = TextAreaField(_l("Arsyeja"), validators=[InputRequired(_l("Shkruani arsyen")), Length(max=LONGEST_TEXT)])


class ElsewhereForm(StepForm):
    """Whether a court or a prosecutor has the matter from then on; unless said otherwise, none."""

    elsewhere = RadioField(
        _l("A e ka çështjen një gjykatë ose prokurori?"),
        choices=choices(words.ELSEWHERE),
        default=Elsewhere.NONE.value,
        validators=[Optional()],
    )


class SuspendForm(ReasonForm, ElsewhereForm):
    pass


class BarForm(BesaForm):
    """Whether the matter is where an outcome says it is."""

    accept = RadioField(
        _l("A e ka çështjen ky organ?"),
        choices=[SelectChoice("yes", _l("Po: ndali afatet dhe hapat")), SelectChoice("no", _l("Jo: zyra vazhdon"))],
        validators=[InputRequired(_l("Zgjidhni një përgjigje"))],
    )
    reason = TextAreaField(_l("Arsyeja"), validators=[InputRequired(_l("Shkruani arsyen")), Length(max=LONGEST_TEXT)])


class FindingsForm(StepForm):
    """One finding for each of the chosen rights, all about the same body; the next body is another step."""

    rights = SelectMultipleField(
        _l("Për cilat të drejta"), validators=[InputRequired(_l("Zgjidhni të paktën një të drejtë"))]
    )
    institution_id = SelectField(_l("Për cilin institucion"), validators=[Optional()])
    result = RadioField(
        _l("Çfarë u gjet"), choices=choices(words.RESULTS), validators=[InputRequired(_l("Zgjidhni çfarë u gjet"))]
    )
    grade = SelectField(
        _l("Sa e rëndë është shkelja"),
        description=_l("Vetëm kur pati shkelje. Shkarkimi propozohet vetëm për një shkelje të rëndë."),
        validators=[Optional()],
    )
    text = TextAreaField(
        _l("Gjetja"),
        description=_l("Çfarë u vërtetua dhe mbi çfarë prove. Pa emra fëmijësh."),
        validators=[InputRequired(_l("Shkruani gjetjet")), Length(max=LONGEST_TEXT)],
    )


class RequestForm(StepForm):
    institution_id = SelectField(_l("Institucioni"), validators=[InputRequired(_l("Zgjidhni institucionin"))])
    text = TextAreaField(
        _l("Çfarë kërkohet"), validators=[InputRequired(_l("Shkruani çfarë kërkohet")), Length(max=LONGEST_TEXT)]
    )


class CloseForm(StepForm):
    outcome = RadioField(
        _l("Si mbyllet"),
        choices=choices(words.OUTCOMES),
        validators=[InputRequired(_l("Zgjidhni si mbyllet çështja"))],
    )
    closing_ground = RadioField(
        _l("Mbi çfarë mbyllet, kur një institucion refuzoi, nuk u përgjigj ose nuk e mori letrën"),
        choices=choices(words.CLOSING_GROUNDS),
        validators=[Optional()],
        validate_choice=False,
    )
    reason = TextAreaField(_l("Arsyeja"), validators=[Optional(), Length(max=LONGEST_TEXT)])


STEP_FORMS: dict[Step, type[StepForm]] = {
    Step.ASSIGN: AssignForm,
    Step.INVESTIGATE: InvestigateForm,
    Step.REQUEST_INFORMATION: RequestForm,
    Step.RECORD_FINDINGS: FindingsForm,
    Step.SUSPEND: SuspendForm,
    Step.RESUME: ElsewhereForm,
    Step.CLOSE: CloseForm,
    Step.REOPEN: SuspendForm,
    Step.FOLLOW_UP: SuspendForm,
}
