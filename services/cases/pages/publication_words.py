"""Why an act is, or is not yet, in the public register, in words."""

from flask_babel import lazy_gettext as _l

#: By the codes of `publication.may_publish`.
REASONS = {
    "shown": _l("Në regjistrin publik"),
    "no_decision": _l("Ende pa vendim për publikim"),
    "not_delivered": _l("Jo derisa t'u dorëzohet të gjithëve"),
    "term_runs": _l("Jo derisa të mbarojë afati"),
    "pending": _l("Jo sa kohë procedimi vazhdon"),
    "never": _l("Ky lloj akti nuk publikohet"),
    "not_issued": _l("Ende i palëshuar"),
}
