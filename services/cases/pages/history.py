"""The history of a case or of an obligation, as entries of a timeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from services.cases import words
from services.cases.domain.told import Next
from services.cases.pages.rungs import step_label
from services.cases.queries.cases import HistoryView
from services.cases.queries.named_things import NamedThings, named
from services.cases.queries.situations import institutions
from shared.words import language

#: What happened to a case, an act or an obligation, as its history says it; `step.<step>` stands in STEPS_TAKEN.
HAPPENED = {
    "case.opened": _l("Çështja u hap"),
    "complaint.joined": _l("Iu bashkua një ankesë tjetër"),
    "complaint.reopened": _l("Ankesa po shqyrtohet përsëri"),
    "complaint.admitted_again": _l("Ankesa u pranua përsëri"),
    "information.wanted": _l("Çështjen e ka një tjetër: mund t’i kërkohet vetëm informacion"),
    "case.gap_linked": _l("U shënua se çështja tregoi një boshllëk në ligj ose një praktikë të gabuar"),
    "case.changed": _l("U ndryshuan të dhënat e çështjes"),
    "case.handed_over": _l("Çështja i kaloi një eksperti tjetër"),
    "public_version.written": _l("U shkrua çfarë lexon publiku"),
    "public_version.approved": _l("U miratua çfarë lexon publiku"),
    "public_version.withheld": _l("Teksti për publikun u hoq: u gjet se tregon dikë, ose mund ta tregojë"),
    "public_version.approval_fell": _l(
        "Miratimi i tekstit për publikun ra, sepse krahasimi gjeti fjalë që tregojnë një njeri, ose mund ta tregojnë: lexohet dhe miratohet përsëri"
    ),
    "public_version.shown_again": _l("U tha pse publiku mund ta lexojë tekstin, dhe ai lexohet përsëri"),
    "act.names_explained": _l("U shkrua pse teksti mund të përmendë dikë"),
    "case.released": _l("Çështja pret një ekspert tjetër"),
    "exclusion.begun": _l("Një person u nda nga çështja"),
    "exclusion.ended": _l("Një person mund ta shohë përsëri çështjen"),
    "party.added": _l("U shtua një palë"),
    "party.ended": _l("Një palë nuk merr më pjesë"),
    "link.added": _l("Çështja u lidh me një tjetër"),
    "link.ended": _l("Lidhja me një çështje tjetër mbaroi"),
    "task.added": _l("U shtua një detyrë"),
    "task.assigned": _l("Një detyrë iu dha dikujt tjetër"),
    "task.done": _l("Një detyrë u krye"),
    "note.written": _l("U shkrua një shënim"),
    "complainant.wrote": _l("Ankuesi shkroi"),
    "complainant.informed": _l("U njoftua ankuesi"),
    "complainant.status": _l("Ankuesit iu tregua ku është puna"),
    "complainant.act_fell": _l("Ankuesve që dinin për letrën iu tregua se nuk vlen më"),
    "complainant.not_told": _l("Ankuesi nuk u njoftua dot: kutia e tij është fshirë"),
    "complainant.mailbox_shut": _l(
        "Ankuesi nuk u njoftua dot: është në konflikt me fëmijën dhe kutinë nuk e lexon askush"
    ),
    "act.cosigned": _l("Një bashkënënshkrues e nënshkroi aktin"),
    "act.cosignature_withdrawn": _l("Një bashkënënshkrues e tërhoqi nënshkrimin"),
    "act.drafted": _l("U hartua një akt"),
    "act.edited": _l("U ndryshua projekti"),
    "act.approved": _l("U miratua akti"),
    "act.approval_fell": _l(
        "Miratimi ra, sepse çështjes iu bashkua një ankesë tjetër: akti lexohet dhe miratohet përsëri"
    ),
    "act.approval_fell_names": _l(
        "Miratimi ra, sepse një krahasim i ri gjeti në tekst fjalë që tregojnë një njeri, ose mund ta tregojnë: akti lexohet dhe miratohet përsëri"
    ),
    "act.approval_fell_facts": _l(
        "Miratimi ra, sepse ndryshoi çfarë tregon letra për çështjen: akti lexohet dhe miratohet përsëri"
    ),
    "act.discarded": _l("U hodh poshtë projekti"),
    "act.issued": _l("U lëshua akti"),
    "act.withdrawn": _l("U tërhoq akti"),
    "advice.result": _l("U shënua çfarë ndodhi me padinë"),
    "advice.posted": _l("Këshilla u nis me postë"),
    "act.superseded": _l("Akti u zëvendësua"),
    "publication.decided": _l("U vendos për publikimin"),
    "dispatch.delivered": _l("Letra u dorëzua"),
    "dispatch.deemed": _l("Letra quhet e dorëzuar: ditën e vërtetë nuk e tregoi askush"),
    "dispatch.delivered_again": _l("U tregua një dorëzim i dytë i letrës: afati mbetet nga i pari"),
    "dispatch.stopped": _l("Letra nuk dërgohet më"),
    "dispatch.goes_again": _l("Letra dërgohet përsëri"),
    "dispatch.corrected": _l("U korrigjua dita e letrës, për të gjitha pikat e saj"),
    "dispatch.receipt_told": _l("U shënua një dorëzim i letrës në një ditë të vjetër: pret një person të dytë"),
    "dispatch.doubted": _l("Dorëzimi i letrës u shënua si i gabuar: pret një person të dytë"),
    "dispatch.not_doubted": _l("Personi i dytë nuk e gjeti të gabuar dorëzimin e letrës: ai mbetet"),
    "dispatch.mistaken": _l("Dorëzimi i letrës u hoq: ishte shënuar gabim"),
    "dispatch.receipt_not_agreed": _l("Dorëzimi i letrës në një ditë të vjetër nuk u pranua nga personi i dytë"),
    "ladder.used_up": _l("Hapat mbaruan: akti ishte tashmë publik, kur erdhi dita e publikimit si hap"),
    "obligation.reminder_withdrawn": _l("Kujtesa u tërhoq para se të nisej: hapi është përsëri i hapur"),
    "dispatch.opened": _l("Letra e dorëzuar u hap nga institucioni"),
    "dispatch.acknowledged": _l("Institucioni konfirmoi marrjen e letrës së dorëzuar"),
    "dispatch.to_post": _l("Letra hyri në librin e postës"),
    "dispatch.sent": _l("Letra u nis me postë, korrier ose dorazi"),
    "dispatch.returned": _l("Letra u kthye"),
    "dispatch.failed": _l("Letra nuk u dorëzua"),
    "link.sent": _l("Letra u nis me një lidhje për një përdorim"),
    "link.opened": _l("Lidhja për një përdorim u hap"),
    "link.expired": _l("Lidhja për një përdorim skadoi pa u hapur"),
    "link.revoked": _l("Zyra e revokoi lidhjen për një përdorim"),
    "link.failed": _l("Mesazhi me lidhjen për një përdorim nuk mbërriti"),
    "reply.received": _l("Erdhi përgjigje"),
    "extension.requested": _l("Institucioni kërkoi më shumë kohë"),
    "extension.decided": _l("U vendos për kohën e kërkuar"),
    "extension.corrected": _l("U mor mbrapsht koha që ishte dhënë gabim"),
    "progress.reported": _l("Institucioni tregoi sa ka ecur"),
    "obligation.assessed": _l("Zyra e vlerësoi zbatimin"),
    "obligation.insufficient": _l("Zyra gjeti se përgjigjja nuk mjafton"),
    "ladder.ended": _l("Komisioneri i mbylli hapat ndaj institucionit"),
    "obligation.confirmed": _l("U dëgjua fëmija ose ankuesi"),
    "obligation.clarified": _l("Zyra iu përgjigj institucionit që kërkoi sqarim"),
    "readdressing.decided": _l("U vendos nëse kërkesa i drejtohet organit tjetër"),
    "obligation.confirmed_late": _l("Ankuesi u përgjigj për një konstatim që nuk qëndronte më: nuk vërteton asgjë"),
    "confirmation.asked": _l("U pyet ankuesi nëse masa u ndie"),
    "confirmation.ended": _l("Ankuesi nuk pyetet më nëse masa u ndie: konstatimi nuk qëndron më"),
    "obligation.reopened": _l("Detyrimi u rihap: ankuesi thotë se masa nuk u ndie"),
    "obligation.reminded": _l("U dha për dërgim një kujtesë për institucionin"),
    "obligation.escalated": _l("U bë hapi i radhës"),
    "rung.edited": _l("U ndryshua teksti i një kujtese"),
    "rung.written_anew": _l("Kujtesa u vonua para se të nisej: u shkrua përsëri me atë që dihej atë ditë"),
    "rung.fell": _l(
        "Projekti i hapit tjetër u hoq: letra e hapit para tij nuk ka mbërritur, ose afati i saj nuk ka mbaruar"
    ),
    "rung.set_aside": _l(
        "Një letër me fjalë të shkruara nga një person u la mënjanë: fjalët ruhen te ajo dhe vendosen në letrën që hartohet në vend të saj"
    ),
    "obligation.overdue": _l("Kaloi afati"),
    "obligation.due_soon": _l("Institucionit iu kujtua afati që po afron"),
    "clock.changed": _l("Ndryshoi afati"),
    "matter.held": _l("Çështjen e mori gjykata ose prokuroria: afatet u ndalën dhe hapat presin"),
    "matter.given_back": _l("Çështja iu kthye zyrës: afatet dhe hapat vazhdojnë"),
    "obligation.moot": _l("Nuk kërkohet më: mbeti pa objekt"),
    "obligation.owed_again": _l("Kërkohet përsëri: ajo për të cilën ngul këmbë u rihap"),
    "obligation.back": _l("Detyrimi pritet përsëri: çështja iu kthye zyrës"),
    "bar.proposed": _l("Nga vendimi del se çështjen e ka gjykata ose prokuroria: pret konfirmimin e zyrës"),
    "bar.confirmed": _l("Zyra konfirmoi se çështjen e ka gjykata ose prokuroria"),
    "bar.declined": _l("Zyra nuk e pranoi se çështjen e ka gjykata ose prokuroria"),
    "message.delivered": _l("Njoftimi u dërgua"),
    "message.failed": _l("Njoftimi nuk u dërgua"),
    **{f"step.{step}": text for step, text in words.STEPS_TAKEN.items()},
}

#: What whoever complained was told that comes next.
NEXT = {
    Next.NOTHING: _l("asnjë hap tjetër"),
    Next.STEPS: _l("vazhdojnë hapat ndaj institucionit"),
    Next.WEIGHING: _l("zyra shikon nëse e pranon"),
    Next.CHECK: _l("zyra kontrollon"),
    Next.AWAIT: _l("pritet përgjigjja"),
    Next.WAIT: _l("pritet gjykata ose prokuroria"),
    Next.DELIVER: _l("zyra kujdeset që letra të mbërrijë"),
    Next.STILL_GOES: _l("asnjë hap tjetër; letra ende mund të mbërrijë"),
    Next.ELSEWHERE: _l("e ka gjykata ose prokuroria"),
    Next.TURNED: _l("zyra iu drejtua organit tjetër"),
}

#: By detail, the labels of its codes; what `word` means depends on the event.
TABLES: Mapping[str, Mapping[Any, Any]] = {
    "outcome": words.OUTCOMES,
    "elsewhere": words.ELSEWHERE,
    "state": words.STATES,
    "next": NEXT,
    "ground": words.WITHDRAWALS,
    "closing_ground": words.CLOSING_GROUNDS,
    "origin": words.ORIGINS,
}
WORDS: Mapping[str, Mapping[Any, Any]] = {
    "obligation.assessed": words.ASSESSMENTS,
    "obligation.confirmed": words.CONFIRMATIONS,
    "obligation.confirmed_late": words.CONFIRMATIONS,
}


@dataclass(frozen=True)
class Entry:
    """One entry of `p.timeline`."""

    title: str
    when: datetime
    by: str
    text: str


def timeline(session: Session, history: Sequence[HistoryView]) -> list[Entry]:
    """Entries for `p.timeline`, newest first. An event without a label of its own is told as "another event", not in code."""
    ids = {UUID(one.details["institution"]) for one in history if one.details.get("institution")}
    names = {str(body.id): body.name(language()) for body in institutions(session, ids).values()}
    things = named(session, *(_ids(history, key) for key in ("act", "obligation", "reply")))
    return [Entry(_title(one.code), one.at, _actor(one), _text(one, names, things)) for one in reversed(history)]


def _ids(history: Sequence[HistoryView], key: str) -> set[UUID]:
    return {UUID(str(one.details[key])) for one in history if one.details.get(key)}


def _text(line: HistoryView, names: Mapping[str, str], things: NamedThings) -> str:
    """What was written, with the act and item that it is about; or else what its ids and codes say."""
    about = _about(line, things)
    if line.text:
        return f"{about}: {line.text}" if about else line.text
    return ", ".join(filter(None, [about, _more(line, names)]))


def _about(line: HistoryView, things: NamedThings) -> str:
    """The number of the act, and of the items in its letter where the line is about some and not about the whole."""
    details = line.details
    act, places = next(
        (things.items[str(details[key])] for key in ("obligation", "reply") if str(details.get(key)) in things.items),
        (str(details.get("act")), ()),
    )
    # Whoever names an act by its number has named it.
    number = str(details.get("number") or things.acts.get(act, ""))
    if not number or not places:
        return number
    items = ", ".join(map(str, places))
    return number + ngettext(", pika %(items)s", ", pikat %(items)s", len(places), items=items)


def in_words(session: Session, line: HistoryView) -> str:
    """One line of a history in one sentence: what was written, or else what happened and to what."""
    if line.text:
        return line.text
    [entry] = timeline(session, [line])
    return _("%(title)s: %(text)s", title=entry.title, text=entry.text) if entry.text else entry.title


def _title(code: str) -> str:
    """In the reader's language."""
    return str(HAPPENED[code]) if code in HAPPENED else _("Ngjarje tjetër")


def _actor(line: HistoryView) -> str:
    """The person's name; what no person of the office did has none."""
    return line.by if line.actor.startswith("staff:") else ""


def _more(line: HistoryView, names: Mapping[str, str]) -> str:
    """What the other ids and codes of an entry say to a person: the body, the outcome, the finding, the rung."""
    details = line.details
    parts = [str(details["reference"])] if details.get("reference") else []
    parts += [names[details["institution"]]] if details.get("institution") in names else []
    parts += [step_label(details["rung"], details.get("alternative"))] if details.get("rung") else []
    parts += [words.label(table, details[key]) for key, table in TABLES.items() if details.get(key)]
    if details.get("word") and line.code in WORDS:
        parts.append(words.label(WORDS[line.code], details["word"]))
    if details.get("by_hand"):
        parts.append(_("adresa u shkrua me dorë, nga dosja e hapur"))
    if details.get("on") and line.code.startswith(("dispatch.", "advice.posted", "reply.")):
        parts.append(format_date(date.fromisoformat(details["on"]), "d MMMM y"))
    return ", ".join(parts)
