"""What the public may read of an act is told to the outlets in the transaction that changes it, and never anything else."""

import random
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from services.cases import timers
from shared import clock
from shared.events.catalogue import DispatchFailed, PublicActChanged
from tests.cases.bench import today
from tests.cases.test_looks_again import join, somebody_writes, tick
from tests.databases import owning

NAME = "Zanafilla"
REGISTER = "/cases/api/v1/public/recommendations"
WORDS = {"title": "Kthimi në shkollë", "grounds": "Një fëmijë mungon."}


@pytest.fixture
def act(story, bench):
    """An act that was issued and delivered, with words for the public; the office has not decided to show it."""
    body = bench.body()
    issued = story.with_findings().issue(body, items=1)
    story.shown(issued, **WORDS)
    bench.deliver(issued, body)
    return {**issued, "body": body}


def decide(person, act, decision="publish"):
    answer = person.post(f"/recommendations/{act['id']}/publication", {"decision": decision, "reason": "x"})
    assert answer.status_code == 200, answer.json


def fall(story, act, **more):
    path = f"/recommendations/{act['id']}/withdrawal"
    return story.approver.post(path, {"ground": "facts_changed", "reason": "Sekret.", **more})


def told(bench, act):
    return bench.told(PublicActChanged, act_id=act["id"])


def states(bench, act):
    return [one["state"] for one in told(bench, act)]


def clock_ticks(bench, now=None):
    timers.tell_public(bench.platform, now or clock.utc_now())


def test_nothing_is_told_of_an_act_before_anybody_may_read_it(story, bench, act):
    story.draft(bench.body())
    clock_ticks(bench)
    assert bench.told(PublicActChanged) == []


def test_an_act_that_becomes_public_is_told_once_with_its_words_in_both_languages(story, bench, commissioner, act):
    decide(commissioner, act)
    clock_ticks(bench)
    decide(commissioner, act)
    [event] = told(bench, act)
    assert (event["number"], event["state"], event["kind"]) == (act["number"], "readable", act["kind"])
    assert event["bodies"] == [str(act["body"].id)] and event["clusters"]
    for language, kind in (("sq", "Rekomandim"), ("en", "Recommendation")):
        read = bench.platform.documents.get_json(event[f"text_{language}"])
        assert kind in read["kind"]
        assert (read["title"], read["grounds"]) == (WORDS["title"], WORDS["grounds"])
        assert [one["key"] for one in read["clusters"]] == event["clusters"]
        assert act["title"] not in str(read), "the words of the letter are nobody's"


def test_the_register_says_under_which_clusters_its_words_stand(bench, commissioner, act):
    decide(commissioner, act)
    shown = bench.app.test_client().get(f"{REGISTER}/{act['number']}").json
    assert shown["clusters"] == told(bench, act)[0]["clusters"]


def test_of_an_act_without_words_for_the_public_it_is_told_that_there_is_one_and_not_what_it_is_about(
    story, bench, commissioner
):
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    decide(commissioner, act)
    [event] = told(bench, act)
    assert event["state"] == "withheld" and event["clusters"] == []
    assert "text_sq" not in event and "text_en" not in event
    story.shown(act, **WORDS)
    assert states(bench, act) == ["withheld", "readable"]


def test_words_that_were_changed_are_told_anew(story, bench, commissioner, act):
    decide(commissioner, act)
    story.shown(act, **WORDS | {"title": "Titull tjetër"})
    first, second = told(bench, act)
    assert bench.platform.documents.get_json(second["text_sq"])["title"] == "Titull tjetër"
    assert first["text_sq"] != second["text_sq"]


def test_what_is_withheld_again_is_told_by_its_number_alone(bench, commissioner, act):
    decide(commissioner, act)
    decide(commissioner, act, "withhold")
    last = told(bench, act)[-1]
    assert last == {
        "act_id": act["id"], "number": act["number"], "state": "not_public", "bodies": [], "clusters": [], "afterwards": [],
    }  # fmt: skip


@pytest.mark.parametrize("kept", [True, False])
def test_an_act_that_fell_is_told_without_its_words(story, bench, commissioner, act, kept):
    if kept:
        decide(commissioner, act)
    assert fall(story, act).status_code == 200
    assert states(bench, act) == (["readable", "withdrawn"] if kept else [])
    assert all("text_sq" not in one for one in told(bench, act)[1:])


def test_words_that_turn_out_to_name_somebody_are_taken_back_when_that_is_found(story, bench, commissioner, act):
    story.shown(act, **WORDS | {"grounds": f"{NAME} mungon."})
    decide(commissioner, act)
    bench.sealed = (NAME,)
    join(story)
    timers.offer_drafts(bench.platform, clock.utc_now())
    assert states(bench, act) == ["readable", "withheld"], "before any timer saw it"
    path = f"/recommendations/{act['id']}/public-version"
    seen = story.approver.get(path).json["shown"]["content_hash"]
    tick(bench)
    why = {"content_hash": seen, "names_reason": "Familja e kërkoi"}
    assert story.approver.post(f"{path}/names-reason", why).status_code == 200
    assert states(bench, act) == ["readable", "withheld", "readable"]


def test_a_day_that_comes_makes_an_act_public(story, bench, commissioner):
    assembly = bench.body("assembly")
    act = story.with_findings().issue(assembly, kind="assembly_report", items=[{"text": "Masat."}])
    story.shown(act, **WORDS)
    bench.deliver(act, assembly)
    decide(commissioner, act)
    clock_ticks(bench)
    assert states(bench, act) == []
    clock_ticks(bench, clock.utc_now() + timedelta(days=200))
    assert states(bench, act) == ["readable"]


