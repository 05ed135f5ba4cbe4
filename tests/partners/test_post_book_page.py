"""The post book as a page: without a script, many letters at once, and a refusal where it belongs."""

import io
import re
from datetime import timedelta

import pypdf
import pytest

from tests.partners.bench import label_of, pdf, today
from tests.partners.test_directory_pages import day, page, send
from tests.partners.test_post_book import label, only
from tests.partners.test_post_book_printing import enclosed

BOOK = "/partners/staff/post-book"


@pytest.fixture
def staff(bench):
    client = bench.app.test_client()
    client.set_cookie("besa_staff", bench.staff("case_officer").token)
    return client


@pytest.fixture
def clerk(bench):
    return bench.staff("case_officer")


@pytest.fixture
def bodies(bench):
    """Two bodies without a log-in, each with a letter, found by their common name."""
    named = [f"Shkolla Postare {place} {key}" for place, key in enumerate(("a", "b"))]
    bodies = [bench.body(name_sq=name, postal="Rruga e Shembullit 1, 1001 Tiranë") for name in named]
    bench.issue(*bodies, **enclosed(bench))
    return bodies


def chosen(clerk, *bodies):
    return [only(clerk, body)["id"] for body in bodies]


def test_a_letter_goes_its_whole_way_on_the_page(staff, clerk, bodies):
    ids = chosen(clerk, *bodies)
    shown = page(staff, f"{BOOK}?q=Shkolla+Postare")
    assert "Shkolla Postare 0 a" in shown
    assert "Pa adresë postare" not in shown.partition("Printoni</h2>")[0]
    printed = send(staff, BOOK, entries=ids, do="print")
    assert printed.mimetype == "application/pdf"
    assert len(pypdf.PdfReader(io.BytesIO(printed.data)).pages) == 8
    labels = [label(only(clerk, body)) for body in bodies]
    numbers = {f"tracking-{one}": number for one, number in zip(ids, labels, strict=True)}
    assert send(staff, BOOK, entries=ids, way="post", do="send", **day("day", today()), **numbers).status_code == 303
    assert {only(clerk, body)["tracking"] for body in bodies} == set(labels)
    sent = f"{BOOK}?state=sent"
    assert "Postë e regjistruar, nisur më" in page(staff, sent)
    bare = send(staff, sent, entries=ids[:1], do="deliver", **day("day", today()))
    assert (bare.status_code, "Zgjidhni skedarin që tregon dorëzimin" in bare.text) == (422, True)
    assert only(clerk, bodies[0])["state"] == "sent"
    proof = {"proof": (pdf(), "fletemarrja.pdf")}
    answer = send(staff, sent, entries=ids[:1], do="deliver", **day("day", today()), **proof)
    assert answer.status_code == 303
    found = only(clerk, bodies[0])
    assert (found["state"], found["delivered_on"]) == ("delivered", today().isoformat())
    shown = page(staff, f"{BOOK}?state=delivered&q=Shkolla+Postare")
    assert f"{BOOK}/proofs/{found['proof']}" in shown
    assert staff.get(f"{BOOK}/proofs/{found['proof']}").data.startswith(b"%PDF")
    assert send(staff, sent, entries=ids[1:], do="return", reason="moved", **day("day", today())).status_code == 303
    assert "Ka ndryshuar adresën" in page(staff, f"{BOOK}?state=returned")
    assert send(staff, BOOK, do="nothing").status_code == 422
    token = page(staff, f"{BOOK}?state=returned").split('name="csrf_token" value="')[1].split('"')[0]
    assert staff.post(f"{BOOK}/{ids[1]}/again", data={"csrf_token": token}).status_code == 303
    assert only(clerk, bodies[1], state="to_post")["cause"] == "returned"


def test_the_page_is_narrowed_as_the_list_of_the_api_is(staff, clerk, bodies):
    mine = f"institution={bodies[0].id}"
    assert "Shkolla Postare 0 a" in page(staff, f"{BOOK}?state=to_post&{mine}&q=shkolla")
    assert "Shkolla Postare" not in page(staff, f"{BOOK}?{mine}&way=post")
    assert "Shkolla Postare" not in page(staff, f"{BOOK}?{mine}&age=month")
    assert staff.get(f"{BOOK}?state=lost").status_code == 422


@pytest.mark.parametrize(
    ("form", "days", "said"),
    [
        ({"way": "post", "tracking": "RR1"}, 3, "Kjo ditë nuk ka ardhur ende."),
        ({"way": "post"}, 0, "Shkruani numrin e etiketës"),
        ({"way": "post", "tracking": "RR1"}, None, "Shkruani ditën."),
        ({"way": "hand", "entries": []}, 0, "Zgjidhni të paktën një letër."),
        ({"way": "hand", "entries": ["x"]}, 0, "Zgjidhni të paktën një letër."),
    ],
    ids=["ahead", "no number", "no day", "none", "no id"],
)
def test_what_cannot_be_recorded_is_said_on_the_page_and_nothing_is(staff, clerk, bodies, form, days, said):
    on = {} if days is None else day("day", today() + timedelta(days=days))
    answer = send(staff, BOOK, **{"entries": chosen(clerk, bodies[0]), "do": "send", **on, **form})
    assert answer.status_code == 422
    assert said in answer.text
    assert only(clerk, bodies[0])["state"] == "to_post"


