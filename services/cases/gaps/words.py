"""The words of the closed lists of gaps and of patterns, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.gaps import data
from services.cases.gaps.domain.gaps import GapStatus
from services.cases.gaps.domain.patterns import ProposalState
from services.cases.register.words import clusters
from shared.lists import Words

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

__all__ = ["GAP_STATUSES", "KINDS", "PROPOSAL_STATES", "clusters"]
