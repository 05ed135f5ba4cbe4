"""A key for each document, wrapped for who may read it: what the environment of one service opens, and what it does not."""

import os
import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.clock import utc_now
from shared.documents import DocumentMissingError, Documents, NotForUsError
from shared.documents.ring import OPENS, RingLockedError
from shared.edges import Document, DocumentName
from shared.events.catalogue import ComplainantInformed
from shared.events.envelope import Event
from shared.events.printed import sample
from shared.messaging.outbox import share_again
from shared.retry import RetryLaterError
from shared.sealing import SealBrokenError
from shared.typed import load, named_in, told_in
from tests.keyed import WORDS, House, opening, told


def naming_events() -> list[type[Event]]:
    """The events that name documents."""
    whole = {event_type: load(event, sample(event)) for event_type, event in sorted(Event.registry.items())}
    return [type(event) for event in whole.values() if list(named_in(event))]


def with_documents(documents: Documents, value: Any) -> Any:
    """The data of an event with a document of its own in the place of each digest."""
    if isinstance(value, dict):
        return {name: with_documents(documents, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_documents(documents, inner) for inner in value]
    return documents.put(WORDS) if value == "0" * 64 else value


@pytest.mark.parametrize("event", naming_events(), ids=lambda event: event.type)
def test_a_document_opens_for_who_wrote_it_and_for_the_consumers_of_the_event_that_names_it(house, source, event):
    writer = house.begun()[event.publisher()]
    published = load(event, with_documents(writer, sample(event)))
    named = dict(told_in(published))
    assert {tuple(opening(house, name)) for name in named} == {(event.publisher(),)}
    told(source, writer, published)
    for name, readers in named.items():
        assert set(readers) <= set(event.consumers)
        assert opening(house, name) == sorted({event.publisher(), *(readers or event.consumers)})


def test_what_a_service_is_told_of_and_does_not_read_is_closed_to_it():
    """Written by hand: the one place where it is said who opens the mailbox's letters, contacts, summaries, letters of acts and answers."""
    told_of = {
        (event.type, tuple(readers))
        for event in naming_events()
        for _, readers in told_in(load(event, sample(event)))
        if readers
    }
    assert told_of == {
        ("intake.complaint.received.v1", ("notifications",)),
        ("intake.complaint.decided.v1", ("cases",)),
        ("cases.complainant.informed.v1", ("intake",)),
        ("cases.recommendation.issued.v1", ("partners",)),
        ("cases.confirmation.asked.v1", ("intake",)),
        ("partners.dispatch.delivered.v1", ("cases",)),
        ("partners.reply.received.v1", ("cases",)),
        ("cases.obligation.reminded.v1", ("partners",)),
        ("cases.obligation.clarified.v1", ("partners",)),
        ("cases.extension.decided.v1", ("partners",)),
    }


@dataclass(frozen=True, kw_only=True)
class Letter(Document):
    pdf: DocumentName
    quoted: str


def test_what_a_document_names_goes_with_it_and_what_it_quotes_does_not(house):
    here = house.begun()["cases"]
    pdf, other = here.put(WORDS), here.put(WORDS)
    letter = here.keep(Letter(pdf=pdf, quoted=other))
    house.documents("cases").share(letter, ["partners"])
    assert opening(house, pdf) == opening(house, letter) == ["cases", "partners"]
    assert opening(house, other) == ["cases"]


def test_who_was_told_a_document_may_tell_it_on_and_who_was_not_may_not(house):
    name = house.begun()["cases"].put(WORDS)
    with pytest.raises(NotForUsError):
        house.documents("notifications").share(name, ["partners"])
    house.documents("cases").share(name, ["notifications"])
    house.documents("notifications").share(name, ["intake"])
    assert opening(house, name) == ["cases", "intake", "notifications"]


def test_a_wrap_is_of_one_document_and_one_reader(house):
    here = house.begun()
    mine, other = here["partners"].put(WORDS), here["cases"].put(b"a note of an officer")
    wraps = house.folder / "wraps"
    [of_partners] = (wraps / "partners").rglob(mine)
    [of_cases] = (wraps / "cases").rglob(other)
    stolen = of_partners.parents[1] / other[:2] / other
    stolen.parent.mkdir(exist_ok=True)
    for wrap in (of_cases, of_partners):
        stolen.write_bytes(wrap.read_bytes())
        with pytest.raises(SealBrokenError):
            house.documents("partners").get(other)


def test_a_key_that_somebody_else_gives_out_in_a_services_name_is_not_believed(house):
    house.begun()
    name = house.documents("cases").put(WORDS)
    forger = house.documents("partners").wraps.ring
    key = replace(forger.make(OPENS), service="intake")
    forger.write(key)
    house.documents("cases").share(name, ["intake"])
    assert opening(house, name) == ["cases", "intake"]
    assert not list((house.folder / "wraps").rglob(f"{key.kid}/*/{name}"))


def test_a_key_of_the_ring_that_does_not_fit_is_said_before_anything_is_written(house):
    house.begun()
    with pytest.raises(RingLockedError, match="DOCUMENT_RING_KEY opens none of the keys of cases"):
        house.documents("cases", document_ring_keys=(os.urandom(32),))


def test_ring_key_and_signing_key_are_changed_and_what_was_wrapped_stays_readable(house):
    name = house.begun()["cases"].put(WORDS)
    [old], new = house.settings["cases"].document_ring_keys, os.urandom(32)
    changed = {"audit_key": os.urandom(32)}
    house.documents("cases", document_ring_keys=(new, old), **changed)
    assert house.documents("cases", document_ring_keys=(new,), **changed).get(name) == WORDS
    with pytest.raises(RingLockedError):
        house.documents("cases", document_ring_keys=(old,), **changed)


def test_what_is_erased_leaves_no_key_behind(house):
    here = house.begun()["cases"]
    name = here.put(WORDS)
    here.share(name, ["partners", "intake"])
    house.documents("intake").erase(name)
    assert list(house.folder.rglob(name)) == []
    with pytest.raises(DocumentMissingError):
        house.documents("cases").get(name)
    house.documents("cases").share(name, ["partners"])
    assert list(house.folder.rglob(name)) == []


def test_what_was_set_aside_comes_back_under_its_name_for_those_who_could_read_it(house):
    here = house.begun()["intake"]
    name = here.put(WORDS)
    here.share(name, ["notifications"])
    aside = house.documents("intake").set_aside(name)
    here.erase(name)
    house.documents("notifications").wraps.ring.make(OPENS)
    assert house.documents("intake").put_back(aside) == name
    assert opening(house, name) == ["intake", "notifications"]


def test_a_consumer_that_has_no_key_yet_is_waited_for(house):
    here = house.documents("cases")
    name = here.put(WORDS)
    with pytest.raises(RetryLaterError, match="partners has published no key yet"):
        here.share(name, ["partners"])
    house.documents("partners")
    here.share(name, ["partners"])
    assert opening(house, name)[:1] == ["cases"]
    assert "partners" in opening(house, name)


def test_while_one_service_is_of_the_release_before_documents_are_written_as_it_reads_them(tmp_path):
    house = House(tmp_path / "documents", document_key=b"k" * 32)
    before = Documents(house.folder.as_uri(), b"k" * 32)
    old = before.put(WORDS)
    first = house.documents("cases").put(WORDS)
    assert before.get(first) == WORDS
    last = house.begun()["cases"].put(WORDS)
    assert [house.documents("cases").get(name) for name in (old, first, last)] == [WORDS] * 3
    with pytest.raises(NotForUsError):
        before.get(last)


def test_a_replay_lets_a_consumer_read_again_what_it_lost_the_key_of(house, source):
    here = house.begun()["cases"]
    kept, erased = here.put(WORDS), here.put(WORDS)
    for name in (kept, erased):
        told(source, here, ComplainantInformed(complaint_id=uuid4(), case_id=uuid4(), message=name))
    here.erase(erased)
    shutil.rmtree(house.folder / "wraps" / "intake")
    assert opening(house, kept) == ["cases"]
    with source.transaction() as session:
        share_again(house.documents("cases"), session, utc_now() - timedelta(days=1), ComplainantInformed.type)
    assert opening(house, kept) == ["cases", "intake"]
    assert list(house.folder.rglob(erased)) == []
