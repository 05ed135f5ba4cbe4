"""Why a finding about a measure is refused, in the words of the pages; by code."""

from flask_babel import lazy_gettext as _l

from shared.lists import Words

SENTENCES: dict[str, Words] = {
    "assessment.receipt_waits": _l(
        "Dëftesa e dorëzimit të letrës pret një person të dytë në librin e postës: deri atëherë nuk dihet nëse institucioni ka ende kohë."
    ),
    "assessment.not_delivered": _l(
        "Letra nuk i ka mbërritur ende institucionit, prandaj nuk shënohet nëse masa u zbatua: shënoni dorëzimin, tërhiqni aktin,"
        " ose zgjidhni “Nuk vlen më” ose “Nuk mund të vlerësohet”, me arsyen."
    ),
    "assessment.not_yet_due": _l(
        "Institucioni ka ende kohë: që masa nuk u zbatua, ose u zbatua vetëm pjesërisht, shënohet pasi të kalojë dita e saj."
        " Deri atëherë shënoni “Në proces”, me ditën kur do ta kontrolloni përsëri."
    ),
    "assessment.clock_stands": _l(
        "Afati i përgjigjes është i ndalur, prandaj institucioni mund të përgjigjet ende: që masa nuk u zbatua, ose u zbatua vetëm pjesërisht,"
        " shënohet pasi afati të vazhdojë dhe të kalojë. Deri atëherë shënoni “Në proces”, me ditën kur do ta kontrolloni përsëri."
    ),
    "assessment.held": _l(
        "Çështjen e ka gjykata ose prokuroria: derisa të kthehet, askush nuk mund të thotë se masa nuk u zbatua, ose u zbatua vetëm pjesërisht."
    ),
    "assessment.held_unanswered": _l(
        "Çështjen e ka gjykata ose prokuroria dhe institucioni nuk është përgjigjur, prandaj askush nuk e di se masa është në proces:"
        " prisni derisa çështja të kthehet, ose mbylleni çështjen me këtë arsye."
    ),
    "assessment.ended": _l(
        "Institucionit iu tha se nuk i kërkohet më asgjë. Më parë merreni mbrapsht atë gjetje: atëherë i kërkohet përsëri, dhe ditët në mes nuk janë vonesë e tij."
    ),
    "assessment.denied": _l(
        "Institucioni e refuzoi, ose tha se nuk është kompetent, prandaj askush nuk mund të thotë se masa është në proces. Ajo është në proces"
        " pasi ta pranojë; deri atëherë shënoni që përgjigjja nuk mjafton, ose prisni."
    ),
    "assessment.denied_not_yet_due": _l(
        "Institucioni ka ende kohë: që masa nuk u zbatua, ose u zbatua vetëm pjesërisht, shënohet pasi të kalojë dita e saj."
        " Deri atëherë mund të shënoni që përgjigjja nuk mjafton."
    ),
    "assessment.needs_unassessable": _l("Zgjidhni pse nuk mund të vlerësohet."),
    "assessment.no_such_reason": _l("Zgjidhni pse nuk mund të vlerësohet."),
    "assessment.reason_of_another_word": _l("Kjo arsye vlen vetëm kur nuk mund të vlerësohet."),
    "assessment.not_a_finding": _l("Nuk ka gjetje që mund të merret mbrapsht. Shënoni çfarë është e vërtetë tani."),
    "assessment.bad_evidence": _l("Shkruani sa prova ka, me numër."),
    "assessment.in_the_future": _l("Dita e zbatimit nuk mund të jetë në të ardhmen."),
    "assessment.before_the_act": _l(
        "Akti u lëshua më vonë. Për atë që ishte bërë më parë, zgjidhni “Nuk vlen më” dhe shkruani arsyen."
    ),
    "assessment.check_in_the_past": _l("Kontrolli i radhës duhet të jetë pas ditës së sotme."),
    "assessment.expected_too_far": _l("Me një vendim zyra nuk jep aq shumë kohë. Shikoni vitin."),
    "assessment.expected_too_soon": _l("Institucioni ka kohë deri më vonë: ajo nuk i merret nga dita në ditë."),
    "assessment.check_too_far": _l("Kontrolli i radhës nuk shtyhet aq larg. Shikoni vitin."),
    "assessment.expected_day_off": _l("Kjo është ditë pushimi."),
    "assessment.check_day_off": _l("Kjo është ditë pushimi."),
    "assessment.needs_outcome": _l("Shënoni çfarë u vendos, te përfundimi i aktit."),
    "assessment.needs_word": _l("Zgjidhni çfarë gjeti zyra."),
    "assessment.other_outcome": _l("Një akt i tillë nuk përfundon kështu."),
    "assessment.needs_on": _l("Shkruani ditën kur u zbatua."),
    "assessment.needs_verifier": _l("Shënoni kush e vërtetoi."),
    "assessment.needs_evidence": _l("Zgjidhni ose shtoni një provë që mund të hapet: vetëm fjalët nuk mjaftojnë."),
    "assessment.needs_promised_date": _l("Shkruani deri kur pritet të zbatohet."),
    "assessment.expected_in_the_past": _l("Dita deri kur pritet të zbatohet nuk mund të ketë kaluar."),
    "assessment.before_the_promise": _l("Institucioni ka premtuar një ditë më të vonë: ajo nuk shkurtohet."),
    "assessment.needs_next_check": _l("Shkruani kur do ta kontrolloni përsëri."),
    "assessment.needs_reason": _l("Shkruani pse nuk mund të vlerësohet."),
}
