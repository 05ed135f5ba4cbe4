"""The catalogue in the words of DCAT-AP 3: statements once, written as Turtle and as JSON-LD, so that both say the same."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from services.cases.domain.both_languages import Words
from services.cases.open_data.domain.sets import Catalogue, DataSet

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TYPE = "@type"
_EU = "http://publications.europa.eu/resource/authority"
_MEDIA = "http://www.iana.org/assignments/media-types"
LICENCE = f"{_EU}/licence/CC_BY_4_0"
_ALBANIA = f"{_EU}/country/ALB"
_LANGUAGES = (f"{_EU}/language/SQI", f"{_EU}/language/ENG")
_FORMS = {
    "csv": (f"{_EU}/file-type/CSV", f"{_MEDIA}/text/csv"),
    "json": (f"{_EU}/file-type/JSON", f"{_MEDIA}/application/json"),
}


@dataclass(frozen=True)
class Address:
    """Something that has an address; with a prefix (`dct:Standard`) or whole."""

    text: str


@dataclass(frozen=True)
class Literal:
    text: str
    language: str | None = None
    type: str | None = None


Statement: TypeAlias = tuple[str, str, Address | Literal]


def statements(catalogue: Catalogue) -> list[Statement]:
    """Everything that the catalogue says, each thing's type first."""
    found = [*_whole(catalogue)]
    for key, (title, text) in catalogue.series.items():
        found += _series(catalogue, key, title, text)
    for one in catalogue.sets:
        found += _set(catalogue, one)
    return list(dict.fromkeys([*found, *_known_elsewhere(found)]))


def turtle(told: list[Statement]) -> str:
    head = "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items())
    lines = [f"<{subject}> {'a' if said == TYPE else said} {_in_turtle(what)} .\n" for subject, said, what in told]
    return f"{head}\n{''.join(lines)}"


def json_ld(told: list[Statement]) -> str:
    things: dict[str, dict[str, list[object]]] = {}
    for subject, said, what in told:
        things.setdefault(subject, {}).setdefault(said, []).append(_in_json(said, what))
    graph = [{"@id": subject, **said} for subject, said in things.items()]
    return json.dumps({"@context": PREFIXES, "@graph": graph}, ensure_ascii=False, indent=1)


def _whole(catalogue: Catalogue) -> Iterator[Statement]:
    here, publisher, contact = f"{catalogue.base}/catalog", f"{catalogue.root}/#office", f"{catalogue.page}#contact"
    yield here, TYPE, Address("dcat:Catalog")
    yield from _words(here, catalogue.title, catalogue.text)
    yield here, "dct:publisher", Address(publisher)
    yield here, "dct:license", Address(LICENCE)
    yield here, "foaf:homepage", Address(catalogue.page)
    yield here, "dcat:themeTaxonomy", Address(f"{_EU}/data-theme")
    yield from ((here, "dct:language", Address(one)) for one in _LANGUAGES)
    yield here, "dct:spatial", Address(_ALBANIA)
    if catalogue.sets:
        yield here, "dct:modified", _day(max(one.known for one in catalogue.sets).isoformat())
    yield from ((here, "dcat:dataset", Address(_of(catalogue, one.name))) for one in catalogue.sets)
    yield here, "dcat:service", Address(f"{catalogue.base}/#api")
    yield publisher, TYPE, Address("foaf:Agent")
    yield from _both(publisher, "foaf:name", catalogue.publisher)
    yield contact, TYPE, Address("vcard:Kind")
    yield contact, TYPE, Address("vcard:Organization")
    yield contact, "vcard:fn", Literal(catalogue.publisher.sq)
    yield contact, "vcard:hasURL", Address(catalogue.page)
    yield catalogue.page, TYPE, Address("foaf:Document")
    yield from _service(catalogue)


def _service(catalogue: Catalogue) -> Iterator[Statement]:
    here = f"{catalogue.base}/#api"
    yield here, TYPE, Address("dcat:DataService")
    yield from _words(here, catalogue.title, catalogue.text)
    yield here, "dcat:endpointURL", Address(catalogue.base)
    yield here, "dcat:endpointDescription", Address(f"{catalogue.root}/cases/api/v1/openapi.json")
    yield here, "dct:license", Address(LICENCE)
    yield from ((here, "dcat:servesDataset", Address(_of(catalogue, one.name))) for one in catalogue.sets)


def _series(catalogue: Catalogue, key: str, title: Words, text: Words) -> Iterator[Statement]:
    here = _of(catalogue, key)
    yield here, TYPE, Address("dcat:DatasetSeries")
    yield from _words(here, title, text)
    yield here, "dct:publisher", Address(f"{catalogue.root}/#office")
    yield here, "dct:spatial", Address(_ALBANIA)
    yield here, "dcat:contactPoint", Address(f"{catalogue.page}#contact")


