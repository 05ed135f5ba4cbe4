"""What became public stands once in every outlet, in both languages, and what is taken back is gone from all of them."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import PublicActChanged, ReportPublished, ReportWithdrawn
from shared.events.catalogue.cases import BecameAfterwards
from shared.events.documents.cases import NamedBody, NamedCluster, PublicActText

API = "/notifications/api/v1/public/acts"
NEWS = "/notifications/news"
A = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
NAMES = {"7": ("Arsimi", "Education"), "8": ("Mbrojtja e posaçme", "Special protection")}
SECRET = "Zanafilla"


@dataclass
class Told:
    """One act, and what cases tells of it."""

    bench: object
    number: str
    body: UUID
    id: UUID = field(default_factory=uuid4)

    def say(
        self,
        state,
        title="Kthimi në shkollë",
        grounds="Një fëmijë mungon.",
        clusters=("7",),
        items=("Të kthehet.",),
        **more,
    ):
        about = {"kind": "remedy", "issued_on": date(2026, 11, 2), "bodies": (self.body,)}
        if state == "readable":
            about["clusters"] = clusters
            about |= {f"text_{one}": self.text(one, title, grounds, clusters, items) for one in ("sq", "en")}
        about = {} if state == "not_public" else about | more
        self.bench.hear(PublicActChanged, self.id, act_id=self.id, number=self.number, state=state, **about)

    def text(self, language, title, grounds, clusters, items):
        english = language == "en"
        return self.bench.platform.documents.keep(
            PublicActText(
                number=self.number,
                kind="Recommendation" if english else "Rekomandim",
                title=title,
                grounds=grounds,
                items=tuple(items),
                words_language="sq",
                bodies=(NamedBody(id=self.body, name="Sample School" if english else "Shkolla Shembull"),),
                clusters=tuple(NamedCluster(key=one, name=NAMES[one][english]) for one in clusters),
            )
        )


@pytest.fixture
def body(bench):
    return bench.institution(key="shkolla-shembull", municipality="bashkia-shembull", **{"class": "school"})


@pytest.fixture
def municipality(bench):
    return bench.institution(key="bashkia-shembull", municipality="bashkia-shembull")


@pytest.fixture
def act(bench, body, municipality):
    return Told(bench, "R-2026-00001-8", body)


def get(bench, path, **headers):
    return bench.app.test_client().get(path, headers=headers)


def feed_paths(body):
    place = "bashkia-shembull"
    return [
        path
        for reader in ("sq", "en")
        for path in (
            f"/notifications/feeds/{reader}/acts.atom",
            f"/notifications/feeds/{reader}/clusters/7/acts.atom",
            f"/notifications/feeds/{reader}/bodies/{body}/acts.atom",
            f"/notifications/feeds/{reader}/municipalities/{place}/acts.atom",
        )
    ]


def atom(bench, path):
    """The feed, which must be what RFC 4287 says of one."""
    answer = get(bench, path)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml"), path
    root = ET.fromstring(answer.data)  # noqa: S314 - our own answer
    assert root.tag == f"{A}feed"
    for element in (root, *root.findall(f"{A}entry")):
        for once in ("id", "title", "updated"):
            [one] = element.findall(f"{A}{once}")
            assert one.text, once
        assert UUID(element.find(f"{A}id").text.removeprefix("urn:uuid:"))
        assert datetime.fromisoformat(element.find(f"{A}updated").text).tzinfo
    assert root.find(f"{A}author/{A}name").text
    [self_link] = [one for one in root.findall(f"{A}link") if one.get("rel") == "self"]
    assert self_link.get("href") == f"https://besa.example.org{path}"
    alternates = [(one.get("type"), one.get("hreflang")) for one in root.findall(f"{A}link[@rel='alternate']")]
    assert len(alternates) == len(set(alternates)), "no two alternates of one type and language"
    ids = [one.find(f"{A}id").text for one in root.findall(f"{A}entry")]
    assert len(ids) == len(set(ids))
    updated = [one.find(f"{A}updated").text for one in root.findall(f"{A}entry")]
    assert updated == sorted(updated, reverse=True)
    return root


def entries(root):
    return root.findall(f"{A}entry")


def everything(bench, body):
    """Every outlet as a stranger has it, in one text."""
    pages = [f"{NEWS}?lang={one}" for one in ("sq", "en")] + [f"{NEWS}?cluster=7", f"{NEWS}?institution={body}"]
    whole = "\n".join(get(bench, path).text for path in [*pages, API, f"{API}?cluster=7", *feed_paths(body)])
    return re.sub(r'nonce="[^"]+"', "", whole)


def test_an_act_that_became_public_stands_once_in_every_outlet(bench, body, act):
    act.say("readable")
    for path in feed_paths(body):
        [entry] = entries(atom(bench, path))
        assert entry.find(f"{A}title").text == "Kthimi në shkollë"
        assert "".join(entry.find(f"{A}content").itertext()) == "Një fëmijë mungon.Të kthehet."
        english = "/en/" in path
        assert entry.find(f"{A}summary").text == (
            "Recommendation R-2026-00001-8: Sample School" if english else "Rekomandim R-2026-00001-8: Shkolla Shembull"
        )
        assert entry.find(f"{A}category").get("label") == NAMES["7"][english]
        assert (
            entry.find(f"{A}link")
            .get("href")
            .startswith("https://besa.example.org/cases/public/recommendations/R-2026-00001-8")
        )
    [item] = get(bench, API).json["items"]
    assert (item["number"], item["title"], item["language"]) == ("R-2026-00001-8", "Kthimi në shkollë", "sq")
    for query, words in (("lang=sq", "Shkolla Shembull"), ("lang=en", "Sample School")):
        page = get(bench, f"{NEWS}?{query}").text
        assert page.count('href="/cases/public/recommendations/R-2026-00001-8"') == 1 and words in page


def test_an_entry_keeps_its_id_in_every_feed_and_through_every_change_and_no_id_of_the_office_is_in_it(
    bench, body, act
):
    def ids():
        return {entry.find(f"{A}id").text for path in feed_paths(body) for entry in entries(atom(bench, path))}

    act.say("readable")
    first = ids()
    assert len(first) == 1
    before = entries(atom(bench, feed_paths(body)[0]))[0].find(f"{A}updated").text
    act.say("readable", title="Titull tjetër")
    [entry] = entries(atom(bench, feed_paths(body)[0]))
    assert entry.find(f"{A}title").text == "Titull tjetër" and entry.find(f"{A}updated").text > before
    act.say("withheld")
    act.say("readable")
    assert ids() == first
    assert str(act.id) not in everything(bench, body)


@pytest.mark.parametrize("state", ["withheld", "withdrawn", "superseded", "not_public"])
def test_what_is_taken_back_is_gone_everywhere_and_its_feeds_say_so(bench, body, act, state):
    act.say("readable", title=SECRET, grounds=f"{SECRET} mungon.")
    [entry] = entries(atom(bench, feed_paths(body)[0]))
    act.say(state)
    for path in feed_paths(body):
        root = atom(bench, path)
        assert entries(root) == []
        [tombstone] = root.findall(GONE)
        assert tombstone.get("ref") == entry.find(f"{A}id").text
        assert datetime.fromisoformat(tombstone.get("when")).tzinfo
    assert get(bench, API).json["items"] == []
    whole = everything(bench, body)
    assert SECRET not in whole and act.number not in whole
    kept = bench.scalar("SELECT string_agg(public_act::text, '') FROM public_act")
    assert SECRET not in kept and act.number not in kept


@pytest.mark.parametrize("state", ["withheld", "withdrawn", "superseded", "not_public"])
def test_of_an_act_that_never_was_readable_no_outlet_says_anything(bench, body, act, state):
    before = everything(bench, body)
    act.say(state)
    assert everything(bench, body) == before
    assert bench.scalar("SELECT count(*) FROM public_act") == 0


def test_a_feed_holds_its_own_acts_and_no_others(bench, body, act):
    act.say("readable")
    other = Told(bench, "R-2026-00002-6", bench.institution(key="tjeter-shembull", name_sq="Tjetri Shembull"))
    other.say("readable", title="Për të tjerët", clusters=("8",))
    assert len(entries(atom(bench, "/notifications/feeds/sq/acts.atom"))) == 2
    for path in feed_paths(body):
        if path.count("/") > 4:
            assert [one.find(f"{A}title").text for one in entries(atom(bench, path))] == ["Kthimi në shkollë"]
    for query in ("cluster=7", f"institution={body}", "municipality=bashkia-shembull"):
        [item] = get(bench, f"{API}?{query}").json["items"]
        assert item["number"] == act.number
        page = get(bench, f"{NEWS}?{query}").text
        assert act.number in page and other.number not in page


def test_texts_that_look_like_markup_stay_texts(bench, body, act):
    act.say("readable", title="<script>alert(1)</script> & “ë”", grounds="]]> <b>x</b>\x0b", items=("&lt;",))
    [entry] = entries(atom(bench, feed_paths(body)[0]))
    assert entry.find(f"{A}title").text == "<script>alert(1)</script> & “ë”"
    assert "".join(entry.find(f"{A}content").itertext()) == "]]> <b>x</b>&lt;"
    assert "<script>alert(1)" not in get(bench, NEWS).text


def test_whoever_has_it_is_not_sent_it_again_and_hears_of_a_change_at_once(bench, body, act):
    act.say("readable")
    for path in (API, *feed_paths(body)):
        first = get(bench, path)
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "no-cache" in first.headers["Cache-Control"]
        assert 'rel="license"' in first.headers["Link"]
        again = get(bench, path, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    tags = {path: get(bench, path).headers["ETag"] for path in (API, *feed_paths(body))}
    act.say("not_public")
    for path, tag in tags.items():
        assert get(bench, path, **{"If-None-Match": tag}).status_code == 200, path


def test_the_licence_stands_in_the_answer(bench):
    assert get(bench, API).json["licence"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_list_goes_on_where_it_stopped(bench, body):
    for place, number in enumerate(("R-2026-00001-8", "R-2026-00002-6", "R-2026-00003-4")):
        Told(bench, number, body).say("readable", title=f"Akti {place}")
    first = get(bench, f"{API}?limit=2").json
    second = get(bench, f"{API}?limit=2&after={first['next']}").json
    assert [one["title"] for one in (*first["items"], *second["items"])] == ["Akti 2", "Akti 1", "Akti 0"]
    assert second["next"] is None


@pytest.mark.parametrize(
    "path",
    [
        "/notifications/feeds/de/acts.atom",
        "/notifications/feeds/sq/clusters/99/acts.atom",
        f"/notifications/feeds/sq/bodies/{UUID(int=7)}/acts.atom",
        "/notifications/feeds/sq/municipalities/askund/acts.atom",
        "/notifications/feeds/sq/clusters/%00/acts.atom",
    ],
)
def test_what_is_not_known_is_not_there(bench, act, path):
    act.say("readable")
    assert get(bench, path).status_code == 404


@pytest.mark.parametrize("query", ["institution=x", "after=x", "limit=0", "unknown=1", f"cluster={'9' * 99}"])
def test_bad_questions_are_refused(bench, query):
    assert get(bench, f"{API}?{query}").status_code in (400, 422)


def test_a_page_without_news_says_so_and_its_feed_is_whole(bench):
    assert "Ende nuk ka asnjë akt" in get(bench, f"{NEWS}?lang=sq").text
    assert entries(atom(bench, "/notifications/feeds/sq/acts.atom")) == []


def test_staff_see_the_page_as_everybody_does(bench, act):
    act.say("readable")
    client = bench.app.test_client()
    client.set_cookie("besa_staff", bench.staff("publisher"))
    assert "/cases/staff/" not in client.get(NEWS).text


@pytest.mark.parametrize(
    ("page", "api"),
    [
        (f"{NEWS}?cluster=99", f"{API}?cluster=99"),
        (f"{NEWS}?municipality=askund", f"{API}?municipality=askund"),
    ],
)
def test_of_what_is_not_known_there_is_no_news(bench, act, page, api):
    act.say("readable")
    assert len(get(bench, API).json["items"]) == 1
    shown = get(bench, page)
    assert shown.status_code == 200
    assert "<article" in get(bench, NEWS).text and "<article" not in shown.text
    assert get(bench, api).json["items"] == []


def test_what_became_of_it_after_it_was_made_public_stands_in_every_outlet(bench, body, act):
    became = BecameAfterwards(
        institution_id=body, place=2, published_on=date(2026, 11, 2), word="implemented", on=date(2026, 11, 20)
    )
    act.say("readable")
    act.say("readable", afterwards=(became,))
    for path in feed_paths(body):
        [entry] = entries(atom(bench, path))
        said, by = ("the office verified", "Sample School") if "/en/" in path else ("zyra vërtetoi", "Shkolla Shembull")
        assert said in entry.find(f"{A}summary").text and by in entry.find(f"{A}summary").text
    [item] = get(bench, API).json["items"]
    assert item["afterwards"] == [
        {
            "institution_id": str(body),
            "number": 2,
            "published_on": "2026-11-02",
            "word": "implemented",
            "on": "2026-11-20",
        }
    ]
    assert "zyra vërtetoi se u zbatua: Shkolla Shembull" in get(bench, f"{NEWS}?lang=sq").text
    act.say("withdrawn")
    assert "zyra vërtetoi" not in get(bench, f"{NEWS}?lang=sq").text


def test_a_published_report_is_news_in_both_languages_and_leads_to_its_page(bench):
    report = UUID(int=7)
    texts = {
        f"text_{one}": bench.platform.documents.keep(
            PublicActText(
                number="P-2026-00001-8",
                kind="Annual report" if one == "en" else "Raport vjetor",
                title="Raporti vjetor",
                grounds="Çfarë bënë institucionet.",
                items=(),
                words_language="sq",
                bodies=(),
                clusters=(),
            )
        )
        for one in ("sq", "en")
    }
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    bench.hear(
        ReportPublished, report, report_id=report, number="P-2026-00001-8", kind="annual", first=first, last=last, on=last,
        known=date(2026, 3, 15), published_on=date(2026, 6, 1), digest="a" * 64, **texts,
    )  # fmt: skip
    [told] = bench.app.test_client().get(API).json["items"]
    assert (told["title"], told["kind_en"], told["issued_on"]) == ("Raporti vjetor", "Annual report", "2026-06-01")
    assert told["url"].endswith("/cases/public/reports/P-2026-00001-8")
    assert "/cases/public/reports/P-2026-00001-8" in bench.app.test_client().get(NEWS).text
    bench.hear(ReportWithdrawn, report, report_id=report, number="P-2026-00001-8")
    assert bench.app.test_client().get(API).json["items"] == []
    assert "P-2026-00001-8" not in bench.app.test_client().get(NEWS).text
    feed = bench.app.test_client().get("/notifications/feeds/sq/acts.atom")
    assert "Raporti vjetor" not in feed.text and "deleted-entry" in feed.text
