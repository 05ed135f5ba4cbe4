"""The labels of every closed word that a page of partners shows, in Albanian; the catalogue holds the English."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.partners.domain import reply_rules
from shared import clock_words
from shared.pages.languages import NO_DATE, date_words
from shared.words import language

#: What a body may say where a letter does not bring the words of its own kind.
POSITIONS = {
    "accepted": _l("E pranojmë"),
    "accepted_in_part": _l("E pranojmë pjesërisht"),
    "refused": _l("Nuk e pranojmë"),
    "not_competent": _l("Nuk jemi kompetentë"),
    "forwarded": _l("Ia përcollëm një organi tjetër"),
    "asks_clarification": _l("Kërkojmë sqarim"),
}
CLAIMS = {
    "not_started": _l("Nuk ka filluar"),
    "in_process": _l("Në proces"),
    "implemented": _l("E zbatuar"),
    "partly": _l("E zbatuar pjesërisht"),
    "not": _l("E pazbatuar"),
}
#: What the office found.
ASSESSMENTS = {
    "in_process": _l("Në proces"),
    "implemented": _l("E zbatuar"),
    "partly": _l("E zbatuar pjesërisht"),
    "not": _l("E pazbatuar"),
    "overtaken": _l("E kapërcyer nga ngjarjet"),
    "not_assessable": _l("Nuk mund të vlerësohet"),
}
#: What the office found, and how it answered what a body said of a draft finding; of a report whether it was debated.
FOUND = {
    **ASSESSMENTS,
    "correction_taken": _l("Saktësimi u mor parasysh"),
    "correction_taken_in_part": _l("Saktësimi u mor parasysh pjesërisht"),
    "correction_not_taken": _l("Saktësimi nuk u mor parasysh"),
    "nothing_corrected": _l("Gjetja mbetet siç u dërgua"),
    "debated": _l("Raporti u diskutua në Kuvend"),
    "not_debated": _l("Raporti nuk u diskutua në afat"),
}
#: Where a letter stands, as the inbox says it.
STATES = {
    "delivered": _l("E re"),
    "opened": _l("E hapur"),
    "acknowledged": _l("Marrja u konfirmua"),
    "answered": _l("U përgjigj"),
    "over": _l("Nuk kërkohet më përgjigje"),
    "late": _l("Me vonesë"),
    "held": _l("E ndalur"),
    "asked_held": _l("Pret përgjigje, afati i ndalur"),
    "withdrawn": _l("E tërhequr"),
}
#: Where one item of a letter stands, as the inbox counts them.
ITEM_STATES = {
    **FOUND,
    "late": _l("Pa përgjigje, me vonesë"),
    "awaits": _l("Pret përgjigje"),
    "day_passed": _l("Dita e zbatimit kaloi"),
    "answered": _l("U përgjigj"),
    "over": _l("Nuk kërkohet më përgjigje"),
}
WITHDRAWN = {
    "superseded": _l("u zëvendësua nga një tjetër"),
    "issued_in_error": _l("u lëshua gabimisht"),
    "facts_changed": _l("faktet ndryshuan"),
    "overtaken": _l("u kapërcye nga ngjarjet"),
}
ROLES = {
    "responsible": _l("Përgjegjës për zbatimin"),
    "superior": _l("Organ epror"),
    "for_information": _l("Për dijeni"),
}
NOTICES = {
    "withdrawn": _l("Letra u tërhoq"),
    "reminded": _l("Zyra dërgoi një kujtesë"),
    "clarified": _l("Zyra iu përgjigj kërkesës suaj për sqarim"),
    "untrue": _l("Ajo që zyra tha për heshtjen nuk vlen"),
    "due_soon": _l("Zyra kujtoi afatin që po afron"),
    "overdue": _l("Afati kaloi"),
    "escalated": _l("Zyra bëri hapin e radhës"),
    "extension_decided": _l("Zyra vendosi për kërkesën për më shumë kohë"),
    "assessed": _l("Zyra vlerësoi zbatimin"),
    "reopened": _l("Zyra e rihapi detyrimin"),
    "delivery_corrected": _l("Zyra korrigjoi ditën e dorëzimit"),
    "upheld": _l("Zyra nuk e quan të mjaftueshme përgjigjen tuaj"),
    "followed": _l("Zyra iu drejtua organit tjetër"),
    "clocked": _l("Afati i përgjigjes"),
    "identity_released": _l("Zyra ju zbuloi të dhëna"),
    "file_refused": _l("Një skedar që dërguat nuk hapet"),
}
#: Of notices that bring no day and no word of their own, what to make of them.
GISTS = {
    "reopened": _l("Vlerësimi i mëparshëm nuk vlen më; zyra do ta shohë përsëri."),
    "clarified": _l("E lexoni te letrat më lart. Afati i përgjigjes mbetet ai që është."),
    "untrue": _l("E lexoni te letrat më lart. Deri sa të kalojë afati nuk jeni me vonesë."),
    "identity_released": _l("I gjeni te faqja e të dhënave të zbuluara, vetëm për institucionin tuaj."),
}
#: What follows where the office does not accept what a body said; of any other position its measure is still awaited.
UPHELD = {
    "not_competent": _l(
        "Ju thatë se nuk jeni kompetent. Zyra gjen se kjo është detyrë e institucionit tuaj: ajo që ju kërkua mbetet."
    ),
    "forwarded": _l(
        "Ju ia përcollët letrën një organi tjetër. Zyra nuk iu drejtua atij: përgjigjja pritet ende prej jush."
    ),
}
#: What the office's ladder does next; said of an escalation and of a reminder. An answer to what the body asked is no rung, and stands
#: among the letters all the same.
RUNGS = {
    "clarification": _l("Sqarimi që kërkuat"),
    "more_time": _l("Vendimi për afatin"),
    "withdrawal": _l("Tërheqja e aktit"),
    "finding": _l("Njoftim për vendimin"),
    "untrue": _l("Njoftim se një hap nuk vlen"),
    "reminder": _l("Kujtesa e parë"),
    "second_reminder": _l("Kujtesa e dytë"),
    "hierarchical_superior": _l("Iu drejtua organit epror"),
    "assembly_report": _l("Raport në Kuvend"),
    "publication": _l("Publikim"),
}
#: To whom the office turned where the body has no superior: a council, a prefect or a ministry stands beside it, not above.
WAYS = {
    "head_of_body": _l("Iu drejtua personalisht titullarit të institucionit tuaj"),
    "municipal_council": _l("Iu drejtua këshillit bashkiak"),
    "prefect": _l("Iu drejtua prefektit, për ligjshmërinë e akteve"),
    "line_ministry_delegated": _l("Iu drejtua ministrisë përgjegjëse, për funksionin e deleguar"),
    "council_of_ministers": _l("Iu drejtua Këshillit të Ministrave"),
    "assembly_report": _l("Vijon me raportin në Kuvend"),
}
#: Of what a reminder is, and its day where that is one.
REMINDED_OF = {
    "silence": _l("%(what)s: përgjigjja pritej deri më %(day)s"),
    "running": _l("%(what)s: përgjigjja pritet deri më %(day)s"),
    "broken_promise": _l("%(what)s: dita që premtuat, %(day)s, ka kaluar"),
    "day_passed": _l("%(what)s: dita deri kur duhej zbatuar, %(day)s, ka kaluar"),
    "partly": _l("%(what)s: zyra gjeti se u zbatua vetëm pjesërisht"),
    "not": _l("%(what)s: zyra gjeti se nuk u zbatua"),
    "refusal": _l("%(what)s: zyra nuk e pranoi refuzimin"),
    "insufficient": _l("%(what)s: zyra gjeti se përgjigjja nuk mjafton"),
}
OVERDUE = {"reply": _l("Përgjigjja është me vonesë"), "implementation": _l("Zbatimi është me vonesë")}
REQUESTS = {
    "asked": _l("Pret vendim"),
    "granted": _l("U pranua"),
    "refused": _l("Nuk u pranua"),
}
RELATIONS = {
    "hierarchical": _l("Organ epror"),
    "legality_oversight": _l("Mbikëqyrje e ligjshmërisë"),
    "disciplinary": _l("Kompetencë disiplinore"),
    "data_reporting": _l("Raportim të dhënash"),
    "political": _l("Përgjegjësi politike"),
    "acts_for": _l("Vepron për"),
    "council_oversight": _l("Mbikëqyrje nga këshilli bashkiak"),
}


def recommends(document: Mapping[str, object]) -> bool:
    """Whether a letter recommends measures; others ask for information or a decision, or make something known."""
    return reply_rules(document).promise == "needed"


def positions(document: Mapping[str, Any], language: str) -> dict[str, str]:
    """What a body may say of an item of this letter, by code, in the order in which it is offered."""
    form = (document.get("reply") or {}).get("form")
    if form is None:
        return {code: str(label) for code, label in POSITIONS.items()}
    return {one["position"]: spoken(one, language) for one in form["positions"]}


def spoken(words: Any, language: str) -> str:
    """A text of a document in the reader's language, where the document has it in both."""
    return str(words.get(language) or words.get("sq") or "") if isinstance(words, dict) else str(words or "")


