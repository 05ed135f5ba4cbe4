"""The pages of what is due to be sent: the list, the words that may be changed, the lawful ways, the act that a rung is, and
the button.
"""

import re
from uuid import UUID

import pytest

from services.cases import timers
from services.cases.actions import issuing
from services.cases.models import Recommendation
from shared.clock import utc_now
from tests.cases.pages_world import NOBODY, office, said, summary_links, world

__all__ = ["office", "world"]

LIST = "/cases/staff/rungs"


def due(world, act, rung="", *, delivered=50):
    """The address of the page of a rung about this act that is due today, as the list leads there; None if there is none."""
    if delivered:
        world.delivered(act, days_ago=delivered)
    timers.draft_rungs(world.platform, utc_now())
    client, after = world.client("case_officer"), ""
    while after is not None:
        page = client.get(f"{LIST}{after}").text
        for row in page.split('<tr class="govuk-table__row"')[1:]:
            if str(act.number) in row and rung in row:
                return re.search(rf'href="({LIST}/[0-9a-f-]+)"', row)[1]
        found = re.search(rf'href="{LIST}(\?after=[^"]+)"', page)
        after = found[1] if found else None
    return None


@pytest.fixture
def silent(world):
    return world.issued()


class TestReminder:
    def test_it_is_read_with_its_reason_changed_and_sent(self, world, silent):
        url, client = due(world, silent), world.client("case_officer")
        page = client.get(url).text
        words = said(page)
        assert f"Kujtesë për letrën {silent.number}" in page
        assert "pas ditës së fundit për përgjigjen" in words
        assert "1. Të caktohet ndihmës mësues." in words
        version = re.search(r'name="letter-version" value="([^"]+)"', page)[1]
        written = {"letter-version": version, "letter-title": "Kujtesë", "letter-text": "Ju presim sot."}
        assert world.post(client, f"{url}/text", written).status_code == 303
        stale = world.post(client, f"{url}/text", written)
        assert (stale.status_code, "Dikush tjetër e ka ndryshuar" in stale.text) == (409, True)
        seen = re.search(r'name="sending-seen" value="([^"]+)"', client.get(url).text)[1]
        sent = world.post(client, f"{url}/sending", {"sending-reason": "Folëm edhe në telefon.", "sending-seen": seen})
        assert sent.headers["Location"] == url
        words = said(client.get(url).text)
        assert "U dërgua." in words
        assert "Ju presim sot." in words
        assert due(world, silent, delivered=0) is None
        again = world.post(client, f"{url}/sending", {})
        assert again.status_code == 409

    @pytest.mark.parametrize("missing", ["letter-title", "letter-text", "letter-version"])
    def test_words_that_are_missing_are_said_at_their_field(self, world, silent, missing):
        url = due(world, silent)
        written = {"letter-version": "1", "letter-title": "Kujtesë", "letter-text": "Ju presim."} | {missing: ""}
        answer = world.post(world.client("case_officer"), f"{url}/text", written)
        assert answer.status_code == 422
        if missing != "letter-version":
            assert summary_links(answer.text) == [missing]

    def test_what_is_not_yours_is_not_there(self, world, silent):
        url = due(world, silent)
        publisher = world.client("publisher")
        assert publisher.get(LIST).status_code == 200
        assert publisher.get(url).status_code == 404
        assert world.post(publisher, f"{url}/sending", {}).status_code == 404
        client = world.client("case_officer")
        assert client.get(f"{LIST}/{NOBODY}").status_code == 404
        assert world.post(client, f"{LIST}/{NOBODY}/sending", {}).status_code == 404
        assert client.get(f"{LIST}?after=x").status_code == 400


