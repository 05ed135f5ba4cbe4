"""The answer to a letter, item by item, and the request for more time."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from services.partners.domain import reply_rules
from services.partners.forms import words
from services.partners.schemas.replies import ItemReply, NewExtensionRequest
from shared.pages import file_words
from shared.pages.forms import BesaForm, BesaPart, DateParts, MultipleFileField, SelectChoice
from shared.rules import ContentViolation
from shared.words import language

#: The button that keeps a reply and does not send it.
KEEPING = "keep"
LONGEST_NAME = 200
LONGEST_REASONS = 10_000
#: Chosen for an item that is answered another time.
LATER = "later"
_NO_LOSS = _l("Keni shkruar diçka për këtë pikë: zgjidhni një përgjigje, ose fshijeni.")
_SENTENCES = {
    "item_missing": _l("Përgjigjuni të paktën për një pikë."),
    "promised_date_required": _l("Shkruani deri kur do të zbatohet."),
    "position_unfit": _l("Zgjidhni një nga përgjigjet e kësaj letre."),
    "nothing_promised": _l("Për këtë letër nuk premtohet asgjë."),
    "promised_date_past": _l("Data duhet të jetë sot ose më vonë."),
    "competent_institution_unfit": _l(
        "Një institucion tjetër tregohet vetëm kur nuk jeni kompetentë, dhe nuk mund të jeni ju."
    ),
    "institution_unknown": _l("Zgjidhni një institucion nga lista."),
    "too_many_files": _l("Janë shumë skedarë."),
    "not_in_the_future": _l("Zgjidhni një ditë pas ditës së sotme."),
    "no_more_time": _l("Afati juaj zgjat tashmë të paktën deri atë ditë. Zgjidhni një ditë pas ditës së fundit."),
}
_OTHERWISE = _l("Kjo nuk mund të pranohet.")
UNREADABLE_FILE = _l("Pranohen PDF, Word, Excel, JPG dhe PNG, deri në 20 MB secili.")


class ItemForm(BesaPart):
    """What the body says of one item."""

    position = RadioField(
        _l("Cila është përgjigjja juaj?"),
        validators=[InputRequired(_l("Zgjidhni një përgjigje"))],
    )
    reasons = TextAreaField(_l("Arsyet ose masat"), validators=[Length(max=LONGEST_REASONS)])
    competent = SelectField(_l("Cili institucion është kompetent, ose kujt ia përcollët?"), validators=[Optional()])
    evidence = MultipleFileField(_l("Prova"))

    def validate_position(self, field: RadioField) -> None:
        """What was written of an item that is answered another time would be lost."""
        if field.data == LATER and (self.typed() or files_of(self)):
            raise ValidationError(_NO_LOSS)

    def typed(self) -> bool:
        return bool(self.reasons.data or self.competent.data)


class PromisingItemForm(ItemForm):
    """The same of one item that is carried out, and so by some day."""

    claimed = SelectField(_l("Ku jeni me zbatimin?"), validators=[Optional()])
    promised = DateParts(_l("Deri kur?"), validators=[Optional()], ahead=True)

    def typed(self) -> bool:
        return super().typed() or bool(self.claimed.data or self.promised.data)


class ExtensionForm(BesaForm):
    """A request for more time."""

    until = DateParts(_l("Deri kur kërkoni kohë?"), validators=[InputRequired(_l("Shkruani datën"))], ahead=True)
    reasons = TextAreaField(
        _l("Pse duhet më shumë kohë?"), validators=[InputRequired(_l("Shkruani arsyet")), Length(max=5_000)]
    )

    def wanted(self) -> NewExtensionRequest:
        if self.until.data is None:
            raise AssertionError("the form was not validated")
        return NewExtensionRequest(until=self.until.data, reasons=self.reasons.data or "")


def typed_in(posted: MultiDict[str, str]) -> dict[str, str]:
    """What was typed into the fields of a reply form."""
    return {name: text for name, text in posted.items() if name not in {"csrf_token", KEEPING}}


def reply_form(
    document: Mapping[str, Any], bodies: list[tuple[UUID, str]], typed: Mapping[str, str] | None = None
) -> Any:
    """A form with one part per item of the document: `item_0`, `item_1`, … What is posted cannot change how many.

    `bodies`: who may be named as competent. Of a letter that asks for no promise it is not asked how far the body is, and by when. `typed`: what
    stands in the fields, where nothing was posted.
    """
    promises, positions = reply_rules(document).promises, words.positions(document, language())
    part_kind = PromisingItemForm if promises else ItemForm
    parts: dict[str, Any] = {f"item_{place}": FormField(part_kind) for place, _ in enumerate(document.get("items", []))}
    # After the items, since errors are listed in the order in which fields are made.
    parts["name"] = StringField(
        _l("Emri i atij që përgjigjet"), validators=[InputRequired(_l("Shkruani emrin")), Length(max=LONGEST_NAME)]
    )
    parts["function"] = StringField(
        _l("Funksioni"), validators=[InputRequired(_l("Shkruani funksionin")), Length(max=LONGEST_NAME)]
    )
    made = type("ReplyForm", (BesaForm,), parts)
    form = made(formdata=MultiDict(typed)) if typed else made()
    claims = [("", _l("Nuk e themi ende")), *words.CLAIMS.items()]
    competent = [("", _l("Nuk e dimë")), *((str(body), name) for body, name in bodies)]
    items = parts_of(form)
    later = [SelectChoice(LATER, _l("Për këtë pikë përgjigjemi një herë tjetër"))] if len(items) > 1 else []
    for part in items:
        part.position.choices = [*(SelectChoice(code, label) for code, label in positions.items()), *later]
        if promises:
            part.claimed.choices = [SelectChoice(code, label) for code, label in claims]
        part.competent.choices = [SelectChoice(code, label) for code, label in competent]
    return form


def parts_of(form: Any) -> list[Any]:
    return [field.form for field in form if isinstance(field, FormField)]


def answered(parts: list[Any]) -> list[int]:
    """The places of the items that are answered now."""
    return [place for place, part in enumerate(parts) if part.position.data != LATER]


def answer_of(part: Any, item_id: UUID, evidence: tuple[UUID, ...]) -> ItemReply:
    return ItemReply(
        item_id=item_id,
        position=part.position.data,
        reasons=part.reasons.data or None,
        claimed=(part.claimed.data or None) if "claimed" in part else None,
        promised_date=part.promised.data if "promised" in part else None,
        competent_institution_id=UUID(part.competent.data) if part.competent.data else None,
        evidence=evidence,
    )


def files_of(part: Any) -> list[FileStorage]:
    """The files that were chosen; a browser sends an empty part where none was."""
    return [file for file in part.evidence.data or [] if isinstance(file, FileStorage) and file.filename]


def refuse(form: Any, error: ContentViolation) -> None:
    """Put the refusal of a rule at the field that it names."""
    sentence = str(_SENTENCES.get(error.code, _OTHERWISE))
    field = _field(form, error.field.split("."))
    if field is None:
        form.form_errors.append(sentence)
    else:
        field.errors = [*field.errors, sentence]


def refuse_file(part: Any, code: str) -> None:
    part.evidence.errors = [*part.evidence.errors, file_words.refused(code, str(UNREADABLE_FILE))]


def _field(form: Any, path: list[str]) -> Any:
    names = {"promised_date": "promised", "competent_institution_id": "competent"}
    if path[0] == "items" and len(path) > 2:
        # A rule counts what is answered now, the form every item.
        place = answered(parts_of(form))[int(path[1])]
        return getattr(form[f"item_{place}"].form, names.get(path[2], path[2]), None)
    return getattr(form, path[0], None) if path[0] else None
