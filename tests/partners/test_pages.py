"""The portal and the office's directory in a browser without JavaScript, in Albanian and in English."""

import io
import re
from datetime import date
from html import unescape
from uuid import uuid4

import pytest

from services.partners.data import institution_id
from shared.events.catalogue import (
    DispatchAcknowledged,
    DispatchOpened,
    ExtensionRequested,
    ObligationAssessed,
    ObligationDueSoon,
    ObligationOverdue,
    RecommendationWithdrawn,
    ReplyReceived,
)
from tests.partners.bench import csrf, pdf, soon

DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def page(client, path, **options):
    answer = client.get(path, **options)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def letter_path(client):
    return re.search(r'href="(/partners/dispatches/[0-9a-f-]{36})"', page(client, "/partners/inbox")).group(1)


def answer_form(client, path, items=2, **changes):
    """What a person fills in: each item accepted, with a day."""
    year, month, day = DATE.match(soon()).groups()
    form = {"csrf_token": csrf(client.get(f"{path}/reply")), "name": "Shembull Përgjegjësi", "function": "Drejtor"}
    for place in range(items):
        form |= {f"item_{place}-position": "accepted", f"item_{place}-reasons": "Masa shembull"}
        form |= {
            f"item_{place}-promised-{part}": value for part, value in (("day", day), ("month", month), ("year", year))
        }
    return {**form, **changes}


@pytest.fixture
def reader(bench, pair):
    """A person of a body with one letter of two items."""
    client = bench.browser(pair[0])
    bench.sent = bench.issue(pair[0])
    return client


def test_the_front_of_the_portal_leads_on(bench, pair):
    assert bench.app.test_client().get("/partners/").headers["Location"] == "/partners/login"
    assert bench.browser(pair[0]).get("/partners/").headers["Location"] == "/partners/inbox"


def test_the_inbox_shows_the_letters_with_their_day(reader):
    shown = page(reader, "/partners/inbox")
    assert "R-2026-00014-7" in shown
    assert "Rekomandim shembull" in shown
    assert "E re" in shown
    assert "1 letër pret përgjigje." in shown
    assert "Ditën po e llogarit zyra" in shown
    assert 'lang="sq"' in shown


def test_the_inbox_speaks_english(bench, pair, reader):
    shown = page(reader, "/partners/inbox?lang=en")
    assert 'lang="en"' in shown
    assert f"Sample Agency {pair[0].key}" in shown
    assert "The office is working out the day" in shown


def test_an_empty_inbox_says_so(bench, pair):
    client = bench.browser(pair[0])
    assert "Nuk ka asgjë për të shfaqur" in page(client, "/partners/inbox")
    assert client.get("/partners/inbox?after=x").status_code == 400


def test_reading_a_letter_opens_it(bench, reader):
    path = letter_path(reader)
    shown = page(reader, path)
    assert "Pika shembull 1" in shown
    assert "Ligji nr. 8454, neni 21" in shown
    assert "27 mars 2027" in shown
    [event] = bench.told(DispatchOpened, recommendation_id=bench.sent.recommendation_id)
    assert event["channel"] == "portal"
    assert bench.audited("document.read", event["dispatch_id"]) == 1
    assert "E hapur" in page(reader, "/partners/inbox")


