"""What the rules of rescues say when they say no."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from shared.lists import Words

SENTENCES: Mapping[str, Words] = {
    "rescue.waits": _l("Pret një person të dytë, ose ende nuk i ka ardhur koha."),
    "rescue.over": _l("Kjo kërkesë ka mbaruar."),
    "rescue.open": _l("Kjo është kërkuar tashmë."),
}
