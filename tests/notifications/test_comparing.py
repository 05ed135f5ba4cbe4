"""What is published was compared with the sealed files: a name leaves by no door of the library or the bulletin."""

import pytest
from sqlalchemy import text

from services.notifications.library import timers
from shared.clock import utc_now
from shared.events.catalogue.intake import FoundPlace
from tests.notifications import library
from tests.notifications.library import DESK, OPEN, PUBLIC, begun, compared, get, published, with_files

second, writer = library.second, library.writer
#: In the title, of seven letters in.
NAMES = FoundPlace(part=0, start=0, end=9, kind="name", severity="stop")
MAY = FoundPlace(part=0, start=0, end=9, kind="initials", severity="question")
OFFICE = FoundPlace(part=0, start=0, end=9, kind="number", severity="question")


def approve(who, publication, seen, **said):
    """Without the answer of intake that the helper gives by itself."""
    headers = {"Authorization": f"Bearer {who.token}", "If-Match": f'"{seen}"'}
    return who.bench.app.test_client().post(f"{library.API}/{publication}/approval", json=said, headers=headers)


@pytest.fixture
def draft(writer):
    publication = begun(writer)
    return publication, with_files(writer, publication)


def test_nothing_is_approved_before_its_words_were_compared_nor_while_intake_is_away(bench, second, draft):
    for _again in range(2):
        refused = approve(second, *draft)
        assert (refused.status_code, refused.json["code"]) == (409, "text.compared")
        timers.compare_publications(bench.platform, utc_now())
    assert compared(bench) == ["publication"] * 3
    assert approve(second, *draft).status_code == 200


@pytest.mark.parametrize("place", [NAMES, MAY], ids=["names", "may"])
def test_words_that_name_somebody_are_approved_with_a_reason_alone_and_never_by_their_writer(
    bench, writer, second, draft, place
):
    compared(bench, place)
    for reason in ("", "-", " … "):
        refused = approve(second, *draft, names_reason=reason)
        assert (refused.status_code, refused.json["code"]) == (422, "text.names"), reason
    own = approve(writer, *draft, names_reason="Zyra e ka pyetur familjen.")
    assert own.status_code == 409 and get(bench, OPEN).json["items"] == []
    page = second.client.get(f"{DESK}/{draft[0]}").text
    assert "“…<strong>Zanafilla</strong>…”" in page and "approval-names_reason" in page
    assert approve(second, *draft, names_reason="Zyra e ka pyetur familjen.").status_code == 200


def test_the_desk_shows_the_words_that_describe_a_child_and_why_they_are_asked_about(bench, second, draft):
    compared(bench, FoundPlace(part=0, start=3, end=9, kind="description", severity="question"))
    for language, why in (
        ("sq", "Kush e njeh vendin mund ta kuptojë cili fëmijë është"),
        ("en", "Whoever knows the place may understand which child"),
    ):
        page = second.client.get(f"{DESK}/{draft[0]}?lang={language}").text
        assert "“…Zan<strong>afilla</strong>…”" in page and why in page and "approval-names_reason" in page
    assert approve(second, *draft).json["code"] == "text.names"


def test_the_number_of_an_office_is_asked_of_nobody(bench, second, draft):
    compared(bench, OFFICE)
    assert approve(second, *draft).status_code == 200


def test_other_words_are_compared_anew_and_an_old_look_holds_no_more(bench, writer, second, draft):
    publication, seen = draft
    compared(bench)
    changed = {"language": "sq", "title": "Tjetër titull", "summary": "Tjetër."}
    assert writer.call(f"/{publication}/texts", changed, seen=seen).status_code == 200
    assert approve(second, publication, seen + 1).json["code"] == "text.compared"
    compared(bench)
    with bench.platform.database.transaction() as session:
        session.execute(text("UPDATE text_check SET checked_at = checked_at - interval '61 minutes'"))
    assert approve(second, publication, seen + 1).json["code"] == "text.compared"


def test_at_the_desk_the_reason_is_asked_for_at_its_field(bench, second, draft):
    compared(bench, NAMES)
    publication, _seen = draft
    asked = second.press(f"/{publication}/approval", {}, at=f"/{publication}")
    assert asked.status_code == 422 and "Fjalët tregojnë dikë" in asked.text
    given = {"approval-names_reason": "Është emri i një shkolle."}
    assert second.press(f"/{publication}/approval", given, at=f"/{publication}").status_code == 303


@pytest.mark.parametrize("place", [NAMES, None], ids=["names", "clean"])
def test_why_a_version_was_withdrawn_is_read_by_anybody_once_it_names_nobody(bench, writer, second, place):
    publication = published(writer, second)
    reason = "Zanafilla ishte në titull."
    assert writer.call(f"/{publication}/versions/1/withdrawal", {"reason": reason}).status_code == 200
    outlets = (f"{PUBLIC}/{publication}?lang=sq", f"{OPEN}/{publication}", "/notifications/feeds/sq/publications.atom")
    for outlet in outlets:
        assert reason not in get(bench, outlet).text
    assert "u tërhoq më" in get(bench, outlets[0]).text
    assert compared(bench, *filter(None, [place])) == ["withdrawal"]
    for outlet in outlets[:2]:
        assert (reason in get(bench, outlet).text) == (place is None)
    assert compared(bench) == []
