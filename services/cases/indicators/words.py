"""The words of the closed lists of indicators, in the language of whoever reads."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from services.cases import words
from services.cases.data import entries
from services.cases.indicators import data
from services.cases.indicators.domain.cards import SPLITS, Direction, Layer, Level
from services.cases.indicators.domain.figures import Quality, State
from services.cases.indicators.domain.periods import PeriodKind
from shared.lists import Words

LAYERS: Mapping[str, Words] = {
    Layer.STRUCTURAL: _l("Struktura: a ka rregull e mjete"),
    Layer.PROCESS: _l("Procesi: çfarë bëhet"),
    Layer.OUTCOME: _l("Rezultati: si jetojnë fëmijët"),
}
LEVELS: Mapping[str, Words] = {
    Level.NATION: _l("Shqipëria"),
    Level.COUNTY: _l("Qark"),
    Level.MUNICIPALITY: _l("Bashki"),
    Level.INSTITUTION: _l("Institucion"),
}
PERIODS: Mapping[str, Words] = {
    PeriodKind.YEAR: _l("Viti"),
    PeriodKind.SCHOOL_YEAR: _l("Viti shkollor"),
    PeriodKind.QUARTER: _l("Tremujori"),
}
DIRECTIONS: Mapping[str, Words] = {
    Direction.HIGHER: _l("Më shumë është më mirë"),
    Direction.LOWER: _l("Më pak është më mirë"),
    Direction.NONE: _l("As më shumë, as më pak nuk është më mirë"),
}
STATES: Mapping[str, Words] = {
    State.COUNTED: _l("U numërua"),
    State.NONE_ASKED: _l("Nuk kishte kë të numëronte"),
    State.NOT_KNOWN: _l("Nuk dihet"),
    State.SUPPRESSED: _l("Nuk tregohet"),
}
QUALITIES: Mapping[str, Words] = {
    Quality.REPORTED: _l("Siç e tha institucioni"),
    Quality.CHECKED: _l("E kontrolluar nga zyra"),
    Quality.ESTIMATED: _l("E vlerësuar"),
    Quality.CONTESTED: _l("E kontestuar"),
}
#: Of each split the words of its codes, and of the splits themselves.
CODES: Mapping[str, Mapping[str, Words]] = {
    split: words.names_of({one["key"]: one for one in entries("profile", split)}) for split in SPLITS
}
DIMENSIONS: Mapping[str, Words] = {
    key: name
    for key, name in words.names_of({one["key"]: one for one in entries("profile", "dimensions")}).items()
    if key in SPLITS
}
COUNTIES: Mapping[str, Words] = words.names_of(data.county_names())
INDICATORS: Mapping[str, Words] = words.names_of(
    {key: {"name_sq": data.newest(key).name.sq, "name_en": data.newest(key).name.en} for key in data.indicator_keys()}
)
