"""A publication goes from a draft by a second person's approval to everybody, at its hour, and leaves with a reason."""

import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from shared import step_up
from shared.clock import utc_now
from shared.staff import issue_token
from tests.intake.files import M4A
from tests.notifications.conftest import SIGNING
from tests.notifications.library import (
    CANARY,
    DESK,
    OPEN,
    PUBLIC,
    Librarian,
    begun,
    bring_forward,
    compared,
    get,
    published,
    second,
    with_files,
    writer,
)
from tests.notifications.test_outlets import Told
from tests.sample_files import PDF

A = "{http://www.w3.org/2005/Atom}"
OAI = "/notifications/api/v1/public/oai"
ANY, MK, PDF_FORM = UUID(int=7), "mk", "pdf"
__all__ = ["second", "writer"]


def outlets(publication):
    one = f"{PUBLIC}/{publication}"
    return [
        PUBLIC, f"{PUBLIC}?lang=en", "/notifications/publications?topic=8&audience=child_7_11&language=en", f"/notifications/publications?year={utc_now().year}",
        one, f"{one}?lang=en", f"{one}/versions/1", f"{one}/versions/1/sq/easy_read", f"{one}/versions/1/en/text",
        OPEN, f"{OPEN}?limit=1", f"{OPEN}/{publication}",
        "/notifications/feeds/sq/publications.atom", "/notifications/feeds/en/publications.atom",
        f"{OAI}?verb=ListRecords&metadataPrefix=oai_dc", f"{OAI}?verb=ListIdentifiers&metadataPrefix=oai_dc&set=topic:8",
        f"{OAI}?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:besa.example.org:publication/{publication}",
    ]  # fmt: skip


def bytes_of(bench, publication):
    """Every public outlet as a stranger has it, with its headers."""
    return [(path, get(bench, path)) for path in outlets(publication)]


def as_it_was(answer):
    """The answer without what is of this one request: its nonce, id and date, and the token of a form."""
    kept = re.sub(rb'nonce="[^"]*"|name="csrf_token" value="[^"]*"|"rid":"[^"]*"|<responseDate>[^<]*', b"", answer.data)
    return answer.status_code, kept, answer.headers.get("ETag")


def test_before_its_hour_no_outlet_has_one_byte_of_it(bench, writer, second):
    nothing = str(uuid4())
    before = [as_it_was(answer) for _path, answer in bytes_of(bench, nothing)]
    draft = begun(writer)
    with_files(writer, draft)
    waiting = published(writer, second, release_at=utc_now() + timedelta(days=1))
    for publication in (draft, waiting):
        found = bytes_of(bench, publication)
        for (path, answer), (status, body, tag) in zip(found, before, strict=True):
            assert CANARY.encode() not in answer.data, path
            now_status, now_body, now_tag = as_it_was(answer)
            assert now_status == status, path
            # The mark is of what is said, and that repeats what was asked for.
            assert publication in path or now_tag == tag, path
            assert now_body.replace(publication.encode(), nothing.encode()) == body, path
    bring_forward(bench, waiting)
    for path, answer in bytes_of(bench, waiting):
        assert answer.status_code == 200, path
        assert CANARY.encode() in answer.data or "ListIdentifiers" in path, path


def test_who_wrote_of_it_does_not_approve_it_and_nothing_that_is_not_whole_is_approved(writer, second):
    publication = begun(writer)
    lacking = second.call(f"/{publication}/approval", seen=1)
    assert (lacking.status_code, lacking.json["code"]) == (409, "publication.no_file")
    seen = with_files(writer, publication)
    assert writer.call(f"/{publication}/approval", seen=seen).status_code == 409
    assert second.call(f"/{publication}/approval", seen=seen - 1).status_code == 412
    assert second.call(f"/{publication}/approval").status_code == 428
    body = {"language": "sq", "title": "Tjetër", "summary": "Tjetër"}
    second.call(f"/{publication}/texts", body, seen=seen)
    assert second.call(f"/{publication}/approval", seen=seen + 1).status_code == 409, "now it is also their work"
    third = Librarian(writer.bench)
    approved = third.call(f"/{publication}/approval", seen=seen + 1)
    assert approved.json["versions"][0]["standing"] == "waiting"
    assert third.call(f"/{publication}", method="GET").json["versions"][0]["standing"] == "published"
    assert third.call(f"/{publication}/texts", body, seen=seen + 2).status_code == 409
    assert Librarian(writer.bench, "monitor").call("", method="GET").status_code == 403


