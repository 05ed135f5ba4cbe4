"""The figures for the press: the same numbers as on the public pages, shown in pages of other sites and cited by an address that keeps them."""

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from services.cases import data
from services.cases.press.domain import Bar, Key, drawn
from shared import clock
from shared.clock_words import day_words
from tests.cases import commitments_world
from tests.cases.bench import today
from tests.cases.ladder_world import Silence
from tests.cases.pages_world import said

API = "/cases/api/v1/public"
PRESS = "/cases/public/press"
FIGURES = f"{API}/press/figures"
FIRST = ("delivered", "answered_in_time", "answered_late", "accepted", "implemented")
commitment = commitments_world.commitment


class Cells(HTMLParser):
    """The cells of all tables of a page, row by row."""

    def __init__(self, page):
        super().__init__()
        self.rows, self._inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._inside = True
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self._inside = self._inside and tag not in ("td", "th")

    def handle_data(self, text):
        if self._inside:
            self.rows[-1][-1] = f"{self.rows[-1][-1]}{text}".strip()


def last_end():
    return today().replace(day=1) - timedelta(days=1)


@pytest.fixture
def counted(bench, story, commissioner):
    """A school with more items than are hidden, delivered and published in the month before the last one ended."""
    body = bench.body("school")
    then = (last_end().replace(day=1) - timedelta(days=1)).replace(day=10)
    with Silence(story, body, {}, commissioner, bench.person("publisher")).on(then):
        story.with_findings()
        act = story.issue(body, items=data.small_number() + 4, kind="remedy")
        bench.deliver(act, body, clock.utc_now())
        answer = commissioner.post(f"/recommendations/{act['id']}/publication", {"decision": "publish", "reason": "x"})
        assert answer.status_code == 200, answer.json
    return body


def by_key(answer):
    return {one["key"]: one for one in answer["items"]}


def of_all(client, query=""):
    return client.get(f"{API}/compliance{query}").json["figures"]


def numbers_of(figures):
    """What the public figures say, as (part, whole, share) by the key that the press has."""
    shares = next(one for one in figures["splits"] if one["unit"] == "obligations")["shares"]
    numbers = {
        Key.KEPT: {name: figures[name] for name in FIRST},
        Key.SHARES: {one["key"]: one for one in shares},
    }
    told = {
        key: {name: (one["numerator"], one["denominator"], one["percent"]) for name, one in those.items()}
        for key, those in numbers.items()
    }
    late = {
        f"{one['state']}.{age['key']}": (age["count"], None, None) for one in figures["late"] for age in one["ages"]
    }
    return {**told, Key.LATE: late}


