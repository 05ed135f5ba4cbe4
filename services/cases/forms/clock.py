"""What an officer fills in to move a clock."""

from collections.abc import Iterable
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.cases import words
from services.cases.domain.clock_history import OFFICERS_ENTRIES
from services.cases.domain.ledger import EntryKind
from services.cases.domain.obligations import Way
from services.cases.forms.case import LONGEST_TEXT
from services.cases.forms.paper import SCAN_HINT, chosen_file
from shared.pages.forms import BesaForm, DateParts, FileField, SelectChoice

KINDS = {
    EntryKind.PAUSED: _l("Ndale afatin"),
    EntryKind.RESUMED: _l("Vazhdoje afatin"),
    EntryKind.EXTENDED: _l("Zgjate afatin"),
    EntryKind.GRANT_CORRECTED: _l("Korrigjo kohën që u dha gabim"),
    EntryKind.CLOSED: _l("Mbylle afatin"),
    EntryKind.REOPENED: _l("Rihape afatin"),
    EntryKind.CORRECTED: _l("Korrigjo ditën e dorëzimit"),
}


class ClockEntryForm(BesaForm):
    """One entry. What a state allows is the domain's rule; the page only offers what is legal now."""

    stands_for: ClassVar[dict[str, str]] = {"scan_id": "scan"}

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
        ahead=True,
    )
    reason = TextAreaField(
        _l("Arsyeja"),
        description=_l("Institucioni mund të pyesë pse lëvizi data."),
        validators=[InputRequired(_l("Shkruani arsyen.")), Length(max=LONGEST_TEXT)],
    )

    scan = FileField(_l("Prova e ditës së dorëzimit"), description=SCAN_HINT)
    ground = RadioField(
        _l("Ose çfarë e tregon ditën e vërtetë"),
        description=_l("Një korrigjim kërkon një dokument ose një nga këto."),
        choices=[],
        validators=[Optional()],
        validate_choice=False,
    )

    channel = SelectField(
        _l("Si mbërriti vërtet letra"),
        description=_l("Vetëm për një korrigjim, kur prova tregon një rrugë tjetër nga ajo që u shënua."),
        choices=[SelectChoice("", _l("Siç u shënua")), *(SelectChoice(way.value, words.WAYS[way]) for way in Way)],
        default="",
    )

    @property
    def chosen(self) -> FileStorage | None:
        return chosen_file(self.scan)

    def offer(self, kinds: Iterable[EntryKind], grounds: Iterable[tuple[str, str]]) -> "ClockEntryForm":
        """Leave only these kinds to choose from, and what may show a day: (key, words)."""
        self.kind.choices = [SelectChoice(kind.value, KINDS[kind]) for kind in kinds]
        self.ground.choices = [SelectChoice(key, text) for key, text in grounds]
        return self
