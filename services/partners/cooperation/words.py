"""What the codes of cooperation are called, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.partners.activities.words import CLUSTERS
from services.partners.cooperation import data
from services.partners.cooperation.domain.endings import AgreementState
from services.partners.cooperation.domain.meetings import Standing
from shared.lists import Words
from shared.words import said

__all__ = [
    "CLUSTERS",
    "COLOURS",
    "DECISIONS",
    "END_GROUNDS",
    "FUNCTIONS",
    "KINDS",
    "SIGNED",
    "STANDING",
    "STATES",
    "STATE_COLOURS",
]


def _name(entry: data.Entry) -> Words:
    return said(lambda language: entry["name_en" if language == "en" else "name_sq"])


KINDS: Mapping[str, Words] = {key: _name(entry) for key, entry in data.entries("actor_kinds").items()}
END_GROUNDS: Mapping[str, Words] = {key: _name(entry) for key, entry in data.entries("end_grounds").items()}
STATES: Mapping[str, Words] = {
    AgreementState.DRAFT: _l("Projekt"),
    AgreementState.IN_FORCE: _l("Në fuqi"),
    AgreementState.ENDED: _l("Mbaroi"),
}
STATE_COLOURS: Mapping[str, str] = {
    AgreementState.DRAFT: "yellow",
    AgreementState.IN_FORCE: "green",
    AgreementState.ENDED: "grey",
}
#: Whether the office still works with an actor.
STANDING: Mapping[str, Words] = {"yes": _l("Po"), "no": _l("Jo më")}
SIGNED: Mapping[str, Words] = {"yes": _l("E nënshkruar"), "no": _l("Projekt")}
#: Whose work a decision may be.
FUNCTIONS: Mapping[str, Words] = {
    "case_officer": _l("Eksperti i çështjeve"),
    "approver": _l("Drejtuesi i seksionit"),
    "commissioner": _l("Komisioneri"),
    "publisher": _l("Botuesi"),
    "monitor": _l("Monitoruesi"),
}
DECISIONS: Mapping[str, Words] = {
    Standing.LATE: _l("Me vonesë"),
    Standing.OPEN: _l("Ende në afat"),
    Standing.DONE: _l("U krye"),
}
COLOURS: Mapping[str, str] = {Standing.LATE: "red", Standing.OPEN: "yellow", Standing.DONE: "green"}
