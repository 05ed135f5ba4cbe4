"""What the pages of stuck subjects call things."""

from flask_babel import gettext, lazy_gettext

OURS = {
    None: lazy_gettext("nuk është këtu"),
    "handled": lazy_gettext("u trajtua"),
    "passed": lazy_gettext("kaloi pa veprim"),
    "held": lazy_gettext("pret një më të hershme"),
    "parked": lazy_gettext("e mënjanuar"),
    "discarded": lazy_gettext("u hoq dorë prej saj"),
    "undone": lazy_gettext("u la për versionin e botuesit"),
    "stale": lazy_gettext("mbeti nga koha e humbur"),
}
THEIRS = {
    None: lazy_gettext("nuk është pyetur"),
    "same": lazy_gettext("e ka njësoj"),
    "different": lazy_gettext("e ka ndryshe"),
    "absent": lazy_gettext("nuk e ka"),
}
STEPS = {
    "skip": lazy_gettext("Kapërcim"),
    "discard": lazy_gettext("Heqje dorë"),
    "theirs": lazy_gettext("Versioni i botuesit"),
    "epoch": lazy_gettext("Kthim i një epoke"),
}
OUTCOMES = {
    None: lazy_gettext("pret një person të dytë"),
    "done": lazy_gettext("u bë"),
    "refused": lazy_gettext("u refuzua"),
}
_REFUSALS = {
    "parked_unknown": lazy_gettext("Kjo ngjarje nuk pret më."),
    "parked_unreadable": lazy_gettext("Ngjarja ende nuk lexohet."),
    "parked_still_fails": lazy_gettext("Ngjarja ende nuk mund të trajtohet."),
    "parked_other_text": lazy_gettext("U mor një tekst tjetër i kësaj ngjarjeje; kjo mund vetëm të hidhet."),
    "parked_place_taken": lazy_gettext("Vendin e saj e ka një ngjarje tjetër: hidheni këtë ose merrni versionin e botuesit."),
    "parked_lost": lazy_gettext("Botuesi e humbi këtë ngjarje kur u kthye pas: hidheni, ose vendosni së pari cili version vlen."),
    "epoch_not_announced": lazy_gettext("Botuesi nuk e ka filluar këtë epokë."),
    "epoch_not_lower": lazy_gettext("Botuesi nuk ka njoftuar një epokë më të lartë."),
    "subject_not_stuck": lazy_gettext("Asgjë e kësaj rrjedhe nuk pret."),
    "subject_not_parked": lazy_gettext("Asgjë e kësaj rrjedhe nuk është mënjanuar."),
    "subject_not_told": lazy_gettext("Pyesni së pari botuesin se çfarë ka."),
    "subject_too_long": lazy_gettext("Botuesi ka më shumë se sa mban një përgjigje."),
    "subject_not_forked": lazy_gettext("Asgjë e kësaj rrjedhe nuk ndryshon."),
    "subject_moved_on": lazy_gettext("Rrjedha ka ecur ndërkohë: shikojeni përsëri dhe kërkojeni nga e para."),
    "second_person_needed": lazy_gettext("Duhet pajtimi i një personi tjetër, jo i atij që e kërkoi."),
    "step_waits": lazy_gettext("Kjo u kërkua dhe pret një person të dytë."),
    "step_unknown": lazy_gettext("Kjo kërkesë nuk pret më."),
    "stream_unknown": lazy_gettext("Ky shërbim nuk e dëgjon këtë rrjedhë."),
    "reason_missing": lazy_gettext("Shkruani arsyen."),
}  # fmt: skip


def refusal(code: str) -> str:
    """The sentence of a refusal, in the reader's language."""
    return str(_REFUSALS.get(code, lazy_gettext("Nuk lejohet në gjendjen e tanishme.")))


def replayed(done: int, failed: int, left: int) -> str:
    """What became of all that was parked for one reason."""
    told = gettext("U trajtuan %(done)s; nuk u trajtuan dot ende %(failed)s.", done=done, failed=failed)
    return " ".join([told, *([gettext("Presin ende %(left)s: shtypni përsëri.", left=left)] if left else [])])
