"""The next rung of an obligation's ladder in words: what it is, from when, and what is lawful where no superior exists."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from services.cases import words
from services.cases.actions.escalations import ALSO
from services.cases.data import alternative_entries
from services.cases.data.clock_words import why_words
from services.cases.domain.escalation import Offer
from services.cases.domain.ladder import REMINDERS, Rung
from services.cases.domain.timeliness import local_date
from services.cases.forms.ladder_refusals import SENTENCES
from services.cases.forms.obligation import RungForm
from services.cases.pages.acting import today
from services.cases.queries.ladders import LadderView
from services.cases.schemas.rungs import DraftedRung, SentRung
from shared.directory import KnownInstitution
from shared.pages.forms import BesaForm, SelectChoice
from shared.pages.languages import date_words
from shared.words import inside, language


@dataclass(frozen=True)
class SentRow:
    """`left`: whether its letter left; else nobody says that it was sent. `answer_by`: by when a reminder asks for an answer."""

    label: str
    on: date
    left: bool
    answer_by: date | None


@dataclass(frozen=True)
class RungRow:
    """A rung that comes, its sentence, the letter that was drafted, and the form that sends it, where somebody may."""

    label: str
    words: str
    letter: str | None
    form: RungForm | None
    button: str


def alternative_names() -> dict[str, str]:
    """What may be done where a body has no superior, by key, in the reader's language."""
    return {key: words.of_pair(entry, "name", language()) for key, entry in alternative_entries(today()).items()}


def sent(ladder: LadderView) -> list[SentRow]:
    """The rungs that were sent; an alternative is named in the place of the rung that it replaced."""
    return [
        SentRow(
            _sent_label(rung),
            rung.left_on or rung.on,
            rung.left_on is not None or rung.withdrawn_on is not None,
            rung.answer_by,
        )
        for rung in ladder.sent
    ]


def _sent_label(sent: SentRung) -> str:
    rung = step_label(sent.rung, sent.alternative)
    if sent.withdrawn_on is not None:
        return _(
            "%(rung)s (u tërhoq më %(day)s; hapi është përsëri i hapur)",
            rung=rung,
            day=date_words(sent.withdrawn_on),
        )
    if sent.early_known_on is not None:
        return _(
            "%(rung)s (më %(day)s u bë e ditur se u dërgua para kohe: nuk vlen si hap)",
            rung=rung,
            day=date_words(sent.early_known_on),
        )
    if sent.alternative or not sent.override_reason:
        return rung
    return _("%(rung)s, jashtë radhe (%(reason)s)", rung=rung, reason=sent.override_reason)


def offered(
    ladder: LadderView, failing: BesaForm | None, bodies: Mapping[UUID, KnownInstitution], *, by: frozenset[str]
) -> list[RungRow]:
    """What comes next, each with its sentence and, where somebody with the roles `by` may send it now, its form. `bodies`: to whom
    something is drafted.
    """
    later = ladder.behind if "commissioner" in by else ()
    drafted = {one.rung: one for one in ladder.drafts if one.state == "waiting"}
    rows = []
    for offer in ladder.offers:
        draft = drafted.get(offer.rung.key)
        row = _offer(offer, failing, by, draft.letter if draft else None)
        rows.append(_as_drafted(row, draft, bodies) if draft is not None and draft.to is not None else row)
    return [*rows, *(_ahead(rung, failing) for rung in later)]


def _as_drafted(row: RungRow, draft: DraftedRung, bodies: Mapping[UUID, KnownInstitution]) -> RungRow:
    """One that waits as a draft says by which way and to whom, and that nothing was sent."""
    said = drafted_words(draft.drafted_at, bodies.get(draft.to) if draft.to else None)
    # Once a way was chosen nobody is asked to choose one.
    words_now = said if draft.alternative else f"{said} {row.words}"
    return replace(row, label=step_label(draft.rung, draft.alternative), words=words_now)


def step_label(rung: str, alternative: str | None, *, no_superior: bool = False) -> str:
    """The rung, or the lawful way that was chosen in its place; that one is to be chosen, where the body has `no_superior`."""
    if no_superior and not alternative:
        return _("Rrugë tjetër e ligjshme, sepse nuk ka organ epror")
    return words.label(alternative_names(), alternative) if alternative else words.label(words.RUNGS, rung)


def drafted_words(at: datetime, to: KnownInstitution | None) -> str:
    """On which day it was drafted and to whom, and that it has not left; `to` none: the directory has that body no more."""
    day = date_words(local_date(at))
    if to is None:
        return _("U hartua më %(day)s. Ende nuk është dërguar.", day=day)
    return _("U hartua më %(day)s, drejtuar: %(body)s. Ende nuk është dërguar.", day=day, body=to.name(language()))