@pytest.mark.parametrize(
    ("query", "name", "content", "status"),
    [
        ({"language": "sq", "form": "pdf"}, "a.m4a", M4A, 415),
        ({"language": "sq", "form": "audio"}, "a.m4a", M4A, 200),
        ({"language": "xx", "form": "pdf"}, "a.pdf", PDF, 422),
        ({"language": "sq", "form": "easy_read"}, "a.pdf", PDF[:60] + b"%%EOF", 422),
    ],
)
def test_a_file_is_of_its_form(writer, query, name, content, status):
    file = {"file": (io.BytesIO(content), name)}
    sent = writer.call(f"/{begun(writer)}/files", query_string=query, data=file, seen=1)
    assert sent.status_code == status, sent.text


def test_what_is_withdrawn_is_gone_everywhere_with_its_reason_and_an_approval_taken_back_tells_nothing(
    bench, writer, second
):
    publication = published(writer, second)
    feed = "/notifications/feeds/sq/publications.atom"
    reason = {"reason": "Një shifër ishte e gabuar."}
    assert writer.call(f"/{publication}/versions/1/withdrawal", reason).status_code == 200
    compared(bench)
    for path, answer in bytes_of(bench, publication):
        assert CANARY.encode() not in answer.data, path
    page = get(bench, f"{PUBLIC}/{publication}")
    assert page.status_code == 410 and reason["reason"] in page.text
    assert get(bench, f"{PUBLIC}/{publication}/versions/1/en/text").status_code == 404
    said = get(bench, f"{OPEN}/{publication}").json
    assert said["current"] is None and said["withdrawn"][0]["reason"] == reason["reason"]
    assert publication in get(bench, feed).text and not ET.fromstring(get(bench, feed).data).findall(f"{A}entry")  # noqa: S314 - our own answer
    waiting = published(writer, second, release_at=utc_now() + timedelta(days=1))
    back = writer.call(f"/{waiting}/versions/1/withdrawal", reason)
    assert back.json["versions"][0]["standing"] == "draft"
    bring_forward(bench, waiting)
    assert get(bench, f"{PUBLIC}/{waiting}").status_code == 404


def test_an_older_version_keeps_its_address_and_citation(bench, writer, second):
    publication = published(writer, second, "Udhëzuesi")
    cited = get(bench, f"{OPEN}/{publication}").json["current"]["citation"]
    assert writer.call(f"/{publication}/versions").json["versions"][0]["texts"][0]["title"] == "Udhëzuesi"
    assert writer.call(f"/{publication}/versions").status_code == 409
    seen = with_files(writer, publication, "I ri")
    assert second.call(f"/{publication}/approval", seen=seen).status_code == 200
    found = get(bench, f"{OPEN}/{publication}").json
    assert (found["current"]["number"], found["older"][0]["citation"]) == (2, cited)
    older = get(bench, cited.rsplit(" ", 1)[1].removeprefix("https://besa.example.org"))
    assert (
        older.status_code == 200 and "Ka një version më të ri" in older.text and cited.rsplit(" ", 1)[0] in older.text
    )
    assert [one["current"]["number"] for one in get(bench, OPEN).json["items"]] == [2]


def test_the_page_tells_machines_what_it_is_and_the_file_says_how_it_may_be_kept(bench, writer, second):
    publication = published(writer, second, "</script><b>", first=("pdf", "a.pdf", PDF))
    page = get(bench, f"{PUBLIC}/{publication}").text
    [said] = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    linked = json.loads(said)
    assert (linked["@type"], linked["version"], linked["inLanguage"]) == ("Book", "1", ["en", "sq"])
    assert linked["name"][0] == {"@language": "sq", "@value": "</script><b>"}
    file = get(bench, linked["encoding"][0]["contentUrl"].removeprefix("https://besa.example.org"))
    assert (file.status_code, file.mimetype, file.headers["Cache-Control"]) == (
        200,
        "application/pdf",
        "public, no-cache",
    )
    assert file.headers["Content-Disposition"].startswith("inline")
    again = get(bench, f"{PUBLIC}/{publication}/versions/1/sq/pdf", **{"If-None-Match": file.headers["ETag"]})
    assert again.status_code == 304
    for narrowed, count in (
        ("topic=8", 1),
        ("topic=7", 0),
        ("language=el", 0),
        ("audience=public", 0),
        ("year=2001", 0),
        ("kind=poster", 0),
    ):
        assert get(bench, f"/notifications/publications?{narrowed}").text.count("<article") == count, narrowed
        assert len(get(bench, f"/notifications/api/v1/public/publications?{narrowed}").json["items"]) == count, narrowed
    assert (
        get(bench, "/notifications/publications?year=x").status_code
        == get(bench, "/notifications/api/v1/public/publications?kind=x").status_code
        == 422
    )
    assert publication not in writer.client.get("/notifications/staff/library?kind=poster").text
    assert writer.call("?kind=guide", method="GET").json["items"][0]["newest"]["standing"] == "published"


