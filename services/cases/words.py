"""The labels of every closed word that a page of this service shows, in Albanian; the catalogue holds the English.

One word has one label everywhere, so that an officer who reads "me vonesë" in a list finds the same words in the act.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from services.cases import data
from services.cases.domain.bodies import BodyClass, Role
from services.cases.domain.case import Elsewhere, Origin, Outcome, Status, Step, Trigger
from services.cases.domain.findings import Result
from services.cases.domain.ladder import RungKey
from services.cases.domain.obligations import Assessed, Claimed, Confirmed, Delivery, Reply
from services.cases.domain.parties import AdviceWord, LinkKind, PartyRole
from services.cases.domain.recommendation import ActStatus, ActStep
from services.cases.domain.signing import Signing
from services.cases.domain.standing import State
from services.cases.domain.timeliness import Timeliness, Word
from shared.words import language, late_words

#: Beside a field of words above a list.
WORDS_HINT = _l("Numri, titulli, institucioni ose vendi")
PART_OF_NAME = _l("Një pjesë e emrit ose qyteti")

STATUSES = {
    Status.OPENED: _l("E hapur"),
    Status.ASSIGNED: _l("E caktuar"),
    Status.UNDER_INVESTIGATION: _l("Në hetim"),
    Status.FINDINGS_RECORDED: _l("Me gjetje"),
    Status.PENDING_REPLY: _l("Pret përgjigje"),
    Status.MONITORING: _l("Në monitorim"),
    Status.SUSPENDED: _l("E pezulluar"),
    Status.CLOSED: _l("E mbyllur"),
}

#: As the button says it.
STEPS = {
    Step.ASSIGN: _l("Cakto ose ndrysho ekspertin"),
    Step.INVESTIGATE: _l("Fillo hetimin"),
    Step.REQUEST_INFORMATION: _l("Kërko informacion"),
    Step.RECORD_FINDINGS: _l("Shëno gjetjet"),
    Step.RECOMMEND: _l("Lësho një rekomandim"),
    Step.MONITOR: _l("Kalo në monitorim"),
    Step.SUSPEND: _l("Pezullo çështjen"),
    Step.RESUME: _l("Rifillo çështjen"),
    Step.CLOSE: _l("Mbyll çështjen"),
    Step.REOPEN: _l("Rihap çështjen"),
    Step.FOLLOW_UP: _l("Kthehu te monitorimi"),
}

#: As the history says it.
STEPS_TAKEN = {
    Step.ASSIGN: _l("Çështja iu caktua një eksperti"),
    Step.INVESTIGATE: _l("Filloi hetimi"),
    Step.REQUEST_INFORMATION: _l("U kërkua informacion"),
    Step.RECORD_FINDINGS: _l("U shënuan gjetjet"),
    Step.RECOMMEND: _l("U lëshua një rekomandim"),
    Step.MONITOR: _l("Kaloi në monitorim"),
    Step.SUSPEND: _l("U pezullua"),
    Step.RESUME: _l("Çështja rifilloi"),
    Step.CLOSE: _l("U mbyll"),
    Step.REOPEN: _l("U rihap"),
    Step.FOLLOW_UP: _l("U kthye te ndjekja"),
}

OUTCOMES = {
    Outcome.VIOLATION_FOUND_RECOMMENDED: _l("U gjet shkelje dhe u dha rekomandim"),
    Outcome.NO_VIOLATION: _l("Nuk u gjet shkelje"),
    Outcome.RESOLVED_WITHOUT_RECOMMENDATION: _l("U zgjidh pa rekomandim"),
    Outcome.WITHDRAWN: _l("Ankuesi u tërhoq"),
    Outcome.OVERTAKEN: _l("Nuk ka më arsye për të vazhduar"),
    Outcome.PENDING_BEFORE_COURT: _l("Çështja është para gjykatës"),
    Outcome.DECIDED_BY_COURT: _l("Gjykata ka vendosur"),
    Outcome.PENDING_BEFORE_PROSECUTOR: _l("Çështja është para prokurorisë"),
    Outcome.DECIDED_BY_PROSECUTOR: _l("Prokuroria ka vendosur"),
}

RESULTS = {
    Result.VIOLATION_FOUND: _l("Pati shkelje"),
    Result.VIOLATION_NOT_FOUND: _l("Nuk pati shkelje"),
    Result.RESOLVED_WITHOUT_RECOMMENDATION: _l("U zgjidh pa rekomandim"),
    Result.WITHDRAWN: _l("Ankuesi u tërhoq"),
    Result.OVERTAKEN: _l("Nuk ka më arsye për të vazhduar"),
}

PARTY_ROLES = {
    PartyRole.COMPLAINANT: _l("Ankues"),
    PartyRole.INJURED: _l("I dëmtuar"),
    PartyRole.CHILD: _l("Fëmijë"),
    PartyRole.REPRESENTATIVE: _l("Përfaqësues"),
    PartyRole.WITNESS: _l("Dëshmitar"),
    PartyRole.EXPERT: _l("Ekspert nga jashtë"),
    PartyRole.BODY: _l("Institucion"),
    PartyRole.OTHER: _l("Tjetër"),
}
ADVICE_RESULTS = {
    AdviceWord.SUED: _l("Paraqiti padi"),
    AdviceWord.DID_NOT_SUE: _l("Nuk paraqiti padi"),
    AdviceWord.SETTLED: _l("U morën vesh pa gjyq"),
}

#: What the case at which the link was made is to the other.
LINKS = {
    LinkKind.RELATED: _l("Ka lidhje me tjetrën"),
    LinkKind.FOLLOWS: _l("Vjen pas tjetrës"),
    LinkKind.SAME_FACTS: _l("Ka të njëjtat fakte si tjetra"),
    LinkKind.PART_OF: _l("Është pjesë e tjetrës"),
}

#: The same, read from the other end.
LINKED = {
    LinkKind.RELATED: _l("Ka lidhje me tjetrën"),
    LinkKind.FOLLOWS: _l("Tjetra vjen pas saj"),
    LinkKind.SAME_FACTS: _l("Ka të njëjtat fakte si tjetra"),
    LinkKind.PART_OF: _l("Tjetra është pjesë e saj"),
}


ELSEWHERE = {
    Elsewhere.NONE: _l("Asnjë gjykatë dhe asnjë prokurori nuk e ka në shqyrtim"),
    Elsewhere.PENDING_BEFORE_COURT: _l("Është para gjykatës"),
    Elsewhere.DECIDED_BY_COURT: _l("Gjykata ka vendosur"),
    Elsewhere.PENDING_BEFORE_PROSECUTOR: _l("Është para prokurorisë"),
    Elsewhere.DECIDED_BY_PROSECUTOR: _l("Prokuroria ka vendosur"),
}

ORIGINS = {Origin.COMPLAINT: _l("Nga një ankesë"), Origin.OWN_INITIATIVE: _l("Me nismën e zyrës")}

TRIGGERS = {
    Trigger.MEDIA: _l("Lajm në media"),
    Trigger.REPORT: _l("Raport ose studim"),
    Trigger.INSPECTION: _l("Inspektim i zyrës"),
    Trigger.PATTERN: _l("Ankesa të përsëritura për të njëjtën gjë"),
    Trigger.ASSEMBLY_REQUEST: _l("Kërkesë e Kuvendit"),
    Trigger.TIP: _l("Njoftim nga dikush që nuk ankohet vetë"),
    Trigger.OWN_OBSERVATION: _l("E pa vetë zyra"),
}

HITS = {
    "name": _l("emër"),
    "initials": _l("shkronja të para ose emër i shkurtër"),
    "number": _l("numër"),
    "email": _l("adresë e postës elektronike"),
    "address": _l("adresë"),
    "description": _l("një lexues i vendit do ta njihte fëmijën: a duhet kjo"),
}
ACT_STATUSES = {
    ActStatus.DRAFT: _l("Projekt"),
    ActStatus.APPROVED: _l("I miratuar"),
    ActStatus.ISSUED: _l("I lëshuar"),
    ActStatus.SUPERSEDED: _l("I zëvendësuar"),
    ActStatus.WITHDRAWN: _l("I tërhequr"),
    ActStatus.DISCARDED: _l("I hedhur poshtë"),
}

ACT_STEPS = {
    ActStep.EDIT: _l("Ndrysho tekstin"),
    ActStep.APPROVE: _l("Miratoje"),
    ActStep.ISSUE: _l("Lëshoje"),
    ActStep.SUPERSEDE: _l("Zëvendësoje"),
    ActStep.WITHDRAW: _l("Tërhiqe"),
    ActStep.DISCARD: _l("Hidhe poshtë"),
}

ROLES = {
    Role.RESPONSIBLE: _l("Përgjegjës"),
    Role.SUPERIOR: _l("Organ epror"),
    Role.FOR_INFORMATION: _l("Për dijeni"),
}

DELIVERIES = {
    Delivery.QUEUED: _l("Nuk është dorëzuar ende: në dërgim"),
    Delivery.TO_POST: _l("Nuk është dorëzuar ende: në librin e postës"),
    Delivery.SENT: _l("Nuk është dorëzuar ende: u nis"),
    Delivery.DELIVERED: _l("U dorëzua"),
    Delivery.OPENED: _l("U dorëzua dhe u hap"),
    Delivery.ACKNOWLEDGED: _l("U dorëzua dhe u konfirmua marrja"),
    Delivery.FAILED: _l("Nuk u dorëzua"),
}

#: Of a letter that was sent and counts as delivered, though nobody told the day.
DEEMED = _l("U nis me postë dhe quhet e dorëzuar")
NOT_DELIVERED = _l("Nuk është dorëzuar ende")

#: By which way a letter went, after "delivered" and "sent".
WAYS = {
    "portal": _l("në portal"),
    "api": _l("përmes API-së"),
    "link": _l("me lidhje për një përdorim"),
    "mail": _l("me postë elektronike"),
    "paper": _l("në letër"),
    "post": _l("me postë të regjistruar"),
    "courier": _l("me korrier"),
    "hand": _l("dorazi"),
}

REPLIES = {
    Reply.NONE: _l("Pa përgjigje"),
    Reply.ACKNOWLEDGEMENT_ONLY: _l("Vetëm konfirmim marrjeje"),
    Reply.EXTENSION_ASKED: _l("Kërkoi shtyrje"),
    Reply.ACCEPTED: _l("E pranoi"),
    Reply.ACCEPTED_IN_PART: _l("E pranoi pjesërisht"),
    Reply.REFUSED_WITH_REASONS: _l("E refuzoi, me arsye"),
    Reply.REFUSED_WITHOUT_REASONS: _l("E refuzoi, pa arsye"),
    Reply.NOT_COMPETENT: _l("Thotë se nuk është kompetent"),
    Reply.FORWARDED: _l("Ia përcolli një organi tjetër"),
    Reply.ASKS_CLARIFICATION: _l("Kërkon sqarim"),
}

SAID_NOTHING = _l("Asgjë për zbatimin ende")
NO_REPLY = _l("Nuk u përgjigj në afat")
NO_REPLY_YET = _l("Ende pa përgjigje")

CLAIMS = {
    Claimed.NOT_STARTED: _l("Nuk ka filluar"),
    Claimed.IN_PROCESS: _l("Në proces"),
    Claimed.IMPLEMENTED: _l("E zbatoi"),
    Claimed.PARTLY: _l("E zbatoi pjesërisht"),
    Claimed.NOT: _l("Nuk e zbatoi"),
}

ASSESSMENTS = {
    Assessed.NOT_ASSESSED: _l("E pavlerësuar"),
    Assessed.IN_PROCESS: _l("Në proces"),
    Assessed.IMPLEMENTED: _l("E zbatuar"),
    Assessed.PARTLY: _l("E zbatuar pjesërisht"),
    Assessed.NOT: _l("E pazbatuar"),
    Assessed.OVERTAKEN: _l("Nuk vlen më"),
    Assessed.NOT_ASSESSABLE: _l("Nuk mund të vlerësohet"),
}

#: Findings of the office that are not about the implementation.
OTHER_FINDINGS = {
    "reply_insufficient": _l("Përgjigjja nuk mjafton"),
    "ladder_ended": _l("Hapat ndaj institucionit u mbyllën"),
}

#: Where an obligation stands (domain/standing.py): the one word list of lists, pages, the register and the figures.
STATES = {
    State.FELL: _l("E tërhequr ose e zëvendësuar"),
    State.NOT_DELIVERED: _l("Letra nuk ka mbërritur"),
    State.ASKED_AGAIN: _l("Kërkohet përsëri, letra nuk ka mbërritur"),
    State.NOT_COMPETENT: _l("Thotë se nuk është kompetent"),
    State.OVERTAKEN: _l("Nuk vlen më"),
    State.MOOT: _l("Mbeti pa objekt"),
    State.ELSEWHERE: _l("E ka gjykata ose prokuroria"),
    State.NO_INFORMATION: _l("Nuk u dha informacion"),
    State.NOT_ASSESSABLE: _l("Nuk mund të vlerësohet"),
    State.IMPLEMENTED: _l("E zbatuar"),
    State.CLAIMED: _l("Institucioni thotë se u zbatua, zyra ende nuk e ka vërtetuar"),
    State.AWAITING_REPLY: _l("Në pritje të përgjigjes"),
    State.IN_PROCESS: _l("Në proces"),
    State.PARTLY: _l("E zbatuar pjesërisht"),
    State.DAY_PASSED: _l("Dita kaloi, pa u vërtetuar"),
    State.PROMISE_BROKEN: _l("Dita e premtuar kaloi, pa u vërtetuar"),
    State.NOT: _l("E vërtetuar si e pazbatuar"),
    State.NO_REPLY: _l("Pa përgjigje pas afatit"),
    State.REFUSED: _l("E refuzuar"),
}

CONFIRMATIONS = {
    Confirmed.NOT_ASKED: _l("Nuk është pyetur"),
    Confirmed.YES: _l("Po"),
    Confirmed.PARTLY: _l("Pjesërisht"),
    Confirmed.NO: _l("Jo"),
}

RUNGS = {
    RungKey.REMINDER: _l("Kujtesë"),
    RungKey.SECOND_REMINDER: _l("Kujtesë e dytë"),
    RungKey.HIERARCHICAL_SUPERIOR: _l("Njoftim organit epror"),
    RungKey.ASSEMBLY_REPORT: _l("Raport drejtuar Kuvendit"),
    RungKey.PUBLICATION: _l("Publikim"),
}

CLASSES = {
    BodyClass.MINISTRY: _l("Ministri"),
    BodyClass.AGENCY: _l("Agjenci"),
    BodyClass.MUNICIPALITY: _l("Bashki"),
    BodyClass.MUNICIPAL_COUNCIL: _l("Këshill bashkiak"),
    BodyClass.PREFECT: _l("Prefekt"),
    BodyClass.SCHOOL: _l("Arsim"),
    BodyClass.HEALTH: _l("Shëndetësi"),
    BodyClass.POLICE: _l("Polici"),
    BodyClass.PRISON: _l("Burg"),
    BodyClass.SOCIAL_CARE: _l("Kujdes shoqëror"),
    BodyClass.PROSECUTION: _l("Prokurori"),
    BodyClass.JUDICIAL_OVERSIGHT: _l("Mbikëqyrje e gjyqësorit"),
    BodyClass.COURT: _l("Gjykatë"),
    BodyClass.ASSEMBLY: _l("Kuvend"),
    BodyClass.CONSTITUTIONAL_COURT: _l("Gjykatë Kushtetuese"),
    BodyClass.PRIVATE: _l("Subjekt privat"),
}

STAFF_ROLES = {
    "intake_officer": _l("Ekspert i pritjes"),
    "case_officer": _l("Ekspert i çështjeve"),
    "approver": _l("Përgjegjës seksioni"),
    "commissioner": _l("Komisioner"),
    "monitor": _l("Monitorues"),
    "publisher": _l("Botues"),
    "auditor": _l("Auditues"),
    "admin": _l("Administrator"),
}

WITHDRAWALS = {
    "issued_in_error": _l("U lëshua gabimisht"),
    "facts_changed": _l("Faktet ndryshuan"),
    "overtaken": _l("Nuk vlen më"),
    "superseded": _l("U zëvendësua nga një tjetër"),
}


def label(words: Mapping[Any, Any], word: str | None) -> str:
    """The label of `word`; a dash for none, and the word itself where a data file is newer than this table."""
    return "–" if word is None else str(words.get(word, word))


def of_law(entry: Mapping[str, object], stem: str) -> str:
    """What an entry of the law says under `stem`, for staff: what no lawyer of the office has confirmed says so. No letter does."""
    said = of_pair(entry, stem, language())
    if entry.get("confirmed") or not said:
        return said
    return gettext("%(basis)s (për t'u konfirmuar nga juristët e zyrës)", basis=said)


def signatories(signing: Signing) -> str:
    """Who signs acts of a kind, such as "Komisioner ose Përgjegjës seksioni"; staff are told that the office has not confirmed it."""
    named = [
        gettext(
            "%(who)s (zëvendëson: %(whom)s)",
            who=label(STAFF_ROLES, one.function),
            whom=label(STAFF_ROLES, one.instead_of),
        )
        if one.instead_of
        else label(STAFF_ROLES, one.function)
        for one in signing.signatories
    ]
    told = gettext(" ose ").join(named)
    return told if signing.confirmed else gettext("%(told)s (për t'u konfirmuar)", told=told)


def timeliness_words(timeliness: Timeliness) -> str:
    """Such as "12 ditë me vonesë"; a dash while there is no date to be in time for."""
    days = timeliness.days
    if timeliness.word is Word.LATE:
        return late_words(days)
    if timeliness.word is Word.IN_TIME:
        return str(gettext("në afat"))
    if timeliness.word is Word.DUE_IN:
        return _ahead(days)
    return "–"


def _ahead(days: int) -> str:
    if days == 0:
        return str(gettext("sot është dita e fundit"))
    return str(ngettext("edhe %(num)d ditë", "edhe %(num)d ditë", days))


def of_pair(entry: Mapping[str, object], stem: str, language: str) -> str:
    """The text `stem` of a data entry in the reader's language (data files carry both; legal bases bear no `_sq`)."""
    english = f"{stem}_en"
    if language == "en" and entry.get(english):
        return str(entry[english])
    return str(entry.get(f"{stem}_sq") or entry.get(stem) or "")


def _right(code: str, entry: Mapping[str, object]) -> str:
    return f"{code} {of_pair(entry, 'name', language())}"


#: The articles and paragraphs of the Convention on the Rights of the Child, by code.
RIGHTS = {code: LazyString(_right, code, entry) for code, entry in data.articles().items()}


def names_of(entries: Mapping[str, Mapping[str, object]]) -> Mapping[str, str]:
    """The names of a closed list out of a data file, by key, in the language of whoever reads."""
    return {key: LazyString(lambda entry=entry: of_pair(entry, "name", language())) for key, entry in entries.items()}


#: Words of the data that go with where an obligation stands.
UNASSESSABLE = names_of({entry["key"]: entry for entry in data.entries("standing", "unassessable_reasons")})
CLOSING_GROUNDS = names_of({entry["key"]: entry for entry in data.entries("standing", "closing_grounds")})
