"""Why a rung or a report to the Assembly is refused, or a finding or a closing over what others refused, in the words of the pages; by code."""

from flask_babel import lazy_gettext as _l

from shared.lists import Words

SENTENCES: dict[str, Words] = {
    "ladder.not_going_on": _l("Për këtë detyrim nuk vazhdon asnjë hap."),
    "ladder.no_end_reason": _l("Shkruani pse mbyllen hapat."),
    "report.fell": _l(
        "Raporti i përbashkët nuk vlen më, sepse një nga letrat e tij nuk raportohet më. Hartojeni përsëri pa të."
    ),
    "report.not_due": _l("Kjo letër nuk i raportohet tani Kuvendit."),
    "report.not_waiting": _l("Nuk pret ndonjë raport për këtë letër."),
    "ladder.already_public": _l("Akti është tashmë publik: nuk publikohet përsëri si hap."),
    "ladder.not_shown": _l("Publiku nuk do ta lexonte aktin as pas këtij hapi. Çfarë e pengon, e thotë faqja e aktit."),
    "ladder.held": _l("Çështjen e ka gjykata ose prokuroria: asnjë hap nuk bëhet derisa ajo t'i kthehet zyrës."),
    "ladder.moot": _l(
        "Ajo për të cilën shtyn kjo letër u mbyll, u tërhoq ose kjo letër u dërgua para kohe: asnjë hap nuk bëhet më. Letra mund të tërhiqet."
    ),
    "ladder.never_pressed": _l("Një organ i tillë vetëm njoftohet; ai nuk shtyhet kurrë me hapa të tjerë."),
    "ladder.no_such_rung": _l("Ky lloj akti nuk e ka këtë hap."),
    "ladder.already_sent": _l("Ky hap është bërë tashmë."),
    "ladder.not_warranted": _l("Në gjendjen e tanishme asgjë nuk e kërkon një hap tjetër."),
    "ladder.no_superior": _l("Sot ky institucion nuk ka organ epror."),
    "ladder.term_runs": _l("Një afat i mëparshëm ende nuk ka mbaruar."),
    "ladder.out_of_order": _l("Më parë vjen një hap tjetër."),
    "ladder.not_delivered": _l(
        "Letra nuk i është dorëzuar ende institucionit: asgjë nuk i kujtohet dhe asgjë nuk shkon më lart."
    ),
    "ladder.receipt_waits": _l(
        "Dëftesa e dorëzimit të letrës pret një person të dytë në librin e postës: deri atëherë asgjë nuk i kujtohet institucionit dhe"
        " asgjë nuk shkon më lart."
    ),
    "ladder.not_arrived": _l("Letra e hapit të mëparshëm nuk është dorëzuar ende. Shihni librin e postës."),
    "ladder.alternative_not_lawful": _l("Kjo rrugë nuk është e ligjshme për një institucion të tillë."),
    "ladder.alternative_not_needed": _l("Ky institucion ka organ epror: i drejtohet atij."),
    "ladder.nobody_to_turn_to": _l("Regjistri i institucioneve nuk ka asnjë organ të cilit t'i drejtohet ky akt."),
    "ladder.letter_settled": _l("Ky hap nuk pret më: është dërguar ose nuk ka më arsye."),
    "ladder.letter_not_sent": _l("Kjo kujtesë nuk pret të niset: askush nuk e dërgoi, ose u mor mbrapsht."),
    "ladder.letter_left": _l("Kjo kujtesë është nisur: ajo që u nis nuk shkruhet përsëri."),
    "ladder.letter_of_today": _l("Kjo kujtesë u shkrua sot: nuk ka çfarë t'i ndryshojë."),
    "ladder.letter_changed": _l(
        "Fjalët e letrës nuk janë më ato që u lexuan: ndryshoi dita, diçka që dihet, ose i ndryshoi një tjetër. Lexojini më poshtë, siç janë tani."
    ),
    "ladder.letter_stale": _l(
        "Që kur u shkruan fjalët e kësaj letre, ndryshoi diçka. Shihni çfarë, dhe ruajeni tekstin përsëri para se të dërgohet."
    ),
    "ladder.act_stale": _l(
        "Që kur u hartua ky akt, ndryshoi diçka që ai tregon. Hapni hapin te “Për t'u dërguar” dhe hartojeni përsëri."
    ),
    "ladder.letter_is_act": _l("Ky hap është një akt: ndryshoni tekstin e aktit."),
    "ladder.superior_unclear": _l("Ky institucion ka më shumë se një organ epror. Asnjëri nuk zgjidhet vetë."),
    "assessment.case_closed": _l(
        "Çështja është mbyllur mbi këtë gjetje. Rihapeni çështjen, pastaj merreni gjetjen mbrapsht."
    ),
    "assessment.asked_again": _l(
        "Letra me të cilën institucionit i kërkohet përsëri nuk i ka mbërritur ende: që masa nuk u zbatua, ose u zbatua vetëm pjesërisht,"
        " shënohet pasi letra t’i ketë mbërritur."
    ),
    "clock.asked_again": _l(
        "Letra me të cilën institucionit i kërkohet përsëri nuk i ka mbërritur: shënoni dorëzimin në librin e postës."
    ),
    "confirmation.nothing_done": _l(
        "Zyra nuk gjeti asgjë të bërë për të cilën mund të thuhet nëse u ndje. Nëse gjetja nuk qëndron, hiqeni më parë."
    ),
    "assessment.moot": _l(
        "Çështja për të cilën u shkrua kjo letër u zgjidh ose u tërhoq, prandaj me të nuk kërkohet më asgjë: zgjidhni “U zbatua”,"
        " “Nuk vlen më” ose “Nuk mund të vlerësohet”."
    ),
    "case.refusal_unweighed": _l(
        "Një institucion tjetër refuzoi dhe askush nuk ka vendosur për këtë: para mbylljes, gjejeni refuzimin të pamjaftueshëm, ose komisioneri i mbyll"
        " hapat me arsye."
    ),
}
