"""Forms for complainants: few questions, in words that a child of ten understands."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import RadioField, SelectField
from wtforms.validators import UUID, AnyOf, InputRequired, Length, Optional

from services.intake import data
from services.intake.domain.sizes import LONGEST_MESSAGE, LONGEST_NARRATIVE
from services.intake.forms import profile
from services.intake.forms.profile import AsksForProfile
from services.intake.models.records import ANSWERS
from services.intake.schemas.mailbox import NewConfirmation, NewMessage
from shared.directory import KnownInstitution
from shared.pages.forms import BesaForm, FileField, SelectChoice

#: The one question that everyone sees; the others stand in the fold below.
DANGER = "in_danger_now"
#: Members of the complaint, by the field in which they are typed.
_FIELDS = {
    "/narrative": "narrative",
    "/wanted": "wanted",
    "/bodies": "body",
    "/municipality": "municipality",
    "/life_area": "life_area",
    "/submitter/name": "name",
    "/submitter/nickname": "nickname",
    "/submitter/contact/email": "email",
    "/submitter/contact/phone": "phone",
    "/submitter/contact/safe": "way",
    "/submitter/contact/address": "address",
    "/child/name": "child_name",
    "/child/nickname": "child_nickname",
    "/child/age": "child_age",
    "/representative/name": "rep_name",
    "/representative/contact/phone": "rep_phone",
    "/representative/contact": "rep_email",
    "/representative": "rep_role",
    **profile.POINTERS,
    "/channel": "channel",
    "/regional_office": "regional_office",
    "/received_on": "received_on",
}


#: What the form says with "ti" to a child, and to who has not said who they are; an adult is "ju".
_LABELS_TO_ADULTS = {
    "wanted": _l("Çfarë do të donit të ndodhte?"),
    "name": _l("Si quheni?"),
    "nickname": _l("A ju thërrasin edhe ndryshe?"),
    "way": _l("Si mund t’ju njoftojmë pa rrezik?"),
    "rep_role": _l("Kush flet për ju ose për fëmijën?"),
}
_ERRORS_TO_ADULTS = {
    _l("Zgjidh kush je"): _l("Zgjidhni kush jeni"),
    _l("Na trego çfarë ka ndodhur"): _l("Na tregoni çfarë ka ndodhur"),
    _l("Shkruaje më shkurt"): _l("Shkruajeni më shkurt"),
}


def _short(label: Any, longest: int = 200) -> StringField:
    return StringField(label, validators=[Optional(), Length(max=longest, message=_l("Shkruaje më shkurt"))])


class ComplainForm(AsksForProfile, BesaForm):
    """The complaint. Only who writes and what happened are asked for; all else may stay empty."""

    once = HiddenField()
    role = RadioField(_l("Kush po na shkruan?"), validators=[InputRequired(_l("Zgjidh kush je"))])
    narrative = TextAreaField(
        _l("Çfarë ka ndodhur?"),
        validators=[
            InputRequired(_l("Na trego çfarë ka ndodhur")),
            Length(max=LONGEST_NARRATIVE, message=_l("Shkruaje më shkurt")),
        ],
    )
    danger = BooleanField(_l("Jam në rrezik tani"))
    wanted = TextAreaField(
        _l("Çfarë do të doje të ndodhte?"),
        validators=[Optional(), Length(max=2000, message=_l("Shkruaje më shkurt"))],
    )
    life_area = SelectField(_l("Me çfarë ka të bëjë?"), validators=[Optional()])
    body = _short(_l("Cila shkollë, zyrë ose institucion?"))
    municipality = SelectField(_l("Në cilën bashki?"), validators=[Optional()])
    urgent = SelectMultipleField(_l("A është e vërtetë ndonjë nga këto?"), validators=[Optional()])
    name = _short(_l("Si quhesh?"))
    nickname = _short(_l("A të thërrasin edhe ndryshe?"))
    child_name = _short(_l("Si quhet fëmija?"))
    child_nickname = _short(_l("A e thërrasin edhe ndryshe?"))
    child_age = _short(_l("Sa vjeç është fëmija?"), 3)
    keep_secret = BooleanField(_l("Mos ia tregoni emrin tim askujt jashtë zyrës"), default=True)
    conflict = BooleanField(_l("Prindërit ose kujdestarët nuk duhet ta marrin vesh"))
    way = RadioField(_l("Si mund të të njoftojmë pa rrezik?"), validators=[Optional()], default="none")
    email = _short(_l("Adresa e postës elektronike"), 254)
    phone = _short(_l("Numri i telefonit"), 26)
    rep_role = SelectField(_l("Kush flet për ty ose për fëmijën?"), validators=[Optional()])
    rep_name = _short(_l("Si quhet ai person?"))
    rep_email = _short(_l("Posta e tij elektronike"), 254)
    rep_phone = _short(_l("Telefoni i tij"), 26)
    rep_safe = BooleanField(_l("Mund t’i shkruani: këtë e lexon vetëm ai"))

    #: In which words of the data files roles and questions of urgency are put.
    role_voice, question_voice = "child", "child"
    #: What stands outside the folds; None are the errors of the whole form.
    in_sight: frozenset[str | None] = frozenset({"role", "narrative", "danger", None})

    def __init__(self, language: str, places: Sequence[KnownInstitution], *, adult: bool = False) -> None:
        """`adult`: who reads it said that they are one."""
        super().__init__()
        self.adult = adult
        for name, label in _LABELS_TO_ADULTS.items() if adult else ():
            self[name].label.text = label
        self.once.data = self.once.data or secrets.token_urlsafe(16)
        self.role.choices = choices(data.roles(), language, voice=self.role_voice)
        self.rep_role.choices = [
            SelectChoice("", ""),
            *choices(data.representative_roles(), language, voice="name"),
        ]
        self.life_area.choices = [SelectChoice("", ""), *choices(data.life_areas(), language, voice="child")]
        self.municipality.choices = [
            SelectChoice("", ""),
            *(SelectChoice(place.key, place.name(language)) for place in places),
        ]
        profile.offer(self, profile.ASKED, language)
        others = {key: entry for key, entry in data.urgency_questions().items() if key != DANGER}
        self.urgent.choices = choices(others, language, voice=self.question_voice)
        self.way.choices = [
            SelectChoice("none", _("Mos më shkruani: kthehem vetë me kodin tim")),
            SelectChoice("email", _("Me postë elektronike që vetëm unë e lexoj")),
            SelectChoice("phone", _("Me mesazh në një telefon që vetëm unë e mbaj")),
        ]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether it holds; what does not is said as the rest of the form speaks."""
        holds = bool(super().validate(extra_validators))
        to_adults = {str(said): str(instead) for said, instead in _ERRORS_TO_ADULTS.items()}
        for field in self if self.adult else ():
            field.errors = [to_adults.get(str(error), error) for error in field.errors]
        return holds

    @property
    def more_is_open(self) -> bool:
        """Whether the fold with the other questions must be open: an error that is out of sight cannot be mended."""
        return bool(set(self.errors) - self.in_sight)

    def mark(self, pointer: str, message: str) -> None:
        """Put `message` where the member of the complaint at `pointer` is typed."""
        for beginning, name in _FIELDS.items():
            if pointer.startswith(beginning):
                self[name].errors = [*self[name].errors, message]
                return
        self.form_errors.append(message)

    def complaint(self, language: str) -> dict[str, object]:
        """What was typed, in the shape that the API takes."""
        child = filled(
            {"name": self.child_name.data, "nickname": self.child_nickname.data, "age": _number(self.child_age.data)}
        )
        answers = dict.fromkeys([*(self.urgent.data or []), *([DANGER] if self.danger.data else [])], True)
        return {
            "submitter": self._submitter(),
            "narrative": self.narrative.data,
            "bodies": [{"name": self.body.data}] if self.body.data else [],
            "language": language,
            "conflict_with_guardian": self.conflict.data,
            **filled(
                {
                    "child": child,
                    "wanted": self.wanted.data,
                    "municipality": self.municipality.data,
                    "life_area": self.life_area.data,
                    "urgency": answers,
                    "representative": self._representative(),
                    "profile": profile.chosen(self, profile.ASKED),
                }
            ),
        }

    def _representative(self) -> dict[str, object]:
        contact = filled({"email": self.rep_email.data, "phone": self.rep_phone.data})
        if contact and self.rep_safe.data:
            contact["safe"] = True
        return filled({"role": self.rep_role.data, "name": self.rep_name.data, "contact": contact})

    def _submitter(self) -> dict[str, object]:
        return {
            "role": self.role.data,
            "keep_secret": self.keep_secret.data,
            **filled({"name": self.name.data, "nickname": self.nickname.data, "contact": self._contact()}),
        }

    def _contact(self) -> dict[str, object]:
        if self.way.data not in ("email", "phone"):
            return {}
        return filled({self.way.data: self[self.way.data].data}) | {"safe": True}


