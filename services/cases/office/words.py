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
    "incoming_item": _l("Rekomandim drejtuar zyrës"),
}
