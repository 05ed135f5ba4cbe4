"""The six facts: every word of one against every word of the others, and who may change which."""

from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import permutations, product
from typing import Any

import pytest

from services.cases.domain.assessments import (
    FELT,
    LOOKED,
    Assessment,
    apply_assessment,
    apply_confirmation,
    check_is_overdue,
    confirmation_reopens,
)
from services.cases.domain.kinds import Item
from services.cases.domain.obligations import (
    UNFOUND,
    Assessed,
    Claimed,
    Confirmed,
    Delivery,
    Facts,
    Reply,
    after_delivery,
    apply_delivery,
    is_open,
    reopen,
    spread,
)
from services.cases.domain.replies import (
    ItemReply,
    Notice,
    Position,
    apply_claim,
    apply_notice,
    apply_reply,
    stops_clock,
)
from services.cases.domain.timeliness import (
    Timeliness,
    Word,
    implementation_timeliness,
    no_reply,
    reply_timeliness,
    timeliness,
)
from shared.rules import ContentViolation, RuleViolation
from tests.cases.domain_samples import body, kinds

TODAY = date(2026, 4, 10)
DUE = date(2026, 4, 1)
HAS_IT = Facts(delivery=Delivery.DELIVERED)


def _changed(before: Facts, after: Facts) -> set[str]:
    return {field.name for field in fields(Facts) if getattr(before, field.name) != getattr(after, field.name)}


def test_the_words_are_those_of_the_contract() -> None:
    words = {enum.__name__: " ".join(enum) for enum in (Delivery, Reply, Claimed, Assessed, Confirmed, Position, Word)}
    assert words == {
        "Delivery": "queued to_post sent delivered opened acknowledged failed",
        "Reply": "none acknowledgement_only extension_asked accepted accepted_in_part refused_with_reasons "
        "refused_without_reasons not_competent forwarded asks_clarification",
        "Claimed": "not_started in_process implemented partly not",
        "Assessed": "not_assessed in_process implemented partly not overtaken not_assessable",
        "Confirmed": "not_asked yes partly no",
        "Position": "accepted accepted_in_part refused not_competent forwarded asks_clarification",
        "Word": "none in_time due_in late",
    }


def test_items_times_answering_addressees_are_the_obligations() -> None:
    items = [Item("i1", "Të pastrohet oborri"), Item("i2", "Të raportohet")]
    addressees = [
        body("shkolla", "school"),
        body("zvap", "agency", "superior"),
        body("bashkia", "municipality", "for_information"),
    ]
    pairs = spread(kinds()["remedy"], items, addressees)
    assert [(one.item_id, one.institution_id, one.role) for one in pairs] == [
        ("i1", "shkolla", "responsible"),
        ("i1", "zvap", "superior"),
        ("i2", "shkolla", "responsible"),
        ("i2", "zvap", "superior"),
    ]
    assert spread(kinds()["litigation_advice"], items, []) == ()


FORWARD = [Delivery.DELIVERED, Delivery.OPENED, Delivery.ACKNOWLEDGED]


@pytest.mark.parametrize(("known", "reported"), list(product(Delivery, Delivery)))
def test_delivery_goes_forward_only(known: Delivery, reported: Delivery) -> None:
    """What arrived stays so; until then the last word holds. Only of a copy in the portal that nobody saw the notice may bounce."""
    if known in FORWARD and reported in FORWARD:
        expected = FORWARD[max(FORWARD.index(known), FORWARD.index(reported))]
    elif known in FORWARD:
        expected = Delivery.TO_POST if (known, reported) == (Delivery.DELIVERED, Delivery.TO_POST) else known
    elif reported is Delivery.QUEUED:
        expected = Delivery.QUEUED if known is Delivery.FAILED else known
    else:
        expected = reported
    assert after_delivery(known, reported) is expected
    assert _changed(Facts(), apply_delivery(Facts(), reported)) <= {"delivery"}


