"""What the office does with chosen letters of the post book, and what a refusal of it says to a person."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional

from services.partners.data.mistakes import mistakes as grounds_of
from services.partners.domain import local_date
from services.partners.forms.post_words import RETURN_REASONS, sentence
from services.partners.schemas.letters_at_once import MOST_AT_ONCE
from services.partners.schemas.mistakes import CameBack, Mistakes
from services.partners.schemas.post import Delivered, Returned, Sendings, SentEntry
from services.partners.words import POST_WAYS
from shared.clock import utc_now
from shared.pages.forms import BesaForm, DateParts, FileField, SelectChoice, clean_text
from shared.rules import ContentViolation, RuleViolation
from shared.words import language

_LONGEST_NUMBER = 60


def mistake_choices() -> list[SelectChoice]:
    """The grounds of today; nobody says one by leaving the field as it was."""
    grounds = grounds_of(local_date(utc_now())).values()
    return [SelectChoice("", _l("Zgjidhni")), *(SelectChoice(one.key, one.name(language())) for one in grounds)]


class PostForm(BesaForm):
    """Chosen letters (`entries`) and what is recorded of them; a number for one of them alone is posted as `tracking-<id>`."""

    entries = SelectMultipleField(validators=[Length(max=MOST_AT_ONCE)], validate_choice=False)
    way = SelectField(
        _l("Si u nisën?"),
        choices=[SelectChoice(code, label) for code, label in POST_WAYS.items()],
        validators=[Optional()],
    )
    day = DateParts(_l("Dita"), validators=[Optional()])
    tracking = StringField(_l("Numri i etiketës ose i protokollit, për të gjitha"), validators=[Length(max=60)])
    proof = FileField(_l("Prova e dorëzimit"))
    reason = SelectField(
        _l("Pse u kthyen?"),
        # Nobody says of a letter why it came back by leaving a field as it was.
        choices=[
            SelectChoice("", _l("Zgjidhni")),
            *(SelectChoice(code, label) for code, label in RETURN_REASONS.items()),
        ],
        validators=[Optional()],
    )
    again = BooleanField(_l("Nisen përsëri"))
    ground = SelectField(_l("Si del se u shënua gabim?"), choices=mistake_choices, validators=[Optional()])

    def chosen(self) -> tuple[UUID, ...]:
        """Raises `ContentViolation` for what is no id."""
        try:
            return tuple(UUID(one) for one in self.entries.data or ())
        except ValueError as error:
            raise ContentViolation("not an id", code="nothing_chosen", field="entries") from error

    def sendings(self) -> Sendings:
        some = self._some()
        numbers = {
            one: (clean_text(request.form.get(f"tracking-{one}")) or "")[:_LONGEST_NUMBER] or None for one in some
        }
        entries = tuple(SentEntry(id=one, tracking=numbers[one]) for one in some)
        return Sendings(
            way=_chosen(self.way.data, "way"), day=self._day(), tracking=self.tracking.data or None, entries=entries
        )

    def delivered(self, proof: UUID) -> Delivered:
        return Delivered(day=self._day(), proof=proof, entries=self._some())

    def returned(self) -> Returned:
        reason, again = _chosen(self.reason.data, "reason"), bool(self.again.data)
        return Returned(day=self._day(), reason=reason, again=again, entries=self._some())

    def mistakes(self, proof: UUID | None) -> Mistakes:
        """The day and the reason are of a letter that came back; the other grounds leave them alone."""
        ground, reason = _chosen(self.ground.data, "ground"), self.reason.data
        found = grounds_of(local_date(utc_now())).get(ground)
        back = found is not None and found.back
        if back and not reason:
            raise ContentViolation("why it came back", code="needs_choice", field="reason")
        came = CameBack(day=self._day(), reason=reason, again=bool(self.again.data)) if reason else None
        return Mistakes(ground=ground, proof=proof, back=came, entries=self._some())

    def refuse(self, error: RuleViolation, called: Mapping[str, str]) -> None:
        """Put a refusal, and what stands beside it, at the field that it names, else above the form. `called`: what the entries are
        called that it is about, by id.
        """
        for code, faults in groupby(sorted(error.all, key=lambda one: one.code), key=lambda one: one.code):
            same = list(faults)
            of = "; ".join(called[one.of] for one in same if one.of in called)
            said, one = f"{of}: {sentence(code)}" if of else str(sentence(code)), same[0]
            named = one.field if isinstance(one, ContentViolation) else ""
            field = self._fields.get(named) if named != "entries" else None
            if field is None:
                self.form_errors.append(said)
            else:
                field.errors = [*field.errors, said]

    def _some(self) -> tuple[UUID, ...]:
        chosen = self.chosen()
        if not chosen:
            raise ContentViolation("choose some", code="nothing_chosen", field="entries")
        return chosen

    def _day(self) -> date:
        day = self.day.data
        if not isinstance(day, date):
            raise ContentViolation("on which day", code="needs_day", field="day")
        return day


def _chosen(value: str | None, field: str) -> str:
    """The fields of the other buttons may be empty, and so every field may be left out."""
    if not value:
        raise ContentViolation("choose one", code="needs_choice", field=field)
    return value
