"""What is said of letters of the post book, and what a refusal of it says to a person."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

RETURN_REASONS: Mapping[str, str] = {
    "unknown": _l("Marrësi i panjohur në këtë adresë"),
    "moved": _l("Ka ndryshuar adresën"),
    "refused": _l("Nuk e mori"),
    "not_collected": _l("Nuk u tërhoq nga posta"),
    "damaged": _l("U dëmtua gjatë rrugës"),
    "other": _l("Tjetër"),
}
#: Why a letter goes on paper.
CAUSES: Mapping[str, str] = {
    "no_channel": _l("Pa hyrje në portal e pa API"),
    "mail_failed": _l("Njoftimi elektronik nuk mbërriti"),
    "returned": _l("U kthye nga posta"),
    "link_expired": _l("Lidhja për një përdorim skadoi pa u hapur"),
    "link_revoked": _l("Zyra e revokoi lidhjen për një përdorim"),
}
#: Why a reminder that waits may not leave (queries/reminded.py).
STOPPED: Mapping[str, str] = {
    "letter_not_delivered": _l("Letra që kujtohet nuk i ka mbërritur institucionit: kujtesa nuk niset."),
    "receipt_waits": _l("Dorëzimi i letrës që kujtohet pret një person të dytë: deri atëherë kujtesa nuk niset."),
    "not_late": _l("Afati i letrës që kujtohet nuk ka kaluar: kujtesa nuk niset."),
    "reminder_old": _l(
        "Kujtesa u shkrua para shumë ditësh: dita që quan “sot” dhe ditët që numëron nuk janë më ato. Nuk printohet dhe nuk niset; shkruhet"
        " përsëri."
    ),
}
#: Why a letter that waited need not be sent any more (`ended`).
ENDED: Mapping[str, str] = {
    "settled": _l("Për asnjë pikë të saj nuk kërkohet më gjë."),
    "elsewhere": _l("Çështjen e ka gjykata ose prokuroria dhe zyra e mbylli."),
    "case_closed": _l("Çështja u mbyll."),
    "withdrawn": _l("Akti u tërhoq ose u zëvendësua."),
    "taken_back": _l("Ajo që thotë kjo kujtesë nuk vlen më."),
    "anew": _l("Letra u ndal dhe pastaj u kërkua përsëri: ajo ka një rresht të ri në libër."),
    "by_wire": _l("Institucioni e mori në rrugë elektronike."),
}
_SENTENCES: Mapping[str, str] = {
    **STOPPED,
    "day_ahead": _l("Kjo ditë nuk ka ardhur ende."),
    "day_too_early": _l("Kjo ditë është para letrës ose para nisjes së saj."),
    "after_reply": _l("Deri atë ditë institucioni kishte shkruar për këtë letër: ajo i kishte mbërritur më parë."),
    "tracking_needed": _l("Shkruani numrin e etiketës për çdo letër të zgjedhur, ose një numër për të gjitha."),
    "label_form": _l(
        "Ky nuk është numër etikete ose protokolli: shkruani shifra, edhe me shkronja të veçanta, për shembull RR123456789AL."
    ),
    "label_taken": _l(
        "Ky numër etikete është i letrës së një institucioni tjetër. Një etiketë është në një zarf: shkruani numrin që ka kjo letër."
    ),
    "held": _l(
        "Çështjen e letrës e ka gjykata ose prokuroria: letra nuk printohet dhe nuk niset derisa çështja t'i kthehet zyrës. Nëse letra"
        " u nis më parë, shënoni ditën kur u nis."
    ),
    "no_postal_address": _l(
        "Institucioni nuk ka adresë postare, ndaj letra e tij nuk mund të niset me postë ose me korrier. Shkruani"
        " adresën te institucioni (lidhja është te letra), ose shënoni dorëzimin dorazi."
    ),
    "not_to_post": _l("Letra nuk pret më të niset. Hapeni faqen përsëri."),
    "not_sent": _l("Letra nuk është shënuar si e nisur. Shënoni më parë nisjen."),
    "recorded_delivered": _l(
        "Letra është shënuar si e dorëzuar. Nëse dorëzimi u shënua gabim, gjejeni te «U dorëzuan» dhe shënojeni atje si dorëzim të gabuar."
    ),
    "recorded_returned": _l(
        "Letra është shënuar si e kthyer. Nëse duhet të niset përsëri, gjejeni te letrat që u kthyen."
    ),
    "not_delivered": _l("Letra nuk është shënuar si e dorëzuar, prandaj nuk ka dorëzim për të hequr."),
    "doubt_waits": _l("Dorëzimi i kësaj letre është shënuar tashmë si i gabuar dhe pret një person të dytë."),
    "has_it": _l("Institucioni e ka letrën: e hapi, ose i është përgjigjur. Dorëzimi nuk hiqet."),
    "goes_anew": _l("E njëjta letër pret të niset ose është rrugës. Dorëzimi hiqet vetëm nëse letra u kthye."),
    "ground_unknown": _l("Zgjidhni si del se dorëzimi u shënua gabim."),
    "needs_return": _l("Shkruani ditën kur letra u kthye dhe arsyen."),
    "not_back": _l(
        "Sipas asaj që zgjodhët letra nuk u kthye: lëreni bosh arsyen e kthimit, ose zgjidhni se letra u kthye."
    ),
    "waits_for_second_look": _l("Dorëzimi në një ditë të vjetër pret që ta shohë një person i dytë."),
    "nothing_to_look_at": _l("Këtu nuk pret asgjë një person të dytë. Hapeni faqen përsëri."),
    "same_person": _l("Dorëzimin e pranon një person tjetër nga ai që e shënoi."),
    "delivered_otherwise": _l("Letra është shënuar si e dorëzuar në një ditë tjetër."),
    "proven_otherwise": _l("Letra është shënuar si e dorëzuar me një skedar tjetër. Ai skedar mbetet."),
    "not_returned": _l("Kjo letër nuk është kthyer."),
    "paper_lost": _l(
        "Një pjesë e kësaj letre mungon në depon e dokumenteve dhe nuk printohet. Printoni të tjerat pa të dhe njoftoni kush e mban sistemin."
    ),
    "nothing_to_print": _l("Asnjë letër nuk pret të niset."),
    "not_yours_to_read": _l(
        "Një nga letrat lexohet vetëm nga kush e ndjek çështjen: e printon ai te akti, ose kush drejton."
    ),
    "nothing_chosen": _l("Zgjidhni të paktën një letër."),
    "needs_proof": _l("Zgjidhni skedarin që tregon dorëzimin: fletë-marrjen e skanuar ose të fotografuar."),
    "needs_day": _l("Shkruani ditën."),
    "needs_choice": _l("Zgjidhni njërën prej tyre."),
    "file_unknown": _l("Skedari nuk u gjet."),
}
_OTHERWISE = _l("Kjo nuk mund të pranohet.")


def looked(state: str, *, agreed: bool) -> str:
    """What became of a letter when a second person looked; `state`: how it stands now."""
    if state == "delivered":
        return _("Dorëzimi u pranua.") if agreed else _("Dorëzimi mbetet siç është shënuar.")
    return _("Dorëzimi u hoq: ishte shënuar gabim.") if agreed else _("Dorëzimi nuk u pranua.")


def sentence(code: str) -> str:
    """What a refusal says to a person."""
    return _SENTENCES.get(code, _OTHERWISE)