@pytest.mark.parametrize("reports", list(permutations([Delivery.FAILED, Delivery.DELIVERED, Delivery.OPENED])))
def test_reports_of_several_channels_give_one_answer_in_any_order(reports: tuple[Delivery, ...]) -> None:
    facts = Facts()
    for reported in reports:
        facts = apply_delivery(facts, reported)
    assert facts.delivery is Delivery.OPENED


@pytest.mark.parametrize(
    ("position", "reasons", "reply", "ends_term"),
    [
        ("accepted", False, "accepted", True),
        ("accepted", True, "accepted", True),
        ("accepted_in_part", False, "accepted_in_part", True),
        ("accepted_in_part", True, "accepted_in_part", True),
        ("refused", False, "refused_without_reasons", True),
        ("refused", True, "refused_with_reasons", True),
        ("not_competent", False, "not_competent", True),
        ("not_competent", True, "not_competent", True),
        ("forwarded", False, "forwarded", False),
        ("forwarded", True, "forwarded", False),
        ("asks_clarification", False, "asks_clarification", False),
        ("asks_clarification", True, "asks_clarification", False),
    ],
)
def test_a_position_becomes_a_reply_and_touches_nothing_else(
    position: str, reasons: bool, reply: str, ends_term: bool
) -> None:
    facts = apply_reply(Facts(), ItemReply(Position(position), TODAY, reasons=reasons))
    assert facts.reply == reply
    assert stops_clock(facts.reply) is ends_term
    assert facts.answered_on == (TODAY if ends_term else None)
    assert _changed(Facts(), facts) <= {"reply", "answered_on", "delivery"}
    assert facts.delivery is Delivery.DELIVERED, "who answers a letter has it"


@pytest.mark.parametrize("reply", Reply)
def test_only_substantive_replies_end_the_term(reply: Reply) -> None:
    assert stops_clock(reply) is (
        reply in {"accepted", "accepted_in_part", "refused_with_reasons", "refused_without_reasons", "not_competent"}
    )


def test_a_second_reply_changes_the_word_and_never_the_day_of_the_first() -> None:
    first = apply_reply(Facts(), ItemReply(Position.REFUSED, DUE, reasons=True))
    second = apply_reply(first, ItemReply(Position.ACCEPTED, TODAY))
    assert (second.reply, second.answered_on) == (Reply.ACCEPTED, DUE)
    question = apply_reply(second, ItemReply(Position.ASKS_CLARIFICATION, TODAY))
    assert (question.reply, question.answered_on) == (Reply.ACCEPTED, DUE)


def test_a_letter_that_was_entered_after_a_later_reply_gives_its_day_and_not_its_words() -> None:
    known = apply_reply(Facts(), ItemReply(Position.ACCEPTED, TODAY, claimed=Claimed.PARTLY))
    letter = ItemReply(Position.REFUSED, DUE, reasons=True, claimed=Claimed.NOT)
    after = apply_reply(known, letter, overtaken=True)
    assert (after.reply, after.claimed, after.answered_on) == (Reply.ACCEPTED, Claimed.PARTLY, DUE)
    asked = apply_reply(Facts(), ItemReply(Position.ASKS_CLARIFICATION, TODAY))
    answered = apply_reply(asked, letter, overtaken=True)
    assert (answered.reply, answered.answered_on) == (Reply.REFUSED_WITH_REASONS, DUE)
    question = ItemReply(Position.ASKS_CLARIFICATION, DUE)
    assert apply_reply(HAS_IT, question, overtaken=True) == HAS_IT


def test_a_claim_in_process_needs_a_promised_date() -> None:
    with pytest.raises(ContentViolation) as refused:
        apply_reply(Facts(), ItemReply(Position.ACCEPTED, TODAY, claimed=Claimed.IN_PROCESS))
    assert (refused.value.code, refused.value.field) == ("reply.needs_promised_date", "promised_date")
    promised = TODAY + timedelta(days=30)
    facts = apply_reply(
        Facts(), ItemReply(Position.ACCEPTED, TODAY, claimed=Claimed.IN_PROCESS, promised_date=promised)
    )
    assert (facts.claimed, facts.promised_date) == (Claimed.IN_PROCESS, promised)


