"""What the rules of agreements say when they say no."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from shared.lists import Words

SENTENCES: Mapping[str, Words] = {
    "agreement.sent": _l("Pikat u janë dërguar institucioneve."),
    "agreement.nothing_to_send": _l("Asnjë institucion nuk ka marrë përsipër diçka në këtë marrëveshje."),
}
