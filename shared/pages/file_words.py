"""Why a file is not taken, in words for whoever sends it, and why it is not given out, for whoever asks for it."""

from flask_babel import lazy_gettext as _l

_REFUSED = {
    "file_empty": _l("Skedari është bosh"),
    "file_infected": _l("Ky skedar është i rrezikshëm dhe nuk u mor"),
    "file_too_large": _l("Skedari është më i madh se 20 MB"),
    "file_name_mismatch": _l("Emri i skedarit nuk përputhet me përmbajtjen e tij"),
    "file_broken": _l("Skedari është i dëmtuar dhe nuk hapet. Duhet ruajtur ose fotografuar përsëri"),
    "file_encrypted": _l("Skedari kërkon fjalëkalim. Dërgohet pa fjalëkalim"),
    "file_too_complex": _l(
        "Skedari ka më shumë faqe, pamje ose hollësi se sa hapen këtu. Dërgohet i ndarë në disa skedarë më të vegjël"
    ),
    "file_active": _l("Skedari ka brenda një program, ose merr diçka nga një vend tjetër. Dërgohet i ruajtur si PDF"),
    "file_not_only_sound": _l(
        "Skedari ka brenda edhe diçka tjetër veç zërit: film, titra ose kapituj. Dërgohet i ruajtur si zë i thjeshtë"
    ),
    "file_unscannable": _l(
        "Skedari nuk mund të kontrollohet për viruse. Dërgohet i ndarë në disa skedarë më të vegjël"
    ),
}
_NOT_SHOWN = {
    "file_waits": _l("Skedari po kontrollohet. Hapet pas pak."),
    "file_kept": _l("Ky skedar hapet vetëm siç erdhi, dhe vetëm me vendimin e një personi të dytë."),
    "original.not_agreed": _l(
        "Skedari siç erdhi hapet vetëm me pëlqimin e një personi të dytë. Kërkojeni te dosja, me qëllimin për këtë."
    ),
    "file_clean": _l("Ky skedar ka një kopje të pastër: hapni atë."),
    "file_refused": _l("Ky skedar është i rrezikshëm dhe nuk hapet."),
}


def refused(code: str, kinds: str) -> str:
    """`kinds`: what is taken at this place, for a file that is none of these."""
    return str(_REFUSED.get(code, kinds))


def not_shown(code: str) -> str | None:
    """None for another code."""
    return str(_NOT_SHOWN[code]) if code in _NOT_SHOWN else None