def test_a_term_that_was_extended_keeps_an_act_from_the_public_for_as_long(story, bench, commissioner):
    assembly = bench.body("assembly")
    act = story.with_findings().issue(assembly, kind="assembly_report", items=[{"text": "Masat."}])
    story.shown(act, **WORDS)
    bench.deliver(act, assembly)
    decide(commissioner, act)
    [owed] = story.obligations(act, assembly)
    until = (date.fromisoformat(owed["reply_due"]) + timedelta(days=90)).isoformat()
    entry = {"kind": "extended", "effective": today().isoformat(), "until": until, "reason": "Kuvendi e kërkoi."}
    answer = story.approver.post(f"/obligations/{owed['id']}/clock-entries", entry)
    assert answer.status_code in (200, 201), answer.json
    clock_ticks(bench)
    by = date.fromisoformat(story.obligations(act, assembly)[0]["reply_due"])
    assert by > date.fromisoformat(owed["reply_due"])
    clock_ticks(bench, datetime.combine(by, time(9), UTC))
    assert states(bench, act) == []
    clock_ticks(bench, datetime.combine(by + timedelta(days=1), time(9), UTC))
    assert states(bench, act) == ["readable"]


def test_what_was_public_before_anything_was_told_is_told_with_its_words(bench, commissioner, act):
    decide(commissioner, act)
    with owning(bench.platform.settings.database_url) as owner:
        # As after a release that tells for the first time: nothing was told, and nothing set down.
        for table in ("outbox", "public_told"):
            owner.execute(f"DELETE FROM {table}")
        owner.execute("UPDATE public_version SET text_sq = NULL, text_en = NULL, clusters = NULL")
    clock_ticks(bench)
    [event] = told(bench, act)
    assert event["state"] == "readable" and event["clusters"]
    assert bench.platform.documents.get_json(event["text_en"])["title"] == WORDS["title"]


def test_what_is_heard_late_takes_nothing_back(bench, commissioner, act):
    decide(commissioner, act)
    bench.deliver(act, act["body"], clock.utc_now().replace(year=2020))
    assert states(bench, act) == ["readable"]


def test_a_referral_to_the_prosecution_is_never_told(story, bench, commissioner):
    office = bench.body("prosecution")
    act = story.with_findings().issue(office, kind="prosecution_referral", items=1)
    bench.deliver(act, office)
    commissioner.post(f"/recommendations/{act['id']}/publication", {"decision": "publish", "reason": "x"})
    clock_ticks(bench)
    assert bench.told(PublicActChanged) == []


def read_by_events(bench):
    """The register as whoever hears the events knows it."""
    newest = {one["number"]: one for one in bench.told(PublicActChanged)}
    known = {}
    for number, one in newest.items():
        if one["state"] == "not_public":
            continue
        words = bench.platform.documents.get_json(one["text_sq"]) if one["state"] == "readable" else {}
        known[number] = (one["state"], one["kind"], tuple(one["bodies"]), tuple(one["clusters"]), words.get("grounds"))
    return known


def read_in_register(bench):
    known, after = {}, ""
    while after is not None:
        page = bench.app.test_client().get(f"{REGISTER}?limit=50{after and f'&after={after}'}").json
        for one in page["items"]:
            fell = one["status"] in ("withdrawn", "superseded")
            state = one["status"] if fell else "withheld" if one["withheld"] else "readable"
            bodies = tuple(body["institution_id"] for body in one["addressees"])
            readable = state == "readable"
            clusters = tuple(one["clusters"]) if readable else ()
            known[one["number"]] = (state, one["kind"], bodies, clusters, one["grounds"] if readable else None)
        after = page["next"]
    return known


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_steps_who_hears_the_events_knows_what_the_register_shows_and_nothing_else(
    story, bench, commissioner, seed
):
    chance, acts, taken = random.Random(seed), [], []
    story.with_findings()

    def issue():
        body = bench.body()
        acts.append({**story.issue(body, items=1), "body": body})

    def of(step):
        return lambda: step(chance.choice(acts))

    def published(act):
        commissioner.post(
            f"/recommendations/{act['id']}/publication",
            {"decision": chance.choice(["publish", "publish", "withhold"]), "reason": "x"},
        )

    def worded(act):
        words = {"title": WORDS["title"], "grounds": chance.choice(["Pse.", f"{NAME} mungon."]), "items": ["Të bëhet."]}
        path = f"/recommendations/{act['id']}/public-version"
        written = story.officer.post(path, words).json
        if "draft" in written:
            story.approver.post(f"{path}/approval", {"content_hash": written["draft"]["content_hash"]})

    def named(_act):
        bench.sealed = (NAME,) if not bench.sealed else ()
        join_once(story, taken)
        tick(bench)

    steps = [
        issue,
        of(lambda act: bench.deliver(act, act["body"])),
        of(lambda act: bench.deliver(act, act["body"])),
        of(lambda act: bench.hear(DispatchFailed, one := UUID(int=chance.getrandbits(128)), **failed(act, one))),
        of(published),
        of(published),
        of(worded),
        of(worded),
        of(named),
        of(lambda act: fall(story, act)),
        of(lambda act: fall(story, act, superseded_by=chance.choice(acts)["id"])),
    ]
    issue()
    for _step in range(24):
        chance.choice(steps)()
        assert read_by_events(bench) == read_in_register(bench)
    clock_ticks(bench)
    assert read_by_events(bench) == read_in_register(bench)


def failed(act, dispatch):
    about = {"dispatch_id": dispatch, "recommendation_id": act["id"], "institution_id": act["body"].id}
    return {**about, "reason": "no_channel", "at": clock.utc_now()}


def join_once(story, taken):
    """Another complaint in the case, so that its texts are compared anew; the next after that is somebody who writes."""
    if not taken:
        join(story)
        taken.append(True)
        return
    somebody_writes(story)
