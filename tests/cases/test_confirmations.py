"""Complainants are asked at 30 and at 180 days whether a measure was felt, and a no opens the obligation again."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest

from services.cases import timers
from services.cases.data import acts as act_data
from shared.events import catalogue
from tests.cases.bench import SEEN, today
from tests.cases.test_public_versions import approve, version
from tests.databases import owning

NUMBER = "A-2026-00002-5"


def later(days):
    return datetime.now(UTC) + timedelta(days=days)


@pytest.fixture
def done(story, bench):
    """An obligation that the office found implemented today, in a case with two complaints: (act, obligation id)."""
    second = bench.complaint(reference=NUMBER)
    first = bench.scalar("SELECT id FROM complaint WHERE case_id = :id", id=story.case_id)
    bench.hear(catalogue.ComplaintDecided, second, **bench.decided(second, "joined", joined_to=first))
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    [one] = story.obligations(act, body)
    bench.reply(act, body, {"item_id": one["item_id"], "position": "accepted", "claimed": "implemented"})
    assess(story, one["id"])
    return act, one["id"]


def find_anew(story, obligation_id, word):
    """Of what ended that is taken back first."""
    assess(story, obligation_id, "not_assessed")
    assess(story, obligation_id, word)


def assess(story, obligation_id, word="implemented"):
    body = {"assessment": word, "on": today().isoformat(), "evidence": [SEEN], "reason": "Pas shqyrtimit."}
    assert story.officer.post(f"/obligations/{obligation_id}/assessments", body).status_code == 201


def asked(bench):
    return bench.told(catalogue.ConfirmationAsked)


def ended(bench):
    """The questions that stand open no more, as intake hears it."""
    return [one["question_id"] for one in bench.told(catalogue.ConfirmationEnded)]


def take_back(story, done):
    body = {"assessment": "not_assessed", "reason": "U shënua gabim."}
    answered = story.officer.post(f"/obligations/{done[1]}/assessments", body)
    assert answered.status_code == 201, answered.json


def answer(bench, question, said, at=None):
    bench.hear(
        catalogue.ConfirmationGiven,
        question["question_id"],
        question_id=question["question_id"],
        complaint_id=question["complaint_id"],
        obligation_id=question["obligation_id"],
        answer=said,
        at=at or datetime.now(UTC),
    )


def whole(story, done):
    return story.officer.get(f"/obligations/{done[1]}").json


def test_each_complainant_is_asked_at_30_and_at_180_days_and_not_before(story, bench, done):
    timers.ask_complainants(bench.platform, later(29))
    assert asked(bench) == []
    for days in (36, 37, 100):
        timers.ask_complainants(bench.platform, later(days))
    first = asked(bench)
    assert {one["round"] for one in first} == {"first"}
    assert len({one["complaint_id"] for one in first}) == len(first) == 2
    assert len({one["asked"] for one in first}) == 2
    for days in (190, 400):
        timers.ask_complainants(bench.platform, later(days))
    assert [one["round"] for one in asked(bench)] == ["first"] * 2 + ["second"] * 2
    assert len(whole(story, done)["questions"]) == 4
    codes = [line["code"] for line in whole(story, done)["history"]]
    assert codes.count("confirmation.asked") == 4


def test_what_is_asked_says_in_plain_words_what_was_recommended_to_whom(story, bench, done):
    timers.ask_complainants(bench.platform, later(40))
    document = bench.platform.documents.get_json(asked(bench)[0]["asked"])
    assert set(document) == {"text_sq", "text_en", "institution_sq", "institution_en"}
    assert document["text_sq"].startswith(
        f"Zyra i kërkoi këtij institucioni: pika 1 e aktit {done[0]['number']}. Zyra gjeti"
    )
    assert f"item 1 of act {done[0]['number']}. The office" in document["text_en"]
    assert done[0]["items"][0]["text"] not in document["text_sq"], "the words of the letter are its body's to read"
    assert document["institution_sq"].startswith("Organi Shembull")
    assert document["text_en"].endswith("Have you felt this change?")


def test_a_yes_is_kept_with_who_and_when_and_leaves_what_the_office_found(story, bench, done):
    timers.ask_complainants(bench.platform, later(40))
    question = asked(bench)[0]
    answer(bench, question, "yes")
    found = whole(story, done)
    assert (found["obligation"]["confirmed"], found["obligation"]["assessed"]) == ("yes", "implemented")
    kept = {one["complaint_id"]: one["answer"] for one in found["questions"]}
    assert kept[question["complaint_id"]] == "yes"
    [line] = [line for line in found["history"] if line["code"] == "obligation.confirmed"]
    assert line["details"]["complaint"] == question["complaint_id"]


def test_of_different_answers_the_worst_counts_and_all_are_kept(story, bench, done):
    timers.ask_complainants(bench.platform, later(40))
    one, other = asked(bench)
    answer(bench, one, "partly")
    answer(bench, other, "yes")
    found = whole(story, done)
    assert found["obligation"]["confirmed"] == "partly"
    assert sorted(line["answer"] for line in found["questions"]) == ["partly", "yes"]
    assert found["obligation"]["assessed"] == "implemented"


def test_a_no_opens_the_obligation_again_and_the_finding_stays_in_the_record(story, bench, done):
    timers.ask_complainants(bench.platform, later(40))
    one, other = asked(bench)
    answer(bench, one, "no")
    answer(bench, other, "yes")
    found = whole(story, done)
    assert (found["obligation"]["confirmed"], found["obligation"]["assessed"]) == ("no", "not_assessed")
    assert {line["word"] for line in found["assessments"]} == {"implemented", "not_assessed"}
    assert "obligation.reopened" in [line["code"] for line in found["history"]]
    assert bench.scalar("SELECT closed_on FROM obligation") is None
    [told] = bench.told(catalogue.ObligationReopened)
    assert (told["obligation_id"], told["reopened_on"]) == (done[1], today().isoformat())
    assert not {"complaint_id", "question_id", "answer"} & told.keys()
    timers.ask_complainants(bench.platform, later(190))
    assert len(asked(bench)) == 2


def test_after_a_new_finding_all_are_asked_anew_and_an_old_answer_moves_nothing(story, bench, done):
    timers.ask_complainants(bench.platform, later(40))
    one, other = asked(bench)
    answer(bench, one, "no")
    with owning(bench.platform.settings.database_url) as owner:
        owner.execute("UPDATE confirmation_question SET since = since - 50 WHERE answer IS NULL")
    assess(story, done[1], "partly")
    answer(bench, other, "no")
    found = whole(story, done)
    assert (found["obligation"]["assessed"], len(found["questions"])) == ("partly", 2)
    assert {line["answer"] for line in found["questions"]} == {"no"}


def test_the_same_answer_twice_and_a_second_one_to_the_same_question_change_nothing(story, bench, done):
    timers.ask_complainants(bench.platform, later(40))
    [question, _other] = asked(bench)
    answer(bench, question, "yes")
    answer(bench, question, "no")
    assert whole(story, done)["obligation"]["confirmed"] == "yes"
    assert bench.scalar("SELECT count(*) FROM case_history WHERE code = 'obligation.confirmed'") == 1


def test_an_answer_to_a_question_that_was_never_asked_is_a_fault_to_be_parked(bench, done):
    question = {"question_id": str(uuid4()), "complaint_id": str(uuid4()), "obligation_id": done[1]}
    with pytest.raises(Exception, match="No row"):
        answer(bench, question, "no")


@pytest.mark.parametrize("said", ["yes", "no"])
def test_a_finding_that_is_taken_back_ends_its_questions_and_what_is_answered_then_confirms_nothing(
    story, bench, done, said
):
    timers.ask_complainants(bench.platform, later(40))
    one, other = asked(bench)
    answer(bench, one, "yes")
    assert ended(bench) == []
    take_back(story, done)
    assert ended(bench) == [other["question_id"]]
    before = whole(story, done)["obligation"]
    answer(bench, other, said)
    found = whole(story, done)
    assert found["obligation"] == before
    assert found["assessments"][-1]["word"] == "not_assessed"
    kept = {line["complaint_id"]: line["answer"] for line in found["questions"]}
    assert kept[other["complaint_id"]] == said
    words = [line["details"]["word"] for line in found["history"] if line["code"] == "obligation.confirmed"]
    assert words == ["yes"]
    assert "obligation.confirmed_late" in [line["code"] for line in found["history"]]
    assert len(bench.told(catalogue.ObligationReopened)) == 1


@pytest.mark.parametrize("word", ["not", "overtaken", "partly", "implemented"])
def test_a_later_finding_ends_the_questions_about_the_one_before(story, bench, done, word):
    timers.ask_complainants(bench.platform, later(40))
    find_anew(story, done[1], word)
    assert sorted(ended(bench)) == sorted(one["question_id"] for one in asked(bench))
    answer(bench, asked(bench)[0], "yes")
    found = whole(story, done)["obligation"]
    assert (found["assessed"], found["confirmed"]) == (word, "not_asked")


def test_the_no_of_one_ends_the_question_to_the_other(story, bench, done):
    timers.ask_complainants(bench.platform, later(40))
    one, other = asked(bench)
    answer(bench, one, "no")
    assert ended(bench) == [other["question_id"]]


def test_what_is_asked_quotes_the_words_that_the_public_may_read(story, bench, done, commissioner):
    decision = {"decision": "publish", "reason": "Me interes publik"}
    assert commissioner.post(f"/recommendations/{done[0]['id']}/publication", decision).status_code == 200
    written = version(story, done[0], items=["Të hapet dera e shkollës"])
    assert approve(story, done[0], written).status_code == 200
    timers.ask_complainants(bench.platform, later(40))
    document = bench.platform.documents.get_json(asked(bench)[0]["asked"])
    assert "“Të hapet dera e shkollës”. Zyra gjeti" in document["text_sq"]


def test_an_act_that_falls_ends_its_questions(story, bench, done):
    timers.ask_complainants(bench.platform, later(40))
    body = {"reason": "Faktet ndryshuan.", "ground": "facts_changed"}
    assert story.approver.post(f"/recommendations/{done[0]['id']}/withdrawal", body).status_code == 200
    assert sorted(ended(bench)) == sorted(one["question_id"] for one in asked(bench))
    answer(bench, asked(bench)[0], "yes")
    assert whole(story, done)["obligation"]["confirmed"] == "not_asked"


def test_what_stayed_open_from_before_questions_ended_is_ended_by_the_timer(story, bench, done):
    timers.ask_complainants(bench.platform, later(40))
    take_back(story, done)
    with owning(bench.platform.settings.database_url) as owner:
        owner.execute("DELETE FROM outbox WHERE type = 'cases.confirmation.ended.v1'")
        owner.execute("UPDATE confirmation_question SET ended_at = NULL, asked_at = asked_at - interval '41 days'")
    for _ in range(2):
        timers.ask_complainants(bench.platform, later(41))
    assert sorted(ended(bench)) == sorted(one["question_id"] for one in asked(bench))


@pytest.mark.parametrize(("by_child", "words"), [(True, "A e ke ndier"), (False, "A e keni ndier")])
def test_a_child_is_asked_as_a_child(story, bench, done, by_child, words):
    with owning(bench.platform.settings.database_url) as owner:
        owner.execute("UPDATE complaint SET by_child = %s", (by_child,))
    timers.ask_complainants(bench.platform, later(40))
    document = bench.platform.documents.get_json(asked(bench)[0]["asked"])
    assert words in document["text_sq"]


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize(("item", "stands"), [("Të hapet dera", "dera”. "), ("Të hapet dera.", "dera.” ")])
def test_the_item_that_is_quoted_ends_with_one_full_stop(language, item, stands):
    for name, assessed, by_child in product(("first", "second"), ("implemented", "partly"), (True, False)):
        quoted = act_data.asked_for(item, 1, "R-2026-00001-1", language)
        said = act_data.question(name, assessed, quoted, language, by_child=by_child)
        assert stands in said


@pytest.mark.parametrize("word", ["not", "overtaken"])
def test_of_what_was_not_done_nobody_is_asked(story, bench, done, word):
    find_anew(story, done[1], word)
    timers.ask_complainants(bench.platform, later(200))
    assert asked(bench) == []


def test_an_act_that_fell_is_not_asked_about(story, bench, done):
    body = {"reason": "Faktet ndryshuan.", "ground": "facts_changed"}
    assert story.approver.post(f"/recommendations/{done[0]['id']}/withdrawal", body).status_code == 200
    timers.ask_complainants(bench.platform, later(200))
    assert asked(bench) == []
    assert bench.scalar("SELECT follow_up_on FROM obligation") is None


def test_a_case_on_own_initiative_asks_nobody(bench, story, officer):
    body = bench.body()
    opened = {
        "trigger": {"kind": "media", "source": "Gazeta Shembull"},
        "memo": "Zyra vendosi të veprojë.",
        "title": "Transporti i nxënësve",
        "rights": ["28"],
        "bodies": [str(body.id)],
        "places": [],
    }
    story.case_id = officer.post("/cases", opened).json["id"]
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    [one] = story.obligations(act, body)
    assess(story, one["id"])
    for days in (40, 200):
        timers.ask_complainants(bench.platform, later(days))
    assert asked(bench) == []
    assert bench.scalar("SELECT follow_up_on FROM obligation") is None
