"""The pages of intake in a browser without scripts."""

import io
import re
from datetime import timedelta

import pytest

from services.intake.pages import session
from shared.events.catalogue import ComplaintDecided, ComplaintReceived
from tests.intake.conftest import ADMISSIBLE, CHILD, PARENT, SCHOOL, WORDS
from tests.intake.files import EXE, PDF

COMPLAIN, DONE, MINE = "/intake/complain", "/intake/complain/done", "/intake/mine"
FORM = {"role": "child", "narrative": WORDS, "way": "none", "keep_secret": "y"}


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def code_on(page: str) -> str:
    return re.search(r'id="receipt-code">([^<]*)<', page)[1]


@pytest.fixture
def child(world):
    """A browser in which a complaint was just sent; `.code` is what stood on the page."""
    client = world.client
    client.post(COMPLAIN, data=FORM)
    client.code = code_on(client.get(DONE).text)
    return client


@pytest.fixture
def signed_in(world, child):
    assert child.post(MINE, data={"code": child.code}).status_code == 303
    return child


@pytest.mark.parametrize("url", ["/intake/", COMPLAIN, MINE])
@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_public_page_stands_in_both_languages(world, url, language):
    page = world.client.get(f"{url}?lang={language}")
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_the_front_page_leads_everywhere(world):
    page = world.client.get("/intake/").text
    for href in ("/intake/complain", "/intake/mine", "/cases/public", "/partners/", "/cases/"):
        assert f'href="{href}"' in page
    assert "116 111" in page
    assert world.client.get("/intake").location == "/intake/"


@pytest.mark.parametrize("url", [COMPLAIN, MINE])
def test_a_page_of_a_complainant_tells_nothing_in_a_history(world, url):
    page = world.client.get(url).text
    assert re.search(r"<title>\s*Informacion\s*</title>", page)
    assert "Dil nga kjo faqe" in page
    assert 'name="robots" content="noindex' in page
    assert 'autocomplete="off"' in page


def test_a_child_complains_with_two_answers_and_gets_a_code_once(world):
    client = world.client
    sent = client.post(COMPLAIN, data=FORM)
    assert (sent.status_code, sent.location) == (303, DONE)
    done = client.get(DONE)
    assert done.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert WORDS not in done.text
    code = code_on(done.text)
    assert world.mine(code).status_code == 200
    again = client.get(DONE)
    assert (again.status_code, again.location) == (303, MINE)
    assert code not in again.text


def test_the_code_is_not_readable_in_the_cookie_that_carries_it(world):
    client = world.client
    sent = client.post(COMPLAIN, data=FORM)
    cookie = sent.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "Expires" not in cookie
    code = code_on(client.get(DONE).text)
    assert code not in cookie
    assert (
        not client.get_cookie("besa_intake", path="/intake/")
        or code not in client.get_cookie("besa_intake", path="/intake/").value
    )


def test_everything_that_is_asked_reaches_the_file(world):
    answers = FORM | {
        "role": "parent", "danger": "y", "urgent": ["hurt_recently"], "wanted": "Një bankë", "life_area": "school",
        "body": "Shkolla e fshatit", "municipality": "bashkia-shembull", "name": PARENT, "child_name": CHILD, "child_age": "9",
        "conflict": "y", "way": "email", "email": "a@example.org",
    }  # fmt: skip
    assert world.client.post(COMPLAIN, data=answers).status_code == 303
    (event,) = world.outbox(ComplaintReceived)
    assert (event["urgency"], event["life_area"], event["municipality"]) == (
        "immediate_danger",
        "school",
        "bashkia-shembull",
    )
    assert world.documents.get_json(event["contact"])["address"] == "a@example.org"
    shown = world.opened(event["complaint_id"]).get_json()
    assert shown["identity"]["child"] == {"name": CHILD, "age": 9}
    assert (shown["named_bodies"], shown["wanted"]) == (["Shkolla e fshatit"], "Një bankë")
    assert shown["answers"] == {"hurt_recently": True, "in_danger_now": True}
    (row,) = world.rows("SELECT conflict_with_guardian AS c, keep_secret AS k FROM complaint")
    assert (row["c"], row["k"]) == (True, True)