def test_the_receipt_is_one_button(bench, reader):
    path = letter_path(reader)
    shown = reader.get(path)
    digest = re.search(r'name="document" value="([0-9a-f]{64})"', shown.text).group(1)
    form = {"csrf_token": csrf(shown), "document": digest}
    answer = reader.post(f"{path}/acknowledgement", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert "Marrja e dokumentit u konfirmua." in page(reader, path)
    [event] = bench.told(DispatchAcknowledged, recommendation_id=bench.sent.recommendation_id)
    assert (event["document"], event["channel"]) == (digest, "portal")
    assert reader.post(f"{path}/acknowledgement", data={**form, "document": "x"}).status_code == 409
    assert reader.post(f"{path}/acknowledgement", data={"document": digest}).status_code == 400


def test_a_reply_with_evidence(bench, reader):
    path = letter_path(reader)
    form = answer_form(reader, path, **{"item_0-evidence": [(pdf("një"), "vendim.pdf"), (pdf("dy"), "foto.pdf")]})
    answer = reader.post(f"{path}/reply", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, path), answer.text
    shown = page(reader, path)
    assert "Përgjigjja u regjistrua." in shown
    assert "Masa shembull" in shown
    [event] = bench.told(ReplyReceived, recommendation_id=bench.sent.recommendation_id)
    assert (event["channel"], event["version"]) == ("portal", 1)
    assert [len(item["evidence"]) for item in event["items"]] == [2, 0]
    link = re.search(r'href="(/partners/files/[0-9a-f-]{36})"', shown).group(1)
    assert reader.get(link).data.startswith(b"%PDF-")
    assert "U përgjigj" in page(reader, "/partners/inbox")


def test_what_was_answered_and_what_the_office_said_names_its_item(bench, pair, reader):
    path = letter_path(reader)
    reader.post(f"{path}/reply", data=answer_form(reader, path))
    second = bench.sent.items[1]
    told = {"recommendation_id": bench.sent.recommendation_id, "item_id": second, "institution_id": pair[0].id}
    found = {"obligation_id": uuid4(), "assessment": "partly", "assessed_on": date(2026, 2, 1), "complaints": ()}
    bench.hear(ObligationAssessed, found["obligation_id"], **told, **found)
    shown = " ".join(unescape(re.sub(r"<[^>]+>", " ", page(reader, path))).split())
    replies = shown.partition("Përgjigjet tona")[2]
    assert "1. Pika shembull 1" in replies and "2. Pika shembull 2" in replies
    assert "Pika 2. Pika shembull 2:" in shown.partition("Çfarë ka thënë zyra")[2]


def test_a_form_that_is_sent_twice_is_one_reply(bench, reader):
    path = letter_path(reader)
    for _ in range(2):
        reader.post(f"{path}/reply", data=answer_form(reader, path, **{"item_0-evidence": (pdf(), "a.pdf")}))
    assert "Kjo përgjigje ishte regjistruar më parë." in page(reader, path)
    assert len(bench.told(ReplyReceived, recommendation_id=bench.sent.recommendation_id)) == 1


def another_time(place):
    """Nothing of this item."""
    empty = dict.fromkeys(("reasons", "promised-day", "promised-month", "promised-year"), "")
    return {f"item_{place}-{name}": value for name, value in {**empty, "position": "later"}.items()}


def test_one_item_is_answered_and_the_other_another_time(bench, reader):
    path = letter_path(reader)
    answer = reader.post(f"{path}/reply", data=answer_form(reader, path, **another_time(0)))
    assert answer.status_code == 303, answer.text
    [event] = bench.told(ReplyReceived, recommendation_id=bench.sent.recommendation_id)
    assert [item["item_id"] for item in event["items"]] == [str(bench.sent.items[1])]
    assert "Përgjigjuni" in page(reader, path)
    asked = page(reader, f"{path}/reply")
    first, second = asked.split('name="item_1-position"')[0], asked
    assert "Për këtë pikë jeni përgjigjur më" not in first.split("<h2")[1]
    assert second.count("Për këtë pikë jeni përgjigjur më") == 1
    assert reader.post(f"{path}/reply", data=answer_form(reader, path, **another_time(1))).status_code == 303
    assert len(bench.told(ReplyReceived, recommendation_id=bench.sent.recommendation_id)) == 2
    assert "Plotësoni përgjigjen" in page(reader, path)


def test_a_rule_about_the_second_item_stands_at_it_where_the_first_is_left_for_later(reader):
    path = letter_path(reader)
    change = {**another_time(0), "item_1-promised-year": "2020"}
    shown = unescape(reader.post(f"{path}/reply", data=answer_form(reader, path, **change)).text)
    assert 'href="#item_1-promised' in shown
    assert "Data duhet të jetë sot ose më vonë." in shown


def test_of_a_letter_with_one_item_nothing_is_left_for_later(bench, pair):
    client = bench.browser(pair[0])
    bench.issue(pair[0], items=1)
    assert 'value="later"' not in page(client, f"{letter_path(client)}/reply")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (another_time(0) | another_time(1), "Përgjigjuni të paktën për një pikë."),
        ({"item_1-position": "later"}, "Keni shkruar diçka për këtë pikë"),
        ({**another_time(1), "item_1-evidence": (b"%PDF-1.7", "a.pdf")}, "Keni shkruar diçka për këtë pikë"),
        ({"item_1-position": ""}, "Zgjidhni një përgjigje"),
        ({"item_1-position": "maybe"}, "Ka një problem"),
        ({"name": " "}, "Shkruani emrin"),
        ({"function": "a" * 201}, "Ka një problem"),
        (
            {"item_0-promised-day": "", "item_0-promised-month": "", "item_0-promised-year": ""},
            "Shkruani deri kur do të zbatohet.",
        ),
        ({"item_0-promised-year": "2020"}, "Data duhet të jetë sot ose më vonë."),
        ({"item_0-promised-day": "32"}, "Kjo datë nuk ekziston."),
        ({"item_0-promised-day": "²"}, "Data shkruhet me numra"),
        ({"item_0-competent": "x"}, "Ka një problem"),
        ({"item_0-reasons": "a" * 10_001}, "Ka një problem"),
        ({"item_0-evidence": (b"MZ", "a.exe")}, "Pranohen PDF, Word, Excel, JPG dhe PNG"),
    ],
)
def test_a_faulty_form_is_shown_again_with_what_is_wrong(bench, reader, change, said):
    path = letter_path(reader)
    change = {
        name: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value for name, value in change.items()
    }
    answer = reader.post(f"{path}/reply", data=answer_form(reader, path, **change))
    assert answer.status_code == 422
    shown = unescape(answer.text)
    assert "Ka një problem" in shown
    assert said in shown
    assert "Gabim:" in shown
    assert bench.told(ReplyReceived, recommendation_id=bench.sent.recommendation_id) == []


