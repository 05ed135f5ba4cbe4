"""What is filled in about cooperation, and what its rules say when they say no."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from services.partners.cooperation import data
from services.partners.cooperation.schemas import (
    LONGEST_CLAUSE,
    LONGEST_NAME,
    LONGEST_TITLE,
    ActorBody,
    AgreementAnswer,
    AgreementBody,
    ClauseBody,
    DecisionBody,
    DoneBody,
    EndingBody,
    MeetingBody,
    SigningBody,
)
from services.partners.cooperation.words import CLUSTERS, END_GROUNDS, FUNCTIONS, KINDS
from shared.lists import Words
from shared.pages.forms import BesaForm, DateParts, SelectChoice
from shared.rules import ContentViolation, RuleViolation

SENTENCES: Mapping[str, Words] = {
    "agreement.signed": _l("Marrëveshja është nënshkruar: mbetet siç është."),
    "agreement.not_party": _l("Një pikë e merr përsipër vetëm zyra ose dikush që është palë."),
    "agreement.not_owing": _l(
        "Një gjykate, prokurorie ose organi tjetër të pavarur nuk i kërkohet një pikë: mund të jetë vetëm palë."
    ),
    "agreement.to_come": _l("Kjo ditë nuk ka ardhur ende."),
    "agreement.own_work": _l("Nënshkrimin e shënon dikush tjetër: ju keni shkruar diçka në këtë marrëveshje."),
    "agreement.no_party": _l("Shtoni të paktën një palë tjetër."),
    "agreement.no_clause": _l("Shtoni të paktën një pikë: çfarë merr përsipër secili."),
    "agreement.over": _l("Marrëveshja mbaron para ditës së nënshkrimit."),
    "agreement.due_before": _l("Afati i një pike është para ditës së nënshkrimit."),
    "agreement.amended_already": _l("Versioni i ri i saj është në shkrim e sipër."),
    "agreement.before_amended": _l("Shkruani një ditë pas nënshkrimit të versionit të mëparshëm."),
    "agreement.two_sides": _l("Një pikë e merr përsipër vetëm njëra palë."),
    "agreement.not_owing_actor": _l("Një këshilli fëmijësh nuk i kërkohet një pikë: mund të jetë vetëm palë."),
    "agreement.draft": _l("Marrëveshja nuk është nënshkruar ende."),
    "agreement.ended": _l("Marrëveshja ka mbaruar."),
    "agreement.ending_day": _l("Shkruani një ditë nga nënshkrimi deri sot."),
    "agreement.ending_asked": _l("Mbarimi i saj pret një të dytë: miratohet ose tërhiqet."),
    "agreement.ending_none": _l("Askush nuk ka shkruar që ajo mbaroi."),
    "agreement.ending_own": _l("Mbarimin e miraton dikush tjetër: e keni shkruar ju."),
    "agreement.no_successor": _l("Kur e zëvendësoi një tjetër, zgjidhni marrëveshjen e nënshkruar; përndryshe asnjë."),
    "agreement.no_body": _l("Zgjidhni një nga institucionet."),
    "agreement.no_actor": _l("Zgjidhni një nga aktorët me të cilët punon zyra."),
    "meeting.to_come": _l("Kjo ditë nuk ka ardhur ende."),
    "meeting.nobody": _l("Zgjidhni të paktën një që ishte i pranishëm."),
    "meeting.no_agreement": _l("Zgjidhni një nga marrëveshjet."),
    "meeting.due_before": _l("Afati është para ditës së takimit."),
    "decision.done": _l("Ky vendim u shënua i kryer tashmë."),
    "decision.taken": _l("E ka marrë dikush tjetër."),
    "decision.not_yours": _l("E merr dikush i funksionit të caktuar, dhe e shënon të kryer ai që e ka marrë."),
    "decision.day": _l("Shkruani një ditë nga takimi deri sot."),
    "page.changed_meanwhile": _l("Dikush tjetër e ndryshoi ndërkohë: shihni si është tani dhe provoni përsëri."),
}
_OTHERWISE = _l("Kjo nuk lejohet tani.")
#: The office, among those who may owe a clause.
OFFICE = "office"


def sentence(code: str) -> str:
    return str(SENTENCES.get(code, _OTHERWISE))


def refuse(form: Any, error: RuleViolation) -> int:
    """Say on the form what stands against it; returns the status."""
    if isinstance(error, ContentViolation) and error.field in form:
        form[error.field].errors = [sentence(error.code)]
        return 422
    form.form_errors.extend(sentence(one.code) for one in error.all)
    return 422 if isinstance(error, ContentViolation) else 409


def _choices(words: Mapping[str, Words]) -> list[SelectChoice]:
    return [SelectChoice(key, word) for key, word in words.items()]


class Seen(BesaForm):
    """`revision`: of what the page showed."""

    revision = HiddenField()


class ActorForm(Seen):
    """All that is known of an actor."""

    kind = RadioField(_l("Lloji"), choices=_choices(KINDS), validators=[InputRequired(_l("Zgjidhni llojin"))])
    name_sq = StringField(
        _l("Emri në shqip"),
        [InputRequired(_l("Shkruani emrin")), Length(max=LONGEST_NAME)],
        description=_l(
            "Emrin e një organizate, universiteti, medie ose donatori e lexon kushdo kur marrëveshja nënshkruhet."
        ),
    )
    name_en = StringField(_l("Emri në anglisht"), [Optional(), Length(max=LONGEST_NAME)])
    active = BooleanField(_l("Zyra punon me të"), default=True)

    def wanted(self) -> ActorBody:
        return ActorBody(
            kind=self.kind.data,
            name_sq=self.name_sq.data or "",
            name_en=self.name_en.data or "",
            active=bool(self.active.data),
        )


class AgreementForm(Seen):
    """What an agreement is called and what it is about; parties and clauses are added on its page."""

    title = StringField(
        _l("Titulli"),
        [InputRequired(_l("Shkruani titullin")), Length(max=LONGEST_TITLE)],
        description=_l("Lexohet brenda zyrës. Pa emra fëmijësh."),
    )
    clusters = SelectMultipleField(
        _l("Të drejtat"), choices=_choices(CLUSTERS), validators=[InputRequired(_l("Zgjidhni të paktën një"))]
    )
    until = DateParts(_l("Vlen deri më"), ahead=True, validators=[Optional()])

    def wanted(self, known: AgreementBody | None) -> AgreementBody:
        title, clusters, until = self.title.data or "", tuple(self.clusters.data or ()), self.until.data
        if known is None:
            return AgreementBody(title=title, clusters=clusters, until=until)
        return replace(known, title=title, clusters=clusters, until=until)


class PartyForm(Seen):
    """Somebody on the other side: a body of the directory or an actor."""

    party = SelectField(_l("Pala"), validators=[InputRequired(_l("Zgjidhni palën"))])

    def wanted(self, known: AgreementBody) -> AgreementBody:
        """The value of a choice says which list it is of, and the id."""
        of, _, party_id = str(self.party.data).partition(":")
        if of == "actors":
            return replace(known, actors=(*known.actors, UUID(party_id)))
        return replace(known, bodies=(*known.bodies, UUID(party_id)))


class ClauseForm(Seen):
    """What one side takes on."""

    owed_by = SelectField(_l("Kush e merr përsipër"), validators=[InputRequired(_l("Zgjidhni kush"))])
    text = TextAreaField(_l("Çfarë merr përsipër"), [InputRequired(_l("Shkruani çfarë")), Length(max=LONGEST_CLAUSE)])
    due = DateParts(_l("Deri më"), ahead=True, validators=[InputRequired(_l("Shkruani ditën"))])
    evidence = StringField(
        _l("Me çfarë tregohet"), [InputRequired(_l("Shkruani me çfarë")), Length(max=LONGEST_CLAUSE)]
    )

    def wanted(self, known: AgreementBody) -> AgreementBody:
        of, _, which = str(self.owed_by.data).partition(":")
        clause = ClauseBody(
            text=self.text.data or "",
            due=self.due.data,
            evidence=self.evidence.data or "",
            owed_by=UUID(which) if of == "bodies" else None,
            owed_by_actor=UUID(which) if of == "actors" else None,
        )
        return replace(known, clauses=(*known.clauses, clause))


class RemovalForm(Seen):
    """What is taken out of a draft again: `what` is `bodies`, `actors` or `clauses`, and `which` its id."""

    what = HiddenField()
    which = HiddenField()

    def wanted(self, known: AgreementBody, stored: AgreementAnswer) -> AgreementBody:
        """The same where it is not there any more: somebody else took it out."""
        if self.what.data == "clauses":
            pairs = zip(stored.clauses, known.clauses, strict=True)
            return replace(known, clauses=tuple(body for one, body in pairs if str(one.id) != self.which.data))
        if self.what.data == "actors":
            return replace(known, actors=tuple(one for one in known.actors if str(one) != self.which.data))
        return replace(known, bodies=tuple(one for one in known.bodies if str(one) != self.which.data))


class SigningForm(Seen):
    signed_on = DateParts(_l("Dita kur nënshkruan të gjithë"), validators=[InputRequired(_l("Shkruani ditën"))])

    def wanted(self) -> SigningBody:
        return SigningBody(signed_on=self.signed_on.data)


class EndingForm(Seen):
    """That an agreement ended."""

    ended_on = DateParts(_l("Dita e fundit"), validators=[InputRequired(_l("Shkruani ditën"))])
    ground = RadioField(
        _l("Pse mbaroi"),
        choices=[SelectChoice(key, END_GROUNDS[key]) for key in data.end_grounds()],
        validators=[InputRequired(_l("Zgjidhni pse mbaroi"))],
    )
    replaced_by = SelectField(_l("Marrëveshja që e zëvendësoi"), validators=[Optional()])
    evidence = TextAreaField(
        _l("Me çfarë tregohet"), [InputRequired(_l("Shkruani me çfarë")), Length(max=LONGEST_CLAUSE)]
    )

    def wanted(self) -> EndingBody:
        return EndingBody(
            ended_on=self.ended_on.data,
            ground=self.ground.data,
            evidence=self.evidence.data or "",
            replaced_by=UUID(self.replaced_by.data) if self.replaced_by.data else None,
        )


def known_of(stored: AgreementAnswer) -> AgreementBody:
    """What is written already, as it is sent anew."""
    return AgreementBody(
        title=stored.title,
        clusters=stored.clusters,
        until=stored.until,
        bodies=tuple(one.institution_id for one in stored.parties if one.institution_id),
        actors=tuple(one.actor_id for one in stored.parties if one.actor_id),
        clauses=tuple(
            ClauseBody(
                text=one.text,
                due=one.due,
                evidence=one.evidence,
                owed_by=one.owed_by,
                owed_by_actor=one.owed_by_actor,
            )
            for one in stored.clauses
        ),
    )


class MeetingForm(BesaForm):
    """A meeting that was held; its decisions are added on its page. Who was there: three are asked for, a large one is entered by the API."""

    held_on = DateParts(_l("Dita e takimit"), validators=[InputRequired(_l("Shkruani ditën"))])
    title = StringField(
        _l("Për çfarë ishte"),
        [InputRequired(_l("Shkruani për çfarë ishte")), Length(max=LONGEST_TITLE)],
        description=_l("Lexohet brenda zyrës. Pa emra njerëzish."),
    )
    clusters = SelectMultipleField(
        _l("Të drejtat"), choices=_choices(CLUSTERS), validators=[InputRequired(_l("Zgjidhni të paktën një"))]
    )
    bodies = SelectField(_l("Kush ishte"), validators=[InputRequired(_l("Zgjidhni kush ishte"))])
    second = SelectField(_l("Kush tjetër"), validators=[Optional()])
    third = SelectField(_l("Edhe kush tjetër"), validators=[Optional()])
    agreement_id = SelectField(_l("Në zbatim të marrëveshjes"), validators=[Optional()])

    def offer(self, parties: list[SelectChoice], agreements: list[SelectChoice]) -> "MeetingForm":
        for field in (self.bodies, self.second, self.third):
            field.choices = [SelectChoice("", "–"), *parties]
        self.agreement_id.choices = [SelectChoice("", _l("Asnjë")), *agreements]
        return self

    def wanted(self) -> MeetingBody:
        chosen = [str(one.data).partition(":") for one in (self.bodies, self.second, self.third) if one.data]
        return MeetingBody(
            held_on=self.held_on.data,
            title=self.title.data or "",
            clusters=tuple(self.clusters.data or ()),
            bodies=tuple(UUID(which) for of, _, which in chosen if of == "bodies"),
            actors=tuple(UUID(which) for of, _, which in chosen if of == "actors"),
            agreement_id=UUID(self.agreement_id.data) if self.agreement_id.data else None,
        )


class DecisionForm(BesaForm):
    """What the office is to do."""

    text = TextAreaField(_l("Çfarë do të bëjë zyra"), [InputRequired(_l("Shkruani çfarë")), Length(max=LONGEST_CLAUSE)])
    function = RadioField(
        _l("Kush e bën"), choices=_choices(FUNCTIONS), validators=[InputRequired(_l("Zgjidhni kush"))]
    )
    due = DateParts(_l("Deri më"), ahead=True, validators=[InputRequired(_l("Shkruani ditën"))])

    def wanted(self) -> DecisionBody:
        return DecisionBody(text=self.text.data or "", function=self.function.data, due=self.due.data)


class DoneForm(BesaForm):
    """That a decision was carried out."""

    done_on = DateParts(_l("Dita kur u krye"), validators=[InputRequired(_l("Shkruani ditën"))])
    proof = TextAreaField(_l("Me çfarë tregohet"), [InputRequired(_l("Shkruani me çfarë")), Length(max=LONGEST_CLAUSE)])

    def wanted(self) -> DoneBody:
        return DoneBody(done_on=self.done_on.data, proof=self.proof.data or "")