def test_pressing_twice_is_one_complaint_and_both_see_the_code(world):
    client = world.client
    once = hidden(client.get(COMPLAIN).text, "once")
    codes = []
    for _ in range(2):
        client.post(COMPLAIN, data=FORM | {"once": once})
        codes.append(code_on(client.get(DONE).text))
    assert codes[0] == codes[1]
    assert len(world.rows("SELECT 1 FROM complaint")) == 1


def test_a_form_sent_again_with_other_words_is_another_complaint(world):
    client = world.client
    once = hidden(client.get(COMPLAIN).text, "once")
    client.post(COMPLAIN, data=FORM | {"once": once})
    client.post(COMPLAIN, data=FORM | {"once": once, "narrative": "Edhe kjo"})
    assert len(world.rows("SELECT 1 FROM complaint")) == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": ""}, "role"), ({"role": "nobody"}, "role"), ({"narrative": " "}, "narrative"), ({"narrative": "x" * 20_001}, "narrative"),
        ({"narrative": "a" + "\u0301" * 9}, "narrative"), ({"child_age": "shtatë"}, "child_age"), ({"child_age": "151"}, "child_age"),
        ({"way": "email", "email": ""}, "way"), ({"way": "email", "email": "x"}, "email"), ({"way": "phone", "phone": "x"}, "phone"),
        ({"municipality": "bashkia-askund"}, "municipality"), ({"life_area": "x"}, "life_area"), ({"urgent": "x"}, "urgent"),
        ({"name": "x" * 201}, "name"), ({"once": "\x00" * 300}, None),
    ],
)  # fmt: skip
def test_a_faulty_answer_is_named_and_the_words_stay_on_the_page(world, change, field):
    page = world.client.post(COMPLAIN, data=FORM | change)
    if field is None:
        assert page.status_code == 303
        return
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert re.search(rf'href="#{field}', page.text)
    if "narrative" not in change:
        assert "Drejtori më mbylli" in page.text
    assert world.rows("SELECT 1 FROM complaint") == []


def test_forms_are_protected(world, monkeypatch):
    monkeypatch.setitem(world.app.config, "WTF_CSRF_ENABLED", True)
    client = world.client
    for url in (COMPLAIN, MINE, f"{MINE}/leave"):
        assert client.post(url, data=FORM).status_code == 400, url
    page = client.get(COMPLAIN).text
    sent = client.post(COMPLAIN, data=FORM | {"csrf_token": hidden(page, "csrf_token")})
    assert sent.status_code == 303


def test_the_code_opens_the_mailbox_and_does_not_stand_on_it(signed_in):
    page = signed_in.get(MINE)
    assert "E morëm atë që na shkrove" in page.text
    assert signed_in.code not in page.text
    assert WORDS not in page.text
    assert re.search(r"<title>\s*Informacion\s*</title>", page.text)


@pytest.mark.parametrize("code", ["", "ABCD", "x" * 65, "0" * 17, "1" * 16 + "Q"])
def test_a_wrong_code_opens_nothing(world, code):
    page = world.client.post(MINE, data={"code": code})
    assert page.status_code == 422
    assert 'id="code-error"' in page.text


def test_the_child_writes_adds_a_file_and_sees_who_looked(world, signed_in):
    assert signed_in.post(f"{MINE}/messages", data={"text": "Kam edhe diçka"}).status_code == 303
    sent = signed_in.post(f"{MINE}/files", data={"file": (io.BytesIO(PDF), f"{CHILD}.pdf")})
    assert (sent.status_code, sent.location) == (303, MINE)
    (row,) = world.rows("SELECT id FROM complaint")
    world.opened(str(row["id"]))
    page = signed_in.get(MINE).text
    for shown in ("Na shkrove", "prova-01.pdf", "Punonjës i pranimit", "për të parë a e pranojmë ankesën"):
        assert shown in page
    for canary in ("Kam edhe diçka", CHILD):
        assert canary not in page


@pytest.mark.parametrize(("data", "field"), [({"text": ""}, "text"), ({"text": "x" * 5001}, "text")])
def test_a_message_without_words_comes_back(signed_in, data, field):
    page = signed_in.post(f"{MINE}/messages", data=data)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text


