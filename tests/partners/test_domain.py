"""The rules of correspondence, without a database."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.partners import domain
from services.partners.domain import ItemAnswer, ItemProgress, Superior, by_body
from shared.rules import ContentViolation, RuleViolation

A, B, C, D = (uuid4() for _ in range(4))
TODAY = date(2026, 11, 25)
LATER = date(2027, 3, 27)
ITEM, OTHER = uuid4(), uuid4()


def accepted(item=ITEM, **values):
    return ItemAnswer(item, **{"position": "accepted", "promised_date": LATER, **values})


def refusal(answers, items=(ITEM,)):
    with pytest.raises(ContentViolation) as caught:
        domain.check_reply(answers, items, institution_id=A, today=TODAY)
    return caught.value.code, caught.value.field


class TestHierarchy:
    def test_a_body_cannot_stand_above_itself_over_others(self):
        chain = [Superior(A, B), Superior(B, C)]
        assert domain.closes_cycle(Superior(C, A), by_body(chain))
        assert not domain.closes_cycle(Superior(C, D), by_body(chain))

    def test_two_bodies_may_change_places_over_time(self):
        before = Superior(A, B, None, date(2019, 2, 28))
        assert not domain.closes_cycle(Superior(B, A, date(2019, 3, 1)), by_body([before]))
        assert domain.closes_cycle(Superior(B, A, date(2019, 2, 28)), by_body([before]))

    def test_a_circle_needs_one_day_on_which_all_its_parts_hold(self):
        parts = [Superior(A, B, date(2020, 1, 1), date(2020, 6, 30)), Superior(B, C, date(2020, 7, 1), None)]
        assert not domain.closes_cycle(Superior(C, A), by_body(parts))

    def test_other_relations_may_point_both_ways(self):
        domain.check_relation(Superior(B, A), "data_reporting", by_body([Superior(A, B)]))
        with pytest.raises(RuleViolation) as caught:
            domain.check_relation(Superior(B, A), "hierarchical", by_body([Superior(A, B)]))
        assert caught.value.code == "relation_cycle"

    @pytest.mark.parametrize("kind", domain.RELATIONS)
    def test_no_kind_of_relation_leads_to_the_body_itself(self, kind):
        with pytest.raises(ContentViolation) as caught:
            domain.check_relation(Superior(A, A), kind, {})
        assert caught.value.field == "to"

    @given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
    def test_what_is_let_in_one_by_one_never_holds_a_circle(self, pairs):
        bodies = [uuid4() for _ in range(6)]
        kept = []
        for body, to in pairs:
            new = Superior(bodies[body], bodies[to])
            if body != to and not domain.closes_cycle(new, by_body(kept)):
                kept.append(new)
        remaining = set(kept)
        # Taking away, again and again, what stands under nobody empties a graph without circles, and only such a one.
        while remaining:
            tops = {relation.to for relation in remaining} - {relation.body for relation in remaining}
            gone = {relation for relation in remaining if relation.to in tops}
            assert gone, "a circle was let in"
            remaining -= gone


class TestReply:
    def test_an_item_is_answered_once_at_most_and_one_at_least(self):
        both = (ITEM, OTHER)
        for answers in ([accepted(), accepted(OTHER)], [accepted(OTHER)]):
            domain.check_reply(answers, both, institution_id=A, today=TODAY)
        assert refusal([], both) == ("item_missing", "items")
        assert refusal([accepted(), accepted(uuid4())], both) == ("item_unknown", "items.1.item_id")
        assert refusal([accepted(), accepted()], both) == ("item_twice", "items.1.item_id")

    @pytest.mark.parametrize("position", ["accepted", "accepted_in_part"])
    def test_who_says_yes_says_by_when(self, position):
        answer = accepted(position=position, promised_date=None)
        assert refusal([answer]) == ("promised_date_required", "items.0.promised_date")
        done = accepted(position=position, promised_date=None, claimed="implemented")
        domain.check_reply([done], [ITEM], institution_id=A, today=TODAY)

    def test_in_process_says_by_when_whatever_the_position(self):
        answer = accepted(position="asks_clarification", claimed="in_process", promised_date=None)
        assert refusal([answer])[0] == "promised_date_required"

    def test_a_promise_is_not_for_yesterday(self):
        assert refusal([accepted(promised_date=date(2026, 11, 24))])[0] == "promised_date_past"
        domain.check_reply([accepted(promised_date=TODAY)], [ITEM], institution_id=A, today=TODAY)

    def test_a_refusal_needs_no_reasons_and_no_date(self):
        bare = accepted(position="refused", promised_date=None)
        domain.check_reply([bare], [ITEM], institution_id=A, today=TODAY)
        assert refusal([accepted(promised_date=None)])[0] == "promised_date_required"

    def test_another_body_is_named_only_by_one_that_is_not_competent(self):
        named = accepted(position="not_competent", promised_date=None, competent_institution_id=B)
        domain.check_reply([named], [ITEM], institution_id=A, today=TODAY)
        assert refusal([accepted(competent_institution_id=B)])[0] == "competent_institution_unfit"
        itself = accepted(position="not_competent", promised_date=None, competent_institution_id=A)
        assert refusal([itself]) == ("competent_institution_unfit", "items.0.competent_institution_id")

    def test_what_was_withdrawn_or_sent_for_information_is_not_answered(self):
        domain.check_answerable(withdrawn=False, role="responsible", expects="reply")
        for change in ({"withdrawn": True}, {"role": "for_information"}, {"expects": "nothing"}):
            with pytest.raises(RuleViolation):
                domain.check_answerable(**{"withdrawn": False, "role": "responsible", "expects": "reply", **change})


class TestProgressAndTime:
    def test_progress_in_process_needs_a_date(self):
        domain.check_progress([ItemProgress(ITEM, "in_process", LATER)], [ITEM, OTHER], today=TODAY)
        with pytest.raises(ContentViolation) as caught:
            domain.check_progress([ItemProgress(ITEM, "in_process")], [ITEM], today=TODAY)
        assert caught.value.field == "items.0.promised_date"

    def test_more_time_is_asked_for_a_day_to_come(self):
        domain.check_more_time(LATER, TODAY, None)
        with pytest.raises(ContentViolation):
            domain.check_more_time(TODAY, TODAY, None)

    def test_more_time_ends_after_the_last_day_as_it_stands(self):
        domain.check_more_time(LATER + timedelta(days=1), TODAY, LATER)
        with pytest.raises(ContentViolation) as caught:
            domain.check_more_time(LATER, TODAY, LATER)
        assert (caught.value.code, caught.value.field) == ("no_more_time", "until")

    def test_the_day_is_that_of_tirana(self):
        assert domain.local_date(datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) == date(2026, 11, 25)

    @pytest.mark.parametrize(
        ("known", "active", "has_channel", "failure"),
        [
            (False, False, False, "institution_unknown"),
            (True, False, True, "institution_inactive"),
            (True, True, False, "no_channel"),
            (True, True, True, None),
        ],
    )
    def test_why_a_letter_cannot_be_delivered(self, known, active, has_channel, failure):
        assert domain.undeliverable(known=known, active=active, has_channel=has_channel) == failure
