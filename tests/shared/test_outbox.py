"""A fact and its event are one: written together, numbered without gaps, refused when unfit."""

import threading
from uuid import uuid4

import pytest
from marshmallow import ValidationError
from sqlalchemy import text

from shared.db import Database, LostInReadingError
from shared.events.catalogue import CaseOpened
from shared.messaging.outbox import publish
from tests.shared.conftest import open_case

FIT = {"number": "C-2026-00012-3", "origin": "complaint", "complaints": [], "rights": ["crc_28"], "bodies": []}


def rows(database: Database) -> list[tuple[str, int]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text("SELECT subject::text, sequence FROM outbox ORDER BY id"))]


def test_an_event_disappears_with_the_transaction_that_wrote_it(source):
    case_id = uuid4()
    with pytest.raises(RuntimeError), source.transaction() as session:
        publish(session, CaseOpened(case_id=case_id, **FIT), case_id)
        raise RuntimeError
    assert rows(source) == []


def test_an_event_out_of_a_session_that_only_reads_is_refused(source):
    with pytest.raises(LostInReadingError, match="published"), source.reading() as session:
        publish(session, CaseOpened(case_id=uuid4(), **FIT), uuid4())


def test_numbers_of_a_subject_have_no_gap_after_a_rollback(source):
    case_id = open_case(source)
    with pytest.raises(RuntimeError), source.transaction() as session:
        publish(session, CaseOpened(case_id=case_id, **FIT), case_id)
        raise RuntimeError
    open_case(source, case_id)
    assert [sequence for _, sequence in rows(source)] == [1, 2]


def test_parallel_writers_of_one_subject_give_each_number_once_and_in_order(source):
    case_id = uuid4()
    threads = [threading.Thread(target=lambda: [open_case(source, case_id) for _ in range(25)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [sequence for _, sequence in rows(source)] == list(range(1, 101))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "Arta H."),
        ("origin", "a neighbour"),
        ("rights", ["The right to school"]),
        ("bodies", ["not an id"]),
        ("words", "anything"),
    ],
)
def test_what_does_not_fit_the_catalogue_is_refused_at_the_publisher(source, field, value):
    case_id = uuid4()
    with pytest.raises((ValidationError, ValueError, TypeError)), source.transaction() as session:
        publish(session, CaseOpened(**{**FIT, "case_id": case_id, field: value}), case_id)
    assert rows(source) == []