def day(text: date | str | None) -> str:
    """A date, also one of a document or of a notice, in words."""
    if isinstance(text, date):
        return date_words(text)
    try:
        return date_words(date.fromisoformat(text or ""))
    except ValueError:
        return text or NO_DATE


def moved(cause: str, due: str | date | None, previous: str | date | None, *, answered: bool = False) -> str:
    """The last day for a reply, why it is this one, and the one that was told before. `answered`: a reply ended the clock."""
    why = clock_words.moved_by(cause, language(), event="answered" if answered else "")
    now, before = day(due) if due else None, day(previous) if previous else None
    if now is None:
        return _("Tani pa datë, sepse %(why)s", why=why)
    if before is None or before == now:
        return _("Deri më %(day)s", day=now)
    return _("Deri më %(day)s, më parë %(before)s, sepse %(why)s", day=now, before=before, why=why)


def period(valid_from: date | str | None, valid_to: date | str | None) -> str:
    """From when until when, in words."""
    if valid_from is None and valid_to is None:
        return _("pa kufi")
    return _(
        "%(begin)s – %(end)s", begin=day(valid_from) if valid_from else "…", end=day(valid_to) if valid_to else "…"
    )


def _more_time(details: Mapping[str, object]) -> str:
    if not details["granted"]:
        return _("Nuk u dha më shumë kohë")
    until, places = day(_text(details.get("until"))), details.get("places")
    if details.get("corrected"):
        return _(
            "Koha deri më %(given)s u dha gabim dhe u mor mbrapsht më %(day)s. Ajo vlen derisa të dorëzohet letra që e thotë; ditët që mbeten"
            " numërohen nga dorëzimi, dhe afati i ri shfaqet atëherë",
            given=day(_text(details.get("given"))),
            day=day(_text(details.get("taken_back_on"))),
        )
    if not isinstance(places, list):
        return _("U dha kohë deri më %(day)s", day=until)
    return _("U dha kohë deri më %(day)s për pikën %(items)s", day=until, items=", ".join(map(str, places)))


