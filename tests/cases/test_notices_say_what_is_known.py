"""A notice to whoever stands above a body says what the record knows: its words, the proof, which letters, and no relation that nobody has read."""

import pytest

from services.cases.data import entries
from tests.cases.ladder_world import Silence, after
from tests.cases.test_rung_letters import refuse, silence

__all__ = ["silence"]
REASON = "Buxheti i vitit nuk e lejon."


def office_under(story, bench, commissioner, *, sure):
    ministry = bench.body("ministry")
    body = bench.body("agency", relations=[("hierarchical", ministry.id, "2020-01-01", None, sure)])
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


def superior_notice(owing):
    with owing.on(after(owing.owed[0]["reply_due"])):
        [letter] = [one for one in owing.draft() if one["rung"] == "hierarchical_superior"]
        return letter, owing.story.officer.get(f"/recommendations/{letter['act']}").json["grounds"]


@pytest.mark.parametrize("sure", [True, False])
def test_a_relation_that_nobody_has_read_is_told_to_staff_and_never_printed(story, bench, commissioner, sure):
    owing = office_under(story, bench, commissioner, sure=sure)
    refuse(owing)
    letter, grounds = superior_notice(owing)
    assert letter["relation_confirmed"] is sure
    assert ("organi epror" in grounds) is sure
    assert "po ju drejtohemi" in grounds
    person = story.officer
    person.client.set_cookie("besa_staff", person.token)
    with owing.on(after(owing.owed[0]["reply_due"])):
        person.client.set_cookie("besa_staff", person.token)
        page = person.client.get(f"/cases/staff/rungs/{letter['id']}").text
    assert ("nuk e ka konfirmuar askush" in page) is not sure


def test_no_letter_of_the_kind_claims_the_relation_in_its_own_words():
    for key in ("superior_notice", "oversight_notice"):
        [entry] = [one for one in entries("letters", "act_letters") if one["key"] == key]
        said = " ".join(str(value) for name, value in entry.items() if name.endswith(("_sq", "_en")))
        for claim in ("epror", "superior", "kompetencave që ju jep", "powers that the law", "mbikëqyr", "oversees"):
            assert claim not in said, (key, claim)


def test_the_superior_reads_the_words_of_the_body_and_what_proves_the_delivery(story, bench, commissioner):
    owing = office_under(story, bench, commissioner, sure=True)
    items = [{"item_id": one["item_id"], "position": "refused", "has_reasons": True} for one in owing.owed]
    words = {"items": [{"item_id": one["item_id"], "reasons": REASON} for one in owing.owed]}
    bench.reply(owing.act, owing.body, *items, reply=bench.platform.documents.put_json(words))
    story.not_enough(*owing.owed)
    _letter, grounds = superior_notice(owing)
    assert f"Me fjalët e veta: “{REASON}”" in grounds
    assert "Prova: regjistri i portalit, ku letra iu vu në dispozicion institucionit." in grounds
    assert "nëse pati" not in grounds
    assert "Letra bashkëlidhet siç u dërgua." in grounds


def test_who_gave_no_reason_is_said_to_have_given_none(story, bench, commissioner):
    owing = office_under(story, bench, commissioner, sure=True)
    items = [{"item_id": one["item_id"], "position": "refused", "has_reasons": False} for one in owing.owed]
    bench.reply(owing.act, owing.body, *items)
    story.not_enough(*owing.owed)
    assert "Arsye nuk dha." in superior_notice(owing)[1]


def test_after_silence_it_names_the_days_of_the_reminders_that_it_encloses(story, bench, commissioner):
    owing = office_under(story, bench, commissioner, sure=True)
    day = after(owing.owed[0]["reply_due"])
    for rung in ("reminder", "second_reminder"):
        with owing.on(day):
            owing.draft()
            assert owing.send(story.officer, rung).status_code == 201
        day = after(day, 10)
    with owing.on(day):
        [letter] = [one for one in owing.draft() if one["rung"] == "hierarchical_superior"]
        grounds = story.officer.get(f"/recommendations/{letter['act']}").json["grounds"]
    assert "Letra dhe kujtesat e datave " in grounds
    assert "nuk është përgjigjur për thelbin" in grounds
    assert "Me fjalët e veta" not in grounds
