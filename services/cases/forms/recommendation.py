"""What is filled in about an act: its draft with items and addressees, the second person's approval, a withdrawal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from services.cases import words
from services.cases.domain.kinds import Kind
from services.cases.forms.case import LONGEST_TEXT, choices
from services.cases.schemas.acts import AdvicePostedBody
from services.cases.schemas.joint import LONGEST_COSIGNER, MOST_COSIGNERS
from shared.directory import MOST_BODIES
from shared.pages.forms import BesaForm, BesaPart, DateParts, SelectChoice

MOST_ITEMS = 20


def one_line_each(most: int, longest: int) -> Callable[[Any, Field], None]:
    """So many lines, each so long."""

    def check(_form: Any, field: Field) -> None:
        lines = lines_of(field.data)
        if len(lines) > most or any(len(one) > longest for one in lines):
            raise ValidationError(_l("Shkruani një emër në çdo rresht."))

    return check


def lines_of(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


class ItemPart(BesaPart):
    """One thing that is asked for."""

    text = TextAreaField(
        _l("Çfarë kërkohet"), validators=[InputRequired(_l("Shkruani çfarë kërkohet")), Length(max=LONGEST_TEXT)]
    )
    due = DateParts(_l("Deri kur duhet zbatuar"), validators=[Optional()], ahead=True)
    evidence_expected = TextAreaField(_l("Çfarë do të tregonte se u bë"), validators=[Length(max=LONGEST_TEXT)])
    item_id = HiddenField()


class AddresseePart(BesaPart):
    """One body that the act goes to, and in which role."""

    # Open as long as no kind is chosen: which role fits follows from the kind (DraftForm.fill_roles).
    role = SelectField(
        _l("Roli"), choices=[SelectChoice("", _l("Sipas llojit të aktit")), *choices(words.ROLES)], default=""
    )
    institution_id = HiddenField(validators=[InputRequired()])


class DraftForm(BesaForm):
    """The draft of an act. Its other buttons add and remove parts; what is missing is told when it is saved or looked at, so that nobody is
    told that a field is missing while they are still adding bodies.
    """

    kind = RadioField(_l("Lloji i aktit"), validators=[InputRequired(_l("Zgjidhni llojin e aktit"))])
    title = StringField(
        _l("Titulli"),
        description=_l("Një fjali, pa emra njerëzish."),
        validators=[InputRequired(_l("Shkruani titullin")), Length(max=200)],
    )
    grounds = TextAreaField(
        _l("Arsyet"),
        description=_l("Çfarë u gjet dhe cili ligj është shkelur. Pa emra fëmijësh."),
        validators=[Length(max=LONGEST_TEXT)],
    )
    judicial_matter = SelectField(
        _l("Kush preket nga shkelja e gjyqësorit"),
        description=_l("Vetëm për bërjen e ditur të një shkeljeje organit kompetent për gjyqësorin."),
        default="",
    )
    official_function = StringField(
        _l("Funksioni i personit për të cilin propozohet shkarkimi"),
        description=_l("Vetëm për propozimin e shkarkimit: për shembull, drejtor i shkollës. Pa emër njeriu."),
        validators=[Length(max=200)],
    )
    injured_party = SelectField(
        _l("Personi i dëmtuar"),
        description=_l("Vetëm për rekomandimin për të paraqitur padi: pala që e merr. Palët shtohen te çështja."),
        default="",
    )
    cosigners = TextAreaField(
        _l("Kush nënshkruan bashkë me zyrën"),
        description=_l("Vetëm për një akt të përbashkët: një emër institucioni ose organizate në çdo rresht."),
        validators=[Length(max=MOST_COSIGNERS * LONGEST_COSIGNER), one_line_each(MOST_COSIGNERS, LONGEST_COSIGNER)],
    )
    language = RadioField(
        _l("Gjuha e letrës"),
        choices=[SelectChoice("sq", _l("Shqip")), SelectChoice("en", _l("Anglisht"))],
        default="sq",
    )
    #: By which field what a list lacks is added.
    added_by: ClassVar[Mapping[str, str]] = {"addressees": "search"}
    items = FieldList(FormField(ItemPart), min_entries=1, max_entries=MOST_ITEMS)
    addressees = FieldList(FormField(AddresseePart), max_entries=MOST_BODIES)
    version = HiddenField()
    supersedes = HiddenField()
    search = StringField(_l("Kërko një institucion me emër ose qytet"), validators=[Length(max=200)])

    def __init__(
        self,
        *args: Any,
        kinds: list[SelectChoice],
        matters: Sequence[SelectChoice] = (),
        injured: Sequence[SelectChoice] = (),
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.kind.choices = kinds
        self.judicial_matter.choices = [SelectChoice("", _l("Nuk vlen këtu")), *matters]
        self.injured_party.choices = [SelectChoice("", _l("Nuk vlen këtu")), *injured]

    def fill_roles(self, kind: Kind) -> None:
        """Give each body for which nobody chose a role the first that the kind allows."""
        for entry in self.addressees:
            entry.form.role.data = entry.form.role.data or kind.usual_role.value


class NamesReasonForm(BesaForm):
    """Why a text may leave although it names someone, or may: one reason for all that is marked."""

    names_reason = TextAreaField(
        _l("Pse mund të mbeten fjalët e shënuara"),
        description=_l(
            "Një arsye për të gjitha; mbetet në gjurmë. Për shembull: fjala është emër rruge, jo njeriu, ose emri duhet vërtet."
        ),
        validators=[Length(max=LONGEST_TEXT)],
    )


class ApprovalForm(NamesReasonForm):
    """What the second person saw: the hash of the text that stood on the page when they pressed the button."""

    content_hash = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])


class AdviceResultForm(BesaForm):
    """What came of an advice to sue, as far as the injured person told."""

    word = RadioField(
        _l("Çfarë ndodhi me padinë"),
        choices=choices(words.ADVICE_RESULTS),
        validators=[InputRequired(_l("Zgjidhni çfarë ndodhi"))],
    )
    on = DateParts(_l("Kur"), validators=[Optional()])
    court = StringField(_l("Cila gjykatë"), validators=[Length(max=200)])


class AdvicePostedForm(BesaForm):
    """The letter of an advice to sue left by post. No field for an address: the sealed file alone has it."""

    on = DateParts(_l("Kur u nis"), validators=[InputRequired(_l("Shkruani kur u nis letra"))])
    label = StringField(_l("Numri i etiketës së postës"), validators=[Length(max=60)])
    addressed_by_hand = BooleanField(
        _l("Adresën e shkrova me dorë mbi zarf, nga dosja e hapur e ankesës"),
        validators=[InputRequired(_l("Shënoni se adresa u shkrua me dorë nga dosja"))],
    )

    def left(self, today: date) -> AdvicePostedBody:
        """`today`: where no day was typed, which the form refuses."""
        return AdvicePostedBody(
            on=self.on.data or today, label=self.label.data or "", addressed_by_hand=self.addressed_by_hand.data
        )


class WithdrawalForm(BesaForm):
    ground = RadioField(
        _l("Pse tërhiqet"),
        choices=choices(words.WITHDRAWALS, without=("superseded",)),
        validators=[InputRequired(_l("Zgjidhni pse tërhiqet akti"))],
    )
    reason = TextAreaField(
        _l("Arsyeja me fjalë"), validators=[InputRequired(_l("Shkruani pse tërhiqet akti.")), Length(max=LONGEST_TEXT)]
    )


class PublicationForm(BesaForm):
    """The office's own decision to show an act to the public, or not; with its reason, which stays in the record."""

    decision = RadioField(
        _l("A publikohet ky akt?"),
        choices=[SelectChoice("publish", _l("Po, publikohet")), SelectChoice("withhold", _l("Jo, nuk publikohet"))],
        validators=[InputRequired(_l("Zgjidhni nëse publikohet"))],
    )
    proceeding_over = BooleanField(_l("Procedimi për të cilin flet akti ka mbaruar"))
    reason = TextAreaField(_l("Arsyeja"), validators=[InputRequired(_l("Shkruani arsyen")), Length(max=LONGEST_TEXT)])