def test_a_report_of_progress_changes_the_claim_and_is_no_reply() -> None:
    facts = apply_claim(Facts(), Claimed.IMPLEMENTED, None, TODAY)
    assert _changed(Facts(), facts) == {"claimed", "claimed_on"}
    assert apply_claim(facts, Claimed.IMPLEMENTED, None, TODAY + timedelta(days=9)) == facts
    assert apply_claim(facts, Claimed.PARTLY, None, TODAY).claimed_on is None
    assert apply_claim(facts, None, None, TODAY) == facts


@pytest.mark.parametrize(
    ("before", "notice", "reply"),
    [
        (Reply.NONE, Notice.ACKNOWLEDGEMENT, Reply.ACKNOWLEDGEMENT_ONLY),
        (Reply.NONE, Notice.FORWARDED, Reply.ACKNOWLEDGEMENT_ONLY),
        (Reply.NONE, Notice.EXTENSION_REQUEST, Reply.EXTENSION_ASKED),
        (Reply.ACKNOWLEDGEMENT_ONLY, Notice.EXTENSION_REQUEST, Reply.EXTENSION_ASKED),
        (Reply.EXTENSION_ASKED, Notice.ACKNOWLEDGEMENT, Reply.EXTENSION_ASKED),
        (Reply.ASKS_CLARIFICATION, Notice.EXTENSION_REQUEST, Reply.ASKS_CLARIFICATION),
        *((reply, notice, reply) for reply in Reply if stops_clock(reply) for notice in Notice),
    ],
)
def test_a_notice_is_no_reply_and_overwrites_none(before: Reply, notice: Notice, reply: Reply) -> None:
    facts = apply_notice(Facts(delivery=Delivery.DELIVERED, reply=before), notice)
    told = Delivery.ACKNOWLEDGED if notice is Notice.ACKNOWLEDGEMENT else Delivery.DELIVERED
    assert (facts.reply, facts.delivery, facts.answered_on) == (reply, told, None)


COMPLETE: dict[Assessed, dict[str, Any]] = {
    Assessed.IN_PROCESS: {"promised_date": TODAY + timedelta(days=20), "next_check": TODAY + timedelta(days=25)},
    Assessed.IMPLEMENTED: {"on": TODAY, "verifier": "zyrtar", "evidence": 1},
    Assessed.PARTLY: {"evidence": 1},
    Assessed.NOT: {"evidence": 1},
    Assessed.OVERTAKEN: {"reason": "shkolla u mbyll"},
    Assessed.NOT_ASSESSABLE: {"unassessable": "no_information", "reason": "organi nuk dha informacion"},
}


@pytest.mark.parametrize(("before", "word"), list(product(Assessed, COMPLETE)))
def test_every_finding_may_follow_every_other_and_leaves_what_the_body_said(before: Assessed, word: Assessed) -> None:
    facts = Facts(reply=Reply.ACCEPTED, claimed=Claimed.IMPLEMENTED, assessed=before, answered_on=DUE, claimed_on=DUE)
    found = apply_assessment(facts, Assessment(word, **COMPLETE[word]), today=TODAY)
    assert found.assessed is word
    office = {"assessed", "noted_date", "noted_on", "next_check", "implemented_on", "unassessable"}
    assert _changed(facts, found) <= office | {"claimed_on"}
    assert (found.claimed_on is None) == (word in LOOKED)
    assert (found.implemented_on is not None) == (word is Assessed.IMPLEMENTED)
    assert (found.next_check is not None) == (word is Assessed.IN_PROCESS)
    assert (found.unassessable is not None) == (word is Assessed.NOT_ASSESSABLE)