class TestTheNumbers:
    @pytest.mark.parametrize("today_too", [True, False])
    def test_they_are_those_of_the_public_figures(self, bench, counted, today_too):
        client, day = bench.app.test_client(), today() if today_too else last_end()
        told = numbers_of(of_all(client, f"?on={day}&known={day}"))
        found = by_key(client.get(f"{FIGURES}?on={day}&known={day}").json)
        assert told[Key.KEPT]["delivered"][1], "something is counted"
        for key, numbers in told.items():
            assert {one["key"]: (one["count"], one["whole"], one["percent"]) for one in found[key]["bars"]} == numbers

    def test_without_a_day_they_are_of_the_end_of_the_last_month_and_do_not_change(self, bench, story, counted):
        client, end = bench.app.test_client(), last_end()
        before = client.get(FIGURES).json
        assert {(one["on"], one["known"], one["settled"]) for one in before["items"]} == {(str(end), str(end), True)}
        bench.deliver(story.issue(counted, items=3, kind="remedy"), counted)
        assert client.get(FIGURES).json == before
        assert client.get(f"{FIGURES}?on={end}&known={end}").json == before

    def test_where_nothing_was_counted_then_they_are_of_today_and_say_that_they_change(self, bench):
        client = bench.app.test_client()
        items = client.get(FIGURES).json["items"]
        assert {(one["on"], one["settled"]) for one in items} == {(str(today()), False)}
        page = said(client.get(f"{PRESS}/kept").text)
        assert "Ky numër ndryshon ende" in page
        assert "nuk u numërua asgjë" in page

    def test_those_of_commitments_are_those_of_their_public_figures(self, bench, commitment):
        client, day = bench.app.test_client(), today()
        whole = client.get(f"{API}/commitments/figures").json["whole"]
        found = by_key(client.get(f"{FIGURES}?on={day}&known={day}").json)["commitments"]["bars"]
        assert whole["total"] == 1
        assert {one["whole"] for one in found} == {1}
        assert {one["key"]: one["count"] for one in found if one["count"]} == whole["assessed"]

    @pytest.mark.parametrize("key", Key)
    def test_page_frame_and_drawing_say_the_same(self, bench, counted, commitment, key):
        client, query = bench.app.test_client(), f"?on={today()}&known={today()}"
        bars = by_key(client.get(f"{FIGURES}{query}").json)[key]["bars"]
        assert bars
        expected = [[one["name_sq"], "*" if one["count"] is None else str(one["count"])] for one in bars]
        for path in (f"/cases/public/press/{key}", f"{PRESS}/{key}/embed"):
            page = client.get(f"{path}{query}").text
            # On a telephone the name of the column stands before each number.
            rows = [[row[0], row[1].removeprefix("Sa")] for row in Cells(page).rows[1:]]
            assert rows == expected, path
        drawing = ET.fromstring(client.get(f"{PRESS}/{key}/picture.svg{query}").data)  # noqa: S314 - our own answer
        words = [" ".join("".join(one.itertext()).split()) for one in drawing.iter("{http://www.w3.org/2000/svg}text")]
        values = [word for word in words if re.match(r"[0-9*]+(?: nga [0-9*]+, .+)?$", word)]
        assert [value.split()[0] for value in values] == [count for _name, count in expected]
        assert client.get(PRESS + query).text.count("<svg") == len(Key)