def test_a_file_that_is_no_proof_is_refused(staff, clerk, bodies):
    ids = chosen(clerk, bodies[0])
    send(staff, BOOK, entries=ids, way="hand", do="send", **day("day", today()))
    wrong = {"proof": (io.BytesIO(b"just words"), "prova.txt")}
    answer = send(staff, f"{BOOK}?state=sent", entries=ids, do="deliver", **day("day", today()), **wrong)
    assert answer.status_code == 422
    assert "Pranohen PDF, JPG dhe PNG" in answer.text
    assert only(clerk, bodies[0])["state"] == "sent"


def test_of_many_at_once_it_is_said_of_which_letter_each_fault_is(staff, clerk, bodies):
    ids = chosen(clerk, *bodies)
    assert send(staff, BOOK, entries=ids[:1], way="hand", do="send", **day("day", today())).status_code == 303
    number = label(only(clerk, bodies[0]))
    numbers = {f"tracking-{ids[0]}": number, "way": "post", "do": "send"}
    refused = send(staff, BOOK, entries=ids, **numbers, **day("day", today()))
    assert refused.status_code == 422
    assert "R-2026-00014-7, Shkolla Postare 0 a: Letra nuk pret më të niset." in refused.text
    assert "R-2026-00014-7, Shkolla Postare 1 b: Shkruani numrin e etiketës" in refused.text
    told = {"way": "post", "day": today().isoformat(), "entries": [{"id": ids[0], "tracking": number}, {"id": ids[1]}]}
    faults = clerk.post("/post-book/sendings", told).json["faults"]
    assert {(one["of"], one["code"]) for one in faults} == {(ids[0], "not_to_post"), (ids[1], "tracking_needed")}
    assert only(clerk, bodies[1])["state"] == "to_post"


def test_a_form_without_its_choice_records_nothing(staff, clerk, bodies):
    ids = chosen(clerk, bodies[0])
    assert send(staff, BOOK, entries=ids, do="send", tracking="RR1", **day("day", today())).status_code == 422
    assert only(clerk, bodies[0])["state"] == "to_post"
    assert send(staff, BOOK, entries=ids, way="hand", do="send", **day("day", today())).status_code == 303
    reasons = page(staff, f"{BOOK}?state=sent").partition('name="reason"')[2].partition("</select>")[0]
    assert re.findall(r'<option value="([^"]*)"', reasons)[0] == "", "no reason is preset"
    unsaid = send(staff, f"{BOOK}?state=sent", entries=ids, do="return", reason="", **day("day", today()))
    assert (unsaid.status_code, "Zgjidhni njërën prej tyre" in unsaid.text) == (422, True)
    assert only(clerk, bodies[0])["state"] == "sent"


def test_what_has_no_address_is_not_posted_and_leads_to_where_it_is_entered(bench, staff, clerk):
    body = bench.body(name_sq="Shkolla Pa Adresë")
    bench.issue(body, **enclosed(bench))
    told = {"way": "post", "do": "send", **day("day", today()), "tracking": "RR1"}
    refused = send(staff, BOOK, entries=chosen(clerk, body), **told)
    assert (refused.status_code, "nuk ka adresë postare, ndaj letra e tij nuk mund të niset" in refused.text) == (
        422,
        True,
    )
    assert f'href="/partners/staff/institutions/{body.id}/contacts"' in page(staff, f"{BOOK}?q=Shkolla+Pa")


def test_a_body_without_an_address_is_named_before_the_batch_is_printed_whatever_the_list_shows(bench, staff, clerk):
    body = bench.body(name_sq="A Shkolla Pa Adresë Për Shtyp")  # first by name: the page names twenty
    bench.issue(body, **enclosed(bench))
    shown = page(staff, f"{BOOK}?q=Shkolla+Pa").partition("Printoni</h2>")[2].partition('value="print"')[0]
    assert "Fleta e adresës del bosh" in shown
    assert f'href="/partners/staff/institutions/{body.id}/contacts">A Shkolla Pa Adresë Për Shtyp</a>' in shown


def test_one_label_for_the_letters_of_two_bodies_is_refused_on_the_page(staff, clerk, bodies):
    told = {"way": "post", "do": "send", **day("day", today()), "tracking": label_of(bodies[0].key)}
    refused = send(staff, BOOK, entries=chosen(clerk, *bodies), **told)
    assert (refused.status_code, "Ky numër etikete është i letrës së një institucioni tjetër" in refused.text) == (
        422,
        True,
    )
    assert {only(clerk, body)["state"] for body in bodies} == {"to_post"}


def test_the_page_says_which_way_alone_is_taken_for_a_delivery(staff, bodies):
    shown = page(staff, BOOK)
    assert "dorëzimi i një letre me postë të regjistruar nuk shënohet" in shown
    assert "Ajo që çohet dorazi ose me korrier pret dëftesën e marrjes." in shown