def test_another_competent_body_is_named_only_with_that_position(bench, reader, pair):
    path = letter_path(reader)
    wrong = reader.post(f"{path}/reply", data=answer_form(reader, path, **{"item_0-competent": str(pair[1].id)}))
    assert "Një institucion tjetër tregohet vetëm kur nuk jeni kompetentë" in unescape(wrong.text)
    right = {"item_0-competent": str(pair[1].id), "item_0-position": "not_competent"}
    assert reader.post(f"{path}/reply", data=answer_form(reader, path, **right)).status_code == 303
    [event] = bench.told(ReplyReceived, recommendation_id=bench.sent.recommendation_id)
    assert event["items"][0]["competent_institution"] == str(pair[1].id)


def test_more_time_is_asked_for_on_a_page(bench, reader):
    path = letter_path(reader)
    year, month, day = DATE.match(soon()).groups()
    form = {
        "csrf_token": csrf(reader.get(f"{path}/extension")),
        "reasons": "Arsye",
        "until-day": day,
        "until-month": month,
    }
    refused = reader.post(f"{path}/extension", data={**form, "until-year": "2020"})
    assert (refused.status_code, "Zgjidhni një ditë pas ditës së sotme." in unescape(refused.text)) == (422, True)
    assert reader.post(f"{path}/extension", data={**form, "until-year": year}).status_code == 303
    assert len(bench.told(ExtensionRequested, recommendation_id=bench.sent.recommendation_id)) == 1
    assert "Pret vendim" in page(reader, path)


