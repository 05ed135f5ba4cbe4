"""The words of the closed lists of visits and of their questions, in the language of whoever reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.visits import data
from services.cases.visits.domain.answers import Trend, Value
from services.cases.visits.domain.brought import Outcome
from services.cases.visits.domain.checklists import Checklist, Question
from services.cases.visits.domain.corrections import Verdict
from services.cases.visits.domain.life import State, Step
from shared.lists import Words
from shared.words import language

STATES: Mapping[str, Words] = {
    State.PLANNED: _l("E planifikuar"),
    State.PREPARED: _l("E përgatitur"),
    State.BEGUN: _l("Ka filluar"),
    State.WITH_BODY: _l("Te institucioni për saktësim"),
    State.CONCLUDED: _l("E përfunduar"),
    State.CALLED_OFF: _l("E anuluar"),
}
STEPS: Mapping[str, Words] = {
    Step.PREPARE: _l("Përgatitja"),
    Step.TAKE_ALONG: _l("Kopja pa internet"),
    Step.BEGIN: _l("Fillimi"),
    Step.ANSWER: _l("Përgjigjet"),
    Step.BRING_BACK: _l("Kthimi i përgjigjeve nga kopja"),
    Step.SEND_FINDINGS: _l("Gjetjet paraprake te institucioni"),
    Step.ANSWER_CORRECTION: _l("Përgjigjja ndaj një saktësimi"),
    Step.CONCLUDE: _l("Përfundimi"),
    Step.CALL_OFF: _l("Anulimi"),
}
VALUES: Mapping[str, Words] = {
    Value.MET: _l("Përmbushet"),
    Value.PARTLY: _l("Përmbushet pjesërisht"),
    Value.NOT_MET: _l("Nuk përmbushet"),
    Value.NOT_APPLICABLE: _l("Nuk zbatohet këtu"),
    Value.NOT_SEEN: _l("Nuk u pa"),
}
#: In the order of SOURCES.
SOURCES: Mapping[str, Words] = {
    "child": _l("Fëmijë"),
    "staff": _l("Personel"),
    "document": _l("Dokument"),
    "seen": _l("U pa me sy"),
}
TRENDS: Mapping[str, Words] = {
    Trend.BETTER: _l("Më mirë se herën e kaluar"),
    Trend.SAME: _l("Si herën e kaluar"),
    Trend.WORSE: _l("Më keq se herën e kaluar"),
}
VERDICTS: Mapping[str, Words] = {
    Verdict.TAKEN: _l("Merret parasysh"),
    Verdict.IN_PART: _l("Merret parasysh pjesërisht"),
    Verdict.NOT_TAKEN: _l("Nuk merret parasysh"),
}
#: What became of an answer that a copy brought back.
OUTCOMES: Mapping[str, Words] = {
    Outcome.TAKEN: _l("U ruajt"),
    Outcome.SAME: _l("Thotë njësoj si ajo që është"),
    Outcome.EARLIER: _l("E njëjta pajisje solli një më të re"),
    Outcome.CONFLICT: _l("Nuk thotë njësoj si ajo që është"),
    Outcome.REWORDED: _l("Pyetja ka tani fjalë të tjera"),
    Outcome.NOT_ASKED: _l("Vizita nuk e pyet më këtë"),
    Outcome.LATE: _l("Erdhi kur vizita nuk merrte më përgjigje"),
}
#: What the page of a copy says once it is open; {…} is filled in there.
OFFLINE: Mapping[str, Words] = {
    "no_names": _l("Ky skedar nuk mban emra fëmijësh. Mos shkruani asnjë emër, as te shënimet."),
    "part": _l("Pjesa {place} nga {places}"),
    "answered": _l("Përgjigje në këtë kopje: {answered} nga {asked}"),
    "next": _l("Vazhdo"),
    "back": _l("Kthehu"),
    "critical": _l("Kritike."),
    "child": _l("Fëmijës: “{words}”"),
    "stood": _l("Në zyrë është shënuar: {value}"),
    "before": _l("Herën e kaluar: {value}"),
    "number": _l("Sa?"),
    "number_wrong": _l("Shkruani një numër nga 0 deri në 1000000. Ky nuk u ruajt."),
    "sources": _l("Ku mbështetet përgjigjja"),
    "note": _l("Shënim"),
    "note_hint": _l("Mbetet në zyrë dhe nuk hyn në asnjë letër. Pa emra fëmijësh."),
    "saved": _l("U ruajt në këtë pajisje, ora {time}"),
    "unsaved": _l("Kjo pajisje nuk ruan asgjë. Mos e mbyllni faqen para se të nxirrni skedarin."),
    "take_out": _l("Nxirr skedarin me përgjigjet"),
    "taken_out": _l("Skedari u nxor. Silleni te faqja e vizitës. Përgjigjet mbeten edhe në këtë pajisje."),
    "as_text": _l("Nëse skedari nuk u ruajt, kopjoni këtë tekst dhe ngjiteni te faqja e vizitës"),
    "nothing": _l("Ende nuk ka asnjë përgjigje për të nxjerrë."),
    "elsewhere": _l("Kjo kopje është e hapur edhe në një dritare tjetër. Mbylleni këtë dhe vazhdoni atje."),
    "delete": _l("Fshi përgjigjet nga kjo pajisje"),
    "delete_sure": _l("Përgjigjet fshihen nga kjo pajisje. A i ka marrë zyra të gjitha?"),
    "deleted": _l("Përgjigjet u fshinë nga kjo pajisje."),
}
ANNOUNCED: Mapping[str, Words] = {"yes": _l("Me njoftim"), "no": _l("Pa njoftim")}
KINDS: Mapping[str, Words] = words.names_of(data.kind_names())
BASES: Mapping[str, Words] = words.names_of(data.basis_names())


def checklist_name(one: Checklist) -> str:
    return _("%(name)s, versioni %(version)s", name=one.name.of(language()), version=one.version)


@dataclass(frozen=True)
class AskedQuestion:
    """A question as the page asks it. `norms`: those beside it, with whether somebody has read them."""

    key: str
    text: str
    child: str | None
    critical: bool
    number: bool
    rights: str
    norms: str
    look: str


def asked(one: Question) -> AskedQuestion:
    return AskedQuestion(
        key=one.key,
        text=one.text.of(language()),
        child=one.child.of(language()) if one.child else None,
        critical=one.critical,
        number=one.asks_number,
        rights=", ".join(one.crc),
        norms=_norms(one),
        look=sources(one.look),
    )


def _norms(one: Question) -> str:
    """Those that somebody of the office has read, then the others, called so once."""
    known = data.norms()
    read = [code for code in one.norms if known[code.split()[0]]["confirmed"]]
    unread = [code for code in one.norms if code not in read]
    named = [_("për t'u konfirmuar: %(norms)s", norms=", ".join(unread))] if unread else []
    return ", ".join([*read, *named])


def sources(keys: Iterable[str]) -> str:
    return ", ".join(words.label(SOURCES, one) for one in keys)


def about(one: AskedQuestion) -> str:
    """Where to look, and by which norms."""
    look = _("Shihni: %(look)s.", look=one.look)
    norms = _("Konventa: neni %(rights)s. Norma: %(norms)s.", rights=one.rights, norms=one.norms)
    return f"{look} {norms}"
