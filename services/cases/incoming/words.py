"""The words of the closed lists about incoming letters, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.cases import data, words
from services.cases.domain.replies import Position
from services.cases.domain.timeliness import Word, local_date
from services.cases.incoming.domain.comparing import State
from shared.clock import utc_now
from shared.lists import Words

POSITIONS = {
    Position.ACCEPTED: _l("E pranon"),
    Position.ACCEPTED_IN_PART: _l("E pranon pjesërisht"),
    Position.REFUSED: _l("Nuk e pranon"),
    Position.NOT_COMPETENT: _l("Nuk është kompetente"),
    Position.FORWARDED: _l("Ia përcolli një organi tjetër"),
    Position.ASKS_CLARIFICATION: _l("Kërkon sqarim"),
}
TIMELINESS: Mapping[str, Words] = {Word.LATE: _l("Me vonesë"), Word.DUE_IN: _l("Ende në afat")}
#: What becomes of a row of a file.
STATES = {
    State.NEW: _l("E re"),
    State.CHANGED: _l("Ndryshon"),
    State.SAME: _l("Njësoj"),
    State.REFUSED: _l("Nuk pranohet"),
}
STATE_COLOURS = {State.NEW: "green", State.CHANGED: "blue", State.SAME: "grey", State.REFUSED: "red"}
#: The columns of a file, as the page calls them.
COLUMNS = {
    "issuer": _l("Kush e dha"),
    "number": _l("Numri"),
    "title": _l("Titulli"),
    "issued_on": _l("Dita e dokumentit"),
    "received_on": _l("Dita e marrjes"),
    "item": _l("Pika"),
    "text": _l("Teksti"),
    "due": _l("Deri kur"),
    "term": _l("Afati ligjor"),
}
FAULTS = {
    "twice": _l("Kjo pikë është dy herë në skedar."),
    "differs_within": _l("Rreshtat e të njëjtit dokument nuk e thonë njësoj."),
    "fixed": _l("Kjo nuk ndryshohet me skedar: prej saj numërohet afati."),
    "issuer_unknown": _l("Nuk ka dhënës të tillë në listë."),
    "term_unknown": _l("Atë ditë nuk kishte afat të tillë në fuqi."),
    "needs_due_or_term": _l("Shkruani një ditë ose një afat ligjor."),
    "before_issued": _l("Dita e marrjes është para ditës së dokumentit."),
    "in_the_future": _l("Dita nuk mund të jetë në të ardhmen."),
    "before_received": _l("Kjo ditë është para ditës së marrjes."),
    "other_number_of_cells": _l("Rreshti ka më shumë ose më pak qeliza se rreshti i parë."),
}
#: What the strict reading of a cell says, in the words of its library.
_UNREADABLE = _l("Kjo qelizë mungon ose nuk lexohet: datat shkruhen me shifra, viti-muaji-dita.")


def fault_words(code: str) -> str:
    """What a person reads of a fault of a row."""
    return str(FAULTS.get(code, _UNREADABLE))


def issuers() -> Mapping[str, Words]:
    """Who may recommend something to the office today."""
    return words.names_of(data.issuers(local_date(utc_now())))
