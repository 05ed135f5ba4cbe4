"""The office's forms of the directory: a body, its relations, its succession, its contacts, a file of it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from services.partners.data import county_names
from services.partners.forms import directory_words, words
from services.partners.models import Institution
from services.partners.schemas.contacts import NewContact, NewProposal
from services.partners.schemas.institutions import InstitutionChange, NewInstitution
from services.partners.schemas.relations import NewRelation, NewSuccession, RelationChange
from services.partners.words import CLASSES
from shared.pages.forms import BesaForm, DateParts, FileField, SelectChoice
from shared.typed import UNSENT
from shared.words import language

_NEEDED = InputRequired(_l("Kjo duhet shkruar."))
_CHOSEN = InputRequired(_l("Zgjidhni një nga lista."))
Bodies = Iterable[tuple[UUID | str, str]]


def _choices(labels: Mapping[str, str], empty: str | None = None) -> list[SelectChoice]:
    first = [] if empty is None else [SelectChoice("", empty)]
    return first + [SelectChoice(code, label) for code, label in labels.items()]


class InstitutionForm(BesaForm):
    """A body. `version` is the one that was seen; empty for a new body."""

    version = HiddenField()
    key = StringField(
        _l("Çelësi"),
        validators=[Optional(), Regexp(r"[a-z][a-z0-9-]{1,62}\Z", message=_l("Shkronja të vogla, shifra dhe vija."))],
        description=_l("Me shkronja të vogla, shifra dhe vija; nuk ndryshohet më."),
    )
    institution_class = SelectField(_l("Lloji"), validators=[Optional()])
    name_sq = StringField(_l("Emri shqip"), validators=[_NEEDED, Length(max=300)])
    name_en = StringField(_l("Emri anglisht"), validators=[_NEEDED, Length(max=300)])
    dat_sq = StringField(
        _l("Emri në dhanore"),
        validators=[Length(max=300)],
        description=_l("Siç shkruhet mbi letër: Bashkisë Fier. Bosh: sipas rregullës."),
    )
    acc_sq = StringField(
        _l("Emri në kallëzore"),
        validators=[Length(max=300)],
        description=_l("Për shembull: Bashkinë Fier. Bosh: sipas rregullës."),
    )
    forms_confirmed = BooleanField(_l("I lexova të dyja format dhe janë të sakta"))
    short_sq = StringField(_l("Emri i shkurtër"), validators=[Length(max=200)])
    aka = TextAreaField(_l("Emra të tjerë, një për rresht"), validators=[Length(max=4000)])
    seat = StringField(_l("Qendra"), validators=[Length(max=200)])
    municipality = SelectField(_l("Bashkia"), validators=[Optional()])
    county = SelectField(_l("Qarku"), validators=[Optional()])
    powers = SelectMultipleField(_l("Kompetenca"), choices=_choices(directory_words.POWERS), validators=[Optional()])
    by_link = SelectField(
        _l("Letrat me lidhje për një përdorim te adresa e postës elektronike"),
        choices=_choices(directory_words.BY_LINK),
        validators=[Optional()],
    )
    valid_from = DateParts(_l("Ekziston nga"), validators=[Optional()])
    valid_to = DateParts(_l("Ekziston deri më"), validators=[Optional()])
    source = StringField(_l("Burimi"), validators=[Length(max=100)], description=_l("Akti, faqja ose lajmi."))
    confirmed = BooleanField(_l("Të dhënat janë konfirmuar nga burimi"))
    active = BooleanField(_l("Zyra i dërgon dokumente"))

    def offer(self, municipalities: Bodies, *, new: bool) -> None:
        """Fill the lists; a new body also has a key and a class, one that exists keeps them."""
        self.institution_class.choices = _choices(CLASSES, _("Zgjidhni"))
        self.municipality.choices = [SelectChoice("", _("Asnjë")), *(SelectChoice(*one) for one in municipalities)]
        self.county.choices = _choices(county_names(language()), _("Asnjë"))
        if new:
            self.key.validators = [_NEEDED, *self.key.validators[1:]]
            self.institution_class.validators = [_CHOSEN]
            del self.active, self.confirmed
        else:
            del self.key, self.institution_class, self.source

    def wanted(self) -> NewInstitution:
        """The body that was filled in."""
        return NewInstitution(
            key=self.key.data or "",
            class_=self.institution_class.data,
            name_sq=self.name_sq.data or "",
            name_en=self.name_en.data or "",
            short_sq=self.short_sq.data or None,
            aka=self._other_names(),
            seat=self.seat.data or None,
            municipality=self.municipality.data or None,
            county=self.county.data or None,
            languages=("sq",),
            dat_sq=(self.dat_sq.data or "").strip(),
            acc_sq=(self.acc_sq.data or "").strip(),
            forms_confirmed=self.forms_confirmed.data,
            powers=tuple(self.powers.data or ()),
            by_link=directory_words.by_link_of(self.by_link.data),
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            source=self.source.data or "office",
        )

    def change(self, *, enabled: bool) -> InstitutionChange:
        """What was filled in of a body whose switch is `enabled`. Not pressed, the switch is not told: that of a body outside
        its days stays as it is.
        """
        return InstitutionChange(
            name_sq=self.name_sq.data or "",
            name_en=self.name_en.data or "",
            dat_sq=(self.dat_sq.data or "").strip(),
            acc_sq=(self.acc_sq.data or "").strip(),
            forms_confirmed=self.forms_confirmed.data,
            short_sq=self.short_sq.data or None,
            aka=self._other_names(),
            seat=self.seat.data or None,
            municipality=self.municipality.data or None,
            county=self.county.data or None,
            powers=tuple(self.powers.data or ()),
            by_link=directory_words.by_link_of(self.by_link.data),
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            confirmed=self.confirmed.data,
            active=UNSENT if self.active.data == enabled else self.active.data,
        )

    def _other_names(self) -> tuple[str, ...]:
        lines = (self.aka.data or "").splitlines()
        return tuple(line.strip()[:200] for line in lines if line.strip())[:20]


def known_of(body: Institution) -> Mapping[str, object]:
    """What the form of a body that exists begins with."""
    by_link = directory_words.by_link_code(body.by_link)
    return {**vars(body), "aka": "\n".join(body.aka), "active": body.enabled, "by_link": by_link}


class RelationForm(BesaForm):
    """A relation of a body to another."""

    kind = SelectField(_l("Lidhja"), choices=_choices(words.RELATIONS), validators=[_CHOSEN])
    to = SelectField(_l("Me"), validators=[_CHOSEN])
    valid_from = DateParts(_l("Nga"), validators=[Optional()])
    valid_to = DateParts(_l("Deri më"), validators=[Optional()])
    source = StringField(_l("Burimi"), validators=[Length(max=100)], description=_l("Akti, faqja ose lajmi."))

    def offer(self, bodies: Bodies) -> None:
        self.to.choices = [SelectChoice("", _("Zgjidhni")), *(SelectChoice(str(body), name) for body, name in bodies)]

    def wanted(self) -> NewRelation:
        return NewRelation(
            kind=self.kind.data,
            to=UUID(self.to.data),
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            source=self.source.data or "office",
        )


class RelationEndForm(BesaForm):
    """When a relation began and ended; with the last day alone it is ended, with the first it is corrected."""

    version = HiddenField()
    valid_from = DateParts(_l("Nga"), validators=[Optional()])
    valid_to = DateParts(_l("Deri më"), validators=[Optional()])
    confirmed = BooleanField(_l("E konfirmuar nga burimi"))

    def change(self) -> RelationChange:
        return RelationChange(
            valid_from=self.valid_from.data, valid_to=self.valid_to.data, confirmed=self.confirmed.data
        )


class SuccessionForm(BesaForm):
    """Who stands in the place of a body that ends."""

    first = SelectField(_l("Pasuesi"), validators=[_CHOSEN])
    second = SelectField(_l("Pasuesi i dytë, nëse u nda"), validators=[Optional()])
    third = SelectField(_l("Pasuesi i tretë"), validators=[Optional()])
    day = DateParts(_l("Nga cila ditë?"), validators=[InputRequired(_l("Shkruani datën"))])
    ground = StringField(
        _l("Akti"), validators=[Length(max=300)], description=_l("Për shembull, vendimi i Këshillit të Ministrave.")
    )
    letters = SelectField(
        _l("Kush përgjigjet për letrat e tij?"),
        choices=[
            SelectChoice("", _l("Pasuesi i vetëm; me disa pasues askush")),
            SelectChoice("first", _l("Pasuesi i parë")),
            SelectChoice("second", _l("Pasuesi i dytë")),
            SelectChoice("third", _l("Pasuesi i tretë")),
        ],
        validators=[Optional()],
    )
    carry_over = BooleanField(_l("Kush ishte nën të kalon nën pasuesin e vetëm"))

    def offer(self, bodies: Bodies) -> None:
        offered = [SelectChoice(str(body), name) for body, name in bodies]
        for field in (self.first, self.second, self.third):
            field.choices = [SelectChoice("", _("Zgjidhni") if field is self.first else _("Asnjë")), *offered]

    def wanted(self) -> NewSuccession:
        chosen = [field.data for field in (self.first, self.second, self.third) if field.data]
        heir = self[self.letters.data].data if self.letters.data else None
        if self.day.data is None:
            raise AssertionError("the form was not validated")
        return NewSuccession(
            successors=tuple(map(UUID, chosen)),
            day=self.day.data,
            ground=self.ground.data or None,
            letters_to=UUID(heir) if heir else None,
            carry_over=self.carry_over.data,
        )


class ContactForm(BesaForm):
    """A way to reach a body: of a function, never of a person."""

    kind = SelectField(_l("Lloji"), choices=_choices(directory_words.CONTACT_KINDS), validators=[_CHOSEN])
    purpose = SelectField(_l("Për çfarë?"), choices=_choices(directory_words.PURPOSES), validators=[_CHOSEN])
    value = StringField(_l("Kontakti"), validators=[_NEEDED, Length(max=300)])
    function = StringField(
        _l("Funksioni"), validators=[Length(max=100)], description=_l("Për shembull: sekretaria. Pa emra njerëzish.")
    )
    valid_from = DateParts(_l("Nga"), validators=[Optional()])

    def wanted(self) -> NewContact:
        return NewContact(
            kind=self.kind.data,
            purpose=self.purpose.data,
            value=self.value.data or "",
            function=self.function.data or None,
            valid_from=self.valid_from.data,
        )


class ProposalForm(BesaForm):
    """What a body would change: a new contact, or another value for one that stands, or its end."""

    kind = SelectField(_l("Lloji"), choices=_choices(directory_words.CONTACT_KINDS), validators=[_CHOSEN])
    purpose = SelectField(_l("Për çfarë?"), choices=_choices(directory_words.PURPOSES), validators=[_CHOSEN])
    value = StringField(_l("Kontakti i saktë"), validators=[Length(max=300)])
    function = StringField(
        _l("Funksioni"), validators=[Length(max=100)], description=_l("Për shembull: sekretaria. Pa emra njerëzish.")
    )
    drop = BooleanField(_l("Ky kontakt nuk përdoret më"))

    def suit(self, *, known: bool) -> None:
        """A contact that is known keeps its kind and purpose and can be dropped; a new one has them and cannot."""
        if known:
            del self.kind, self.purpose
        else:
            del self.drop

    def wanted(self, contact_id: UUID | None) -> NewProposal:
        """An empty value is refused by the rule of its kind, not read as the end of the contact."""
        value, function = self.value.data or "", self.function.data or None
        if contact_id is None:
            return NewProposal(kind=self.kind.data, purpose=self.purpose.data, value=value, function=function)
        return NewProposal(contact_id=contact_id, value=None if self.drop.data else value, function=function)


class ImportForm(BesaForm):
    """A file of the directory. `seen` is the digest of the file whose comparison was looked at."""

    seen = HiddenField()
    file = FileField(_l("Skedari CSV ose JSON"))
    apply = BooleanField(_l("Zbato ndryshimet e këtij skedari"))
