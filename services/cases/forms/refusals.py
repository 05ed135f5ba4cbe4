"""What a rule says, as a person who filled in a form must read it: in their language, at the field it concerns, and with
what is legal instead. A rule without a sentence of its own still says that the step is refused, never in the code's words.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.domain.by_when import DayOff, TooFar, TooSoon
from services.cases.domain.findings import NoViolationFound
from services.cases.forms import finding_refusals, joint, ladder_refusals
from services.cases.forms.clock import KINDS
from shared.lists import Words
from shared.pages import password_words
from shared.pages.languages import date_words
from shared.rules import RuleViolation
from shared.second_factor import forms as second_factor
from shared.words import inside, language

_OTHERWISE = _l("Kjo nuk lejohet në gjendjen e tanishme.")

#: Of the core; those of the wings are learned.
SENTENCES: dict[str, Words] = {
    **password_words.SENTENCES,
    **second_factor.SENTENCES,
    "log_in_over": _l("Kjo hyrje nuk vlen më. Hyni përsëri."),
    "identity_of_another": _l("Kjo llogari e zyrës është lidhur me dikë tjetër këtu. Flisni me një administrator."),
    **ladder_refusals.SENTENCES,
    **finding_refusals.SENTENCES,
    **joint.SENTENCES,
    "case.step_not_legal": _l("Ky hap nuk lejohet në gjendjen e tanishme të çështjes."),
    "case.profile_of_one": _l("Për një fëmijë zgjidhet vetëm një përgjigje."),
    "case.profile_of_complaint": _l("Fëmijët e kësaj çështjeje tregohen te ankesat e saj."),
    "case.no_officer": _l("Më parë duhet caktuar një ekspert për çështjen."),
    "case.no_reason": _l("Shkruani arsyen."),
    "case.no_finding": _l("Më parë duhet shënuar të paktën një gjetje."),
    "case.no_violation": _l("Më parë duhet shënuar një gjetje që thotë se pati shkelje."),
    "finding.right_not_of_case": _l("Kjo e drejtë nuk është e kësaj çështjeje."),
    "finding.body_not_of_case": _l("Ky institucion nuk është i kësaj çështjeje."),
    "case.assignee_excluded": _l("Ky person është i ndarë nga kjo çështje."),
    "case_unknown": _l("Nuk u gjet një çështje e tillë."),
    "exclusion.staff_unknown": _l("Ky person nuk është i zyrës."),
    "exclusion.stands": _l("Ky person është tashmë i ndarë nga çështja."),
    "exclusion.none": _l("Ky person nuk është i ndarë nga çështja."),
    "exclusion.nobody_left": _l("Askush nga ata që drejtojnë nuk do ta shihte më çështjen."),
    "exclusion.of_complaint": _l("Ndarja u vendos për ankesën: hiqet te ankesa."),
    "party.one_identity": _l("Zgjidhni kush është, ose shkruani një etiketë, jo të dyja."),
    "party.no_body": _l("Zgjidhni institucionin."),
    "party.no_complaint": _l("Zgjidhni ankesën e ankuesit."),
    "party.label_names": _l("Etiketa shkruhet me shkronja të vogla, pa emra dhe pa numra telefoni."),
    "link.itself": _l("Një çështje nuk lidhet me veten."),
    "link.stands": _l("Këto dy çështje janë të lidhura tashmë kështu."),
    "link.circle": _l("Tjetra është tashmë pjesë e kësaj çështjeje."),
    "task.done": _l("Detyra është kryer tashmë."),
    "task.assignee_unknown": _l("Ky person nuk e sheh këtë çështje."),
    "finding.twice": _l("Për këtë të drejtë dhe këtë institucion ka dy gjetje."),
    "act.no_violation_found": _l(
        "Rekomandim i jepet vetëm një institucioni për të cilin u gjet shkelje. Shënoni më parë gjetjen."
    ),
    "case.no_act": _l("Më parë duhet lëshuar një rekomandim."),
    "case.matter_elsewhere": _l(
        "Çështja është para gjykatës ose prokurorisë, ose ato kanë vendosur; zyra nuk vazhdon."
    ),
    "case.needs_elsewhere": _l("Zgjidhni nëse çështjen e ka ende një gjykatë ose prokurori."),
    "case.reply_awaited": _l("Ende pritet një përgjigje."),
    "case.no_outcome": _l("Zgjidhni si mbyllet çështja."),
    "case.obligation_open": _l(
        "Ka detyrime me të cilat çështja nuk mbyllet: afati ende vazhdon, premtimi nuk është vlerësuar,"
        " ose institucioni thotë se nuk është kompetent. Vlerësojini më parë."
    ),
    "case.letter_undelivered": _l(
        "Një letër nuk i ka mbërritur institucionit. Çështja mbyllet pasi letra të dorëzohet ose akti të tërhiqet; nëse letra u kthye ose"
        " nuk mund t'i arrijë institucionit, zgjidhni “Nuk mundi t'i dorëzohej institucionit” dhe shkruani arsyen."
    ),
    "case.no_closing_ground": _l("Një institucion refuzoi ose nuk u përgjigj. Zgjidhni mbi çfarë mbyllet çështja."),
    "case.no_closing_reason": _l(
        "Kur një institucion refuzoi ose nuk u përgjigj, çështja mbyllet vetëm me arsye të shkruar. Shkruani arsyen."
    ),
    "case.nothing_pressed": _l(
        "Asnjë hap ndaj një institucioni nuk vazhdon, prandaj çështja nuk mbyllet në monitorim. Zgjidhni një bazë tjetër, ose shënoni më parë te detyrimi se përgjigjja nuk mjafton."
    ),
    "case.closing_ground_unknown": _l("Zgjidhni mbi çfarë mbyllet çështja."),
    "case.outcome_does_not_fit": _l("Ky përfundim nuk përputhet me atë që ka ndodhur në çështje."),
    "case.no_right": _l("Zgjidhni të paktën një të drejtë të fëmijës."),
    "case.no_complaint": _l("Nuk është përmendur asnjë ankesë."),
    "case.no_trigger": _l("Zgjidhni çfarë e shtyu zyrën të veprojë."),
    "case.no_memo": _l("Shkruani pse zyra vendosi të veprojë."),
    "act.step_not_legal": _l("Ky hap nuk lejohet në gjendjen e tanishme të aktit."),
    "act.not_issued": _l("Akti nuk është lëshuar ende."),
    "act.no_items": _l("Akti duhet të kërkojë të paktën një gjë."),
    "act.needs_injured_party": _l(
        "Zgjidhni personin e dëmtuar. Në çështje duhet të jetë palë, me ankesën përmes së cilës i shkruhet."
    ),
    "act.no_injured_party": _l("Personi i dëmtuar zgjidhet vetëm për rekomandimin për të paraqitur padi."),
    "party_unknown": _l("Kjo palë nuk është e çështjes."),
    "party.not_injured": _l("Kjo palë nuk është personi i dëmtuar dhe nuk e përfaqëson."),
    "party.no_mailbox": _l("Kjo palë nuk ka kuti: nuk ka ankesë përmes së cilës i shkruhet."),
    "party.in_conflict": _l("Kujdestari është në konflikt me fëmijën: atij nuk i shkruhet."),
    "advice.no_advice": _l("Ky akt nuk këshillon askënd të paraqesë padi."),
    "advice.day_ahead": _l("Dita nuk është në të ardhmen."),
    "advice.posted_before": _l("Letra nuk ishte lëshuar ende atë ditë."),
    "act.nobody_approves": _l("Askush tjetër në zyrë nuk mund ta miratojë këtë akt."),
    "act.nobody_signs": _l("Askush tjetër në zyrë nuk mund ta nënshkruajë këtë akt."),
    "act.nobody_answers": _l("Zgjidhni të paktën një institucion që duhet të përgjigjet."),
    "act.unknown_matter": _l("Nuk dihet cili organ është kompetent për këtë."),
    "act.needs_title": _l("Shkruani titullin."),
    "act.needs_grounds": _l("Shkruani arsyet."),
    "act.no_graded_violation": _l(
        "Shkarkimi propozohet për një shkelje të rëndë, dhe te gjetjet e çështjes nuk ka asnjë të tillë. Shënoni te gjetjet se shkelja është e rëndë, nëse është."
    ),
    "finding.bad_grade": _l("Vetëm një shkelje që u gjet ka shkallë. Zgjidhni një nga shkallët, ose asnjë."),
    "act.no_visit": _l(
        "Kjo letër i thotë institucionit se zyra e vizitoi; për këtë çështje nuk njihet asnjë vizitë te ai."
    ),
    "act.names_no_recommendation": _l(
        "Letra thotë se një rekomandim mbetet i hapur. Shkruani te arsyet numrin e rekomandimit të kësaj çështjeje që nuk është zbatuar."
    ),
    "act.grounds_parts": _l(
        "Arsyet e këtij akti kanë pjesë, dhe një prej tyre mungon. Shkruani secilën nën emrin e vet, në një rresht më vete."
    ),
    "act.needs_judicial_matter": _l("Zgjidhni kush preket nga shkelja."),
    "act.needs_official_function": _l("Shkruani funksionin e personit për të cilin propozohet shkarkimi."),
    "act.no_official_function": _l("Funksioni shkruhet vetëm te propozimi i shkarkimit. Lëreni bosh."),
    "act.no_judicial_matter": _l("Ky lloj akti nuk ka të bëjë me gjyqësorin. Zgjidhni “Nuk vlen këtu”."),
    "act.pending_before_court": _l("Çështja është para gjykatës: ky lloj akti nuk lejohet."),
    "act.decided_by_court": _l("Gjykata ka vendosur: ky lloj akti nuk lejohet."),
    "act.pending_before_prosecutor": _l("Çështja është para prokurorisë: ky lloj akti nuk lejohet."),
    "act.decided_by_prosecutor": _l("Prokuroria ka vendosur: ky lloj akti nuk lejohet."),
    "item.needs_text": _l("Shkruani çfarë kërkohet."),
    "item.needs_evidence_expected": _l("Shkruani çfarë do të tregonte se u bë."),
    "item.needs_due": _l("Shkruani deri kur duhet zbatuar."),
    "item.no_due": _l("Ky lloj akti nuk urdhëron: nuk cakton ditë. Lëreni bosh."),
    "item.no_evidence_expected": _l("Ky lloj akti nuk urdhëron: nuk kërkon prova se u bë. Lëreni bosh."),
    "item.due_day_off": _l("Kjo është ditë pushimi."),
    "item.due_past": _l("Data për zbatimin duhet të jetë pas ditës së sotme."),
    "addressee.not_to_a_body": _l("Ky akt i shkon vetëm personit të dëmtuar. Hiqni institucionet."),
    "addressee.twice": _l("Ky institucion është shtuar dy herë."),
    "addressee.court": _l("Një gjykate nuk i drejtohet asnjë akt; njoftohet organi kompetent."),
    "addressee.role": _l("Ky lloj akti nuk e lejon këtë rol."),
    "addressee.class": _l("Ky lloj akti nuk i drejtohet një institucioni të tillë."),
    "addressee.not_superior": _l("Sot ky nuk është organ epror i asnjë institucioni të çështjes."),
    "addressee.not_competent": _l("Ky organ nuk është kompetent për këtë."),
    "addressee.acts_for_public_body": _l("Një subjekt privat merr rekomandim vetëm kur vepron për një organ publik."),
    "addressee.superior_of_body_in_case": _l("Sot ky nuk është organ epror i asnjë institucioni të çështjes."),
    "addressee.has_a_say_over_body_in_case": _l(
        "Sipas regjistrit të institucioneve, sot ky nuk mbikëqyr dhe nuk drejton asnjë institucion të çështjes."
    ),
    "addressee.power_of_dismissal": _l("Ky institucion nuk e ka në kompetencë shkarkimin e funksionarit."),
    "addressee.legislative_or_by_law": _l("Ky institucion nuk ka nismë ligjvënëse dhe nuk e ka nxjerrë aktin."),
    "approval.own_work": _l("Askush nuk e miraton atë që ka shkruar vetë. Duhet ta miratojë një person tjetër."),
    "approval.other_content": _l("Teksti ka ndryshuar që kur e lexuat. Lexojeni përsëri më poshtë."),
    "version.none": _l("Më parë shkruani çfarë do të lexojë publiku."),
    "version.items": _l("Shkruani një tekst për çdo pikë të letrës."),
    "check.text_changed": _l("Teksti u ndryshua ndërkohë. Lexojeni përsëri dhe lëshojeni vetë."),
    "check.waiting": _l("Teksti po krahasohet me dosjen e mbyllur. Prisni pak dhe provoni përsëri."),
    "version.not_withheld": _l("Asgjë nuk është hequr nga faqja publike."),
    "check.own_work": _l("Arsyen e shkruan një person tjetër, jo ai që e shkroi tekstin."),
    "check.names_someone": _l(
        "Teksti tregon një njeri, ose mund ta tregojë. Hiqni çfarë është shënuar, ose shkruani pse duhet."
    ),
    "check.identity_number": _l("Këtu ka një numër identiteti. Hiqeni, ose personi i dytë shkruan pse duhet."),
    "check.phone_number": _l("Këtu ka një numër telefoni. Hiqeni, ose personi i dytë shkruan pse duhet."),
    "check.email_address": _l(
        "Këtu ka një adresë të postës elektronike. Hiqeni, ose personi i dytë shkruan pse duhet."
    ),
    "check.office_address": _l("Këtu ka një adresë të postës elektronike që duket se është e një zyre: shikojeni."),
    "issue.approval_fell_joined": _l(
        "Miratimi ra, sepse çështjes iu bashkua një ankesë tjetër. Akti lexohet dhe miratohet përsëri."
    ),
    "issue.approval_fell_names": _l(
        "Miratimi ra, sepse një krahasim i ri gjeti në tekst fjalë që tregojnë një njeri, ose mund ta tregojnë. Hiqini, ose personi i dytë e miraton"
        " përsëri me arsyen."
    ),
    "issue.approval_fell_facts": _l(
        "Miratimi ra, sepse ndryshoi çfarë tregon letra për çështjen: përgjigje, vizita, gjetje ose boshllëku prej të cilit u hartua. Akti lexohet dhe miratohet përsëri."
    ),
    "issue.not_approved": _l("Akti nuk është miratuar ende nga një person i dytë."),
    "issue.other_content": _l("Teksti nuk është ai që u miratua. Duhet miratuar përsëri."),
    "withdrawal.no_reason": _l("Shkruani pse tërhiqet akti."),
    "superseding.other_kind": _l("Një akt zëvendësohet vetëm nga një akt i të njëjtit lloj."),
    "superseding.not_issued": _l("Më parë duhet lëshuar akti i ri."),
    "clarification.not_asked": _l("Institucioni nuk pret asnjë sqarim për këtë pikë."),
    "clarification.waiting": _l("Një përgjigje pret tashmë të niset."),
    "readdressing.gone": _l(
        "Institucioni nuk e thotë më që kërkesa i takon këtij organi, ose akti i parë nuk vlen më: ky projekt hidhet poshtë."
    ),
    "readdressing.not_said": _l("Institucioni nuk ka thënë se nuk është kompetent."),
    "readdressing.decided": _l("Për këtë është vendosur tashmë."),
    "readdressing.no_reason": _l("Shkruani arsyen."),
    "readdressing.no_body": _l("Institucioni nuk ka thënë cili është kompetent."),
    "readdressing.owes_already": _l(
        "Ky organ e ka marrë të njëjtën pikë me të njëjtën letër dhe e ka tashmë detyrim: një letër e dytë do t'i kërkonte të njëjtën gjë."
    ),
    "readdressing.loop": _l("Ai organ e ka përcjellë vetë këtë kërkesë më parë; ajo do të kthehej prapa."),
    "reply.position_unfit": _l("Ky akt nuk merr një përgjigje të tillë."),
    "reply.nothing_promised": _l("Për këtë akt nuk premtohet asgjë."),
    "reply.needs_scan": _l("Zgjidhni letrën e skanuar."),
    "reply.competent_unfit": _l(
        "Një organ tjetër tregohet vetëm kur ky thotë se nuk është kompetent ose se ia përcolli atij."
    ),
    "reply.competent_unclear": _l("Nuk u gjet saktësisht një institucion me këtë emër. Shkruani emrin e plotë."),
    "reply.says_nothing": _l("Zgjidhni çfarë thotë letra për të paktën një pikë."),
    "reply.bad_day": _l("Dita e marrjes është mes ditës së lëshimit dhe ditës së sotme."),
    "reply.nothing_owed": _l("Këtij institucioni nuk i kërkohet përgjigje këtu."),
    "reply.needs_promised_date": _l("Kush thotë se është në proces, thotë edhe deri kur."),
    "evidence.unknown_kind": _l("Nuk ka një lloj të tillë prove."),
    "evidence.proves_other": _l("Fjala e vetë institucionit nuk mjafton për të vërtetuar se u zbatua."),
    "evidence.not_there": _l("Kjo provë nuk është e këtij detyrimi. Zgjidhni një që mund të hapet."),
    "evidence.no_address": _l("Shkruani adresën e plotë të burimit publik, që ta hapë kushdo."),
    "evidence.no_day": _l("Shkruani ditën kur u pa burimi; ajo nuk është në të ardhmen."),
    "file_empty": _l("Skedari është bosh."),
    "file_infected": _l("Skedari nuk u pranua."),
    "file_too_large": _l("Skedari është shumë i madh: deri në 20 MB."),
    "file_type_not_allowed": _l("PDF, JPG ose PNG, deri në 20 MB."),
    "file_name_mismatch": _l("Përmbajtja e skedarit nuk i përgjigjet emrit të tij."),
    "confirmation.no_answer": _l("Zgjidhni po, pjesërisht ose jo."),
    "wrong_code": _l("Ky kod nuk vlen. Shikoni kodin e tanishëm në aplikacion."),
    "clock.held": _l("Çështjen e ka gjykata ose prokuroria: afati vazhdon kur ajo t'i kthehet zyrës."),
    "bar.decided": _l("Për këtë është vendosur."),
    "bar.no_reason": _l("Shkruani arsyen."),
    "clock.out_of_place": _l("Afati nuk është në gjendjen që kërkon ky veprim."),
    "clock.over": _l("Afati kishte mbaruar më parë. Nëse institucionit i duhet kohë, zgjateni."),
    "clock.does_not_extend": _l("Afati tashmë zgjat të paktën deri atë ditë. Zgjidhni një ditë më vonë."),
    "clock.no_grant": _l("Për këtë detyrim nuk është dhënë kohë që të merret mbrapsht."),
    "clock.does_not_shorten": _l(
        "Korrigjimi nuk e shkurton afatin: institucionit, që u mbështet te koha e dhënë, i mbeten aq ditë sa ka edhe sot."
    ),
    "clock.too_far": _l("Me një vendim zyra nuk jep aq shumë kohë. Shikoni vitin, ose zgjidhni një ditë më të afërt."),
    "clock.no_reason": _l("Shkruani arsyen."),
    "clock.no_proof": _l(
        "Një ditë dorëzimi korrigjohet vetëm me provë: ngarkoni dokumentin ose zgjidhni çfarë e tregon."
    ),
    "clock.no_such_ground": _l("Zgjidhni një nga arsyet e listës."),
    "clock.no_such_scan": _l("Ky dokument nuk është i këtij akti."),
    "clock.bad_day": _l("Dita është mes ditës së lëshimit dhe ditës së sotme."),
    "clock.after_reply": _l(
        "Deri atë ditë institucioni kishte shkruar për këtë letër: letra i kishte mbërritur më parë."
    ),
    "clock.before_sending": _l("Atë ditë letra nuk ishte nisur ende: ajo që mbërriti u nis më vonë."),
    "clock.after_delivery": _l("Deri atë ditë letra kishte mbërritur: u nis më parë."),
    "clock.bad_until": _l("Shkruani një ditë më vonë; vetëm për një ndalim me fund ose për zgjatjen."),
    "clock.bad_channel": _l("Rruga e dorëzimit shënohet vetëm me një korrigjim të ditës së dorëzimit."),
    "clock.bad_kind": _l("Këtë nuk e shënon një punonjës."),
    "clock.answered": _l("Institucioni është përgjigjur; afati mbetet siç ishte."),
    "clock.needs_until": _l("Shkruani deri kur zgjatet afati."),
    "clock.needs_name": _l("Shkruani emrin e festës."),
    "clock.needs_term": _l("Zgjidhni afatin e ri."),
    "version.none_in_force": _l("Për atë ditë nuk ka rregull në fuqi."),
    "case.assignee_unknown": _l("Ky person nuk mund të marrë një çështje."),
    "case.closed": _l("Çështja është e mbyllur."),
    "case.no_complainant": _l("Në këtë çështje nuk ka ankues."),
    "case.no_text": _l("Shkruani çfarë kërkohet."),
    "case.recommends_by_issuing": _l("Ky hap bëhet vetë kur lëshohet një akt."),
    "case.right_unknown": _l("Nuk ka nen të tillë në Konventë."),
    "complaint_unknown": _l("Kjo ankesë nuk është e kësaj çështjeje."),
    "law.unconfirmed": _l("Ligji mbi të cilin mbështetet ky akt nuk është konfirmuar ende nga juristët e zyrës."),
    "act.kind_unknown": _l("Nuk ka lloj të tillë akti."),
    "act.of_agreement": _l("Ky lloj bëhet vetëm nga pikat e një marrëveshjeje të nënshkruar."),
    "act_unknown": _l("Nuk ka akt të tillë në këtë çështje."),
    "reply.recorded_already": _l(
        "Kjo letër është regjistruar tashmë për këtë pikë. Nëse u regjistrua gabim, shënojeni këtu dhe ruajeni përsëri."
    ),
    "item_unknown": _l("Kjo pikë nuk është më në projekt. Hapeni faqen përsëri."),
    "institution_unknown": _l("Ky institucion nuk është në regjistër."),
    "institution_inactive": _l("Ky institucion nuk ekziston më."),
    "issue.own_work": _l("Askush nuk e lëshon atë që ka shkruar vetë. Duhet ta lëshojë një person tjetër."),
    "publication.own_work": _l("Askush nuk e publikon atë që ka shkruar vetë. Duhet ta vendosë një person tjetër."),
    "publication.never": _l("Ky lloj akti nuk publikohet."),
    "publication.pending": _l("Ky akt nuk publikohet sa kohë procedimi vazhdon."),
    "publication.not_issued": _l("Akti nuk është lëshuar ende."),
    "withdrawal.no_ground": _l("Zgjidhni pse tërhiqet akti."),
    "extension.decided": _l("Për këtë kërkesë është vendosur tashmë."),
    "extension.no_request": _l("Nuk ka kërkesë të tillë."),
    "insufficiency.no_reason": _l("Shkruani pse nuk mjafton."),
    "clock.not_delivered": _l("Letra nuk është dorëzuar. Shënoni më parë dorëzimin në librin e postës."),
    "insufficiency.no_reply": _l("Institucioni nuk ka dhënë ende përgjigje që mund të mos mjaftojë."),
    "obligation.act_fell": _l("Akti nuk qëndron më: është tërhequr ose zëvendësuar."),
    "issue.own_approval": _l("Këtë e hartoi sistemi dhe e miratuat ju: duhet ta lëshojë një person tjetër."),
    "compliance.day_ahead": _l("Zgjidhni një ditë që ka kaluar."),
    "compliance.day_too_early": _l("Para vitit 1999 zyra nuk ekzistonte. Zgjidhni një ditë më të vonë."),
    "compliance.no_such_day": _l("Kjo nuk është një ditë. Shkruani vitin, muajin dhe ditën, për shembull 2021-12-31."),
    "compliance.known_before": _l(
        "Çfarë qëndron më një ditë nuk dihet para saj. Zgjidhni për “Siç dihej më” të njëjtën ditë ose një më të vonë."
    ),
    "compliance.day_not_kept": _l("Për atë ditë nuk ka numra të ruajtur. Zgjidhni fundin e një muaji."),
    "compliance.no_such_window": _l("Zgjidhni një vit kalendarik të plotë, nga 1 janari deri më 31 dhjetor."),
    "compliance.window_not_kept": _l("Për një vit lëshimi nuk ka numra të ruajtur. Kërkoni të gjitha aktet bashkë."),
    "children.year_not_counted": _l("Ai vit nuk është numëruar. Zgjidhni një nga vitet që jepen."),
    "page.changed_meanwhile": _l(
        "Dikush tjetër e ka ndryshuar ndërkohë. Hapeni faqen përsëri dhe shihni çfarë ndryshoi."
    ),
    "content.bad_key": _l("Teksti ka shenja që nuk mund të nënshkruhen."),
    "content.bad_number": _l("Një numër është shumë i madh."),
    "content.bad_text": _l("Teksti ka shenja që nuk mund të nënshkruhen."),
    "content.bad_type": _l("Teksti ka shenja që nuk mund të nënshkruhen."),
}


def learn(sentences: Mapping[str, Words]) -> None:
    """What the rules of a wing say; the app joins them. Raises `ValueError` for a code that says something already."""
    if twice := SENTENCES.keys() & sentences.keys():
        raise ValueError(f"two sentences for {', '.join(sorted(twice))}")
    SENTENCES.update(sentences)


def sentence(code: str) -> str:
    """What the refusal with this code says to a person."""
    return str(SENTENCES.get(code, _OTHERWISE))


def legal_words(codes: Iterable[str], more: Mapping[str, str] | None = None) -> list[str]:
    """Labels of what is legal instead, each once; `more` holds those that stand in data files (alternatives of a rung)."""
    tables: tuple[Mapping[Any, object], ...] = (
        words.OUTCOMES, words.STEPS, words.ACT_STEPS, words.RUNGS, words.ASSESSMENTS, KINDS, more or {}
    )  # fmt: skip
    known = {str(code): word for table in tables for code, word in table.items()}
    return list(dict.fromkeys(str(known[code]) for code in codes if code in known))


def fault_words(fault: RuleViolation) -> str:
    """What stands against a draft. Not what is open instead: beside other faults it would read as if that were open now."""
    if isinstance(fault, DayOff):
        after = _("Dita e parë e punës pas saj është %(day)s.", day=date_words(fault.counted))
        return f"{sentence(fault.code)} {after}"
    if isinstance(fault, TooFar):
        latest = _("Më e vona është %(day)s.", day=date_words(fault.latest))
        return f"{sentence(fault.code)} {latest}"
    if isinstance(fault, TooSoon):
        earliest = _("Më e hershmja është %(day)s.", day=date_words(fault.earliest))
        return f"{sentence(fault.code)} {earliest}"
    if isinstance(fault, NoViolationFound) and fault.bodies:
        names = "; ".join(one[language()] for one in fault.bodies)
        return f"{sentence(fault.code)} " + _("Pa gjetje: %(bodies)s.", bodies=names)
    return sentence(fault.code)


def with_legal(error: RuleViolation, more: Mapping[str, str] | None = None) -> str:
    """The sentence of a refusal and, where it names them, the steps that are open now."""
    refusal, legal = fault_words(error), legal_words(error.legal, more)
    if not legal:
        return refusal
    return f"{refusal} " + _("Tani lejohet: %(legal)s.", legal=", ".join(inside(one) for one in legal))
