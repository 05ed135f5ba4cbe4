"""The words of the audit trail, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from shared.lists import Words

#: What the audit trail of this service is about.
OBJECTS: Mapping[str, Words] = {
    "case": _l("Çështje"),
    "recommendation": _l("Akt"),
    "obligation": _l("Detyrim"),
    "complaint": _l("Ankesë"),
    "institution": _l("Institucion"),
    "staff": _l("Person i zyrës"),
    "gap": _l("Boshllëk në ligj ose praktikë e gabuar"),
    "pattern": _l("Përsëritje e ankesave"),
    "rung_letter": _l("Shkresë për t'u dërguar"),
    "commitment": _l("Zotim i shtetit"),
    "commitment_document": _l("Dokument zotimesh"),
    "incoming_item": _l("Rekomandim drejtuar zyrës"),
    "figure": _l("Shifër"),
    "agreement": _l("Marrëveshje"),
    "figure_request": _l("Kërkesë për shifra"),
    "report": _l("Raport"),
    "visit": _l("Vizitë"),
}

#: Who holds heads of our trail.
HOLDERS: Mapping[str, Words] = {
    "intake": _l("Pritja e ankesave"),
    "partners": _l("Portali i institucioneve"),
    "notifications": _l("Njoftimet"),
}
#: What they say of the last one.
VERDICTS: Mapping[str, Words] = {
    "first": _l("E ruan si fillim"),
    "grown": _l("Në rregull: gjurma vetëm është shtuar"),
    "smaller": _l("ALARM: gjurma është shkurtuar"),
    "not_grown": _l("ALARM: gjurma është rishkruar"),
    "unknown_key": _l("ALARM: nënshkrimi nuk njihet"),
}
#: What is found of readings.
REVIEWS: Mapping[str, Words] = {
    "justified": _l("Me vend"),
    "not_needed": _l("Nuk duhej"),
    "misuse": _l("Shpërdorim"),
}
