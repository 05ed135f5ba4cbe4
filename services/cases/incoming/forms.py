"""What is filled in about a recommendation to the office: a file of them, what the office says of one, what its issuer found."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.cases import words
from services.cases.domain.obligations import Assessed
from services.cases.domain.replies import Position
from services.cases.forms.case import ALL, LONGEST_TEXT, choices
from services.cases.incoming.domain import State
from shared.pages.forms import BesaForm, DateParts, FileField, SelectChoice

POSITIONS = {
    Position.ACCEPTED: _l("E pranon"),
    Position.ACCEPTED_IN_PART: _l("E pranon pjesërisht"),
    Position.REFUSED: _l("Nuk e pranon"),
    Position.NOT_COMPETENT: _l("Nuk është kompetente"),
    Position.ASKS_CLARIFICATION: _l("Kërkon sqarim"),
}
#: What becomes of a row of a file.
STATES = {
    State.NEW: _l("E re"),
    State.CHANGED: _l("Ndryshon"),
    State.SAME: _l("Njësoj"),
    State.REFUSED: _l("Nuk pranohet"),
}
STATE_COLOURS = {State.NEW: "green", State.CHANGED: "blue", State.SAME: "grey", State.REFUSED: "red"}
#: The columns of a file, as the page calls them.
COLUMNS = {
    "issuer": _l("Kush e dha"),
    "number": _l("Numri"),
    "title": _l("Titulli"),
    "issued_on": _l("Dita e dokumentit"),
    "received_on": _l("Dita e marrjes"),
    "item": _l("Pika"),
    "text": _l("Teksti"),
    "due": _l("Deri kur"),
    "term": _l("Afati ligjor"),
}
FAULTS = {
    "twice": _l("Kjo pikë është dy herë në skedar."),
    "differs_within": _l("Rreshtat e të njëjtit dokument nuk e thonë njësoj."),
    "fixed": _l("Kjo nuk ndryshohet me skedar: prej saj numërohet afati."),
    "issuer_unknown": _l("Nuk ka dhënës të tillë në listë."),
    "term_unknown": _l("Atë ditë nuk kishte afat të tillë në fuqi."),
    "needs_due_or_term": _l("Shkruani një ditë ose një afat ligjor."),
    "before_issued": _l("Dita e marrjes është para ditës së dokumentit."),
    "in_the_future": _l("Dita nuk mund të jetë në të ardhmen."),
    "before_received": _l("Kjo ditë është para ditës së marrjes."),
    "other_number_of_cells": _l("Rreshti ka më shumë ose më pak qeliza se rreshti i parë."),
}
#: What the strict reading of a cell says, in the words of its library.
_UNREADABLE = _l("Kjo qelizë mungon ose nuk lexohet: datat shkruhen me shifra, viti-muaji-dita.")


def fault_words(code: str) -> str:
    """What a person reads of a fault of a row."""
    return str(FAULTS.get(code, _UNREADABLE))


class IncomingFilter(BesaForm):
    """Which items the list shows; read from the address."""

    timeliness = SelectField(
        _l("Afati"),
        choices=[ALL, SelectChoice("late", _l("Me vonesë")), SelectChoice("due_in", _l("Ende në afat"))],
        validators=[Optional()],
    )
    issuer = SelectField(_l("Kush e dha"), validators=[Optional()])

    def __init__(self, *args: Any, issuers: list[SelectChoice], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.issuer.choices = [ALL, *issuers]


class IncomingImportForm(BesaForm):
    """A file. `seen` is the digest of the file whose comparison was looked at."""

    seen = HiddenField()
    file = FileField(_l("Skedari CSV ose JSON"), description=_l("Në UTF-8, deri në 1 MB dhe 2000 rreshta."))
    apply = BooleanField(_l("Zbato ndryshimet e këtij skedari"))


class OfficeReportForm(BesaForm):
    """What the office replies to one item, or how far it has come."""

    position = SelectField(
        _l("Përgjigjja e zyrës"),
        choices=[SelectChoice("", _l("Përgjigjja është dhënë më parë")), *choices(POSITIONS)],
        validators=[Optional()],
    )
    reasons = BooleanField(_l("Përgjigjja jep arsye"))
    claimed = SelectField(
        _l("Ku është zyra me zbatimin"),
        choices=[SelectChoice("", _l("Nuk e thotë")), *choices(words.CLAIMS)],
        validators=[Optional()],
    )
    promised_date = DateParts(_l("Deri kur premton zyra"), validators=[Optional()])
    text = TextAreaField(
        _l("Çfarë thotë zyra"), validators=[InputRequired(_l("Shkruani çfarë thotë zyra")), Length(max=LONGEST_TEXT)]
    )


class IssuerFindingForm(BesaForm):
    """What the issuer found, as its document says."""

    assessment = RadioField(
        _l("Çfarë gjeti dhënësi"),
        choices=choices(words.ASSESSMENTS, without=(Assessed.NOT_ASSESSED,)),
        validators=[InputRequired(_l("Zgjidhni çfarë gjeti dhënësi"))],
    )
    on = DateParts(_l("Kur u zbatua"), validators=[Optional()])
    promised_date = DateParts(_l("Deri kur pritet zbatimi"), validators=[Optional()])
    next_check = DateParts(_l("Kur e shqyrton përsëri"), validators=[Optional()])
    text = TextAreaField(
        _l("Ku e thotë dhe me çfarë fjalësh"),
        description=_l("Dokumenti, paragrafi dhe thelbi."),
        validators=[InputRequired(_l("Shkruani ku e thotë")), Length(max=LONGEST_TEXT)],
    )
