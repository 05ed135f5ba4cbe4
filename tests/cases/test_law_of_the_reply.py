"""By which law a body owes its answer, and where it goes: as far as the data says that a lawyer has read it; what is practice is called so."""

import pytest

from services.cases import data
from services.cases.data import acts, entries
from services.cases.data.confirmed import Rests, unconfirmed
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_clock_changes import edited
from tests.cases.test_rung_letters import silence

__all__ = ["silence"]
UNDER_ARTICLE_22 = ("remedy", "superior_notice", "practice_change")


def asked_of(bench, story):
    story.with_findings().issue(bench.body(), items=1)
    told = bench.told(catalogue.RecommendationIssued)[-1]
    reply = bench.platform.documents.get_json(told["addressees"][0]["rendering"])["reply"]
    return reply["instructions_sq"], reply["instructions_en"]


def read_by_a_lawyer(document):
    next(one for one in document["laws"] if one["key"] == "law-8454-22")["confirmed"] = True


def test_the_sentence_that_asks_for_the_answer_names_the_law_and_not_the_article_that_nobody_has_read(bench, story):
    sq, en = asked_of(bench, story)
    assert "brenda 30 ditëve kalendarike nga dita e dorëzimit, në zbatim të ligjit nr. 8454, datë 4.2.1999" in sq
    assert "within 30 calendar days of delivery, in accordance with Law no. 8454 of 4.2.1999" in en
    assert "nenit 22" not in sq and "article 22" not in en


def test_it_names_article_22_once_a_lawyer_has_read_it(bench, story, monkeypatch, tmp_path):
    with edited(monkeypatch, tmp_path, "letters", read_by_a_lawyer):
        sq, en = asked_of(bench, story)
    assert ", në zbatim të nenit 22 të ligjit nr. 8454" in sq
    assert ", in accordance with article 22 of Law no. 8454" in en


@pytest.mark.parametrize("key", [one["key"] for one in entries("letters", "act_letters")])
def test_the_duty_to_answer_is_put_on_article_22_only_where_the_law_says_it(key):
    letter = acts.letter_entry(key, today())
    expected = ["law-8454-22"] if key in UNDER_ARTICLE_22 else []
    assert letter.get("reply_laws", []) == expected
    assert ("{by_law}" in letter["reply_sq"], "{by_law}" in letter["reply_en"]) == (bool(expected), bool(expected))


def test_that_article_22_is_not_confirmed_is_told_to_staff_of_such_a_letter():
    kind = data.kind_on("remedy", today())
    assert "letters.laws: law-8454-22" in unconfirmed(Rests(kind), today())


@pytest.mark.parametrize("rung", ["reminder", "second_reminder"])
@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_reminder_calls_practice_what_is_practice(rung, language):
    [entry] = [one for one in entries("rung_letters", "letters") if one["key"] == rung]
    said = entry[f"text_{language}"]
    assert {"sq": "praktik", "en": "practice of the office"}[language] in said
    for claim in ("ligji e lejon", "law allows", "e ligjshme", "lawful", "duhet të jetë i arsyetuar", "must give"):
        assert claim not in said, claim


def test_the_reminder_that_leaves_says_it(silence):
    with silence.on(after(silence.owed[0]["reply_due"])):
        [letter] = silence.draft()
    words = letter["text"]["text"]
    assert "zyra e ka për praktikë t'i drejtohet organit epror" in words
    assert "ligji e lejon" not in words
