"""The words of the closed lists of visits, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.visits import data
from services.cases.visits.domain.answers import Trend, Value
from services.cases.visits.domain.corrections import Verdict
from services.cases.visits.domain.life import State, Step
from shared.lists import Words

STATES: Mapping[str, Words] = {
    State.PLANNED: _l("E planifikuar"),
    State.PREPARED: _l("E përgatitur"),
    State.BEGUN: _l("Ka filluar"),
    State.WITH_BODY: _l("Te institucioni për saktësim"),
    State.CONCLUDED: _l("E përfunduar"),
    State.CALLED_OFF: _l("E anuluar"),
}
STEPS: Mapping[str, Words] = {
    Step.PREPARE: _l("Përgatitja"),
    Step.BEGIN: _l("Fillimi"),
    Step.ANSWER: _l("Përgjigjet"),
    Step.SEND_FINDINGS: _l("Gjetjet paraprake te institucioni"),
    Step.ANSWER_CORRECTION: _l("Përgjigjja ndaj një saktësimi"),
    Step.CONCLUDE: _l("Përfundimi"),
    Step.CALL_OFF: _l("Anulimi"),
}
VALUES: Mapping[str, Words] = {
    Value.MET: _l("Përmbushet"),
    Value.PARTLY: _l("Përmbushet pjesërisht"),
    Value.NOT_MET: _l("Nuk përmbushet"),
    Value.NOT_APPLICABLE: _l("Nuk zbatohet këtu"),
    Value.NOT_SEEN: _l("Nuk u pa"),
}
#: In the order of SOURCES.
SOURCES: Mapping[str, Words] = {
    "child": _l("Fëmijë"),
    "staff": _l("Personel"),
    "document": _l("Dokument"),
    "seen": _l("U pa me sy"),
}
TRENDS: Mapping[str, Words] = {
    Trend.BETTER: _l("Më mirë se herën e kaluar"),
    Trend.SAME: _l("Si herën e kaluar"),
    Trend.WORSE: _l("Më keq se herën e kaluar"),
}
VERDICTS: Mapping[str, Words] = {
    Verdict.TAKEN: _l("Merret parasysh"),
    Verdict.IN_PART: _l("Merret parasysh pjesërisht"),
    Verdict.NOT_TAKEN: _l("Nuk merret parasysh"),
}
ANNOUNCED: Mapping[str, Words] = {"yes": _l("Me njoftim"), "no": _l("Pa njoftim")}
KINDS: Mapping[str, Words] = words.names_of(data.kind_names())
BASES: Mapping[str, Words] = words.names_of(data.basis_names())
