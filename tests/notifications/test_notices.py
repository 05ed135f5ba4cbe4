"""Which messages come into being: for whom, how often, and never for someone who may not be told."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.notifications.consumers import subscriptions
from shared.events.catalogue import (
    CaseClosed,
    CaseMoved,
    CaseOpened,
    ComplaintDecided,
    ComplaintReceived,
    ComplaintReopened,
    EscalationShown,
    ExtensionDecided,
    HandoverMoved,
    MailboxFilled,
    ObligationClarified,
    ObligationDueSoon,
    ObligationEscalated,
    ObligationOverdue,
    ObligationReminded,
    RecommendationWithdrawn,
    ReplyReceived,
    StaffChanged,
)
from shared.events.envelope import Event
from tests.notifications.conftest import DIGEST


def decided(bench, complaint_id, **changes):
    return bench.hear(
        ComplaintDecided,
        complaint_id,
        **{
            "complaint_id": complaint_id,
            "reference": "A-2026-00001-4",
            "outcome": "admissible",
            "rights": ["28"],
            "bodies": [],
            "urgency": "normal",
            "by_child": True,
            "conflict_with_guardian": False,
            **changes,
        },
    )


def opened(bench, *complaints):
    case_id = uuid4()
    return bench.hear(
        CaseOpened,
        case_id,
        case_id=case_id,
        number="C-2026-00012-3",
        origin="complaint",
        complaints=list(complaints),
        rights=[],
        bodies=[],
    )


def filled(bench, complaint_id):
    return bench.hear(MailboxFilled, complaint_id, complaint_id=complaint_id)


def clock_of(act, institution):
    return {
        "obligation_id": uuid4(),
        "recommendation_id": act,
        "number": "R-2026-00014-7",
        "item_id": uuid4(),
        "institution_id": institution,
        "due": date(2026, 12, 25),
    }


def spoke(bench, event, act, institution, **more):
    obligation = uuid4()
    return bench.hear(event, obligation, clock=clock_of(act, institution), **more)


def replied(bench, act, institution, version=1):
    dispatch = uuid4()
    return bench.hear(
        ReplyReceived,
        dispatch,
        reply_id=uuid4(),
        dispatch_id=dispatch,
        recommendation_id=act,
        institution_id=institution,
        version=version,
        channel="portal",
        received_at=datetime(2026, 11, 25, 10, tzinfo=UTC),
        items=[{"item_id": uuid4(), "position": "accepted", "has_reasons": False, "evidence": []}],
        reply=DIGEST,
    )


def templates_of(bench):
    return [message.template for message in bench.messages()]


def test_every_event_that_the_catalogue_gives_to_notifications_has_a_handler():
    named = {kind for kind, event in Event.registry.items() if "notifications" in event.consumers}
    assert set(subscriptions.handlers) == named


def test_a_complaint_alone_sends_nothing_and_keeps_no_address(bench):
    complaint = bench.complaint()
    assert bench.messages() == []
    assert bench.scalar(f"SELECT contact FROM complaint WHERE id = '{complaint}'") is not None


def test_a_decision_is_told_once_and_the_case_that_follows_says_nothing_new(bench):
    complaint = bench.complaint()
    decided(bench, complaint)
    opened(bench, complaint)
    assert templates_of(bench) == ["complainant_notice"]
    message = bench.only()
    assert (message.recipient, message.about, message.about_id) == ("complainant", "complaint", complaint)


def test_news_after_a_notice_that_has_left_is_told_again(bench):
    complaint = bench.complaint()
    bench.informed(complaint)
    bench.platform.database.run(lambda session: session.execute(text("UPDATE message SET state = 'delivered'")))
    opened(bench, complaint)
    assert len(bench.messages()) == 1
    bench.informed(complaint)
    assert len(bench.messages()) == 2


def test_a_complaint_that_is_looked_at_again_is_told(bench):
    complaint = bench.complaint()
    bench.hear(ComplaintReopened, complaint, complaint_id=complaint, reference="A-2026-00001-4", reason="new_facts")
    assert templates_of(bench) == ["complainant_notice"]


def test_a_notice_that_has_not_left_yet_stands_for_all_later_news(bench):
    complaint = bench.complaint()
    bench.informed(complaint)
    bench.informed(complaint)
    assert len(bench.messages()) == 1
    bench.platform.database.run(lambda session: session.execute(text("UPDATE message SET state = 'failed'")))
    bench.informed(complaint)
    assert len(bench.messages()) == 2


def test_a_closed_case_is_told_to_each_of_its_complainants(bench):
    complaints, case_id = [bench.complaint(), bench.complaint()], uuid4()
    bench.hear(CaseClosed, case_id, case_id=case_id, number="C-2026-00012-3", outcome="resolved", complaints=complaints)
    assert {message.about_id for message in bench.messages()} == set(complaints)


def test_a_case_that_is_taken_up_again_is_news_and_its_stages_are_none(bench):
    complaints, case_id = [bench.complaint(), bench.complaint()], uuid4()
    moved = {"case_id": case_id, "number": "C-2026-00012-3", "complaints": complaints}
    bench.hear(CaseMoved, case_id, stage="investigated", **moved)
    assert bench.messages() == []
    bench.hear(CaseMoved, case_id, stage="opened", again="reopened", **moved)
    assert {message.about_id for message in bench.messages()} == set(complaints)


def test_without_a_safe_channel_nothing_is_ever_made(bench):
    complaint = uuid4()
    bench.hear(ComplaintReceived, complaint, **bench.received(complaint, None))
    decided(bench, complaint)
    bench.informed(complaint)
    opened(bench, complaint)
    assert bench.messages() == []
    assert bench.published() == []


@pytest.mark.parametrize("contact", [None, {"channel": "email", "address": "shembull@example.org"}])
def test_what_comes_before_the_complaint_waits_for_it_and_goes_if_nobody_may_be_told(bench, contact):
    complaint = uuid4()
    bench.informed(complaint)
    opened(bench, complaint)
    assert bench.only().language is None
    bench.hear(ComplaintReceived, complaint, **bench.received(complaint, contact))
    assert len(bench.messages()) == (1 if contact else 0)


def test_a_parent_marked_as_in_conflict_is_told_nothing_from_then_on(bench):
    complaint = bench.complaint(submitter_role="parent", by_child=False)
    bench.informed(complaint)
    decided(bench, complaint, conflict_with_guardian=True)
    bench.informed(complaint)
    message = bench.only()
    assert (message.state, message.last_error) == ("failed", "silenced")
    [(kind, data)] = bench.published()
    assert (kind, data["reason"]) == ("notifications.message.failed.v1", "no_address")


def test_a_child_in_conflict_with_its_guardian_is_told_on_its_own_channel(bench):
    complaint = bench.complaint(submitter_role="child")
    decided(bench, complaint, conflict_with_guardian=True)
    assert bench.only().state == "waiting"


def test_an_act_is_announced_once_to_each_addressee_whatever_its_role(bench):
    first, second = bench.institution(), bench.institution()
    act = bench.issued(first, second)
    assert {(m.template, m.institution_id, m.about_id) for m in bench.messages()} == {
        ("document_waiting", first, act),
        ("document_waiting", second, act),
    }


def test_a_redirected_matter_is_announced_once_it_lies_in_the_portal_and_not_on_paper(bench):
    body, by_wire, on_paper = bench.institution(), uuid4(), uuid4()
    for handover, step, wire in (
        (by_wire, "delivered", True),
        (on_paper, "to_post", False),
        (on_paper, "delivered", False),
    ):
        moved = {"dispatch_id": handover, "handover_id": handover, "institution_id": body, "step": step}
        bench.hear(HandoverMoved, handover, **moved, at=datetime.now(UTC), by_wire=wire)
    assert [(m.template, m.institution_id, m.about_id) for m in bench.messages()] == [
        ("document_waiting", body, by_wire)
    ]


def test_a_withdrawal_is_told_to_those_who_had_the_act(bench):
    first, second = bench.institution(), bench.institution()
    act = bench.issued(first, second)
    bench.issued(bench.institution())
    bench.hear(RecommendationWithdrawn, act, recommendation_id=act, number="R-2026-00014-7", reason="issued_in_error")
    told = [message for message in bench.messages() if message.template == "document_withdrawn"]
    assert {message.institution_id for message in told} == {first, second}


@pytest.mark.parametrize(
    ("event", "more", "template"),
    [
        (ObligationDueSoon, {"days_before": 7}, "obligation_due_soon"),
        (ObligationReminded, {"rung": "reminder"}, "obligation_reminded"),
        (ObligationOverdue, {"what": "reply"}, "obligation_overdue"),
    ],
)
def test_clocks_of_several_items_of_one_act_ring_once_a_day_for_a_body(bench, event, more, template):
    body, other, act = bench.institution(), bench.institution(), uuid4()
    spoke(bench, event, act, body, **more)
    spoke(bench, event, act, body, **more)
    spoke(bench, event, act, other, **more)
    assert [(m.template, m.institution_id) for m in bench.messages()] == [(template, body), (template, other)]
    bench.platform.database.run(
        lambda session: session.execute(
            text("UPDATE message SET state = 'delivered', created_at = created_at - interval '25 hours'")
        )
    )
    spoke(bench, event, act, body, **more)
    assert len(bench.messages()) == 3


def test_a_step_toward_another_body_is_mailed_when_the_portal_shows_it_and_once_a_day(bench):
    assert "notifications" not in ObligationEscalated.consumers, "the portal shows nothing yet when the step is taken"
    body, act, dispatch = bench.institution(), uuid4(), uuid4()
    for _item in range(2):
        bench.hear(EscalationShown, dispatch, dispatch_id=dispatch, recommendation_id=act, institution_id=body)
    assert [(m.template, m.institution_id) for m in bench.messages()] == [("obligation_escalated", body)]


def test_a_reply_and_its_amendment_are_each_receipted(bench):
    body, act = bench.institution(), uuid4()
    replied(bench, act, body)
    bench.platform.database.run(lambda session: session.execute(text("UPDATE message SET state = 'delivered'")))
    replied(bench, act, body, version=2)
    assert templates_of(bench) == ["reply_receipt", "reply_receipt"]


def test_a_decided_extension_is_told_to_the_body_that_asked(bench):
    body, request = bench.institution(), uuid4()
    bench.hear(
        ExtensionDecided,
        request,
        request_id=request,
        recommendation_id=uuid4(),
        institution_id=body,
        granted=False,
    )
    assert [(m.template, m.institution_id) for m in bench.messages()] == [("extension_decided", body)]


def test_an_answer_to_what_a_body_asked_is_told_to_it(bench):
    body, act, obligation = bench.institution(), uuid4(), uuid4()
    told = {"obligation_id": obligation, "recommendation_id": act, "number": "R-2026-00014-7", "institution_id": body}
    bench.hear(ObligationClarified, obligation, **told, item_id=uuid4(), reply_id=uuid4(), letter="a" * 64)
    assert [(m.template, m.institution_id) for m in bench.messages()] == [("obligation_clarified", body)]


def test_every_event_twice_and_in_reverse_order_makes_the_same_messages(bench):
    body, complaint, act = uuid4(), uuid4(), uuid4()
    contact = {"channel": "email", "address": "shembull@example.org"}
    deliveries = [
        bench.envelope(ComplaintReceived, complaint, **bench.received(complaint, contact)),
        bench.envelope(
            ComplaintDecided,
            complaint,
            complaint_id=complaint,
            reference="A-2026-00001-4",
            outcome="admissible",
            rights=[],
            bodies=[],
            urgency="normal",
            by_child=True,
            conflict_with_guardian=False,
        ),
        bench.envelope(ObligationReminded, uuid4(), clock=clock_of(act, body), rung="reminder"),
        bench.envelope(ObligationReminded, uuid4(), clock=clock_of(act, body), rung="reminder"),
    ]
    for delivery in [*reversed(deliveries), *deliveries]:
        bench.take(delivery)
    assert sorted(templates_of(bench)) == ["complainant_notice", "obligation_reminded"]
    assert bench.scalar("SELECT count(*) FROM parked_event") == 0
    assert bench.scalar("SELECT count(*) FROM held_event") == 0


def test_staff_and_institutions_are_copied(bench):
    staff_id = uuid4()
    bench.hear(
        StaffChanged,
        staff_id,
        staff_id=staff_id,
        roles=["admin"],
        active=True,
        sessions_valid_from=datetime(2026, 11, 25, 10, tzinfo=UTC),
    )
    body = bench.institution()
    assert bench.scalar(f"SELECT roles->>0 FROM staff_account WHERE id = '{staff_id}'") == "admin"
    assert bench.scalar(f"SELECT key FROM known_institution WHERE id = '{body}'") == "bashkia-shembull"


def test_news_of_letters_and_items_is_told_at_most_once_a_day_and_none_is_lost(bench):
    complaint = bench.complaint()
    filled(bench, complaint)
    filled(bench, complaint)
    [first] = bench.messages()
    assert (first.template, first.about_id) == ("complainant_notice", complaint)
    bench.platform.database.run(lambda session: session.execute(text("UPDATE message SET state = 'delivered'")))
    filled(bench, complaint)
    filled(bench, complaint)
    [_sent, second] = sorted(bench.messages(), key=lambda message: message.created_at)
    assert second.next_try_at - first.next_try_at == timedelta(days=1)


def test_a_decision_does_not_wait_for_the_next_day_with_the_news(bench):
    complaint = bench.complaint()
    filled(bench, complaint)
    bench.platform.database.run(lambda session: session.execute(text("UPDATE message SET state = 'delivered'")))
    filled(bench, complaint)
    decided(bench, complaint)
    waiting = [message for message in bench.messages() if message.state == "waiting"]
    assert len(waiting) == 1
    assert waiting[0].next_try_at <= datetime.now(UTC)