@pytest.mark.parametrize("sent", [None, (EXE, "x.pdf"), (b"", "x.txt"), (PDF, "x.exe")])
def test_a_file_that_is_not_taken_comes_back_with_the_reason(world, signed_in, sent):
    data = {"file": (io.BytesIO(sent[0]), sent[1])} if sent else {}
    page = signed_in.post(f"{MINE}/files", data=data, content_type="multipart/form-data")
    assert page.status_code == 422
    assert 'id="file-error"' in page.text
    assert world.rows("SELECT 1 FROM evidence") == []


def test_leaving_ends_the_visit_and_has_the_browser_forget(signed_in):
    left = signed_in.post(f"{MINE}/leave")
    assert left.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert 'name="code"' in signed_in.get(MINE).text
    assert signed_in.post(f"{MINE}/messages", data={"text": "Po"}).location == MINE


def test_a_visit_ends_by_itself(world, signed_in, monkeypatch):
    monkeypatch.setattr(session, "IDLE", timedelta(seconds=-1))
    assert 'name="code"' in signed_in.get(MINE).text


def test_a_visit_ends_when_the_mailbox_is_closed(world):
    client = world.client
    client.post(COMPLAIN, data=FORM | {"role": "parent"})
    client.post(MINE, data={"code": code_on(client.get(DONE).text)})
    assert "Mesazhet" in client.get(MINE).text
    (row,) = world.rows("SELECT id FROM complaint")
    marked = world.as_staff("approver").post(
        f"/intake/staff/complaints/{row['id']}/conflict", data={"in_conflict": "y"}
    )
    assert marked.status_code == 303
    assert 'name="code"' in client.get(MINE).text


def test_a_cookie_of_ones_own_making_opens_nothing(world, signed_in):
    cookie = signed_in.get_cookie("besa_intake", path="/intake/").value
    client = world.client
    client.set_cookie("besa_intake", cookie[:-3] + "abc", path="/intake/")
    assert 'name="code"' in client.get(MINE).text


def test_staff_see_the_list_and_register_by_telephone(world):
    client = world.as_staff("intake_officer")
    form = client.get("/intake/staff/complaints/new").text
    assert 'name="channel"' in form
    client.post("/intake/staff/complaints/new", data=FORM | {"channel": "phone"})
    (row,) = world.rows("SELECT id, reference, channel, registered_by FROM complaint")
    assert (row["channel"], row["registered_by"]) == ("phone", world.staff["intake_officer"])
    page = client.get("/intake/staff/complaints").text
    assert row["reference"] in page
    assert WORDS not in page
    assert 'href="/partners/staff/institutions"' in page
    assert 'action="/cases/logout"' in page
    assert row["reference"] not in client.get("/intake/staff/complaints?status=closed").text
    assert 'name="channel"' not in world.client.get(COMPLAIN).text


@pytest.fixture
def told(world):
    return world.complain(submitter={"role": "parent", "name": PARENT, "contact": {"phone": "069 234 5678"}})


@pytest.fixture
def officer(world):
    return world.as_staff("intake_officer")


def test_an_officer_opens_the_file_with_a_reason_and_reads_it(world, told, officer):
    url = f"/intake/staff/complaints/{told['id']}"
    assert PARENT not in officer.get(url).text
    assert officer.get(f"{url}/file").location == url
    assert officer.post(f"{url}/openings", data={}).status_code == 422
    assert officer.get(f"{url}/file").location == url
    opened = officer.post(f"{url}/openings", data={"reason": "admissibility"})
    assert (opened.status_code, opened.location) == (303, f"{url}/file")
    page = officer.get(f"{url}/file")
    for shown in (PARENT, CHILD, WORDS, "069 234 5678"):
        assert shown in page.text
    assert page.headers["Cache-Control"] == "no-store"
    shown = world.rows("SELECT count(*) AS n FROM audit_entry WHERE action = 'complaint.shown'")
    assert shown == [{"n": 1}]


def test_words_of_the_public_run_nowhere(world, officer):
    told = world.complain(narrative="<script>alert(1)</script>{{7*7}}")
    url = f"/intake/staff/complaints/{told['id']}"
    officer.post(f"{url}/openings", data={"reason": "review"})
    page = officer.get(f"{url}/file").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page