class CodeForm(BesaForm):
    """Coming back with the receipt code."""

    code = StringField(
        _l("Shkruaj kodin tënd"),
        validators=[InputRequired(_l("Shkruaj kodin tënd")), Length(max=64, message=_l("Kodi nuk është kaq i gjatë"))],
    )


class MessageForm(BesaForm):
    """A message into the mailbox, of either side."""

    text = TextAreaField(
        _l("Mesazhi"),
        validators=[
            InputRequired(_l("Mesazhi është bosh")),
            Length(max=LONGEST_MESSAGE, message=_l("Mesazhi është tepër i gjatë")),
        ],
    )

    def message(self) -> NewMessage:
        return NewMessage(text=self.text.data or "")


class EvidenceForm(BesaForm):
    """One file."""

    file = FileField(_l("Skedari"))


def choices(entries: Mapping[str, data.Entry], language: str, *, voice: str) -> list[SelectChoice]:
    return [SelectChoice(key, data.words(entry, voice, language)) for key, entry in entries.items()]


def filled(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in (None, "", {}, [])}


def _number(typed: str | None) -> int | str | None:
    """The age as a number; what is none stays as typed, for the rules of the API to refuse."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() else typed


class ConfirmationForm(BesaForm):
    """One of three buttons beneath a question."""

    question = HiddenField(validators=[UUID()])
    answer = HiddenField(validators=[AnyOf(ANSWERS)])

    def confirmation(self) -> NewConfirmation:
        return NewConfirmation(question_id=uuid.UUID(self.question.data), answer=self.answer.data or "")
