"""What an officer has to say on the telephone, on top of the page of a complaint."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from services.intake import data
from services.intake.data import wording
from services.intake.domain.standing import IN_CASE, OF_LETTERS, REOPENED
from services.intake.domain.telephone import Telling, may_be_told
from services.intake.schemas.complaints import Complaint, NextTold
from shared.pages.languages import date_words


@dataclass(frozen=True)
class Call:
    """`ask`: what whoever asks must say first, with the answers; `state` and `next`: in plain words; all None where nothing may be told.
    `told`: what may be.
    """

    ask: str | None
    state: str | None
    next: str | None
    told: str


def call(view: Complaint, language: str, municipality: str | None, bodies: Mapping[str, str]) -> Call:
    """What is said of a complaint to whoever asks for it by its number and knows more than that. `municipality`: its name; `bodies`: theirs,
    by id.
    """
    in_conflict = view.conflict_with_guardian or view.submitter_in_conflict or view.representative_in_conflict
    telling = may_be_told(in_conflict=in_conflict, erased=view.erased_at is not None)
    told = wording.telling_text(telling, language)
    if telling is not Telling.STATE:
        return Call(None, None, None, told)
    return Call(
        _ask(view, language, municipality),
        wording.status_text(view.standing, language, by_child=False),
        _next_step(view, language, bodies),
        told,
    )


def _ask(view: Complaint, language: str, municipality: str | None) -> str:
    day = date_words(view.received_on)
    if municipality:
        return _("Kur u dërgua ankesa? (%(day)s) Për cilën bashki është? (%(place)s)", day=day, place=municipality)
    way = data.words(data.channels()[view.channel], "name", language)
    return _("Kur u dërgua ankesa? (%(day)s) Si erdhi te zyra? (%(way)s)", day=day, way=way)


def _next_step(view: Complaint, language: str, bodies: Mapping[str, str]) -> str:
    if view.wrote_after_decision:
        return _("Zyra i përgjigjet ankuesit, që shkroi pas vendimit.")
    if not view.decision:
        return _("Vendimi jepet deri më %(day)s.", day=date_words(view.due_on))
    if view.redirect and view.redirect.asked_at is None and view.status == "redirected":
        day = date_words(view.redirect.check_on)
        return _("Më %(day)s zyra e pyet ankuesin nëse organi iu përgjigj.", day=day)
    if view.case and view.status == IN_CASE:
        told = _next_told(view, language, bodies) if view.standing in OF_LETTERS else []
        return " ".join(told) or _next_in_case(view.standing, view.case.number)
    if view.case and view.status == "followed":
        return _("Hetimi mbaroi; zyra vazhdon hapat ndaj institucionit dhe i shkruan ankuesit për çdo gjë të re.")
    if view.status == "admissible":
        return _("Hapet çështja.")
    if view.status == "joined":
        return _("Vendoset bashkë me ankesën së cilës iu bashkua; ankuesi merr përgjigje më vete.")
    return _("Asnjë: zyra e ka mbyllur. Ankuesi mund të shkruajë përsëri me kodin e ankesës.")


def _next_told(view: Complaint, language: str, bodies: Mapping[str, str]) -> list[str]:
    """Of each body and item the words with which whoever complained was told last what the office does next, and that others are still to answer;
    empty where nothing was told yet.
    """
    told = [one for one in view.next_told if one.key]
    if not told:
        return []
    unnamed = wording.notice_text("some_body", language, by_child=False)
    said = [
        f"{bodies.get(str(one.institution_id), unnamed)}: {_item_of(one, language)}"
        f"{wording.notice_text(str(one.key), language, by_child=False)}"
        for one in told
    ]
    waits = [bodies.get(str(one.institution_id), unnamed) for one in view.next_told if not one.key]
    return [
        *said,
        *(
            [
                _(
                    "Letra u është drejtuar edhe: %(bodies)s. Për to nuk ka ende gjë tjetër; nëse letra u ka mbërritur, e di zyra që ndjek çështjen.",
                    bodies="; ".join(waits),
                )
            ]
            if waits
            else []
        ),
    ]


def _item_of(one: NextTold, language: str) -> str:
    """Which item it is, before a blank, as the mailbox says it; empty of an older notice."""
    if one.number is None or one.place is None:
        return ""
    before = (one.before_number, one.before_place) if one.before_number and one.before_place else None
    known = wording.Known(
        kinds={one.number: one.kind} if one.kind else {},
        about={(one.number, one.place): before} if before else {},
        items={one.number: ("",) * (one.place - 1) + (one.asked,)},
    )
    return wording.which_item(one.number, one.place, language, by_child=False, known=known) + " "


def _next_in_case(standing: str, number: str) -> str:
    """Raises `KeyError` for a standing of a case that has no next step here."""
    return {
        IN_CASE: _("Fillon hetimi te çështja %(number)s.", number=number),
        REOPENED: _("Zyra e shqyrton përsëri te çështja %(number)s.", number=number),
        "investigated": _("Zyra e heton te çështja %(number)s.", number=number),
        "found": _("Zyra vendos si vazhdon te çështja %(number)s.", number=number),
        "recommended": _(
            "Letra e zyrës është te institucionet ose në rrugë: te çështja %(number)s zyra shikon çfarë i përgjigjen.",
            number=number,
        ),
        "monitored": _("Zyra kontrollon te çështja %(number)s nëse bëhet ajo që kërkoi.", number=number),
        "paused": _("Për tani asnjë: puna te çështja %(number)s është ndalur.", number=number),
    }[standing]
