"""Whoever reads that a body was silent, or did nothing, so that the office made it public, reads there too what became of it afterwards, and when."""

from datetime import UTC, datetime, time, timedelta

import pytest

from services.cases import timers
from shared import clock
from shared.events.catalogue import PublicActChanged
from tests.cases.bench import SEEN
from tests.cases.ladder_world import after
from tests.cases.pages_world import said
from tests.cases.test_published_before import reported, send
from tests.cases.test_rung_letters import school

__all__ = ["reported", "school"]
PUBLIC = "/cases/api/v1/public/recommendations"


@pytest.fixture
def published(reported):
    """The last step was taken: the public reads the act, and nothing became of it yet."""
    reported.published_on = after(reported.rungs()["sent"][-1]["term_due"])
    reported.story.shown(reported.act, title="Kthimi në shkollë", grounds="Një fëmijë mungon.")
    with reported.on(reported.published_on):
        reported.draft()
        answer = send(reported)
        assert answer.status_code == 201, answer.json
        timers.tell_public(reported.bench.platform, clock.utc_now())
    return reported


def found(published, place, word, day, **more):
    path = f"/obligations/{published.owed[place]['id']}/assessments"
    about = {"assessment": word, "evidence": [SEEN], **more}
    assert (
        published.story.officer.post(path, about | ({"on": str(day)} if word == "implemented" else {})).status_code
        == 201
    )


def readers(published):
    """What the API, the page in both languages and the outlets have of it."""
    client = published.bench.app.test_client()
    api = client.get(f"{PUBLIC}/{published.act['number']}").json["afterwards"]
    pages = [
        said(client.get(f"/cases/public/recommendations/{published.act['number']}?lang={one}").text)
        for one in ("sq", "en")
    ]
    timers.tell_public(published.bench.platform, clock.utc_now())
    return api, pages, published.bench.told(PublicActChanged, act_id=published.act["id"])


def test_nothing_is_said_while_nothing_became_of_it_since_and_what_was_replied_before_is_no_news(published):
    with published.on(published.published_on):
        api, pages, told = readers(published)
        assert (api, [one.get("afterwards", []) for one in told]) == ([], [[]])
        assert "si hap i fundit" not in pages[0] and "as the last step" not in pages[1]


def test_what_was_found_done_after_it_was_made_public_is_said_with_its_day(published):
    day = after(published.published_on, 10)
    with published.on(day):
        found(published, 0, "implemented", day)
        api, pages, told = readers(published)
        body, on = str(published.body.id), str(published.published_on)
        mine = {"institution_id": body, "published_on": on, "word": "implemented", "on": str(day)}
        assert api == [{**mine, "number": 1}]
        assert told[-1]["afterwards"] == [{**mine, "place": 1}] and len(told) == 2
        assert "zyra vërtetoi se u zbatua" in pages[0] and "Pika 1 u bë publike si hap i fundit" in pages[0]
        assert "the office verified that it was implemented" in pages[1]


@pytest.mark.parametrize(
    ("days", "word", "words"), [(4, "answered", "u përgjigj."), (-30, "had_answered", "ishte përgjigjur më")]
)
def test_an_answer_that_became_known_after_it_was_made_public_is_said_with_its_day(published, days, word, words):
    day = published.published_on + timedelta(days=days)
    with published.on(after(published.published_on, 12)):
        refused = {"item_id": published.owed[0]["item_id"], "position": "refused"}
        came = datetime.combine(day, time(9), UTC)
        published.bench.reply(published.act, published.body, refused, received_at=came)
        [line], pages, told = readers(published)
        assert (line["number"], line["word"], line["on"]) == (1, word, str(day))
        assert words in pages[0] and told[-1]["afterwards"][0]["word"] == word


def take_back(published, place):
    path = f"/obligations/{published.owed[place]['id']}/assessments"
    wrong = {"assessment": "not_assessed", "reason": "Sekret i zyrës."}
    answer = published.story.officer.post(path, wrong)
    assert answer.status_code == 201, answer.json


def by_its_child(published, place):
    path = f"/obligations/{published.owed[place]['id']}/confirmation"
    assert published.story.officer.post(path, {"confirmed": "no"}).status_code == 201


@pytest.mark.parametrize("falls", [take_back, by_its_child])
def test_that_what_was_found_holds_no_more_is_said_with_its_day_and_never_why(published, falls):
    with published.on(found_on := after(published.published_on, 10)):
        found(published, 0, "implemented", found_on)
    with published.on(day := after(found_on, 5)):
        falls(published, 0)
        [line], pages, told = readers(published)
        assert (line["number"], line["word"], line["on"]) == (1, "taken_back", str(day))
        assert "ajo që zyra kishte gjetur për të nuk vlen më" in pages[0] and "vërtetoi se u zbatua" not in pages[0]
        assert "what the office had found of it no longer holds" in pages[1] and "Sekret" not in pages[0]
        assert told[-1]["afterwards"][0]["word"] == "taken_back"
    with published.on(again := after(day, 3)):
        refused = {"item_id": published.owed[0]["item_id"], "position": "refused"}
        came = datetime.combine(again, time(9), UTC)
        published.bench.reply(published.act, published.body, refused, received_at=came)
        assert readers(published)[0][0]["word"] == "answered", "the last that is known of it"


