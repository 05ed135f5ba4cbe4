"""The words of the closed lists of commitments, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.commitments.domain.origins import Fidelity
from services.cases.commitments.domain.words import SAID_NOTHING, WORDS, Decision, Fact
from services.cases.incoming import words as of_files
from shared.lists import Words

ASSESSMENTS: Mapping[str, Words] = {str(key): word for key, word in words.ASSESSMENTS.items()}
FACTS: Mapping[str, Words] = {
    Fact.REPLY: _l("Përgjigjja e shtetit"),
    Fact.CLAIMED: _l("Çfarë thotë shteti"),
    Fact.ASSESSED: _l("Çfarë gjeti zyra"),
}
#: What a word of each side is called.
_OF_FACT: Mapping[Fact, Mapping[str, Words]] = {
    Fact.REPLY: {str(key): word for key, word in words.REPLIES.items()},
    Fact.CLAIMED: {SAID_NOTHING: _l("Asgjë ende"), **{str(key): word for key, word in words.CLAIMS.items()}},
    Fact.ASSESSED: ASSESSMENTS,
}
#: A word of either side, whichever it is of.
SAID: Mapping[str, Words] = {key: word for of_one in _OF_FACT.values() for key, word in of_one.items()}
DECISIONS: Mapping[str, Words] = {Decision.CONFIRMED: _l("E konfirmuar"), Decision.SET_ASIDE: _l("E lënë mënjanë")}
WAITS = _l("Pret një person të dytë")
FIDELITIES: Mapping[str, Words] = {
    Fidelity.SAME: _l("Njësoj"),
    Fidelity.MODIFIED: _l("E ndryshuar"),
    Fidelity.DERIVED: _l("E nxjerrë prej tij"),
    Fidelity.NOT_TAKEN_UP: _l("Nuk u mor parasysh"),
}
#: The columns of a file, as the page calls them.
COLUMNS: Mapping[str, Words] = {
    "issuer": _l("Kush e kërkon"),
    "number": _l("Numri i dokumentit"),
    "title": _l("Titulli i dokumentit"),
    "issued_on": _l("Dita e dokumentit"),
    "address": _l("Ku lexohet"),
    "item": _l("Pika"),
    "paragraph": _l("Paragrafi"),
    "text_sq": _l("Teksti shqip"),
    "text_en": _l("Teksti anglisht"),
    "rights": _l("Nenet e Konventës"),
    "bodies": _l("Institucionet përgjegjëse"),
    "due": _l("Deri kur"),
}
_FAULTS: Mapping[str, Words] = {
    "right_unknown": _l("Nuk ka nen të tillë të Konventës."),
    "body_unknown": _l("Nuk ka institucion me këtë çelës, as lloj të tillë institucionesh."),
    "names_a_case": _l("Këtë mund ta lexojë kushdo: hiqni numrin e çështjes, të ankesës ose të aktit."),
    "before_document": _l("Kjo ditë është para ditës së dokumentit."),
    "fixed": _l("Dita e dokumentit nuk ndryshohet."),
}


def word(fact: str, key: str) -> str:
    """What a word of that side is called."""
    return words.label(_OF_FACT[Fact(fact)], key)


def offered(fact: Fact) -> dict[str, Words]:
    """The words that may be written of that side."""
    return {key: _OF_FACT[fact][key] for key in WORDS[fact]}


def fault_words(code: str) -> str:
    """What a person reads of a fault of a row."""
    return str(_FAULTS[code]) if code in _FAULTS else of_files.fault_words(code)


STATES, STATE_COLOURS = of_files.STATES, of_files.STATE_COLOURS
ISSUERS = of_files.issuers
