"""What is filled in about who is on call."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from services.cases.duty.schemas import MOST_PLACES, ContactBody, PersonAnswer, ShiftBody, SubstitutionBody
from services.cases.duty.words import WEEKDAYS
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, SelectChoice
from shared.pages.languages import LANGUAGES

#: What the rules of the duty say when they say no.
SENTENCES: Mapping[str, Words] = {
    "duty.staff_unknown": _l("Ky person nuk është i zyrës, ose nuk punon më këtu."),
    "duty.ends_before_it_begins": _l("Dita e fundit është para së parës."),
    "duty.role_not_on_call": _l("Roli i këtij personi nuk e lejon të hapë ankesat; ai nuk mund të jetë në gatishmëri."),
    "duty.overlaps": _l("Këtë person e zëvendëson tashmë dikush në një nga këto ditë. Hiqni më parë atë zëvendësim."),
    "duty.circle": _l(
        "Zëvendësuesi mungon vetë në një nga këto ditë dhe e zëvendëson, drejtpërdrejt ose përmes të tjerëve, ky person."
    ),
    "duty.same_person": _l("Askush nuk zëvendëson veten."),
}
_HOUR = Regexp(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z", message=_l("Shkruani orën kështu: 08:00"))
_PHONE = Regexp(
    r"\+?[0-9][0-9 ()./-]{4,24}\Z", message=_l("Shkruani numrin e telefonit, për shembull +355 69 000 0000")
)
_MAIL = Regexp(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]+\Z", message=_l("Shkruani adresën e postës elektronike"))


def _offered(people: Iterable[PersonAnswer]) -> list[SelectChoice]:
    return [SelectChoice("", ""), *(SelectChoice(str(one.id), one.name) for one in people)]


class ShiftForm(BesaForm):
    """Who is on call, on which weekdays and at which hours."""

    staff_id = SelectField(_l("Kush"), validators=[InputRequired(_l("Zgjidhni kush"))])
    place = IntegerField(
        _l("I sati thirret"),
        default=1,
        validators=[InputRequired(_l("Shkruani numrin")), NumberRange(1, MOST_PLACES, _l("Shkruani një numër nga 1"))],
    )
    weekdays = SelectMultipleField(
        _l("Cilat ditë"),
        choices=[SelectChoice(str(key), word) for key, word in WEEKDAYS.items()],
        default=[str(key) for key in WEEKDAYS],
        validators=[InputRequired(_l("Zgjidhni të paktën një ditë"))],
    )
    first_day = DateParts(_l("Nga dita"), validators=[InputRequired(_l("Shkruani ditën e parë"))])
    last_day = DateParts(_l("Deri ditën"), validators=[Optional()])
    begins = StringField(_l("Nga ora"), default="00:00", validators=[InputRequired(_l("Shkruani orën")), _HOUR])
    ends = StringField(_l("Deri në orën"), default="00:00", validators=[InputRequired(_l("Shkruani orën")), _HOUR])

    def __init__(self, people: Iterable[PersonAnswer], **options: Any) -> None:
        super().__init__(prefix="shift-", **options)
        self.staff_id.choices = _offered(people)

    def shift(self) -> ShiftBody:
        return ShiftBody(
            staff_id=UUID(self.staff_id.data),
            place=self.place.data or 1,
            weekdays=tuple(int(one) for one in self.weekdays.data or []),
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            begins=self.begins.data or "",
            ends=self.ends.data or "",
        )


class SubstitutionForm(BesaForm):
    """Who takes whose shifts, on which days."""

    absent = SelectField(_l("Kush mungon"), validators=[InputRequired(_l("Zgjidhni kush mungon"))])
    stands_in = SelectField(_l("Kush e zëvendëson"), validators=[InputRequired(_l("Zgjidhni kush e zëvendëson"))])
    first_day = DateParts(_l("Nga dita"), validators=[InputRequired(_l("Shkruani ditën e parë"))])
    last_day = DateParts(_l("Deri ditën"), validators=[InputRequired(_l("Shkruani ditën e fundit"))])

    def __init__(self, people: Iterable[PersonAnswer], **options: Any) -> None:
        super().__init__(prefix="substitution-", **options)
        self.absent.choices = self.stands_in.choices = _offered(people)

    def substitution(self) -> SubstitutionBody:
        return SubstitutionBody(
            absent=UUID(self.absent.data),
            stands_in=UUID(self.stands_in.data),
            first_day=self.first_day.data,
            last_day=self.last_day.data,
        )


class ContactForm(BesaForm):
    """How a person of the office is called. Both empty: not at all any more."""

    person = SelectField(_l("Kush"), validators=[InputRequired(_l("Zgjidhni kush"))])
    email = EmailField(_l("Posta elektronike"), validators=[Optional(), Length(max=254), _MAIL])
    phone = StringField(_l("Telefoni"), validators=[Optional(), _PHONE])
    in_language = SelectField(
        _l("Në cilën gjuhë"), choices=[SelectChoice(*one) for one in LANGUAGES.items()], default="sq"
    )

    def __init__(self, people: Iterable[PersonAnswer], **options: Any) -> None:
        super().__init__(prefix="contact-", **options)
        self.person.choices = _offered(people)

    def contact(self) -> ContactBody:
        return ContactBody(
            email=self.email.data or None, phone=self.phone.data or None, language=self.in_language.data or "sq"
        )
