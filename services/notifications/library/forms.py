"""What is filled in about a publication, and what its rules say when they say no."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from services.notifications.library.schemas import LONGEST_REASON, LONGEST_SUMMARY, LONGEST_TITLE, MOST_COPIES
from services.notifications.library.words import AUDIENCES, FORMATS, KINDS, LANGUAGES, TOPICS
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, FileField, SelectChoice
from shared.pages.languages import TIMEZONE

SENTENCES: Mapping[str, Words] = {
    "publication.not_a_draft": _l("Ky version u miratua: për ndryshime fillohet një version i ri."),
    "publication.still_open": _l("Versioni i fundit nuk ka dalë ende: përfundojeni ose tërhiqeni më parë."),
    "publication.not_approved": _l("Ky version nuk është i miratuar."),
    "publication.own_work": _l("Miraton dikush tjetër: ju keni shkruar diçka në këtë version."),
    "publication.no_albanian": _l("Mungojnë titulli dhe përmbledhja në shqip."),
    "publication.no_file": _l("Mungon skedari: ngarkoni të paktën një."),
    "publication.file_without_text": _l("Një skedar është në një gjuhë që nuk ka titull dhe përmbledhje."),
    "publication.not_public": _l("Nuk ka asnjë akt publik me këtë numër, ose s'ka një pikë të tillë."),
    "publication.cites_not_public": _l("Versioni citon diçka që nuk është publike: hiqeni citimin."),
    "publication.no_such_language": _l("Ky version nuk ka skedar në këtë gjuhë."),
    "publication.not_out": _l("Para orës së botimit nuk ndahet asgjë."),
    "publication.not_so_many": _l("Nuk ka aq kopje: shihni sa kanë ardhur dhe sa janë ndarë."),
    "publication.not_that_day": _l("Kjo ditë nuk është e mundur."),
    "publication.no_municipality": _l("Zgjidhni një nga bashkitë."),
    "publication.received_already": _l("Këto kopje kanë ardhur tashmë."),
    "publication.other_form": _l("Kjo formë kërkon një skedar tjetër."),
    "publication.file_waits": _l("Një skedar po kontrollohet ende. Provoni pas pak."),
    "publication.file_not_shown": _l("Një skedar nuk mund t'i tregohet askujt: ngarkoni një tjetër."),
    "publication.unread": _l("Thoni që i lexuat ose i dëgjuat vetë ato që nuk u lexuan këtu."),
    "text.compared": _l("Fjalët po krahasohen me dosjet e vulosura. Provoni pas pak."),
    "text.names": _l(
        "Fjalët tregojnë dikë nga dosjet e vulosura, ose mund ta tregojnë: ndryshojini, ose shkruani pse mund të lexohen."
    ),
    "page.changed_meanwhile": _l("Dikush tjetër e ndryshoi ndërkohë: shihni si është tani dhe provoni përsëri."),
}
_OTHERWISE = _l("Kjo nuk lejohet tani.")
FILE_KINDS = _l("PDF, tekst (.txt) ose audio (.m4a), deri në 20 MB, sipas formës.")


def sentence(code: str) -> str:
    return str(SENTENCES.get(code, _OTHERWISE))


def _choices(words: Mapping[str, Words]) -> list[SelectChoice]:
    return [SelectChoice(key, word) for key, word in words.items()]


class NewPublicationForm(BesaForm):
    """A publication that is begun."""

    title = StringField(_l("Titulli në shqip"), [InputRequired(_l("Shkruani titullin")), Length(max=LONGEST_TITLE)])
    summary = TextAreaField(
        _l("Përmbledhja në shqip"), [InputRequired(_l("Shkruani përmbledhjen")), Length(max=LONGEST_SUMMARY)]
    )
    kind = RadioField(_l("Lloji"), choices=_choices(KINDS), validators=[InputRequired(_l("Zgjidhni llojin"))])
    audience = RadioField(_l("Për kë"), choices=_choices(AUDIENCES), validators=[InputRequired(_l("Zgjidhni për kë"))])
    topics = SelectMultipleField(_l("Temat"), choices=_choices(TOPICS))


class Seen(BesaForm):
    """`revision`: of the draft that the page showed."""

    revision = HiddenField()


class SettingForm(Seen):
    """For whom, about what, and from which hour on."""

    audience = RadioField(_l("Për kë"), choices=_choices(AUDIENCES), validators=[InputRequired(_l("Zgjidhni për kë"))])
    topics = SelectMultipleField(_l("Temat"), choices=_choices(TOPICS))
    day = DateParts(
        _l("Dita e botimit"),
        description=_l("Deri në këtë ditë dhe orë askush jashtë zyrës nuk sheh asgjë. Bosh: sapo të miratohet."),
        validators=[Optional()],
    )
    hour = StringField(
        _l("Ora e botimit"),
        description=_l("Ora e Tiranës, si 10:00. Bosh: mesnata në fillim të ditës."),
        validators=[Optional(), Regexp(r"([01]\d|2[0-3]):[0-5]\d\Z", message=_l("Shkruani orën si 10:00"))],
    )

    @property
    def release_at(self) -> datetime | None:
        """The hour in Albania that was typed."""
        if self.day.data is None:
            return None
        return datetime.combine(self.day.data, time.fromisoformat(self.hour.data or "00:00"), TIMEZONE)


class TextForm(Seen):
    language = SelectField(_l("Gjuha e tekstit"), choices=_choices(LANGUAGES))
    title = StringField(_l("Titulli"), [InputRequired(_l("Shkruani titullin")), Length(max=LONGEST_TITLE)])
    summary = TextAreaField(
        _l("Përmbledhja"), [InputRequired(_l("Shkruani përmbledhjen")), Length(max=LONGEST_SUMMARY)]
    )


class FileForm(Seen):
    language = SelectField(_l("Gjuha e skedarit"), choices=_choices(LANGUAGES))
    form = SelectField(_l("Forma"), choices=_choices(FORMATS))
    file = FileField(_l("Skedari"), description=FILE_KINDS)


class RemovalForm(Seen):
    """A button beside a file."""

    language = HiddenField()
    form = HiddenField()


class CitationForm(Seen):
    number = StringField(
        _l("Numri i aktit"),
        [InputRequired(_l("Shkruani numrin e aktit")), Length(max=40)],
        description=_l("Si në regjistrin publik. Citohet vetëm çfarë e lexon kushdo."),
    )
    item = IntegerField(_l("Pika e aktit"), [Optional(), NumberRange(0, 1000)], description=_l("Bosh: akti i tërë."))


class UncitingForm(Seen):
    """A button beside a citation."""

    act = HiddenField()
    item = HiddenField()


class OrderForm(BesaForm):
    """`what`: version and language, such as `2:sq`."""

    what = SelectField(_l("Versioni dhe gjuha"))
    copies = IntegerField(_l("Sa kopje"), [InputRequired(_l("Shkruani sa kopje")), NumberRange(1, MOST_COPIES)])
    ordered_on = DateParts(_l("Dita e porosisë"), validators=[InputRequired(_l("Shkruani ditën"))])

    def __init__(self, offered: list[SelectChoice], **options: Any) -> None:
        super().__init__(**options)
        self.what.choices = offered


class ReceiptForm(BesaForm):
    order = HiddenField()
    received_on = DateParts(_l("Dita kur erdhën"), validators=[InputRequired(_l("Shkruani ditën"))])


class HandoutForm(BesaForm):
    """`what`: as in `OrderForm`."""

    what = SelectField(_l("Versioni dhe gjuha"))
    municipality = SelectField(_l("Bashkia"))
    copies = IntegerField(
        _l("Sa kopje u ndanë"),
        [InputRequired(_l("Shkruani sa kopje")), NumberRange(-MOST_COPIES, MOST_COPIES)],
        description=_l("Me minus hiqet çfarë u numërua gabim."),
    )
    given_on = DateParts(_l("Dita e ndarjes"), validators=[InputRequired(_l("Shkruani ditën"))])

    def __init__(self, offered: list[SelectChoice], places: list[SelectChoice], **options: Any) -> None:
        super().__init__(**options)
        self.what.choices, self.municipality.choices = offered, places


class ApprovalForm(Seen):
    """`names_reason` is asked for where the words name somebody, or may; `read_myself` where something in the files was not read."""

    names_reason = TextAreaField(
        _l("Pse mund të lexohet kështu"),
        description=_l("Vetëm kur fjalët tregojnë dikë që mund të njihet. Shkruani me fjalë; mbetet në gjurmë."),
        validators=[Optional(), Length(max=LONGEST_REASON)],
    )
    read_myself = BooleanField(
        _l("I lexova ose i dëgjova vetë faqet dhe zërat që nuk u lexuan këtu, dhe nuk tregojnë askënd që nuk duhet."),
        description=_l("Mbetet në gjurmë me emrin tuaj."),
    )


class WithdrawalForm(BesaForm):
    reason = TextAreaField(
        _l("Pse tërhiqet"),
        description=_l("E lexon kushdo që e kërkon. Pa emra njerëzish."),
        validators=[InputRequired(_l("Shkruani pse tërhiqet")), Length(max=LONGEST_REASON)],
    )


class RenewalForm(BesaForm):
    """A button."""