def test_what_the_office_says_stands_on_the_letter(bench, pair, reader):
    sent, obligation = bench.sent, uuid4()
    told = {
        "obligation_id": obligation,
        "recommendation_id": sent.recommendation_id,
        "number": sent.number,
        "item_id": sent.items[0],
        "institution_id": pair[0].id,
        "due": date(2026, 1, 15),
    }
    bench.hear(ObligationDueSoon, obligation, clock=told, days_before=7)
    bench.hear(ObligationOverdue, obligation, clock=told, what="reply")
    found = {name: told[name] for name in ("obligation_id", "recommendation_id", "item_id", "institution_id")}
    bench.hear(
        ObligationAssessed, obligation, **found, assessment="partly", assessed_on=date(2026, 2, 1), complaints=[]
    )
    inbox = page(reader, "/partners/inbox")
    assert "Me vonesë" in inbox
    assert "E zbatuar pjesërisht" in inbox
    shown = page(reader, letter_path(reader))
    assert "Zyra kujtoi afatin që po afron" in shown
    assert "Dita e fundit për përgjigjen: 15 janar 2026" in shown
    assert "Përgjigjja është me vonesë, afati: 15 janar 2026" in shown
    assert "E zbatuar pjesërisht, 1 shkurt 2026" in shown
    withdrawn = {"recommendation_id": sent.recommendation_id, "number": sent.number, "reason": "superseded"}
    bench.hear(RecommendationWithdrawn, sent.recommendation_id, **withdrawn)
    path = letter_path(reader)
    shown = page(reader, path)
    assert "u zëvendësua nga një tjetër" in shown
    assert f"{path}/reply" not in shown
    answer = reader.post(f"{path}/reply", data=answer_form(reader, path))
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert "Kjo nuk mund të bëhet" in page(reader, path)


@pytest.mark.parametrize(("state", "there"), [("waiting", True), ("answered", False), ("withdrawn", False), ("", True)])
def test_the_inbox_is_filtered(reader, state, there):
    assert ("R-2026-00014-7" in page(reader, f"/partners/inbox?state={state}")) is there


def test_the_inbox_lists_nothing_where_it_is_asked_for_what_cannot_be(reader):
    refused = reader.get("/partners/inbox?state=x")
    assert refused.status_code == 422
    assert "Zgjidhni një nga vlerat e listës." in unescape(refused.text)
    assert "R-2026-00014-7" not in refused.text


def test_the_inbox_has_pages(bench, pair):
    client = bench.browser(pair[0])
    for _ in range(22):
        bench.issue(pair[0], items=1)
    first = page(client, "/partners/inbox")
    assert "22 letra presin përgjigje" in first
    following = re.search(r'href="(/partners/inbox\?after=[^"]+)"', first).group(1)
    assert page(client, following).count("R-2026-00014-7") == 2


@pytest.mark.parametrize("end", ["", "/reply", "/extension"])
def test_anothers_letter_is_a_page_that_is_not_there(bench, pair, reader, end):
    other = bench.browser(pair[1])
    path = letter_path(reader)
    foreign, nonsense = other.get(path + end), other.get(f"/partners/dispatches/{uuid4()}{end}")
    assert foreign.status_code == nonsense.status_code == 404
    assert len(foreign.text) == len(nonsense.text)


def test_markup_in_a_document_is_text(bench, pair):
    client = bench.browser(pair[0])
    found = [{"sq": "Konstatojmë <img src=x>", "en": "We find <img src=x>"}]
    markup = {"grounds": "<img src=x onerror=alert(1)>", "findings": found, "inquiry": found}
    bench.issue(pair[0], title="<script>alert(1)</script>{{7*7}}", **markup)
    assert unescape(page(client, letter_path(client))).count("Konstatojmë <img src=x>") == 2
    for path in ("/partners/inbox", letter_path(client)):
        answer = client.get(path)
        assert "<script>alert(1)" not in answer.text
        assert "<img src=x" not in answer.text
        assert "{{7*7}}" in unescape(answer.text)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_staff_find_a_body_and_see_its_relations(directory):
    staff = directory.app.test_client()
    staff.set_cookie("besa_staff", directory.staff("case_officer").token)
    found = page(staff, "/partners/staff/institutions?q=bajram%20curri")
    path = f"/partners/staff/institutions/{institution_id('bashkia-tropoje')}"
    assert path in found
    shown = page(staff, path)
    assert "Mbikëqyrje e ligjshmërisë" in shown
    assert "Bashkia Tropojë" in shown
    assert staff.get(f"/partners/staff/institutions/{uuid4()}").status_code == 404
    assert staff.get("/partners/staff/institutions?q=%00").status_code == 422
    assert "Nuk ka asgjë" in page(staff, "/partners/staff/institutions?q=qwxzy")
    assert 'href="/partners/staff/institutions?class=municipality&after=' in page(
        staff, "/partners/staff/institutions?class=municipality"
    )
    assert "Municipality of Tropojë" in page(staff, f"{path}?lang=en")