def test_a_finding_that_stood_when_it_was_made_public_and_is_taken_back_is_said(reported):
    reported.published_on = after(reported.rungs()["sent"][-1]["term_due"])
    reported.story.shown(reported.act, title="Kthimi në shkollë", grounds="Një fëmijë mungon.")
    with reported.on(reported.published_on):
        found(reported, 0, "not", reported.published_on, reason="Nuk u bë.")
        reported.draft()
        assert send(reported).status_code == 201
        timers.tell_public(reported.bench.platform, clock.utc_now())
        assert readers(reported)[0] == []
    with reported.on(day := after(reported.published_on, 4)):
        take_back(reported, 0)
        assert [(one["word"], one["on"]) for one in readers(reported)[0]] == [("taken_back", str(day))]


@pytest.mark.parametrize(
    ("word", "more", "sq", "en"),
    [
        ("partly", {"reason": "Sekret."}, "zyra gjeti se u zbatua pjesërisht", "was implemented in part"),
        ("not", {"reason": "Sekret."}, "zyra gjeti se nuk u zbatua", "was not implemented"),
        (
            "not_assessable",
            {"unassessable": "beyond_reach", "reason": "Sekret."},
            "nuk mund të thuhet nëse u zbatua",
            "cannot be said whether it was implemented",
        ),
    ],
)
def test_whatever_the_office_found_since_is_said_with_its_day(published, word, more, sq, en):
    with published.on(day := after(published.published_on, 10)):
        found(published, 0, word, day, **more)
        [line], pages, told = readers(published)
        assert (line["number"], line["word"], line["on"]) == (1, word, str(day))
        assert sq in pages[0] and en in pages[1] and "Sekret" not in pages[0]
        assert told[-1]["afterwards"][0]["word"] == word


def test_that_a_court_has_it_since_is_said_and_no_more(published, commissioner):
    with published.on(day := after(published.published_on, 3)):
        step = {"step": "suspend", "elsewhere": "pending_before_court", "reason": "Sekret."}
        assert commissioner.post(f"/cases/{published.story.case_id}/steps", step).status_code in {200, 201}
        lines, pages, told = readers(published)
        assert {(line["word"], line["on"]) for line in lines} == {("elsewhere", str(day))}
        assert "çështjen e ka gjykata ose prokuroria" in pages[0] and "Sekret" not in pages[0]
        assert "a court or a prosecutor has the matter" in pages[1]
        assert told[-1]["afterwards"][0]["word"] == "elsewhere"


@pytest.fixture
def silent(school):
    """The last step was taken since the school was silent, as far as anybody knew."""
    day = after(school.owed[0]["reply_due"])
    for rung in ("reminder", "second_reminder"):
        with school.on(day):
            assert school.send(school.story.officer, rung).status_code == 201
        day = after(day, 10)
    for rung in ("hierarchical_superior", "assembly_report"):
        with school.on(day):
            [draft] = [one for one in school.draft() if one["rung"] == rung]
            school.issue(draft["act"])
        day = after(school.rungs()["sent"][-1]["term_due"], 5)
    school.published_on = day
    school.story.shown(school.act, title="Kthimi në shkollë", grounds="Një fëmijë mungon.")
    with school.on(day):
        school.draft()
        assert send(school).status_code == 201
        timers.tell_public(school.bench.platform, clock.utc_now())
    return school


def test_that_the_office_made_it_public_in_error_is_said_and_stays_beside_what_became_of_it(silent):
    with silent.on(day := after(silent.published_on, 3)):
        assert readers(silent)[0] == []
        wrong = {"kind": "corrected", "reason": "Posta.", "ground": "office_mistyped"}
        path = f"/obligations/{silent.owed[0]['id']}/clock-entries"
        corrected = silent.story.approver.post(path, {**wrong, "effective": str(day - timedelta(days=5))})
        assert corrected.status_code == 201, corrected.json
        lines, pages, told = readers(silent)
        assert [(one["number"], one["word"], one["on"]) for one in lines] == [
            (item, "in_error", str(day)) for item in (1, 2)
        ]
        assert "Ky ishte një gabim i zyrës" in pages[0] and "That was a mistake of the office" in pages[1]
        assert [one["word"] for one in told[-1]["afterwards"]] == ["in_error"] * 2
    with silent.on(later := after(day, 2)):
        refused = {"item_id": silent.owed[0]["item_id"], "position": "refused"}
        came = datetime.combine(later, time(9), UTC)
        silent.bench.reply(silent.act, silent.body, refused, received_at=came)
        assert [one["word"] for one in readers(silent)[0]] == ["in_error", "answered", "in_error"]
