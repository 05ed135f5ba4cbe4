"""A date typed as day, month and year in three boxes, which people get right more often than in one.

No input is a server error: whatever is missing or wrong becomes a message at the part it concerns.
"""

from contextlib import suppress
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms.fields import Field
from wtforms.utils import unset_value

from shared.clock import utc_now

PARTS = ("day", "month", "year")
LABELS = {"day": lazy_gettext("Dita"), "month": lazy_gettext("Muaji"), "year": lazy_gettext("Viti")}
YEAR_DIGITS = 4
#: As the API's days, see shared/gate.py.
YEARS = range(1900, 2100)
DAY_DIGITS = 2
EXAMPLE_YEAR = 2026


class DateParts(Field):
    """Posted as `<name>-day`, `<name>-month`, `<name>-year`; `.data` is a date or None.

    All three empty is "not given": `InputRequired` refuses it, `Optional` lets it pass. `parts` keeps what was typed.
    """

    def __init__(self, *args: Any, ahead: bool = False, **kwargs: Any) -> None:
        """`ahead`: a day that is still to come is asked for."""
        super().__init__(*args, **kwargs)
        self.ahead = ahead
        self.parts = dict.fromkeys(PARTS, "")
        self.wrong: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Gather the three parts into one raw value, so that WTForms' validators see a field like any other."""
        typed = None
        if formdata is not None:
            self.parts = {part: str(formdata.get(f"{self.name}-{part}", "")).strip() for part in PARTS}
            whole = " ".join(filter(None, self.parts.values()))
            typed = MultiDict({self.name: whole} if whole else {})
        super().process(typed, data, extra_filters)
        if formdata is None and self.data is not None:
            self.parts = {part: str(getattr(self.data, part)) for part in PARTS}

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Set `data` from the parts; raises ValueError with the message for the reader."""
        self.data = None
        if valuelist:
            self._refuse_incomplete()
            self._refuse_unreadable()
            self.data = self._as_date()

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Keep our own message: `DataRequired` would replace it by "this field is required"."""
        if self.process_errors:
            self.errors = list(self.process_errors)
            return False
        valid = super().validate(form, extra_validators)
        if not valid:
            self.wrong = PARTS
        return bool(valid)

    @property
    def example(self) -> str:
        """A day as it is typed, such as is asked for."""
        return f"27 3 {utc_now().year + 1 if self.ahead else EXAMPLE_YEAR}"

    @property
    def error_id(self) -> str:
        """The id of the first box that is wrong: where the error summary leads."""
        return self.part_id(self.wrong[0]) if self.wrong else str(self.id)

    def part_id(self, part: str) -> str:
        """Return the id of one box; the first carries the field's own."""
        return str(self.id) if part == PARTS[0] else f"{self.id}-{part}"

    @property
    def boxes(self) -> list[dict[str, object]]:
        """The items option of GOV.UK's date input."""
        return [
            {
                "name": f"{self.name}-{part}",
                "id": self.part_id(part),
                "label": str(LABELS[part]),
                "value": self.parts[part],
                "classes": f"govuk-input--width-{YEAR_DIGITS if part == 'year' else DAY_DIGITS}"
                + (" govuk-input--error" if self.errors and part in self.wrong else ""),
            }
            for part in PARTS
        ]

    def _refuse_incomplete(self) -> None:
        self.wrong = tuple(part for part in PARTS if not self.parts[part])
        if self.wrong:
            missing = ", ".join(str(LABELS[part]).lower() for part in self.wrong)
            raise ValueError(gettext("Data nuk është e plotë. Mungon: %(parts)s.", parts=missing))

    def _refuse_unreadable(self) -> None:
        # isdecimal alone accepts digits of every script, and int() takes seconds over thousands of them.
        self.wrong = tuple(part for part in PARTS if not (self.parts[part].isascii() and self.parts[part].isdecimal()))
        if self.wrong:
            raise ValueError(gettext("Data shkruhet me numra, për shembull 27 3 2026."))
        if len(self.parts["year"]) != YEAR_DIGITS:
            self.wrong = ("year",)
            raise ValueError(gettext("Viti duhet të ketë katër shifra, për shembull 2026."))

    def _as_date(self) -> date:
        found = None
        if max(len(self.parts["day"]), len(self.parts["month"])) <= DAY_DIGITS:
            with suppress(ValueError):
                found = date(*(int(self.parts[part]) for part in reversed(PARTS)))
        if found is None:
            self.wrong = PARTS
            raise ValueError(gettext("Kjo datë nuk ekziston."))
        if found.year not in YEARS:
            self.wrong = ("year",)
            raise ValueError(gettext("Viti është nga 1900 deri në 2099."))
        return found
