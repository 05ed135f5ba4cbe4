"""What is filled in about a recommendation to the office: a file of them, what the office says of one, what its issuer found."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.cases import words
from services.cases.domain.obligations import Assessed
from services.cases.forms.case import LONGEST_TEXT, choices
from services.cases.incoming.words import POSITIONS
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, FileField, SelectChoice

#: What the rules of incoming letters say when they say no.
SENTENCES: Mapping[str, Words] = {
    "incoming.no_reply_yet": _l("Zyra nuk është përgjigjur ende. Zgjidhni më parë përgjigjen e saj."),
    "incoming.says_nothing": _l("Zgjidhni përgjigjen, ose ku është zyra me zbatimin."),
}


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
    promised_date = DateParts(_l("Deri kur premton zyra"), validators=[Optional()], ahead=True)
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
    promised_date = DateParts(_l("Deri kur pritet zbatimi"), validators=[Optional()], ahead=True)
    next_check = DateParts(_l("Kur e shqyrton përsëri"), validators=[Optional()], ahead=True)
    text = TextAreaField(
        _l("Ku e thotë dhe me çfarë fjalësh"),
        description=_l("Dokumenti, paragrafi dhe thelbi."),
        validators=[InputRequired(_l("Shkruani ku e thotë")), Length(max=LONGEST_TEXT)],
    )