def given_until(granted: date | None, given: date | None, taken_back_on: date | None) -> str:
    """Until when time was given for a request, and what was `given` before and taken back."""
    said = [day(granted)] if granted else []
    if given and taken_back_on:
        said.append(_("%(given)s; u mor mbrapsht më %(day)s", given=day(given), day=day(taken_back_on)))
    return ", ".join(said) or NO_DATE


def gist(kind: str, details: Mapping[str, object]) -> str:
    """One line about a notice: the day or the word that it brought."""
    if kind == "extension_decided":
        return _more_time(details)
    if kind in OF_ONE_ITEM:
        return OF_ONE_ITEM[kind](details)
    if kind == "clocked":
        explained = details.get("explained")
        answered = isinstance(explained, Mapping) and explained.get("answered_on") is not None
        return moved(str(details["cause"]), _text(details["reply_due"]), _text(details["previous"]), answered=answered)
    if kind == "due_soon":
        return _("Dita e fundit për përgjigjen: %(day)s", day=day(_text(details["due"])))
    if kind == "withdrawn":
        return str(WITHDRAWN[str(details["reason"])])
    if kind in GISTS:
        return str(GISTS[kind])
    if kind == "escalated":
        return _step(details)
    what = OVERDUE[str(details["what"])]
    return _("%(what)s, afati: %(day)s", what=what, day=day(_text(details["due"])))


def _assessed(details: Mapping[str, object]) -> str:
    found = str(details.get("outcome") or details["assessment"])
    return f"{FOUND[found]}, {day(_text(details['assessed_on']))}"


def _upheld(details: Mapping[str, object]) -> str:
    return str(UPHELD.get(str(details["said"]), _("Ajo që ju kërkua mbetet.")))


def _followed(details: Mapping[str, object]) -> str:
    return _(
        "Zyra e pranoi atë që thatë dhe më %(day)s iu drejtua organit tjetër. Për këtë pikë nga ju nuk kërkohet më gjë.",
        day=day(_text(details["turned_on"])),
    )


def _delivered(details: Mapping[str, object]) -> str:
    return _("Numërohet nga: %(day)s", day=day(_text(details["delivered_on"])))


def _reminded(details: Mapping[str, object]) -> str:
    """Of an older one it is not known of what it was: nor which day its `due` is."""
    what, of = RUNGS[str(details["rung"])], _text(details.get("ground"))
    return (
        str(REMINDED_OF[of]) % {"what": what, "day": day(_text(details.get("due")))} if of in REMINDED_OF else str(what)
    )


#: Of a file that was taken, why nobody opens it and what to do.
FILES_REFUSED = {
    "file_infected": _l(
        "Skedari i marrë më %(day)s u kontrollua më pas dhe doli i rrezikshëm: askush nuk e hap. Dërgojeni përsëri nga një pajisje tjetër, si PDF. Përgjigjja juaj vlen."
    ),
    "file_unscannable": _l(
        "Skedari i marrë më %(day)s nuk mund të kontrollohet për viruse: askush nuk e hap. Dërgojeni përsëri të ndarë në disa skedarë më të vegjël. Përgjigjja juaj vlen."
    ),
}


def _file_refused(details: Mapping[str, object]) -> str:
    return str(FILES_REFUSED[str(details["refused_for"])]) % {"day": day(_text(details["received_on"]))}


#: What is said of one item or one file, by kind of notice.
OF_ONE_ITEM = {
    "assessed": _assessed,
    "upheld": _upheld,
    "followed": _followed,
    "delivery_corrected": _delivered,
    "reminded": _reminded,
    "file_refused": _file_refused,
}


def _step(details: Mapping[str, object]) -> str:
    """What the office's ladder did. A way that its data has got since is named for what it replaces."""
    way = _text(details.get("way"))
    if way is None:
        return str(RUNGS[str(details["rung"])])
    return str(WAYS.get(way, _("Rrugë tjetër e ligjshme, sepse institucioni nuk ka organ epror")))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