def test_an_officer_decides_on_the_page(world, told, officer):
    world.read(told["id"])
    url = f"/intake/staff/complaints/{told['id']}"
    form = {
        "outcome": "admissible",
        "summary": ADMISSIBLE["summary"],
        "rights": "28, 37.a",
        "bodies": [str(SCHOOL)],
        "urgency": "normal",
    }
    decided = officer.post(f"{url}/decision", data=form)
    assert (decided.status_code, decided.location) == (303, url)
    page = officer.get(url).text
    assert ADMISSIBLE["summary"] in page
    assert "Regjistro vendimin" not in page
    (event,) = world.outbox(ComplaintDecided)
    assert (event["rights"], event["bodies"]) == (["28", "37.a"], [str(SCHOOL)])
    again = officer.post(f"{url}/decision", data=form)
    assert again.status_code == 303
    assert len(world.outbox(ComplaintDecided)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"outcome": ""}, "outcome"), ({"summary": ""}, "summary"), ({"rights": ""}, "rights"), ({"rights": "99"}, "rights"),
        ({"bodies": []}, "bodies"), ({"summary": f"Nëna e {CHILD} u ankua"}, "summary"), ({"joined_to": "A-2026-00099-9"}, "joined_to"),
        ({"outcome": "inadmissible", "summary": ""}, "ground"), ({"outcome": "redirected", "summary": ""}, "redirect_to"),
        ({"outcome": "joined", "summary": "", "joined_to": "A-2026-00099-9"}, "joined_to"), ({"ground": "duplicate"}, "ground"),
    ],
)  # fmt: skip
def test_a_decision_that_lacks_something_comes_back_at_its_field(world, told, officer, change, field):
    world.read(told["id"])
    form = {"outcome": "admissible", "summary": "Fakte", "rights": "28", "bodies": [str(SCHOOL)], "urgency": "normal"}
    page = officer.post(f"/intake/staff/complaints/{told['id']}/decision", data=form | change)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert world.outbox(ComplaintDecided) == []


def test_a_body_is_found_for_the_decision_and_another_complaint_by_its_number(world, told, officer):
    other = world.complain(bodies=[])
    world.read(other["id"])
    url = f"/intake/staff/complaints/{other['id']}"
    assert str(SCHOOL) not in officer.get(url).text
    assert str(SCHOOL) in officer.get(f"{url}?body=shembull").text
    joined = officer.post(
        f"{url}/decision", data={"outcome": "joined", "joined_to": told["reference"].lower(), "urgency": "normal"}
    )
    assert joined.status_code == 303
    assert world.outbox(ComplaintDecided)[0]["joined_to"] == told["id"]


def test_an_officer_writes_and_the_complainant_reads(world, told, officer):
    url = f"/intake/staff/complaints/{told['id']}"
    assert officer.post(f"{url}/messages", data={"text": ""}).status_code == 422
    assert officer.post(f"{url}/messages", data={"text": "Kur ndodhi?"}).status_code == 303
    assert world.mine(told["receipt_code"]).get_json()["messages"][-1]["text"] == "Kur ndodhi?"


def test_a_file_of_the_evidence_is_only_saved(world, told, officer):
    headers = {"Receipt-Code": told["receipt_code"]}
    data = {"file": (io.BytesIO(PDF), "x.pdf")}
    stored = world.client.post("/intake/api/v1/complaints/mine/files", data=data, headers=headers).get_json()
    url = f"/intake/staff/complaints/{told['id']}"
    assert officer.get(f"{url}/files/{stored['id']}").status_code == 409
    officer.post(f"{url}/openings", data={"reason": "review"})
    assert f"/files/{stored['id']}" in officer.get(f"{url}/file").text
    saved = officer.get(f"{url}/files/{stored['id']}")
    assert (saved.data[:5], saved.headers["Content-Disposition"]) == (b"%PDF-", 'attachment; filename="prova-01.pdf"')
    assert "sandbox" in saved.headers["Content-Security-Policy"]
    assert saved.headers["X-Content-Type-Options"] == "nosniff"


def test_every_page_of_staff_stands_in_english_too(world, told, officer):
    officer.post(f"/intake/staff/complaints/{told['id']}/openings", data={"reason": "review"})
    world.decide(told["id"], **ADMISSIBLE)
    for path in ("", f"/{told['id']}", f"/{told['id']}/file"):
        page = officer.get(f"/intake/staff/complaints{path}?lang=en")
        assert page.status_code == 200
