"""The words of the closed lists of gaps and of patterns, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.data import taxonomy
from services.cases.domain.timeliness import local_date
from services.cases.gaps import data
from services.cases.gaps.domain.gaps import GapStatus
from services.cases.gaps.domain.patterns import ProposalState
from shared.clock import utc_now
from shared.lists import Words
from shared.words import language

GAP_STATUSES: Mapping[str, Words] = {
    GapStatus.OPEN: _l("E hapur"),
    GapStatus.ACT_ISSUED: _l("U dërgua një akt"),
    GapStatus.ANSWERED: _l("U dha përgjigje"),
    GapStatus.SETTLED: _l("E mbyllur me përfundim"),
}
PROPOSAL_STATES: Mapping[str, Words] = {
    ProposalState.PROPOSED: _l("Pret vendim"),
    ProposalState.OPENED: _l("U hap çështje"),
    ProposalState.DISMISSED: _l("U la mënjanë"),
}
KINDS: Mapping[str, Words] = words.names_of(data.gap_kind_names())


def clusters() -> Mapping[str, Words]:
    """Those of the Convention as they stand today."""
    entries = taxonomy.cluster_names(local_date(utc_now()))
    return {key: f"{key}. {words.of_pair(entry, 'name', language())}" for key, entry in entries.items()}