def test_what_is_missing_is_said_in_the_order_of_the_page_and_the_writer_is_offered_no_approval(writer, second):
    empty = writer.press("/new", {})
    assert empty.status_code == 422
    said = re.findall(r'<a href="#([a-z]+)', empty.text.partition("error-summary")[2])
    assert said == ["title", "summary", "kind", "audience"]
    new = {"kind": "leaflet", "audience": "public", "topics": ["1"], "title": "Fletëpalosja", "summary": "Të drejtat."}
    at = writer.press("/new", new).headers["Location"]
    offered = [re.search(r">\s*Mirato\s*</button>", one.client.get(at).text) is not None for one in (writer, second)]
    assert offered == [False, True]


def test_at_the_desk_the_same_is_done_by_forms(bench, writer, second):
    new = {
        "kind": "leaflet",
        "audience": "public",
        "topics": ["1", "8"],
        "title": "Fletëpalosja",
        "summary": "Të drejtat.",
    }
    assert writer.press("/new", {**new, "title": ""}).status_code == 422
    made = writer.press("/new", new)
    at = made.headers["Location"].removeprefix(DESK)
    file = {"file-language": "sq", "file-form": "pdf"}
    assert "Mungon skedari" in writer.press(f"{at}/files", file, files=True, at=at).text
    file |= {"file-file": (io.BytesIO(PDF), "a.pdf")}
    assert writer.press(f"{at}/files", file, files=True, at=at).status_code == 303
    words = {"text-language": "en", "text-title": "The leaflet", "text-summary": "Rights."}
    assert writer.press(f"{at}/texts", words, at=at).status_code == 303
    day = utc_now() + timedelta(days=3)
    hour = {"setting-audience": "public", "setting-topics": ["8"], "setting-hour": "25:00",
            "setting-day-day": day.day, "setting-day-month": day.month, "setting-day-year": day.year}  # fmt: skip
    assert writer.press(f"{at}/setting", hour, at=at).status_code == 422
    assert writer.press(f"{at}/setting", hour | {"setting-hour": "10:00"}, at=at).status_code == 303
    gone = {"removal-language": "sq", "removal-form": "audio"}
    assert writer.press(f"{at}/files/removal", gone, at=at).status_code == 404
    seen = re.search(r'name="approval-revision"[^>]*value="(\d+)"', second.client.get(f"{DESK}{at}").text)
    refused = writer.press(f"{at}/approval", {"approval-revision": seen[1]}, at=at)
    assert refused.status_code == 409 and "Miraton dikush tjetër" in refused.text
    assert second.press(f"{at}/approval", {"approval-revision": "1"}, at=at).status_code == 409
    assert second.press(f"{at}/approval", {"approval-read_myself": "y"}, at=at).status_code == 303
    assert "Miratuar, pret orën" in second.client.get(f"{DESK}").text
    look = writer.client.get(f"{DESK}{at}/versions/1/sq/pdf")
    assert (look.mimetype, look.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    publication = at.strip("/")
    bring_forward(bench, publication)
    assert "10:00" not in get(bench, f"{PUBLIC}/{publication}").text
    assert writer.press(f"{at}/versions/1/withdrawal", {"withdrawal-reason": ""}, at=at).status_code == 422
    assert writer.press(f"{at}/versions/1/withdrawal", {"withdrawal-reason": "Gabim."}, at=at).status_code == 303
    assert writer.press(f"{at}/versions", {}, at=at).status_code == 303


def test_it_cites_what_is_public_alone_and_marks_what_is_so_no_more(bench, writer, second):
    body = bench.institution()
    act, other = (Told(bench, number, body) for number in ("R-2026-00001-8", "R-2026-00002-6"))
    act.say("readable")
    publication = begun(writer, "Udhëzuesi")
    for wrong in ({"number": other.number}, {"number": act.number, "item": 2}):
        refused = writer.call(f"/{publication}/citations", wrong, seen=1)
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/number"), wrong
    at = f"/{publication}"
    assert writer.press(f"{at}/citations", {"citation-number": other.number}, at=at).status_code == 422
    assert (
        writer.press(f"{at}/citations", {"citation-number": act.number, "citation-item": "1"}, at=at).status_code == 303
    )
    other.say("readable")
    seen = with_files(writer, publication, "Udhëzuesi", at=2)
    assert writer.call(f"{at}/citations", {"number": other.number}, seen=seen).status_code == 200
    other.say("not_public")
    refused = second.call(f"{at}/approval", seen=seen + 1)
    assert (refused.status_code, refused.json["code"]) == (409, "publication.cites_not_public")
    gone = {"unciting-act": str(other.id), "unciting-item": "0"}
    assert writer.press(f"{at}/citations/removal", gone, at=at).status_code == 303
    assert writer.call(f"{at}/citations?act_id={other.id}", method="DELETE", seen=seen + 2).status_code == 404
    assert second.call(f"{at}/approval", seen=seen + 2).status_code == 200
    page = f"/notifications/publications/{publication}"
    assert f"/cases/public/recommendations/{act.number}" in get(bench, page).text
    assert get(bench, f"{OPEN}/{publication}").json["current"]["cites"][0]["item"] == 1
    act.say("not_public")
    assert act.number not in get(bench, page).text and "nuk lexohet më nga publiku" in get(bench, page).text
    assert get(bench, f"{OPEN}/{publication}").json["current"]["cites"] == [
        {"public": False, "number": None, "item": 0, "title": None, "url": None}
    ]


@pytest.mark.parametrize(
    "path",
    [
        f"/notifications/api/v1/library/{ANY}",
        f"/notifications/api/v1/public/publications/{ANY}",
        f"/notifications/feeds/{MK}/publications.atom",
        f"/notifications/publications/{ANY}",
        f"/notifications/publications/{ANY}/versions/{9}",
        f"/notifications/publications/{ANY}/versions/{1}/{MK}/{PDF_FORM}",
        f"/notifications/staff/library/{ANY}",
        f"/notifications/staff/library/{ANY}/versions/{1}/{MK}/{PDF_FORM}",
    ],
)
def test_what_is_not_there_is_not_found(writer, path):
    headers = {"Authorization": f"Bearer {writer.token}"}
    assert writer.client.get(path, headers=headers).status_code == 404


@pytest.mark.parametrize("route", sorted(route for route in step_up.acts() if " /notifications/" in route))
def test_to_approve_and_to_withdraw_ask_for_a_second_factor_again(bench, writer, monkeypatch, route):
    changed = replace(bench.platform, settings=replace(bench.platform.settings, step_up_minutes=10))
    monkeypatch.setitem(bench.app.extensions, "besa", changed)
    writer.client.set_cookie("besa_staff", issue_token(SIGNING, writer.id), path="/")
    path = "/".join(
        "1" if part.startswith("<int") else str(ANY) if part.startswith("<") else part
        for part in route.split()[1].split("/")
    )
    if "/api/" in path:
        writer.api = ""
        answer = writer.call(path, {"reason": "Gabim."} if "withdrawal" in path else None, seen=1)
        assert (answer.status_code, answer.json["code"]) == (403, "second_factor_again")
        return
    writer.desk = ""
    led = writer.press(path, {}, at="/notifications/staff/issues")
    assert (led.status_code, led.location.partition("?")[0]) == (307, "/cases/staff/proof")


@pytest.mark.parametrize(
    "hour", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_an_hour_at_the_end_of_the_calendar_is_refused_and_the_desk_stays(writer, hour):
    draft = begun(writer)
    body = {"audience": "public", "topics": ["1"], "release_at": hour}
    refused = writer.call(f"/{draft}/setting", body, seen=1)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/release_at")
    assert writer.client.get(DESK).status_code == 200
