"""A text with the places marked where it names someone, and what its check means for who reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from services.cases import words
from services.cases.domain.checks import ABOUT_NOBODY, CheckState, needs_reason
from services.cases.domain.issue_day import readable
from services.cases.domain.recommendation import ActStatus
from services.cases.models import Recommendation, TextCheck
from services.cases.queries.checks import APPROVE, ISSUE, look_of
from shared.comparing.words import reasons


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `what`: what it seems to be, where it is marked."""

    text: str
    what: str | None = None


@dataclass(frozen=True)
class CheckShown:
    """What a look at a text means now. `stops`: somebody has to say why, or take the names out; `parts`: in which parts something is
    marked.
    """

    waiting: bool
    stops: bool
    sentence: str
    reason: str | None
    parts: frozenset[int] = frozenset()


def check_shown(check: TextCheck | None, parts: int | None = None) -> CheckShown:
    """`parts`: so many of the text's parts, the first of them, the page shows with their marks; all, if it is not said."""
    look = look_of(check)
    if check is None or look is None or look.state is CheckState.WAITING:
        waits = _waits((check.then or {}).get("do") if check else None)
        return CheckShown(waiting=True, stops=False, sentence=waits, reason=None)
    seen = [one for one in _told(check.places) if parts is None or one["part"] < parts]
    told = _sentence(check) if seen or not _found(check) else ""
    why = reasons({one["kind"] for one in seen}) if needs_reason(look) and not check.stops else []
    todo = _("Hiqini, ose personi i dytë shkruan pse duhen.") if not told and needs_reason(look) else ""
    return CheckShown(
        waiting=False,
        stops=needs_reason(look),
        sentence=" ".join(one for one in (told, *why, _unmarked(_found(check) - len(seen)), todo) if one),
        reason=check.reason,
        parts=frozenset(int(one["part"]) for one in seen),
    )


def _found(check: TextCheck) -> int:
    return check.stops + check.questions


def _unmarked(count: int) -> str:
    """Of what is not marked: it stands in an enclosure, or is more than a look tells places of."""
    if not count:
        return ""
    return ngettext(
        "%(num)s vend që mund të tregojë një njeri nuk është shënuar në këtë faqe: lexojeni tekstin të tërë dhe bashkëlidhjet.",
        "%(num)s vende që mund të tregojnë një njeri nuk janë shënuar në këtë faqe: lexojeni tekstin të tërë dhe bashkëlidhjet.",
        count,
    )


def _waits(then: str | None) -> str:
    if then == APPROVE:
        return _("Teksti po krahasohet me dosjen e mbyllur. Miratimi pret dhe kryhet vetë, nëse nuk tregohet askush.")
    if then == ISSUE:
        return _("Teksti po krahasohet me dosjen e mbyllur. Lëshimi pret dhe kryhet vetë, nëse nuk tregohet askush.")
    return _("Teksti po krahasohet me dosjen e mbyllur. Çfarë gjendet shfaqet në këtë faqe.")


def _sentence(check: TextCheck) -> str:
    asked = {place["kind"] for place in _told(check.places)}
    if not check.stops and needs_reason(look_of(check)):
        if asked == {"description"}:
            return _(
                "Asnjë emër. Fjalët e shënuara më poshtë e përshkruajnë fëmijën: hiqini, ose një person i dytë shkruan pse duhen."
            )
        return _(
            "Fjalët e shënuara më poshtë mund të jenë emra: %(count)s. Ndryshojini, ose një person i dytë shkruan pse mund të mbeten.",
            count=check.asks,
        )
    if check.stops:
        return _(
            "Vende në tekst që tregojnë një njeri: %(count)s. Janë shënuar më poshtë. Hiqini, ose personi i dytë shkruan pse duhen.",
            count=check.stops,
        )
    if check.questions and asked == {"description"}:
        return _("Asnjë emër. Fjalët e shënuara më poshtë e përshkruajnë fëmijën: po të mos duhen, hiqini.")
    if check.questions and asked <= ABOUT_NOBODY:
        return _("Asnjë emër. Numrat dhe adresat e shënuara më poshtë duket se janë të një zyre: shikojini.")
    if check.questions:
        return _("Shikojini fjalët e shënuara më poshtë: janë fjalë, por mund të jenë edhe emra.")
    return _("Teksti u krahasua me dosjen e mbyllur. Nuk u gjet asnjë emër dhe asnjë numër.")


def approved_words(act: Recommendation) -> str:
    """What is said to who approved an act: that it is, or that it will be."""
    if act.status == ActStatus.APPROVED:
        return _("Teksti u miratua. Tani mund të lëshohet.")
    return _("Miratimi u shënua. Kryhet vetë sapo teksti të krahasohet me dosjen e mbyllur, nëse nuk tregohet askush.")


def pieces(text: str, check: TextCheck | None, part: int) -> list[Piece]:
    """The text cut at the marked places of its part number `part`."""
    found: list[Piece] = []
    text, at = readable(text), 0
    for place in _places(check.places if check else (), part):
        found += [Piece(text[at : place["start"]]), Piece(text[place["start"] : place["end"]], _what(place))]
        at = place["end"]
    return [one for one in (*found, Piece(text[at:])) if one.text]


def _places(places: Iterable[Mapping[str, Any]], part: int) -> list[Mapping[str, Any]]:
    here = (one for one in _told(places) if one["part"] == part)
    return sorted(here, key=lambda one: int(one["start"]))


def _told(places: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """All but those of whom two people released the name."""
    return [one for one in places if one["severity"] != "released"]


def _what(place: Mapping[str, Any]) -> str:
    what = words.label(words.HITS, place["kind"])
    return what if place["severity"] == "stop" else _("%(what)s?", what=what)