@pytest.mark.parametrize(("word", "missing"), [(word, need) for word, given in COMPLETE.items() for need in given])
def test_a_finding_without_what_it_needs_is_refused_and_the_missing_field_named(word: Assessed, missing: str) -> None:
    given = {need: value for need, value in COMPLETE[word].items() if need != missing}
    with pytest.raises(ContentViolation) as refused:
        apply_assessment(Facts(), Assessment(word, **given), today=TODAY)
    assert (refused.value.code, refused.value.field) == (f"assessment.needs_{missing}", missing)


def test_a_finding_is_refused_with_all_that_stands_against_it() -> None:
    wanted = Assessment(Assessed.IN_PROCESS, on=TODAY + timedelta(days=1), next_check=TODAY, unassessable="elsewhere")
    with pytest.raises(ContentViolation) as refused:
        apply_assessment(Facts(), wanted, today=TODAY)
    assert [getattr(one, "field", "") for one in refused.value.all] == [
        "promised_date",
        "unassessable",
        "on",
        "next_check",
    ]


@pytest.mark.parametrize(
    ("word", "change", "field"),
    [
        (Assessed.IMPLEMENTED, {"on": TODAY + timedelta(days=1)}, "on"),
        (Assessed.IN_PROCESS, {"next_check": TODAY}, "next_check"),
        (Assessed.PARTLY, {"evidence": -1}, "evidence"),
        (Assessed.NOT_ASSESSABLE, {"reason": "  "}, "reason"),
        (Assessed.NOT, {"unassessable": "elsewhere"}, "unassessable"),
        (Assessed.IMPLEMENTED, {"verifier": " "}, "verifier"),
    ],
)
def test_a_finding_that_cannot_be_true_is_refused(word: Assessed, change: dict[str, Any], field: str) -> None:
    with pytest.raises(ContentViolation) as refused:
        apply_assessment(Facts(), Assessment(word, **{**COMPLETE[word], **change}), today=TODAY)
    assert refused.value.field == field


def test_a_finding_is_taken_back_with_a_reason_alone() -> None:
    done = apply_assessment(Facts(), Assessment(Assessed.IMPLEMENTED, **COMPLETE[Assessed.IMPLEMENTED]), today=TODAY)
    with pytest.raises(ContentViolation) as refused:
        apply_assessment(done, Assessment(Assessed.NOT_ASSESSED), today=TODAY)
    assert refused.value.field == "reason"
    assert apply_assessment(done, Assessment(Assessed.NOT_ASSESSED, reason="Gabim."), today=TODAY) == Facts()


@pytest.mark.parametrize(
    ("assessed", "confirmed"),
    list(product([*UNFOUND, *sorted(FELT)], [Confirmed.YES, Confirmed.PARTLY, Confirmed.NO])),
)
def test_what_the_child_says_changes_no_finding_and_a_no_reopens_a_settled_obligation(
    assessed: Assessed, confirmed: Confirmed
) -> None:
    heard = apply_confirmation(Facts(assessed=assessed, implemented_on=DUE), confirmed)
    assert heard.assessed is assessed
    settled = assessed is Assessed.IMPLEMENTED
    assert is_open(heard) is not settled
    assert confirmation_reopens(heard) is (settled and confirmed is Confirmed.NO)
    again = reopen(heard)
    assert (is_open(again), again.confirmed, again.implemented_on) == (True, confirmed, None)


@pytest.mark.parametrize("assessed", [one for one in Assessed if one not in {*FELT, *UNFOUND}])
def test_of_what_was_found_not_done_nobody_is_heard_whether_it_was_felt(assessed: Assessed) -> None:
    with pytest.raises(RuleViolation) as refused:
        apply_confirmation(Facts(assessed=assessed), Confirmed.YES)
    assert refused.value.code == "confirmation.nothing_done"


