"""The library by the Open Archives Initiative's protocol (OAI-PMH 2.0): records that are or were public, in Dublin Core.

A record is a publication; its datestamp is when what anybody reads of it changed last, so that the release of a version makes it new, and not
before. One of which every version was withdrawn is a deleted record for ever.
"""

import re
import xml.etree.ElementTree as ET
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.library import data
from services.notifications.library.models import PublicationVersion
from services.notifications.library.queries import public
from services.notifications.library.queries.public import Known

OAI, DC = "http://www.openarchives.org/OAI/2.0/", "http://purl.org/dc/elements/1.1/"
OAI_DC, XSI = "http://www.openarchives.org/OAI/2.0/oai_dc/", "http://www.w3.org/2001/XMLSchema-instance"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIX = "oai_dc"
NAME = "Avokati i Popullit: biblioteka për të drejtat e fëmijëve"
#: Records in one answer.
AT_ONCE = 50
#: Of each verb the arguments that it needs and those that it may have.
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
}
_LISTS = ("ListIdentifiers", "ListRecords")
_DAY, _MOMENT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_SECOND = timedelta(seconds=1)

ET.register_namespace("oai_dc", OAI_DC)
ET.register_namespace("dc", DC)
ET.register_namespace("xsi", XSI)


class Refusal(Exception):
    """An answer of the protocol that is an error. `code`: one of its codes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to: from the second `since` on, before `before`, of a set; and where reading goes on: after a record."""

    since: datetime | None = None
    before: datetime | None = None
    set_: str = ""
    after: tuple[datetime, UUID] | None = None
    passed: int = 0


@dataclass(frozen=True)
class Archive:
    """What is known at `now`, and at which addresses."""

    session: Session
    now: datetime
    base_url: str
    public_url: str
    mail: str

    def records(self) -> list[Known]:
        """The oldest change first."""
        return sorted(public.latest(self.session, self.now, None), key=_order)

    def identifier(self, publication_id: UUID) -> str:
        return f"oai:{urlsplit(self.public_url).hostname or 'localhost'}:publication/{publication_id}"

    def find(self, identifier: str) -> Known:
        found = next((one for one in self.records() if self.identifier(one.id) == identifier), None)
        if found is None:
            raise Refusal("idDoesNotExist", "no such record")
        return found


