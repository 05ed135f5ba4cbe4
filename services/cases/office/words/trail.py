"""What each kind of entry of the audit trail is called, what it is about, and what its codes mean, in the language of whoever reads.

A kind that the history of a case knows too is called there (`HAPPENED`).
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from services.cases import data, words
from services.cases.commitments import words as of_commitments
from services.cases.data import acts
from services.cases.domain.ledger import EntryKind
from services.cases.domain.recommendation import Fell
from services.cases.gaps import words as of_gaps
from services.cases.gaps.data import gap_outcome_names, gap_stage_names
from services.cases.incoming import words as of_incoming
from services.cases.indicators import words as of_indicators
from services.cases.office.words import OBJECTS, REVIEWS
from services.cases.visits import words as of_visits
from services.cases.visits.domain.corrections import Verdict
from shared.lists import Words

#: Of what is read, done by people of the office, by services and by operators.
ACTIONS: Mapping[str, Words] = {
    "act.read": _l("U lexua akti"),
    "attachment.read": _l("U lexua një shtojcë e aktit"),
    "audit.chain_closed": _l("U mbyll zinxhiri i mëparshëm i gjurmës"),
    "audit.read": _l("U lexua gjurma e veprimeve"),
    "case.messages_read": _l("U lexuan mesazhet e çështjes"),
    "case.read": _l("U lexua çështja"),
    "clarification.written": _l("U shkrua përgjigjja për institucionin që kërkoi sqarim"),
    "commitment.added": _l("U shënua një zotim i shtetit"),
    "commitment.changed": _l("Ndryshoi si lexohet një zotim"),
    "commitment.gap_entered": _l("Nga një zotim i pambajtur u shënua një boshllëk"),
    "commitment.names_explained": _l("U shkrua pse teksti i një dokumenti zotimesh mund të përmendë dikë"),
    "commitment.origin_noted": _l("U shënua çfarë bëri Kuvendi me një rekomandim të zyrës"),
    "commitment.tied": _l("Një zotim u lidh me diçka"),
    "commitment.untied": _l("U hoq një lidhje e një zotimi"),
    "commitment.word_confirmed": _l("U konfirmua çfarë u tha për një zotim"),
    "commitment.word_set_aside": _l("U la mënjanë çfarë u tha për një zotim"),
    "commitment.word_written": _l("U shënua çfarë thotë shteti ose çfarë gjeti zyra për një zotim"),
    "complaint.decided": _l("U mor vendimi për ankesën"),
    "complaint.profile_told": _l("U treguan të dhënat e përgjithshme të fëmijës në ankesë"),
    "complaint.received": _l("Erdhi një ankesë"),
    "danger.called": _l("U thirr kujdestari për një ankesë me rrezik"),
    "danger.ended": _l("Mbaroi thirrja për rrezik"),
    "danger.reported": _l("U raportua rrezik"),
    "difference.accepted": _l("U pranua një ndryshim mes shërbimeve"),
    "duty.contact_set": _l("U shënua si thirret një kujdestar"),
    "duty.shift_added": _l("U shtua një turn kujdestarie"),
    "duty.shift_ended": _l("U hoq një turn kujdestarie"),
    "duty.substitution_added": _l("U shtua një zëvendësim në kujdestari"),
    "duty.substitution_ended": _l("U hoq një zëvendësim në kujdestari"),
    "epoch.begun": _l("Filloi një epokë e re pas rikthimit të bazës së të dhënave"),
    "epoch.taken_back": _l("U hoq një epokë që u njoftua e nuk filloi"),
    "evidence.read": _l("U lexua një dokument i institucionit"),
    "exclusion.changed": _l("Ndryshoi ndarja e një personi nga çështja"),
    "exclusions.read": _l("U lexua kush është i ndarë nga çështja"),
    "gap.act_drafted": _l("Nga boshllëku u hartua një akt"),
    "gap.case_linked": _l("U shënua se çështja tregoi një boshllëk në ligj ose një praktikë të gabuar"),
    "gap.changed": _l("U ndryshuan të dhënat e boshllëkut"),
    "gap.entered": _l("U shënua një boshllëk në ligj ose një praktikë e gabuar"),
    "gap.names_explained": _l("U shkrua pse teksti i boshllëkut mund të përmendë dikë"),
    "gap.read": _l("U lexua boshllëku"),
    "gap.settled": _l("U shënua si përfundoi boshllëku"),
    "gap.stage_recorded": _l("U shënua një fazë e propozimit jashtë zyrës"),
    "held_messages.read": _l("U lexuan mesazhet që presin"),
    "incoming.added": _l("U shtua një rekomandim drejtuar zyrës"),
    "incoming.changed": _l("U ndryshua një rekomandim drejtuar zyrës"),
    "incoming.clock_changed": _l("Ndryshoi afati i një rekomandimi drejtuar zyrës"),
    "incoming.found": _l("U shënua çfarë gjeti kush ia drejtoi rekomandimin zyrës"),
    "incoming.reported": _l("Zyra raportoi për një rekomandim që i drejtohet"),
    "institution.changed": _l("Ndryshuan të dhënat e një institucioni"),
    "letter.read": _l("U lexua letra"),
    "obligation.read": _l("U lexua detyrimi"),
    "parked.discarded": _l("U hodh një ngjarje që nuk trajtohej dot"),
    "parked.replayed": _l("U trajtua përsëri një ngjarje që priste"),
    "pattern.dismissed": _l("U la mënjanë një përsëritje e ankesave"),
    "pattern.opened": _l("Nga përsëritja e ankesave u hap një çështje"),
    "pattern.proposed": _l("U gjet një përsëritje e ankesave"),
    "pattern.read": _l("U lexua përsëritja e ankesave"),
    "protocol.read": _l("U lexua libri i protokollit"),
    "public_version.read": _l("U lexua teksti për publikun"),
    "reading.reviewed": _l("U shikua çfarë lexoi dikush nga një çështje që s’ishte e tij"),
    "readings.read": _l("U lexua kush lexoi çështje që s’ishin të tij"),
    "rung.sent_early": _l("U bë e ditur se një hap ishte dërguar para se të mbaronte afati"),
    "rung.read": _l("U lexua shkresa për t’u dërguar"),
    "scan.read": _l("U lexua letra e skanuar"),
    "scan.stored": _l("U ruajt letra e skanuar"),
    "staff.added": _l("U hap një llogari e zyrës"),
    "staff.code_refused": _l("Kodi i dytë nuk u pranua"),
    "staff.deactivated": _l("U mbyll një llogari e zyrës"),
    "staff.factor_added": _l("U shtua një faktor i dytë"),
    "staff.identity_linked": _l("U lidh llogaria e zyrës"),
    "staff.identity_unlinked": _l("U shkëput llogaria e zyrës"),
    "staff.passkey_added": _l("U shtua një çelës hyrjeje"),
    "staff.passkey_removed": _l("U hoq një çelës hyrjeje"),
    "staff.factor_lacking": _l("Hyrjet mbaruan, sepse mungon hapi i dytë"),
    "staff.factor_removed": _l("U hoq faktori i dytë"),
    "staff.logged_in": _l("Hyri në sistem"),
    "staff.logged_out": _l("Doli nga sistemi"),
    "staff.others_logged_out": _l("Mbylli hyrjet e veta të tjera"),
    "staff.password_changed": _l("Iu dha një fjalëkalim tjetër"),
    "staff.password_chosen": _l("Zgjodhi fjalëkalimin e vet"),
    "staff.password_refused": _l("Fjalëkalimi nuk u pranua"),
    "staff.proved_again": _l("Dëshmoi përsëri me hapin e dytë"),
    "staff.recovery_code_used": _l("U përdor një kod rezervë"),
    "staff.rescue_agreed": _l("U pranua rikthimi i hyrjes"),
    "staff.rescue_asked": _l("U kërkua rikthimi i hyrjes"),
    "staff.rescue_done": _l("U krye rikthimi i hyrjes"),
    "staff.rescue_stopped": _l("U ndal rikthimi i hyrjes"),
    "staff.roles_changed": _l("Ndryshuan rolet e një personi"),
    "staff.session_idle": _l("Hyrja mbaroi, sepse nuk u përdor"),
    "staff.title_form_changed": _l("Ndryshoi si thirret funksioni në nënshkrim"),
    "subject.asked": _l("U pyet shërbimi tjetër për ngjarje të bllokuara"),
    "subject.discard_agreed": _l("U pranua të hidhet një ngjarje e bllokuar"),
    "subject.discard_asked": _l("U kërkua të hidhet një ngjarje e bllokuar"),
    "subject.discard_refused": _l("Nuk u pranua të hidhet një ngjarje e bllokuar"),
    "subject.ours_kept": _l("U mbajt gjendja jonë, ndryshe nga shërbimi tjetër"),
    "subject.replaced": _l("U morën përsëri ngjarjet e bllokuara"),
    "subject.skip_agreed": _l("U pranua të kapërcehen ngjarje që mungojnë"),
    "subject.skip_asked": _l("U kërkua të kapërcehen ngjarje që mungojnë"),
    "subject.skip_refused": _l("Nuk u pranua të kapërcehen ngjarje që mungojnë"),
    "subject.skipped": _l("U kapërcyen ngjarje që mungojnë"),
    "subject.theirs_agreed": _l("U pranua të merret gjendja e shërbimit tjetër"),
    "subject.theirs_asked": _l("U kërkua të merret gjendja e shërbimit tjetër"),
    "subject.theirs_refused": _l("Nuk u pranua të merret gjendja e shërbimit tjetër"),
    "subject.theirs_taken": _l("U mor gjendja e shërbimit tjetër"),
    "text.checked": _l("Teksti u krahasua me dosjet"),
    "text.explained": _l("U tha pse teksti del, megjithëse mund të tregojë dikë"),
    "text.discarded": _l("Teksti u hodh"),
    "text.held": _l("Teksti u ndal para se të nisej"),
    "text.named": _l("U shkrua pse teksti mund të përmendë dikë"),
    "text.waits": _l("Teksti pret krahasimin me dosjet"),
    "figure.entered": _l("U shënua një shifër nga një dokument"),
    "agreement.sent_again": _l("Institucioneve iu dërguan përsëri pikat e një marrëveshjeje"),
    "agreement.over": _l("Një marrëveshje mbaroi: pikat e hapura u mbyllën"),
    "promise.outcome_recorded": _l("U shënua si doli një premtim i një marrëveshjeje"),
    "agreement.clauses_sent": _l("Institucioneve iu dërguan pikat e një marrëveshjeje"),
    "act.cosigned": _l("Një bashkënënshkrues e nënshkroi aktin"),
    "act.cosignature_withdrawn": _l("Një bashkënënshkrues e tërhoqi nënshkrimin"),
    "figures.asked": _l("U kërkuan shifra"),
    "figures.entered": _l("U shënuan shumë shifra nga një dokument"),
    "figures.reported": _l("Erdhën shifra nga një institucion"),
    "figures.request_read": _l("U lexua një kërkesë për shifra"),
    "report.approved": _l("U miratua një raport"),
    "report.begun": _l("U hap një raport"),
    "report.filed": _l("U hartua akti me të cilin një raport i paraqitet Kuvendit"),
    "report.frozen": _l("U ngrinë shifrat e një raporti"),
    "report.proofread": _l("U lexua i tërë një raport para miratimit"),
    "report.published": _l("U publikua një raport"),
    "report.read": _l("U lexua një raport"),
    "report.reworked": _l("Një raport u kthye në projekt"),
    "report.withdrawn": _l("U tërhoq një raport"),
    "report.written": _l("U shkrua në një raport"),
    "visit.answered": _l("U plotësuan përgjigjet e vizitës"),
    "visit.begun": _l("Filloi vizita"),
    "visit.brought_back": _l("U kthyen përgjigje nga një kopje e vizitës"),
    "visit.called_off": _l("Vizita u anulua"),
    "visit.chosen": _l("U zgjodh mes dy përgjigjeve të vizitës"),
    "visit.concluded": _l("Vizita u mbyll"),
    "visit.correction_answered": _l("Iu përgjigj një saktësimi të institucionit"),
    "visit.findings_sent": _l("Gjetjet paraprake iu dërguan institucionit"),
    "visit.planned": _l("U planifikua një vizitë"),
    "visit.prepared": _l("U përgatit vizita"),
    "visit.read": _l("U lexua vizita"),
    "visit.taken_along": _l("Vizita u mor me vete si kopje"),
}

#: What an entry is about, beside what the trail can be searched by.
ABOUT: Mapping[str, Words] = {
    **OBJECTS,
    "act": _l("Teksti i një akti"),
    "audit": _l("Gjurma e veprimeve"),
    "database": _l("Baza e të dhënave"),
    "duty_shift": _l("Turn kujdestarie"),
    "duty_substitution": _l("Zëvendësim në kujdestari"),
    "event": _l("Ngjarje mes shërbimeve"),
    "message": _l("Mesazh për ankuesin"),
    "parked_event": _l("Ngjarje që pret"),
    "protocol": _l("Libri i protokollit"),
    "public_version": _l("Teksti për publikun"),
    "publisher": _l("Shërbimi që i dërgon ngjarjet"),
    "subject": _l("Ngjarje të bllokuara"),
    "subject_step": _l("Hap për ngjarje të bllokuara"),
}

#: For what it was done or read.
PURPOSES: Mapping[str, Words] = {
    "accounts": _l("Llogaritë e zyrës"),
    "casework": _l("Puna me çështjet"),
    "complainant": _l("Ankesa e vet"),
    "directory": _l("Regjistri i institucioneve"),
    "duty": _l("Kujdestaria"),
    "institution": _l("Detyrimet e institucionit"),
    "operation": _l("Mirëmbajtja e sistemit"),
    "oversight": _l("Mbikëqyrja"),
    "public": _l("Informimi i publikut"),
    "service": _l("Puna e vetë sistemit"),
}

#: What each detail says; the value stands behind it.
DETAILS: Mapping[str, Words] = {
    "absent": _l("Mungon"), "accepted": _l("U pranua"), "act": _l("Akti"), "active": _l("Llogaria është e hapur"),
    "aside": _l("Përgjigje të lëna mënjanë"), "taken": _l("Vlen ajo nga kopja"),
    "announced": _l("Me njoftim"), "asked": _l("Ngjarje të kërkuara"), "asked_by": _l("E kërkoi"),
    "bodies": _l("Institucionet"), "case": _l("Çështja"), "checklist": _l("Lista e kontrollit"),
    "complaint": _l("Ankesa"), "conflicts": _l("Përgjigje që ndeshen"), "content_hash": _l("Shenja e tekstit"),
    "count": _l("Sa ankesa"), "decision": _l("Vendimi"), "document": _l("Dokumenti"), "due": _l("Dita e fundit"),
    "elsewhere": _l("E ka"), "entry": _l("Afati"), "events": _l("Ngjarje"), "excluded": _l("I ndarë"),
    "fact": _l("E kujt është fjala"), "fidelity": _l("Si u mor parasysh"), "ref": _l("Me çfarë lidhet"),
    "fields": _l("U prekën"), "findings": _l("Gjetje"), "form": _l("Forma e funksionit"), "gap": _l("Boshllëku"),
    "given_up": _l("Ngjarje të lëna"), "granted": _l("U dha kohë"), "ground": _l("Arsyeja"),
    "hash": _l("Shenja e mbylljes"), "institution": _l("Institucioni"), "issuer": _l("Kush e drejtoi"),
    "kept": _l("Përgjigje të ruajtura"), "kind": _l("Lloji"), "left": _l("Kode rezervë të mbetura"),
    "letter": _l("Letra"), "link": _l("Lidhja"), "note": _l("Shënimi"), "notice": _l("Kujtesa"),
    "number": _l("Numri"), "officer": _l("Eksperti"), "on": _l("Dita"), "origin": _l("Nga erdhi"),
    "original": _l("Siç erdhi"),
    "outcome": _l("Përfundimi"), "over": _l("Ngjarje të kapërcyera"), "override": _l("Para radhës"),
    "party": _l("Pala"), "published": _l("Publik"), "questions": _l("Pyetje"), "reason": _l("Pse"),
    "reply": _l("Përgjigjja"), "report": _l("Raporti"), "request": _l("Kërkesa"), "rights": _l("Të drejtat"),
    "roles": _l("Rolet"), "rung": _l("Hapi"), "scan": _l("Skanimi"), "sessions": _l("Hyrje të mbyllura"), "stage": _l("Faza"),
    "sha256": _l("Shenja e skedarit"), "staff": _l("Personi"), "stands_in": _l("Zëvendëson"),
    "status": _l("Gjendja"), "step": _l("Hapi"), "stops": _l("Ndalesa"), "task": _l("Detyra"),
    "then": _l("Pastaj"), "version": _l("Versioni"), "what": _l("I çfarë"), "why": _l("Pse"), "word": _l("Çfarë"),
    "at": _l("Kur"),
    "channel": _l("Rruga e dorëzimit"), "figures": _l("Shifra"), "indicator": _l("Treguesi"), "quality": _l("Cilësia e shifrës"),
}  # fmt: skip
_WRITTEN = {
    f"subject.{step}.reason"
    for step in ("skip_asked", "discard_asked", "theirs_asked", "skipped", "theirs_taken", "ours_kept")
}
#: Not shown: what an operator wrote stands where it was decided, and a place in a stream says nothing to a reader.
UNSHOWN = frozenset({"changes", "to", "parked.discarded.reason", "difference.accepted.reason", *_WRITTEN})

_FIELDS: Mapping[str, Words] = {
    "title": _l("titulli"), "rights": _l("të drejtat"), "bodies": _l("institucionet"), "places": _l("vendet"),
    "profile": _l("të dhënat e fëmijës"), "description": _l("përshkrimi"), "provision": _l("dispozita"),
    "text": _l("teksti"), "due": _l("dita e fundit"),
}  # fmt: skip
_ENTRIES: Mapping[Any, Words] = {
    EntryKind.STARTED: _l("filloi"), EntryKind.PAUSED: _l("u ndal"), EntryKind.RESUMED: _l("vazhdoi"),
    EntryKind.EXTENDED: _l("u zgjat"), EntryKind.CLOSED: _l("u mbyll"), EntryKind.REOPENED: _l("u rihap"),
    EntryKind.CORRECTED: _l("u ndreq"), EntryKind.HOLIDAY_ADDED: _l("u shtua një ditë pushimi"),
    EntryKind.HOLIDAY_REMOVED: _l("u hoq një ditë pushimi"), EntryKind.WORKDAY_ADDED: _l("u shtua një ditë pune"),
    EntryKind.TERM_CHANGED: _l("ndryshoi ligji"), EntryKind.HELD: _l("pret gjykatën ose prokurorinë"),
    EntryKind.RELEASED: _l("iu kthye zyrës"), EntryKind.GRANT_CORRECTED: _l("u korrigjua zgjatja"),
    EntryKind.ASKED_AGAIN: _l("u kërkua përsëri me letër"), EntryKind.LETTER_ARRIVED: _l("mbërriti letra"), EntryKind.OWED_AGAIN: _l("kërkohet përsëri"),
}  # fmt: skip
_FELL: Mapping[Any, Words] = {
    Fell.COMPLAINT_JOINED: _l("iu bashkua një ankesë tjetër"),
    Fell.NAMES_SOMEONE: _l("teksti përmend dikë të dosjeve"),
    Fell.FACTS_CHANGED: _l("ndryshoi çfarë tregon letra për çështjen"),
}
_REOPENED: Mapping[str, Words] = {
    "new_facts": _l("fakte të reja"), "came_back": _l("u kthye"), "body_silent": _l("institucioni hesht"),
    "our_error": _l("gabim i zyrës"),
}  # fmt: skip
_AFTERWARDS: Mapping[str, Words] = {
    "approve": _l("miratohet"), "issue": _l("lëshohet"), "tell": _l("i dërgohet ankuesit"), "clarify": _l("i dërgohet institucionit"),
}  # fmt: skip
_FORMS: Mapping[str, Words] = {"feminine": _l("femërore"), "masculine": _l("mashkullore")}
_RESTORED: Mapping[str, Words] = {
    "snapshot": _l("u nis një kopje e vjetër e skedarëve"), "recovered": _l("u rikthye deri në një çast"),
    "loaded_here": _l("u ngarkua një kopje në të njëjtin server"), "loaded_elsewhere": _l("u ngarkua një kopje në një server tjetër"),
    "no_file": _l("mungonte skedari dëshmitar"), "other_installation": _l("ishte kopja e një instalimi tjetër"),
    "failover": _l("u kalua te një server tjetër"), "upgraded": _l("u përditësua serveri"), "moved": _l("ndryshoi emri i bazës"),
}  # fmt: skip
_DECISIONS: Mapping[str, Words] = {"publish": _l("publikohet"), "withhold": _l("nuk publikohet")}
_NOTICES: Mapping[str, Words] = {"week_before": _l("një javë para"), "two_days_before": _l("dy ditë para")}
_OF_WHAT: Mapping[str, Words] = {"reply": _l("përgjigjes"), "implementation": _l("zbatimit")}
#: Details whose value is read as it stands: a number that the office gave.
PLAIN = frozenset({"number"})
#: What a code is called where no table knows it: one of a later release, or one that says nothing to a reader.
OTHER = _l("tjetër")


def tables() -> Mapping[str, Mapping[Any, Any]]:
    """By detail, or by kind of entry and detail, what its codes are called."""
    return {
        "decision": _DECISIONS,
        "elsewhere": words.ELSEWHERE,
        "entry": _ENTRIES,
        "fields": {**of_incoming.COLUMNS, **_FIELDS},
        "form": _FORMS,
        "ground": words.WITHDRAWALS,
        "issuer": of_incoming.issuers(),
        "notice": _NOTICES,
        "origin": words.ORIGINS,
        "outcome": words.OUTCOMES,
        "reading.reviewed.outcome": REVIEWS,
        "visit.correction_answered.outcome": words.names_of({one: acts.outcome_entry(one) for one in Verdict}),
        "gap.settled.outcome": words.names_of(gap_outcome_names()),
        "gap.stage_recorded.stage": words.names_of(gap_stage_names()),
        "kind": words.names_of(data.all_kinds()),
        "fact": of_commitments.FACTS,
        "fidelity": of_commitments.FIDELITIES,
        **{f"commitment.word_{step}.word": of_commitments.SAID for step in ("written", "confirmed", "set_aside")},
        "gap.entered.kind": of_gaps.KINDS,
        "visit.planned.kind": of_visits.KINDS,
        "indicator": of_indicators.INDICATORS,
        "quality": of_indicators.QUALITIES,
        "verdict": of_visits.VERDICTS,
        "epoch.begun.kind": _RESTORED,
        "complaint.reopened.reason": _REOPENED,
        "rights": words.RIGHTS,
        "roles": words.STAFF_ROLES,
        "rung": words.RUNGS,
        "status": words.STATUSES,
        "then": _AFTERWARDS,
        "what": _OF_WHAT,
        "why": _FELL,
        "advice.result.word": words.ADVICE_RESULTS,
        "obligation.confirmed.word": words.CONFIRMATIONS,
        "obligation.confirmed_late.word": words.CONFIRMATIONS,
        "word": words.ASSESSMENTS,
    }
