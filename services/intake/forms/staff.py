"""Forms for officers."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from services.intake import data
from services.intake.domain.decisions import AUTHORITIES
from services.intake.forms.public import MessageForm
from services.intake.models.tables import WHO
from services.intake.schemas.decisions import Conflict, NewDecision
from services.intake.schemas.files import NewOpening
from services.intake.schemas.mailbox import NewAnswer
from shared.directory import KnownInstitution
from shared.pages.forms import BesaForm, SelectChoice

_SHORTER = _l("Shkruajeni më shkurt")


class OpeningForm(BesaForm):
    """Why the file is opened."""

    reason = RadioField(_l("Pse po e hapni dosjen?"), validators=[InputRequired(_l("Zgjidhni një arsye"))])
    note = StringField(_l("Shënim"), validators=[Optional(), Length(max=500, message=_SHORTER)])

    def __init__(self, language: str) -> None:
        super().__init__()
        self.reason.choices = _choices(data.opening_reasons(), language)

    def opening(self) -> NewOpening:
        return NewOpening(reason=self.reason.data, note=self.note.data or None)


class AnswerForm(MessageForm):
    """A message of the office, and why it goes though it may name somebody."""

    names_reason = RadioField(_l("Pse mund të shkojë me këtë?"), validate_choice=False)

    def __init__(self, language: str) -> None:
        super().__init__()
        self.names_reason.choices = _choices(data.names_reasons(), language)

    def answer(self) -> NewAnswer:
        return NewAnswer(text=self.text.data or "", names_reason=listed_reason(self.names_reason.data))


class ConflictForm(BesaForm):
    """The mark of a person who is in conflict with the child."""

    who = RadioField(_l("Kush është në konflikt me fëmijën?"), default="submitter")
    in_conflict = BooleanField(_l("Nuk duhet të shohë dhe të marrë asgjë"))

    def __init__(self, offered: Sequence[str] = WHO, **options: Any) -> None:
        super().__init__(**options)
        named = {"submitter": _l("Ankuesi"), "representative": _l("Përfaqësuesi"),
                 "guardian": _l("Prindërit ose kujdestarët, kushdo që janë")}  # fmt: skip
        self.who.choices = [SelectChoice(who, named[who]) for who in offered]

    def conflict(self) -> Conflict:
        return Conflict(in_conflict=bool(self.in_conflict.data), who=self.who.data)


class DecisionForm(BesaForm):
    """The decision on a complaint. What each outcome needs is checked by the domain, not here."""

    outcome = RadioField(_l("Çfarë vendosni?"), validators=[InputRequired(_l("Zgjidhni vendimin"))])
    ground = SelectField(_l("Arsyeja"), validators=[Optional()])
    summary = TextAreaField(
        _l("Përmbledhje asnjanëse, pa emra"), validators=[Optional(), Length(max=4000, message=_SHORTER)]
    )
    rights = StringField(_l("Nenet e Konventës"), validators=[Optional(), Length(max=200, message=_SHORTER)])
    bodies = SelectMultipleField(_l("Organet"), validators=[Optional()])
    redirect_to = SelectField(_l("Organi kompetent"), validators=[Optional()])
    ask_authority = SelectField(_l("Kujt i kërkohet informacion"), validators=[Optional()])
    joined_to = StringField(_l("Numri i ankesës kryesore"), validators=[Optional(), Length(max=32, message=_SHORTER)])
    urgency = SelectField(_l("Urgjenca"), validators=[Optional()])
    urgency_reason = StringField(
        _l("Pse e ulni urgjencën?"), validators=[Optional(), Length(max=500, message=_SHORTER)]
    )

    names_reason = RadioField(_l("Pse mund të shkojë me këtë?"), validate_choice=False)

    def __init__(self, language: str, bodies: Sequence[KnownInstitution], suggested: Mapping[str, object]) -> None:
        super().__init__(data=suggested)
        self.names_reason.choices = _choices(data.names_reasons(), language)
        offered = [SelectChoice(str(body.id), body.name(language)) for body in bodies]
        self.outcome.choices = _choices(data.outcomes(), language)
        self.ground.choices = [SelectChoice("", ""), *_choices(data.ground_entries(), language)]
        self.urgency.choices = _choices(data.urgency_levels(), language)
        self.bodies.choices = offered
        self.redirect_to.choices = [SelectChoice("", ""), *offered]
        authorities = {str(body.id) for body in bodies if body.institution_class in AUTHORITIES}
        self.ask_authority.choices = [SelectChoice("", ""), *(one for one in offered if one.value in authorities)]

    def decision(self, joined_to: UUID | None) -> NewDecision:
        """`joined_to` is the id behind the number typed."""
        return NewDecision(
            outcome=self.outcome.data,
            ground=self.ground.data or None,
            summary=self.summary.data or None,
            rights=rights_of(self.rights.data),
            bodies=tuple(UUID(body) for body in self.bodies.data or []),
            redirect_to=UUID(self.redirect_to.data) if self.redirect_to.data else None,
            ask_authority=UUID(self.ask_authority.data) if self.ask_authority.data else None,
            joined_to=joined_to,
            urgency=self.urgency.data or None,
            urgency_reason=self.urgency_reason.data or None,
            names_reason=listed_reason(self.names_reason.data),
        )


def listed_reason(chosen: str | None) -> str | None:
    """Why words may go although they may name somebody, if it is one of the list."""
    return chosen if chosen in data.names_reasons() else None


def rights_of(typed: str | None) -> tuple[str, ...]:
    """The articles that were typed with commas between them."""
    return tuple(right.strip().lower() for right in (typed or "").replace(";", ",").split(",") if right.strip())


def _choices(entries: Mapping[str, data.Entry], language: str) -> list[SelectChoice]:
    return [SelectChoice(key, data.words(entry, "name", language)) for key, entry in entries.items()]