def test_to_be_asked_is_not_an_answer() -> None:
    with pytest.raises(ContentViolation):
        apply_confirmation(Facts(), Confirmed.NOT_ASKED)


@pytest.mark.parametrize(
    ("due", "today", "answered", "expected"),
    [
        (None, TODAY, None, Timeliness(Word.NONE)),
        (None, TODAY, TODAY, Timeliness(Word.NONE)),
        (DUE, DUE - timedelta(days=3), None, Timeliness(Word.DUE_IN, 3)),
        (DUE, DUE, None, Timeliness(Word.DUE_IN, 0)),
        (DUE, DUE + timedelta(days=1), None, Timeliness(Word.LATE, 1)),
        (DUE, TODAY, DUE, Timeliness(Word.IN_TIME)),
        (DUE, TODAY, DUE + timedelta(days=2), Timeliness(Word.LATE, 2)),
    ],
)
def test_timeliness_follows_from_two_dates(
    due: date | None, today: date, answered: date | None, expected: Timeliness
) -> None:
    assert timeliness(due, today, answered) == expected
    assert reply_timeliness(replace(HAS_IT, answered_on=answered), due, today) == expected


@pytest.mark.parametrize("delivery", [Delivery.QUEUED, Delivery.TO_POST, Delivery.SENT, Delivery.FAILED])
def test_a_letter_that_never_arrived_is_never_late_and_never_silent(delivery: Delivery) -> None:
    facts = Facts(delivery=delivery, promised_date=DUE)
    for days in (0, 1, 400):
        today = DUE + timedelta(days=days)
        assert reply_timeliness(facts, DUE, today) == Timeliness(Word.NONE)
        assert implementation_timeliness(facts, DUE, today) == Timeliness(Word.NONE)
        assert not no_reply(facts, DUE, today)


def test_only_what_the_office_verified_ends_the_term_to_implement() -> None:
    claimed = replace(HAS_IT, claimed=Claimed.IMPLEMENTED, promised_date=TODAY)
    assert implementation_timeliness(claimed, DUE, TODAY) == Timeliness(Word.LATE, 9)
    assert implementation_timeliness(replace(claimed, claimed_on=TODAY), DUE, TODAY) == Timeliness(Word.LATE, 9)
    assert implementation_timeliness(replace(claimed, claimed_on=DUE), DUE, TODAY) == Timeliness(Word.NONE)
    assert implementation_timeliness(claimed, TODAY, TODAY) == Timeliness(Word.DUE_IN, 0)
    verified = replace(claimed, assessed=Assessed.IMPLEMENTED, implemented_on=DUE)
    assert implementation_timeliness(verified, DUE, TODAY) == Timeliness(Word.IN_TIME)
    overtaken = replace(claimed, assessed=Assessed.OVERTAKEN)
    assert implementation_timeliness(overtaken, DUE, TODAY) == Timeliness(Word.NONE)


def test_in_process_shows_as_overdue_after_either_date() -> None:
    later = TODAY + timedelta(days=1)
    facts = Facts(assessed=Assessed.IN_PROCESS, promised_date=later, next_check=later)
    assert not check_is_overdue(facts, later, later)
    assert check_is_overdue(facts, later, later + timedelta(days=1))
    assert check_is_overdue(facts, TODAY, later)
    assert not check_is_overdue(replace(facts, held_since=TODAY), TODAY, later)
    assert not check_is_overdue(replace(facts, assessed=Assessed.PARTLY), TODAY, later + timedelta(days=9))


@pytest.mark.parametrize("reply", Reply)
def test_no_reply_is_true_from_the_day_after_the_term_until_a_substantive_reply(reply: Reply) -> None:
    facts = replace(HAS_IT, reply=reply)
    assert not no_reply(facts, DUE, DUE)
    assert no_reply(facts, DUE, DUE + timedelta(days=1)) is not stops_clock(reply)
    assert not no_reply(facts, None, TODAY)
