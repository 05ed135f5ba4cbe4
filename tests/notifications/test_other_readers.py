"""What is served to machines, read by the libraries that others read it with: feeds, records, and what a page says of itself."""

import json
import re
import threading
from datetime import datetime
from wsgiref.simple_server import WSGIRequestHandler, make_server

import feedparser
import pytest
import rdflib
from oaipmh_scythe import NoRecordsMatch, Scythe

from tests.notifications.library import CANARY, get, published, second, writer
from tests.notifications.test_issues import OPEN, act, body, book, editor, out
from tests.notifications.test_issues import second as approver

__all__ = ["act", "approver", "body", "book", "editor", "second", "writer"]
SCHEMA = rdflib.Namespace("https://schema.org/")


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_words):
        """Its lines are no part of a test."""


@pytest.fixture
def address(bench):
    """The service over HTTP, as a harvester needs it."""
    server = make_server("127.0.0.1", 0, bench.app, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("tongue", ["sq", "en"])
def test_a_reader_of_feeds_finds_no_fault_in_any(bench, editor, approver, act, book, tongue):
    out(editor, approver)
    for name in ("acts", "publications", "issues"):
        read = feedparser.parse(get(bench, f"/notifications/feeds/{tongue}/{name}.atom").data)
        assert not read.bozo, (name, read.get("bozo_exception"))
        assert read.version == "atom10" and read.feed.title and read.feed.language == tongue, name
        [entry] = read.entries
        assert entry.id.startswith("urn:uuid:") and entry.title and entry.updated_parsed, name
        assert entry.link.startswith("https://besa.example.org/"), name


def test_a_harvester_lists_formats_sets_and_each_record_once(writer, second, address):
    ids = {published(writer, second, title=f"{CANARY} {one}") for one in range(3)}
    with Scythe(f"{address}/notifications/api/v1/public/oai") as scythe:
        assert scythe.identify().protocolVersion == "2.0"
        assert "oai_dc" in {one.metadataPrefix for one in scythe.list_metadata_formats()}
        assert all(one.setSpec and one.setName for one in scythe.list_sets())
        records = list(scythe.list_records(metadata_prefix="oai_dc"))
        found = [one.header.identifier for one in records]
        assert len(found) == len(set(found)) == len(ids)
        one = scythe.get_record(identifier=found[0], metadata_prefix="oai_dc")
        assert any(CANARY in title for title in one.metadata["title"])


def test_a_harvester_of_an_empty_library_is_told_so(address):
    with Scythe(f"{address}/notifications/api/v1/public/oai") as scythe, pytest.raises(NoRecordsMatch):
        list(scythe.list_records(metadata_prefix="oai_dc"))


# The library warns of its own use of what it gave up.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
def test_what_a_page_of_the_library_says_of_itself_is_linked_data_in_both_languages(bench, writer, second):
    found = published(writer, second)
    page = get(bench, f"/notifications/publications/{found}").text
    [said] = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    data = json.loads(said)
    assert data.pop("@context") == "https://schema.org"
    # That context is fetched by whoever reads it; here its vocabulary stands in its place.
    graph = rdflib.Graph().parse(data=json.dumps({"@context": {"@vocab": str(SCHEMA)}, **data}), format="json-ld")
    [subject] = graph.subjects(SCHEMA.isAccessibleForFree)
    names = {name.language for name in graph.objects(subject, SCHEMA.name)}
    assert {"sq", "en"} <= names
    [day] = graph.objects(subject, SCHEMA.datePublished)
    assert datetime.fromisoformat(str(day)).tzinfo is not None
    assert list(graph.objects(subject, SCHEMA.license))


def test_the_api_of_the_bulletin_says_what_its_feed_says(bench, editor, approver, act, book):
    issue = out(editor, approver)
    [listed] = get(bench, OPEN).json["items"]
    [entry] = feedparser.parse(get(bench, "/notifications/feeds/sq/issues.atom").data).entries
    assert (
        entry.link.split("?")[0].endswith(f"/{issue['year']}/{issue['number']}") and listed["number"] == issue["number"]
    )
