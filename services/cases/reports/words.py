"""The words of the closed lists of reports, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.reports import data
from services.cases.reports.domain.life import State
from shared.lists import Words

STATES: Mapping[str, Words] = {
    State.DRAFT: _l("Projekt"),
    State.FROZEN: _l("Me shifra të ngrira"),
    State.PROOFREAD: _l("I lexuar"),
    State.APPROVED: _l("I miratuar"),
    State.FILED: _l("I paraqitur në Kuvend"),
    State.PUBLISHED: _l("I publikuar"),
    State.WITHDRAWN: _l("I tërhequr"),
}
KINDS: Mapping[str, Words] = words.names_of(data.kind_names())