class TestNoSuperior:
    def test_the_lawful_ways_are_shown_and_one_is_taken_by_who_leads(self, world, silent):
        world.delivered(silent, days_ago=50)
        world.replied(silent)
        world.not_enough(silent)
        assert due(world, silent, "Raport drejtuar Kuvendit", delivered=0) is None, (
            "the report waits for the way before it"
        )
        url = due(world, silent, "Rrugë tjetër e ligjshme", delivered=0)
        assert 'value="head_of_body' not in world.client("case_officer").get(url).text
        client = world.client("approver")
        words = said(client.get(url).text)
        assert "nuk ka organ epror" in words
        assert f"personalisht titullarit të organit: Bashkia Shembull {world.suffix}" in words
        assert f"Prefekti Shembull {world.suffix}" in words
        assert "Njoftim këshillit bashkiak" not in words, "the directory knows no council of it"
        assert world.post(client, f"{url}/sending", {}).status_code == 409
        assert world.post(client, f"{url}/sending", {"sending-alternative": "municipal_council"}).status_code in {
            409,
            422,
        }
        head = f"head_of_body|{world.bodies['municipality']}"
        drafted = world.post(client, f"{url}/sending", {"sending-alternative": head})
        assert drafted.status_code == 303
        assert "/recommendations/" in drafted.headers["Location"]
        assert "Dërgohet kur dy persona e miratojnë dhe e lëshojnë." in said(client.get(url).text)

    def test_a_municipality_has_no_superior_and_the_lawful_ways_are_offered(self, world):
        act = world.issued()
        world.delivered(act, days_ago=50)
        world.replied(act)
        world.not_enough(act)
        client = world.client("approver")
        url = f"/cases/staff/obligations/{world.obligations(act)[0].obligation.id}"
        page = client.get(url).text
        assert "Sot ky institucion nuk ka organ epror. Zgjidhni një nga rrugët e tjera të ligjshme." in page
        assert 'value="prefect"' in page
        response = world.post(client, f"{url}/escalations", {"rung-rung": "hierarchical_superior"})
        assert response.status_code == 409
        assert "Tani lejohet: " in said(response.text)
        assert "Njoftim organit epror" not in said(page)
        data = {"rung-rung": "hierarchical_superior", "rung-alternative": "prefect"}
        drafted = world.post(client, f"{url}/escalations", data)
        assert drafted.status_code == 303
        page = client.get(url).text
        assert 'value="prefect"' not in page, "the way that was chosen is drafted and waits"
        assert "Zgjidhni një nga rrugët" not in page, "nor is anybody asked to choose one"
        [letter] = re.findall(r'href="(/cases/staff/rungs/[^"/]+)"', page)
        links = re.findall(r'href="(/cases/staff/recommendations/[^"/]+)"', client.get(letter).text)
        [notice] = {one for one in links if not one.endswith(str(act.id))}
        assert "Prefekti Shembull" in said(client.get(notice).text)
        assert f"Prefekti Shembull {world.suffix}" in said(client.get(LIST).text)
        self.issue(world, notice)
        assert f"U dërgua. Drejtuar: Prefekti Shembull {world.suffix}" in said(client.get(letter).text)
        history = said(client.get(f"/cases/staff/cases/{act.case_id}").text)
        assert "Njoftim prefektit, për ligjshmërinë e akteve" in history.partition("U bë hapi i radhës")[2][:160]
        assert "Njoftim organit epror" not in history

    def issue(self, world, notice):
        """A second person approves what was drafted, and who signs it issues it."""
        by, second, now = world.principal("approver"), world.principal("commissioner"), utc_now()
        act_id, documents = UUID(notice.rsplit("/", 1)[1]), world.platform.documents
        seen = world.run(lambda session: session.get_one(Recommendation, act_id).content_hash)
        world.run(lambda session: issuing.approve(by, session, documents, act_id, seen, now=now))
        world.run(lambda session: issuing.issue(second, session, documents, act_id, now=now))