def none_left(ladder: LadderView) -> str:
    """Why there is nothing to send."""
    if ladder.never_pressed:
        return _("Kjo letër vetëm njofton: pas saj nuk ka hapa të tjerë.")
    if ladder.held_since:
        return _(
            "Nga %(day)s çështjen e ka gjykata ose prokuroria: asnjë hap nuk hartohet dhe nuk dërgohet derisa ajo t'i kthehet"
            " zyrës.",
            day=date_words(ladder.held_since),
        )
    if ladder.waits_for == "nothing":
        return str(SENTENCES["ladder.moot"])
    if ladder.waits_for == "letter":
        return _(
            "Letra e hapit të mëparshëm nuk është dorëzuar ende; hapi tjetër numërohet nga dorëzimi i saj, ose nga dita kur quhet"
            " e dorëzuar."
        )
    if ladder.waits_for == "receipt":
        return _("Dorëzimi i letrës pret të shihet nga një person i dytë; deri atëherë nuk dërgohet asnjë hap.")
    return _("Tani nuk ka asnjë hap për të bërë.")


def _offer(offer: Offer, failing: BesaForm | None, by: frozenset[str], drafted: UUID | None) -> RungRow:
    """`drafted`: its letter, which is read before it is sent; an act is drafted once."""
    ripe, form = offer.on <= today(), None
    # The commissioner may lift the waiting, but not for an alternative: the rule knows none before its day.
    early = "commissioner" in by and not offer.no_superior
    sendable = by & ALSO.get(offer.rung.sent_by, set()) and (offer.alternatives or not offer.no_superior)
    # A reminder is sent where it is read.
    read_first = drafted and (offer.rung.act is not None or offer.rung.key in REMINDERS)
    if sendable and (ripe or early) and not read_first:
        form = _form(offer, failing, override=early and not ripe)
    label = step_label(offer.rung.key, None, no_superior=offer.no_superior and bool(offer.alternatives))
    return RungRow(
        label=label,
        words=_words(offer, ripe=ripe) if sendable else f"{_words(offer, ripe=ripe)} {_sender(offer)}",
        letter=url_for("rung_letters_pages.rung_letter", letter_id=drafted) if drafted else None,
        form=form,
        button=_button(offer, label),
    )


def _ahead(rung: Rung, failing: BesaForm | None) -> RungRow:
    """A rung out of its order, which the commissioner may bring forward."""
    offer, label = Offer(rung, today()), words.label(words.RUNGS, rung.key)
    return RungRow(
        label=label,
        words=_("Vjen pas hapave të tjerë. Vetëm Komisioneri e kalon radhën, me arsye të shkruar."),
        letter=None,
        form=_form(offer, failing, override=True),
        button=_button(offer, label),
    )


def _button(offer: Offer, label: str) -> str:
    if offer.no_superior:
        return _("Vazhdo me rrugën e zgjedhur")
    if offer.rung.key in REMINDERS:
        return _("Harto: %(rung)s", rung=inside(label))
    if offer.rung.act is not None:
        return _("Harto aktin: %(rung)s", rung=inside(label))
    return _("Dërgo: %(rung)s", rung=inside(label))


def _sender(offer: Offer) -> str:
    return _("E dërgon: %(role)s.", role=inside(words.label(words.STAFF_ROLES, offer.rung.sent_by)))


def _words(offer: Offer, *, ripe: bool) -> str:
    if offer.no_superior and offer.alternatives:
        return _("Sot ky institucion nuk ka organ epror. Zgjidhni një nga rrugët e tjera të ligjshme.")
    if offer.no_superior:
        return _("Sot ky institucion nuk ka organ epror dhe nuk ka rrugë tjetër për këtë hap; vjen hapi që pason.")
    if ripe:
        return _("Mund të dërgohet që nga %(day)s.", day=date_words(offer.on))
    from_then = _("Mund të dërgohet nga %(day)s.", day=date_words(offer.on))
    return f"{from_then} {why_words(offer.counted, language())}".strip()


def _form(offer: Offer, failing: BesaForm | None, *, override: bool) -> RungForm:
    if isinstance(failing, RungForm) and failing.rung.data == offer.rung.key:
        form = failing
    else:
        form = RungForm(formdata=None, prefix="rung-", data={"rung": offer.rung.key.value})
        # Several rungs may stand on one page, each with its form.
        for field in form:
            field.id = f"{field.id}-{offer.rung.key.value}"
    names = alternative_names()
    form.alternative.choices = [SelectChoice(key, words.label(names, key)) for key in offer.alternatives]
    if not offer.no_superior:
        del form.alternative
    # Which superior is chosen where the letter is read (rung_letters); here there is at most one.
    del form.to
    if not (override or (form is failing and form.override_reason.data)):
        del form.override_reason
    return form
