"""The library by OAI-PMH 2.0, as a harvester asks for it."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.notifications.library.queries import harvest
from shared.clock import utc_now
from tests.notifications.library import get, published, second, writer

__all__ = ["second", "writer"]
URL = "/notifications/api/v1/public/oai"
IN, DC = "{http://www.openarchives.org/OAI/2.0/}", "{http://purl.org/dc/elements/1.1/}"
LIST = "verb=ListRecords&metadataPrefix=oai_dc"
NONE = f"oai:besa.example.org:publication/{uuid4()}"


def ask(bench, query):
    """What was asked as it is said back, and the answer to it."""
    answer = get(bench, f"{URL}?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "text/xml"), query
    root = ET.fromstring(answer.data)  # noqa: S314 - our own answer
    first, request, only = root
    assert (root.tag, first.tag, request.tag) == (f"{IN}OAI-PMH", f"{IN}responseDate", f"{IN}request")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", first.text)
    assert request.text == f"https://besa.example.org{URL}"
    return request, only


def identifiers(bench, query):
    return [one.text for one in ask(bench, query)[1].iter(f"{IN}identifier")]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=x", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        (f"{LIST}&resumptionToken=x", "badArgument"),
        (f"{LIST}&from=2026-02-30", "badArgument"),
        (f"{LIST}&from=2026-02-03&until=2026-02-03T00:00:00Z", "badArgument"),
        (f"{LIST}&from=2026-02-03&until=2026-02-02", "badArgument"),
        (f"{LIST}&from=2026-02-03&from=2026-02-03", "badArgument"),
        (f"{LIST}&set=%01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=fHx8fHw=", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        (f"verb=GetRecord&metadataPrefix=oai_dc&identifier={NONE}", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=x", "idDoesNotExist"),
        (LIST, "noRecordsMatch"),
        (f"{LIST}&until=9999-12-31", "badArgument"),
    ],
)
def test_what_cannot_be_answered_is_an_error_of_the_protocol(bench, query, code):
    request, error = ask(bench, query)
    assert (error.tag, error.get("code")) == (f"{IN}error", code)
    assert bool(request.attrib) is (code not in ("badVerb", "badArgument"))


def test_who_asks_what_there_is_is_told(bench):
    about = {part.tag.removeprefix(IN): part.text for part in ask(bench, "verb=Identify")[1]}
    assert (about["protocolVersion"], about["deletedRecord"]) == ("2.0", "persistent")
    assert about["granularity"] == "YYYY-MM-DDThh:mm:ssZ" and "@" in about["adminEmail"]
    assert ask(bench, "verb=ListMetadataFormats")[1][0][0].text == "oai_dc"
    specs = [one.findtext(f"{IN}setSpec") for one in ask(bench, "verb=ListSets")[1]]
    assert {"kind:guide", "audience:child_7_11", "topic:10"} <= set(specs)
    posted = bench.app.test_client().post(URL, data={"verb": "Identify"})
    assert (posted.status_code, b"<protocolVersion>2.0<" in posted.data) == (200, True)


def test_records_are_harvested_in_parts_and_what_is_withdrawn_stays_deleted(bench, writer, second, monkeypatch):
    monkeypatch.setattr(harvest, "AT_ONCE", 2)
    ids = [published(writer, second, f"Udhëzuesi {number}") for number in range(3)]
    names = [f"oai:besa.example.org:publication/{one}" for one in ids]
    before = (utc_now() - timedelta(days=2)).replace(microsecond=400)
    with bench.platform.database.transaction() as session:
        for days, one in enumerate(ids):
            move = "UPDATE publication_version SET released_at = :at WHERE publication_id = :id"
            session.execute(text(move), {"at": before + timedelta(days=days), "id": one})
    first = ask(bench, LIST)[1]
    token = first.find(f"{IN}resumptionToken")
    assert [one.text for one in first.iter(f"{IN}identifier")] == names[:2]
    assert (token.get("completeListSize"), token.get("cursor")) == ("3", "0")
    assert [one.text for one in first[0].iter(f"{DC}title")] == ["Udhëzuesi 0", "Udhëzuesi 0 in English"]
    last = ask(bench, f"verb=ListRecords&resumptionToken={token.text}")[1]
    assert [one.text for one in last.iter(f"{IN}identifier")] == names[2:]
    end = last.find(f"{IN}resumptionToken")
    assert (end.text, end.get("cursor")) == (None, "2")
    day, stamp = before.astimezone(UTC).date(), f"{before + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    of_day = f"verb=ListIdentifiers&metadataPrefix=oai_dc&from={day}&until={day}"
    assert identifiers(bench, f"{of_day}&set=topic:8") == names[:1]
    assert ask(bench, f"{of_day}&set=topic:7")[1].get("code") == "noRecordsMatch"
    assert identifiers(bench, f"{LIST}&from={stamp}&until={stamp}") == [names[1]]
    writer.call(f"/{ids[0]}/versions/1/withdrawal", {"reason": "Gabim."})
    [record] = ask(bench, f"verb=GetRecord&metadataPrefix=oai_dc&identifier={names[0]}")[1]
    assert record[0].get("status") == "deleted" and record.find(f"{IN}metadata") is None
    since = f"{utc_now() - timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}"
    assert names[0] in identifiers(bench, f"{LIST}&from={since}")