class TestWhatIsShownElsewhere:
    def test_a_frame_may_stand_anywhere_and_loads_runs_and_sends_nothing(self, bench, counted):
        answer = bench.app.test_client().get(f"{PRESS}/shares/embed?lang=en")
        policy = dict(one.split(" ", 1) for one in answer.headers["Content-Security-Policy"].split("; "))
        assert (policy["frame-ancestors"], policy["default-src"], policy["form-action"]) == ("*", "'none'", "'none'")
        assert set(policy) == {"default-src", "style-src", "form-action", "base-uri", "frame-ancestors"}
        assert "X-Frame-Options" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert not re.search(
            r"<(script|img|link|iframe|form|video|audio|object)\b|style=|\bon[a-z]+=|@import|url\(", answer.text
        )
        assert 'lang="en"' in answer.text and "Where each thing that was asked stands" in answer.text

    @pytest.mark.parametrize(
        ("query", "read"), [("", "sq"), ("?lang=en", "en"), ("?lang=sq", "sq"), ("?lang=xx", "sq")]
    )
    def test_it_sets_nothing_and_looks_at_nothing_that_we_set(self, bench, counted, query, read):
        client = bench.app.test_client()
        client.set_cookie("besa_lang", "en")
        answer = client.get(f"{PRESS}/kept/embed{query}", headers={"Accept-Language": "sq"})
        assert answer.headers.getlist("Set-Cookie") == []
        assert f'<html lang="{read}">' in answer.text
        assert "Accept-Language" in answer.headers["Vary"]

    def test_nothing_else_may_stand_in_a_frame(self, bench, counted):
        client = bench.app.test_client()
        paths = (
            PRESS,
            f"{PRESS}/kept",
            f"{PRESS}/kept/picture.svg",
            f"{PRESS}/none/embed",
            f"{PRESS}/kept/embed?on=x",
            "/cases/public",
        )
        for path in paths:
            answer = client.get(path)
            assert answer.headers["X-Frame-Options"] == "DENY", path
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path

    def test_who_has_it_is_not_sent_it_again(self, bench, counted):
        for path in (f"{PRESS}/kept/embed", f"{PRESS}/kept/picture.svg"):
            first = bench.app.test_client().get(path)
            again = bench.app.test_client().get(path, headers={"If-None-Match": first.headers["ETag"]})
            assert (first.status_code, again.status_code) == (200, 304)
            assert "max-age=300" in first.headers["Cache-Control"]

    def test_what_is_copied_is_a_frame_of_the_same_figure_in_the_same_language(self, bench, counted):
        client, end = bench.app.test_client(), last_end()
        page = unescape(client.get(f"{PRESS}/late?lang=en").text)
        [frame] = re.findall(r"<iframe .*?</iframe>", page)
        attributes = dict(re.findall(r'([a-z]+)="([^"]*)"', frame))
        assert attributes["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
        assert attributes["referrerpolicy"] == "no-referrer"
        address = unescape(attributes["src"])
        assert address.endswith(f"/late/embed?on={end}&known={end}&lang=en")
        shown = client.get(address[address.index("/cases/") :])
        assert (shown.status_code, attributes["title"] in unescape(shown.text)) == (200, True)

    @pytest.mark.parametrize(
        ("language", "office"), [("sq", "Avokati i Popullit"), ("en", "People’s Advocate|People's Advocate")]
    )
    def test_a_citation_has_title_office_day_address_and_licence(self, bench, counted, language, office):
        client, end = bench.app.test_client(), last_end()
        one = by_key(client.get(FIGURES).json)["kept"]
        cited = one[f"citation_{language}"]
        assert re.search(office, cited)
        assert one[f"title_{language}"] in cited
        assert day_words(end, language) in cited
        assert "CC BY 4.0" in cited
        page = said(client.get(f"{PRESS}/kept?lang={language}").text)
        assert cited in page
        assert one["address"].endswith(f"{PRESS}/kept?on={end}&known={end}")
        assert one["address"] in page

    def test_it_names_no_person_to_call_since_the_office_gave_none(self, bench):
        page = bench.app.test_client().get(PRESS).text
        assert "mailto:" not in page
        assert "Zëdhënës" not in page


class TestAddresses:
    def test_every_public_page_leads_there(self, bench):
        for path in ("/cases/public", "/cases/public/compliance"):
            assert f'href="{PRESS}"' in bench.app.test_client().get(path).text

    @pytest.mark.parametrize(
        "query", ["?on=x", "?known=2026-02-30", "?on=9999-12-31", "?on=1998-12-31", "?on=2026-01-07"]
    )
    @pytest.mark.parametrize(
        "path", [PRESS, f"{PRESS}/kept", f"{PRESS}/kept/embed", f"{PRESS}/kept/picture.svg", FIGURES]
    )
    def test_a_day_without_figures_is_refused(self, bench, path, query):
        answer = bench.app.test_client().get(path + query)
        assert answer.status_code == 422
        assert "<svg" not in answer.text

    @pytest.mark.parametrize("rest", ["", "/embed", "/picture.svg"])
    @pytest.mark.parametrize("key", ["none", "KEPT", "..%2Fkept", "%00"])
    def test_a_figure_that_there_is_not_is_not_found(self, bench, key, rest):
        assert bench.app.test_client().get(f"{PRESS}/{key}{rest}?on=x").status_code == 404

    def test_more_than_a_day_is_not_asked(self, bench):
        assert bench.app.test_client().get(f"{FIGURES}?institution=x").status_code == 422


def test_a_hidden_number_has_no_length_and_a_long_label_more_lines():
    bars = (Bar("a", None, 10), Bar("b", 5, 10), Bar("c", 0, 0))
    drawing = drawn(bars, [("E shkurtër", "*"), ("fjalë " * 20, "5"), ("c", "0")])
    assert [one.width for one in drawing.bars] == [0, 170, 0]
    assert [len(one.lines) for one in drawing.bars] == [1, 3, 1]
    tops = [one.y for one in drawing.bars]
    assert tops == sorted(tops) and drawing.height > tops[-1]