class TestOneReport:
    def test_the_commissioner_joins_letters_into_one_report_with_measures(self, world, silent):
        world.delivered(silent, days_ago=50)
        world.replied(silent)
        world.not_enough(silent)
        url = due(world, silent, "Rrugë tjetër e ligjshme", delivered=0)
        chosen = {"sending-alternative": "assembly_report"}
        assert world.post(world.client("approver"), f"{url}/sending", chosen).status_code == 303
        client = world.client("commissioner")
        assert f'href="{LIST}/report"' in client.get(LIST).text
        assert "asnjë letër për t'i raportuar" in said(client.get(f"{LIST}/report").text), "its day lies ahead"
        refused = world.post(client, f"{LIST}/report", {"report-title": "Raport", "report-measures": "Masë"})
        assert refused.status_code == 422


class TestTheActThatARungIs:
    def test_it_leads_to_the_draft_with_what_it_encloses(self, world):
        act = world.issued(addressed="school")
        world.delivered(act, days_ago=50, addressed="school")
        world.replied(act, addressed="school")
        world.not_enough(act)
        url, client = due(world, act, delivered=0), world.client("approver")
        page = client.get(url).text
        assert "Dërgohet kur dy persona e miratojnë dhe e lëshojnë." in said(page)
        assert "/sending" not in page
        draft = re.search(r'href="(/cases/staff/recommendations/[0-9a-f-]+)">', page)[1]
        shown = client.get(draft).text
        copy = re.search(rf'href="({draft}/attachments/[0-9a-f]+)"', shown)[1]
        assert str(act.number) in said(client.get(copy).text)
        assert client.get(f"{draft}/attachments/{'0' * 64}").status_code == 404

    def test_an_act_that_was_drafted_is_read_and_not_drafted_again(self, world):
        act = world.issued(addressed="school")
        world.delivered(act, addressed="school")
        world.replied(act, addressed="school")
        world.not_enough(act)
        url = f"/cases/staff/obligations/{world.obligations(act)[0].obligation.id}"
        client, superior = world.client("approver"), {"rung-rung": "hierarchical_superior"}
        assert "/escalations" in client.get(url).text
        assert world.post(client, f"{url}/escalations", superior).status_code == 303
        page = client.get(url).text
        assert "/escalations" not in page
        letter = re.search(rf'href="({LIST}/[0-9a-f-]+)">Lexoni çfarë u hartua', page)[1]
        assert "Lexo aktin e hartuar" in client.get(letter).text


class TestTheCommissionersReason:
    def test_a_rung_is_brought_forward_with_a_written_reason_that_is_shown(self, world, silent):
        world.delivered(silent, days_ago=50)
        url = f"/cases/staff/obligations/{world.obligations(silent)[0].obligation.id}"
        assert "Vetëm Komisioneri e kalon radhën" not in world.client("approver").get(url).text
        client, skipped = world.client("commissioner"), {"rung-rung": "second_reminder"}
        page = client.get(url).text
        assert said(page).count("Vetëm Komisioneri e kalon radhën") == 3, (
            "neither the next one nor a superior that is none"
        )
        ids = re.findall(r' id="([^"]+)"', page)
        assert sorted(ids) == sorted(set(ids))
        unreasoned = world.post(client, f"{url}/escalations", skipped)
        assert (unreasoned.status_code, "Më parë vjen një hap tjetër" in unreasoned.text) == (409, True)
        reason = {"rung-override_reason": "Fëmija mbetet pa shkollë."}
        assert world.post(world.client("approver"), f"{url}/escalations", skipped | reason).status_code == 403
        letter = world.post(client, f"{url}/escalations", skipped | reason).headers["Location"]
        seen = re.search(r'name="sending-seen" value="([^"]+)"', client.get(letter).text)[1]
        assert world.post(client, f"{letter}/sending", {"sending-seen": seen}).status_code == 303
        assert "Kujtesë e dytë, jashtë radhe (Fëmija mbetet pa shkollë.)" in said(client.get(url).text)
