"""Whether the public reads an act, or what stands against it, in words."""

from flask_babel import lazy_gettext as _l

from services.cases import words

#: Why an act is, or is not yet, in the public register (codes of publication.may_publish).
PUBLICATION = {
    "shown": _l("Në regjistrin publik"),
    "no_decision": _l("Ende pa vendim për publikim"),
    "not_delivered": _l("Jo derisa t'u dorëzohet të gjithëve"),
    "fell_undelivered": _l("Jo: nuk iu dorëzua të gjithëve para se të binte"),
    "term_runs": _l("Jo derisa të mbarojë afati"),
    "pending": _l("Jo sa kohë procedimi vazhdon"),
    "never": _l("Ky lloj akti nuk publikohet"),
    "not_issued": _l("Ende i palëshuar"),
}


def publication_words(reason: str, *, fell: bool) -> str:
    """`fell`: the act was withdrawn or superseded; what was not delivered by then is waited for no more."""
    fallen = fell and reason == "not_delivered"
    return words.label(PUBLICATION, "fell_undelivered" if fallen else reason)
