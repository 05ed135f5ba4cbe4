"""`parked` and `subject`, as an operator types them: what is listed, what two people do, and refusals in one sentence."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask

from shared.freeing import pages as stuck_pages
from shared.freeing import steps, table
from shared.freeing.commands import parked_group, subject_group
from shared.rules import RuleViolation
from tests.databases import owning
from tests.shared.conftest import deliveries, open_case
from tests.shared.stuck import plant

STREAM = "intake.complaint"


@pytest.fixture
def typed(world):
    app = world.apps["cases"]

    def run(*words: str) -> tuple[int, str]:
        with app.app_context():  # as the command `flask` does
            result = app.test_cli_runner().invoke(args=list(words))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result.exit_code, result.output

    return run


@pytest.fixture
def stuck(world):
    database, subject = world.apps["cases"].extensions["besa"].database, uuid4()
    parked_id = plant(database, "cases", STREAM, subject)
    yield str(subject), str(parked_id)
    with owning(database.url) as owner:
        for table in ("held_event", "parked_event", "inbox", "stream_position", "subject_step"):
            owner.execute(f"DELETE FROM {table} WHERE subject = %s", [subject])


def step_in(output: str) -> str:
    return re.search(r"subject agree (\S+)", output)[1]


def test_a_stuck_subject_is_listed_shown_and_skipped_by_two(typed, stuck):
    subject, parked_id = stuck
    assert f"{STREAM} {subject}" in typed("subject", "list")[1]
    shown = typed("subject", "show", STREAM, subject)[1]
    assert "stands at (1, 1); 1 held, 1 parked, 0 differ" in shown
    assert parked_id in shown
    event = json.loads(typed("parked", "show", parked_id)[1])["id"]
    assert f"the log says more at the event {event}" in shown
    code, said = typed("subject", "skip", STREAM, subject, "--by", "arta", "--reason", "lost")
    assert code == 0
    assert typed("subject", "agree", step_in(said), "--by", "arta") == (
        1, "Error: a second person must agree, not the one who asked\n",
    )  # fmt: skip
    assert typed("subject", "agree", step_in(said), "--by", "besnik") == (0, "skip was done\n")
    assert "stands at (1, 3)" in typed("subject", "show", STREAM, subject)[1]


def test_a_parked_event_is_discarded_by_two(typed, stuck):
    subject, parked_id = stuck
    assert f"{parked_id}  " in typed("parked", "list")[1]
    assert "secret words" in typed("parked", "show", parked_id)[1]
    said = typed("parked", "discard", parked_id, "--by", "arta", "--reason", "unreadable")[1]
    assert typed("subject", "refuse", step_in(said), "--by", "besnik") == (0, "discard was refused\n")
    said = typed("parked", "discard", parked_id, "--by", "arta", "--reason", "unreadable")[1]
    assert typed("subject", "agree", step_in(said), "--by", "besnik")[0] == 0
    assert "stands at (1, 2)" in typed("subject", "show", STREAM, subject)[1]


def test_what_can_be_taken_again_is_asked_for(typed, stuck):
    subject, _ = stuck
    assert typed("subject", "ask", STREAM, subject, "--by", "arta")[0] == 0
    assert typed("subject", "replace", STREAM, subject, "--by", "arta") == (0, "1 events are asked for again\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("parked", "replay", "{parked}", "--by", "arta"), "still unreadable: data_does_not_fit"),
        (("parked", "replay", "--code", "data_does_not_fit", "--by", "arta"), "still unreadable: data_does_not_fit"),
        (("parked", "replay", "{other}", "--by", "arta"), "no such parked event waits"),
        (("parked", "discard", "{other}", "--by", "arta", "--reason", "x"), "no such parked event waits"),
        (("parked", "discard", "{parked}", "--by", "arta", "--reason", " "), "a reason is needed"),
        (("parked", "show", "{other}"), "no such parked event"),
        (("subject", "show", STREAM, "{other}"), "nothing is known of it here"),
        (("subject", "replay", STREAM, "{other}", "--by", "arta"), "nothing of this subject is parked"),
        (("subject", "replace", STREAM, "{other}", "--by", "arta"), "ask its publisher first"),
        (("subject", "skip", STREAM, "{other}", "--by", "arta", "--reason", "x"), "nothing of this subject waits"),
        (("subject", "theirs", STREAM, "{subject}", "--by", "arta", "--reason", "x"), "ask its publisher first"),
        (("subject", "ours", STREAM, "{subject}", "--by", "arta", "--reason", "x"), "nothing of this subject differs"),
        (("subject", "ask", "cases.case", "{subject}", "--by", "arta"), "this service hears no such stream"),
        (("subject", "agree", "{other}", "--by", "arta"), "no such step waits for a second person"),
        (("subject", "refuse", "{other}", "--by", "arta"), "no such step waits for a second person"),
    ],
)
def test_a_refusal_is_one_sentence_and_ends_with_1(typed, stuck, words, sentence):
    subject, parked_id = stuck
    names = {"subject": subject, "parked": parked_id, "other": str(uuid4())}
    code, said = typed(*(word.format(**names) for word in words))
    assert (code, sentence in said) == (1, True), said
    assert "Traceback" not in said


def test_the_table_of_steps_is_what_pages_and_commands_offer_and_nothing_else_is():
    """A step that one door has and the other has not was forgotten."""
    offered = {
        ("parked" if group is parked_group else "subject", name)
        for group in (parked_group, subject_group)
        for name in group.commands
    }
    listed = {("parked" if step.kind == "parked" else "subject", step.name) for step in table.STEPS}
    assert offered - listed == {
        ("parked", "list"),
        ("parked", "show"),
        ("subject", "list"),
        ("subject", "show"),
        ("subject", "epoch"),
    }
    assert listed <= offered
    app = Flask("stuck")
    app.register_blueprint(stuck_pages.blueprint)
    posted = {rule.rule.rsplit("/", 1)[1] for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    assert posted == {step.path for step in table.STEPS if step.path} | {"steps", "publisher-epochs"}
    assert set(table.chosen()) == {step.name for step in table.STEPS if not step.path}


def test_an_epoch_that_was_announced_and_never_begun_is_taken_back_by_two(source, sink, world):
    """Whatever the publisher sent since was set aside; behind it, it is asked for anew and takes effect once."""
    first, second = open_case(source), open_case(source)
    [early, late] = deliveries(source)
    sink.take(replace(early, asof=99))
    sink.take(replace(late, asof=1))
    assert [subject for subject, _ in sink.effects()] == [first]
    now = datetime.now(UTC)
    with sink.database.transaction() as session:
        step = steps.ask_for_epoch(session, "cases", 1, "operator:a", "never begun", now=now)
        step_id = step.id
    with sink.database.transaction() as session, pytest.raises(RuleViolation, match="second person"):
        steps.agree(session, sink.inbox, step_id, "operator:a", now=now)
    with sink.database.transaction() as session:
        steps.agree(session, sink.inbox, step_id, "operator:b", now=now)
    assert sink.scalar(
        "SELECT body LIKE '%' || (SELECT max(message_id::text) FROM stale_event) || '%' FROM control_message"
    )
    sink.take(replace(late, asof=1))
    sink.take(replace(late, asof=1))
    assert [subject for subject, _ in sink.effects()] == [first, second]


def test_only_an_epoch_below_the_announced_one_is_taken_back_and_only_as_long_as_it_counts(typed):
    status, told = typed("subject", "epoch", "intake", "1", "--by", "a", "--reason", "x")
    assert (status, told) == (1, "Error: intake has announced epoch 1: name a lower one\n")
