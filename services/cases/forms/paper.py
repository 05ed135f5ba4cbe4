"""What an officer fills in about a reply that came on paper, item by item."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.cases import words
from services.cases.forms.case import LONGEST_TEXT
from shared.pages.forms import BesaForm, BesaPart, DateParts, FileField, SelectChoice

SCAN_HINT = _l("PDF, JPG ose PNG, deri në 20 MB.")
#: The fields of a refusal, by what the rule calls them.
NAMES = {"promised_date": "promised", "competent_institution_id": "competent", "scan_id": "scan"}


def chosen_file(field: FileField) -> FileStorage | None:
    """The file that was chosen; a browser sends an empty part where none was."""
    file = field.data
    return file if isinstance(file, FileStorage) and file.filename else None


class PaperItemForm(BesaPart):
    """What the letter says of one item; without a position it says nothing of it."""

    position = SelectField(_l("Çfarë thotë letra për këtë pikë"), validators=[Optional()])
    reasons = BooleanField(_l("Letra jep arsye"))
    competent = StringField(
        _l("Cilin organ quan kompetent, ose kujt ia përcolli"),
        description=_l("Vetëm kur thotë se nuk është kompetent ose se e përcolli: emri i organit."),
        validators=[Length(max=200)],
    )


class PromisingItemForm(PaperItemForm):
    """The same of one item that is carried out, and so by some day."""

    claimed = SelectField(
        _l("Ku thotë se është me zbatimin"),
        choices=[
            SelectChoice("", _l("Nuk e thotë")),
            *(SelectChoice(key.value, text) for key, text in words.CLAIMS.items()),
        ],
        validators=[Optional()],
    )
    promised = DateParts(_l("Deri kur premton"), validators=[Optional()], ahead=True)


class PaperReplyForm(BesaForm):
    """What a letter says, with a part for each item of the act."""

    institution: SelectField
    received_on: DateParts
    scan: FileField
    text: TextAreaField
    corrects: BooleanField

    @property
    def parts(self) -> list[PaperItemForm]:
        """In the order of the items."""
        return [field.form for field in self if isinstance(field, FormField)]

    @property
    def chosen(self) -> FileStorage | None:
        return chosen_file(self.scan)


def paper_form(
    items: int,
    bodies: Sequence[tuple[UUID, str]],
    chosen: str | None,
    positions: Sequence[tuple[str, str]],
    *,
    promises: bool,
) -> PaperReplyForm:
    """A form with one part per item: `item_0`, `item_1`, … What is posted cannot change how many.

    `positions`: what a body may say of an item of such an act, and its words. `promises`: whether it may also say how far it
    is, and by when.
    """
    parts: dict[str, object] = {
        "institution": SelectField(
            _l("Cili institucion u përgjigj"),
            choices=[SelectChoice(str(body), name) for body, name in bodies],
            default=chosen,
            validators=[InputRequired(_l("Zgjidhni institucionin"))],
        ),
        "received_on": DateParts(_l("Kur mbërriti letra"), validators=[InputRequired(_l("Shkruani ditën"))]),
        "scan": FileField(_l("Letra e skanuar"), description=SCAN_HINT),
    }
    part_kind = PromisingItemForm if promises else PaperItemForm
    parts |= {f"item_{place}": FormField(part_kind) for place in range(items)}
    parts["text"] = TextAreaField(
        _l("Çfarë thotë letra, shkurt"),
        description=_l("Numri i shkresës dhe thelbi i saj."),
        validators=[InputRequired(_l("Shkruani çfarë thotë letra")), Length(max=LONGEST_TEXT)],
    )
    parts["corrects"] = BooleanField(_l("Kjo letër ishte regjistruar më parë, por gabim"))
    # The parts of the items stand before the text, as on the page: a form has its fields in the order in which they are made.
    form: PaperReplyForm = type("PaperReplyForm", (PaperReplyForm,), parts)()
    for part in form.parts:
        part.position.choices = [SelectChoice("", _l("Asgjë")), *(SelectChoice(*one) for one in positions)]
    return form
