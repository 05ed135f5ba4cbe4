"""What an officer fills in to move a clock."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.cases.domain.clock_history import OFFICERS_ENTRIES
from services.cases.domain.ledger import EntryKind
from services.cases.forms.case import LONGEST_TEXT
from shared.pages.forms import BesaForm, DateParts, SelectChoice

KINDS = {
    EntryKind.PAUSED: _l("Ndale afatin"),
    EntryKind.RESUMED: _l("Vazhdoje afatin"),
    EntryKind.EXTENDED: _l("Zgjate afatin"),
    EntryKind.CLOSED: _l("Mbylle afatin"),
    EntryKind.REOPENED: _l("Rihape afatin"),
    EntryKind.CORRECTED: _l("Korrigjo ditën e dorëzimit"),
}


class ClockEntryForm(BesaForm):
    """One entry. What a state allows is the domain's rule; the page only offers what is legal now."""

    kind = RadioField(
        _l("Çfarë ndodh me afatin"),
        choices=[SelectChoice(kind.value, KINDS[kind]) for kind in OFFICERS_ENTRIES],
        validators=[InputRequired(_l("Zgjidhni çfarë ndodh me afatin"))],
    )
    effective = DateParts(
        _l("Nga cila ditë"),
        description=_l("Për një korrigjim: dita kur letra u dorëzua vërtet."),
        validators=[InputRequired(_l("Shkruani ditën"))],
    )
    until = DateParts(
        _l("Deri kur"),
        description=_l("Vetëm për zgjatjen (dita e fundit e re) ose për një ndalim me fund (dita kur afati vazhdon)."),
        validators=[Optional()],
    )
    reason = TextAreaField(
        _l("Arsyeja"),
        description=_l("Institucioni mund të pyesë pse lëvizi data."),
        validators=[InputRequired(_l("Shkruani arsyen.")), Length(max=LONGEST_TEXT)],
    )

    def offer(self, kinds: Iterable[EntryKind]) -> "ClockEntryForm":
        """Leave only these kinds to choose from."""
        self.kind.choices = [SelectChoice(kind.value, KINDS[kind]) for kind in kinds]
        return self