def answer(archive: Archive, sent: Iterable[tuple[str, str]]) -> bytes:
    """The answer to one request, whatever it asks. `sent`: name and value of each argument, as often as it came."""
    root = ET.Element(
        "OAI-PMH", {"xmlns": OAI, f"{{{XSI}}}schemaLocation": f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"}
    )
    _add(root, "responseDate", _moment(archive.now))
    request = _add(root, "request", archive.base_url)
    try:
        arguments = _checked(list(sent))
        request.attrib.update(arguments)
        root.append(_ANSWERS[arguments["verb"]](archive, arguments))
    except Refusal as refusal:
        if refusal.code in ("badVerb", "badArgument"):
            request.attrib.clear()
        _add(root, "error", str(refusal)).set("code", refusal.code)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def undated(said: bytes) -> bytes:
    """The answer without the instant at which it was made: the same twice where nothing changed."""
    return re.sub(rb"<responseDate>[^<]*</responseDate>", b"", said)


def _checked(sent: Sequence[tuple[str, str]]) -> dict[str, str]:
    verbs = [value for name, value in sent if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Refusal("badVerb", "one verb of the protocol is wanted")
    arguments = dict(sent)
    named = arguments.keys() - {"verb"}
    needed, allowed = VERBS[verbs[0]]
    if len(arguments) != len(sent) or not all(value.isprintable() and value for value in arguments.values()):
        raise Refusal("badArgument", "an argument came twice, or is none")
    if verbs[0] in _LISTS and named == {"resumptionToken"}:
        return arguments
    if needed - named or named - needed - allowed:
        raise Refusal("badArgument", f"{verbs[0]} takes {', '.join(sorted(needed | allowed)) or 'nothing else'}")
    return arguments


def _identify(archive: Archive, _arguments: Mapping[str, str]) -> ET.Element:
    part = ET.Element("Identify")
    earliest = min((one.changed_at for one in archive.records()), default=archive.now)
    for name, value in (
        ("repositoryName", NAME), ("baseURL", archive.base_url), ("protocolVersion", "2.0"),
        ("adminEmail", archive.mail), ("earliestDatestamp", _moment(earliest)), ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):  # fmt: skip
        _add(part, name, value)
    return part


def _formats(archive: Archive, arguments: Mapping[str, str]) -> ET.Element:
    if "identifier" in arguments:
        archive.find(arguments["identifier"])
    part = ET.Element("ListMetadataFormats")
    one = ET.SubElement(part, "metadataFormat")
    _add(one, "metadataPrefix", PREFIX)
    _add(one, "schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    _add(one, "metadataNamespace", OAI_DC)
    return part


def _sets(_archive: Archive, arguments: Mapping[str, str]) -> ET.Element:
    if "resumptionToken" in arguments:
        raise Refusal("badResumptionToken", "the sets are answered at once")
    part = ET.Element("ListSets")
    for spec, name in _all_sets().items():
        one = ET.SubElement(part, "set")
        _add(one, "setSpec", spec)
        _add(one, "setName", name)
    return part


def _record_of(archive: Archive, arguments: Mapping[str, str]) -> ET.Element:
    found = archive.find(arguments["identifier"])
    _check_prefix(arguments)
    part = ET.Element("GetRecord")
    _record(part, archive, found)
    return part


def _list(archive: Archive, arguments: Mapping[str, str]) -> ET.Element:
    wanted = _resumed(arguments["resumptionToken"]) if "resumptionToken" in arguments else _narrowed(arguments)
    matching = [one for one in archive.records() if _matches(one, wanted)]
    if not matching:
        raise Refusal("noRecordsMatch", "nothing changed in this time and set")
    left = [one for one in matching if wanted.after is None or _order(one) > wanted.after]
    part = ET.Element(arguments["verb"])
    for one in left[:AT_ONCE]:
        (_record if arguments["verb"] == "ListRecords" else _header)(part, archive, one)
    if len(left) > AT_ONCE or wanted.after is not None:
        token = _token(wanted, left[AT_ONCE - 1]) if len(left) > AT_ONCE else ""
        counted = {"completeListSize": str(len(matching)), "cursor": str(wanted.passed)}
        _add(part, "resumptionToken", token).attrib.update(counted)
    return part


_ANSWERS: Mapping[str, Callable[[Archive, Mapping[str, str]], ET.Element]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": _list,
    "ListRecords": _list,
    "GetRecord": _record_of,
}


def _record(parent: ET.Element, archive: Archive, known: Known) -> None:
    record = ET.SubElement(parent, "record")
    _header(record, archive, known)
    if known.shown:
        metadata = ET.SubElement(record, "metadata")
        metadata.append(_dublin_core(known, known.shown[0], archive.public_url))


def _header(parent: ET.Element, archive: Archive, known: Known) -> None:
    header = ET.SubElement(parent, "header", {} if known.shown else {"status": "deleted"})
    _add(header, "identifier", archive.identifier(known.id))
    _add(header, "datestamp", _moment(known.changed_at))
    for spec in _sets_of(known):
        _add(header, "setSpec", spec)


def _dublin_core(known: Known, version: PublicationVersion, public_url: str) -> ET.Element:
    part = ET.Element(
        f"{{{OAI_DC}}}dc", {f"{{{XSI}}}schemaLocation": f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"}
    )

    def say(name: str, value: str, language: str | None = None) -> None:
        element = ET.SubElement(part, f"{{{DC}}}{name}", {LANG: language} if language else {})
        element.text = value

    for text in version.texts:
        say("title", text.title, text.language)
        say("description", text.summary, text.language)
    for key in version.topics:
        for language in ("sq", "en"):
            say("subject", data.entries("topics")[key][f"name_{language}"], language)
    say("publisher", "Avokati i Popullit", "sq")
    say("date", _moment(version.released_at)[:10] if version.released_at else "")
    say("type", data.entries("kinds")[known.kind]["name_en"], "en")
    for media_type in sorted({one.media_type for one in version.files}):
        say("format", media_type)
    say("identifier", public.address(known.id, public_url))
    for language in sorted({one.language for one in version.files}):
        say("language", language)
    say("rights", "https://creativecommons.org/licenses/by/4.0/")
    return part


def _all_sets() -> dict[str, str]:
    """What each set is called, by its spec."""
    lists = (("kind", "kinds"), ("audience", "audiences"), ("topic", "topics"))
    return {f"{of}:{key}": entry["name_en"] for of, section in lists for key, entry in data.entries(section).items()}


def _sets_of(known: Known) -> list[str]:
    newest = (*known.shown, *known.withdrawn)[0]
    return [f"kind:{known.kind}", f"audience:{newest.audience}", *(f"topic:{key}" for key in newest.topics)]


def _order(known: Known) -> tuple[datetime, UUID]:
    return known.changed_at, known.id


def _matches(known: Known, wanted: Wanted) -> bool:
    """By whole seconds, as datestamps say them."""
    stamp = known.changed_at.replace(microsecond=0)
    since, before = wanted.since or stamp, wanted.before or stamp + _SECOND
    return since <= stamp < before and wanted.set_ in ("", *_sets_of(known))


def _narrowed(arguments: Mapping[str, str]) -> Wanted:
    _check_prefix(arguments)
    given = [arguments[name] for name in ("from", "until") if name in arguments]
    if len({len(one) for one in given}) > 1:
        raise Refusal("badArgument", "from and until in one granularity")
    since = _read(arguments["from"])[0] if "from" in arguments else None
    before = _read(arguments["until"])[1] if "until" in arguments else None
    if since and before and since >= before:
        raise Refusal("badArgument", "from is after until")
    return Wanted(since, before, arguments.get("set", ""))


def _check_prefix(arguments: Mapping[str, str]) -> None:
    if arguments["metadataPrefix"] != PREFIX:
        raise Refusal("cannotDisseminateFormat", f"there is {PREFIX} alone")


def _read(text: str) -> tuple[datetime, datetime]:
    """The moment that a day or a second begins, and that the next one does."""
    try:
        if _DAY.fullmatch(text):
            begins = datetime.combine(date.fromisoformat(text), time(), UTC)
            return begins, begins + timedelta(days=1)
        if _MOMENT.fullmatch(text):
            begins = datetime.fromisoformat(text)
            return begins, begins + _SECOND
    except (ValueError, OverflowError):
        pass
    raise Refusal("badArgument", "a day, or a second of UTC")


def _token(wanted: Wanted, last: Known) -> str:
    """All that the next request must know. It is no secret, and says nothing that may not be asked."""
    moments = [one.isoformat() if one else "" for one in (wanted.since, wanted.before)]
    parts = [*moments, wanted.set_, last.changed_at.isoformat(), str(last.id), str(wanted.passed + AT_ONCE)]
    return urlsafe_b64encode("|".join(parts).encode()).decode()


def _resumed(token: str) -> Wanted:
    try:
        since, before, set_, changed_at, id_, passed = urlsafe_b64decode(token.encode()).decode().split("|")
        after = (_aware(changed_at), UUID(id_))
        wanted = Wanted(_aware(since) if since else None, _aware(before) if before else None, set_, after, int(passed))
    except ValueError as error:
        raise Refusal("badResumptionToken", "no token of ours") from error
    return wanted


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = text
    return element


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