def _set(catalogue: Catalogue, one: DataSet) -> Iterator[Statement]:
    here, time = _of(catalogue, one.name), f"{_of(catalogue, one.name)}-time"
    method = f"{catalogue.root}{one.method}"
    yield here, TYPE, Address("dcat:Dataset")
    yield from _words(here, one.title, one.text)
    yield here, "dct:identifier", Literal(here)
    yield here, "dct:publisher", Address(f"{catalogue.root}/#office")
    yield here, "dcat:contactPoint", Address(f"{catalogue.page}#contact")
    yield here, "dcat:theme", Address(f"{_EU}/data-theme/{one.theme}")
    yield here, "dct:accrualPeriodicity", Address(f"{_EU}/frequency/{one.frequency}")
    yield here, "dct:modified", _day(one.known.isoformat())
    yield here, "dct:spatial", Address(_ALBANIA)
    yield here, "dct:temporal", Address(time)
    yield time, TYPE, Address("dct:PeriodOfTime")
    yield time, "dcat:startDate", _day(one.first.isoformat())
    yield time, "dcat:endDate", _day(one.last.isoformat())
    yield here, "dct:conformsTo", Address(method)
    yield method, TYPE, Address("dct:Standard")
    yield here, "dcat:landingPage", Address(f"{catalogue.page}#{one.name}")
    yield f"{catalogue.page}#{one.name}", TYPE, Address("foaf:Document")
    yield from ((here, "dct:language", Address(language)) for language in _LANGUAGES)
    yield from _both(here, "dcat:keyword", Words("të drejtat e fëmijëve", "children's rights"))
    if one.series:
        yield here, "dcat:inSeries", Address(_of(catalogue, one.series))
    for form in _FORMS:
        yield from _distribution(catalogue, one, form)


def _distribution(catalogue: Catalogue, one: DataSet, form: str) -> Iterator[Statement]:
    here, file = f"{_of(catalogue, one.name)}-{form}", f"{catalogue.base}/{one.name}.{form}"
    kind, media = _FORMS[form]
    schema = f"{catalogue.base}/{one.name}.csv-metadata.json" if form == "csv" else f"{catalogue.base}/datapackage.json"
    yield _of(catalogue, one.name), "dcat:distribution", Address(here)
    yield here, TYPE, Address("dcat:Distribution")
    yield from _words(here, one.title, one.text)
    yield here, "dcat:accessURL", Address(file)
    yield here, "dcat:downloadURL", Address(file)
    yield here, "dct:format", Address(kind)
    yield here, "dcat:mediaType", Address(media)
    yield here, "dct:license", Address(LICENCE)
    yield here, "dct:modified", _day(one.known.isoformat())
    yield here, "dcat:accessService", Address(f"{catalogue.base}/#api")
    yield here, "dct:conformsTo", Address(schema)
    yield schema, TYPE, Address("dct:Standard")
    yield from ((here, "dct:language", Address(language)) for language in _LANGUAGES)


#: Of what kind each thing is that others gave an address: whoever checks the catalogue alone does not have their lists.
_KINDS = {
    f"{_EU}/licence/": "dct:LicenseDocument",
    f"{_EU}/country/": "dct:Location",
    f"{_EU}/language/": "dct:LinguisticSystem",
    f"{_EU}/frequency/": "dct:Frequency",
    f"{_EU}/file-type/": "dct:MediaTypeOrExtent",
    f"{_MEDIA}/": "dct:MediaType",
}


def _known_elsewhere(told: list[Statement]) -> Iterator[Statement]:
    for thing in dict.fromkeys(what.text for _subject, _said, what in told if isinstance(what, Address)):
        for begins, kind in _KINDS.items():
            if thing.startswith(begins):
                yield thing, TYPE, Address(kind)
        if thing.startswith(f"{_EU}/data-theme/"):
            yield thing, TYPE, Address("skos:Concept")
            yield thing, "skos:inScheme", Address(f"{_EU}/data-theme")
            yield thing, "skos:prefLabel", Literal(thing.rpartition("/")[2])
        elif thing.startswith(f"{_EU}/") and thing.count("/") > _EU.count("/") + 1:
            yield thing, "skos:inScheme", Address(thing.rpartition("/")[0])
    yield f"{_EU}/data-theme", TYPE, Address("skos:ConceptScheme")
    yield f"{_EU}/data-theme", "dct:title", Literal("Data theme", "en")


def _words(subject: str, title: Words, text: Words) -> Iterator[Statement]:
    yield from _both(subject, "dct:title", title)
    yield from _both(subject, "dct:description", text)


def _both(subject: str, said: str, words: Words) -> Iterator[Statement]:
    yield subject, said, Literal(words.sq, "sq")
    yield subject, said, Literal(words.en, "en")


def _day(text: str) -> Literal:
    return Literal(text, type="xsd:date")


def _of(catalogue: Catalogue, name: str) -> str:
    return f"{catalogue.base}/#{name}"


def _in_turtle(what: Address | Literal) -> str:
    if isinstance(what, Address):
        return what.text if what.text.partition(":")[0] in PREFIXES else f"<{what.text}>"
    # What JSON escapes in a text, Turtle escapes in the same way.
    text = json.dumps(what.text, ensure_ascii=False)
    return f"{text}@{what.language}" if what.language else f"{text}^^{what.type}" if what.type else text


def _in_json(said: str, what: Address | Literal) -> object:
    if isinstance(what, Address):
        return what.text if said == TYPE else {"@id": what.text}
    found = {"@value": what.text, "@language": what.language, "@type": what.type}
    return {name: value for name, value in found.items() if value is not None}
