"""The directory kept on pages without a script: bodies, relations, successions, contacts, files, people, passwords."""

import io
import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest

from services.partners.data import institution_id
from services.partners.schemas import exchange
from services.partners.timers import ask_for_contacts
from shared.clock import utc_now
from shared.events.catalogue import VisitConcluded
from tests.partners.bench import PASSWORD, csrf, sign_in, today
from tests.partners.test_contacts import MAILBOX, add, aged
from tests.partners.test_directory_import import new, table

STAFF = "/partners/staff/institutions"


def page(client, path, **options):
    answer = client.get(path, **options)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def send(client, path, **form):
    return client.post(path, data={"csrf_token": csrf(client.get(path)), **form})


def day(name, when):
    return {f"{name}-day": when.day, f"{name}-month": when.month, f"{name}-year": when.year}


@pytest.fixture
def staff(bench):
    client = bench.app.test_client()
    client.set_cookie("besa_staff", bench.staff("approver").token)
    return client


@pytest.fixture
def api(bench):
    return bench.staff("admin")


class TestTheOffice:
    @pytest.mark.parametrize("q", ["Bajram Curri", "bashkia tropoje", "TROPOJË"])
    def test_a_municipality_is_found_by_its_seat_and_without_marks(self, directory, staff, q):
        assert f"{STAFF}/{institution_id('bashkia-tropoje')}" in page(staff, STAFF, query_string={"q": q})

    def test_a_concluded_visit_stands_on_the_page_of_its_body_for_who_visits(self, bench, staff):
        body, visit = bench.body(), uuid4()
        told = {"visit_id": visit, "number": "VZ-2027-00012-3", "institution_id": body.id, "kind": "full"}
        told |= {"checklist": "school", "checklist_version": 1, "announced": False}
        days = {"begun_on": date(2027, 3, 1), "concluded_on": date(2027, 3, 9)}
        for _twice in range(2):
            bench.hear(VisitConcluded, visit, **told, **days)
        assert page(staff, f"{STAFF}/{body.id}").count("VZ-2027-00012-3") == 1
        staff.set_cookie("besa_staff", bench.staff("publisher").token)
        assert "VZ-2027" not in page(staff, f"{STAFF}/{body.id}")

    def test_the_list_is_filtered_by_class_county_and_day(self, directory, staff):
        shown = page(staff, f"{STAFF}?class=municipality&county=vlore")
        assert "Bashkia Sarandë" in shown
        assert "Bashkia Berat" not in shown
        assert "DAR" not in page(staff, f"{STAFF}?q=dar+elbasan&on=2024-01-01").partition("<tbody")[2]
        english = page(staff, f"{STAFF}?q=sarande", headers={"Accept-Language": "en"})
        assert ("Vlorë County" in english, "Qarku Vlorë" in english) == (True, False)
        past = page(staff, f"{STAFF}?q=dar+elbasan&on=2018-01-01")
        assert "Drejtoria Arsimore Rajonale Elbasan" in past
        assert "nga 1 mars 2019: Drejtoria Rajonale e Arsimit Parauniversitar Korçë" in past

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ("class=bank", "Zgjidhni një nga vlerat e listës."),
            ("county=x", "Zgjidhni një nga vlerat e listës."),
            ("on=2026-99-99", "Adresa kërkon diçka që kjo listë nuk e njeh."),
            ("q=%00", "Shkruani më pak fjalë, pa shenja të veçanta."),
        ],
    )
    def test_the_list_says_that_it_does_not_know_what_was_asked_and_lists_nothing(self, directory, staff, asked, said):
        refused = staff.get(f"{STAFF}?{asked}", headers={"Accept-Language": "sq"})
        assert refused.status_code == 422
        assert said in unescape(refused.text)
        assert "Bashkia" not in refused.text.partition("<tbody")[2]

    def test_the_next_page_keeps_every_filter(self, directory, staff):
        first = page(staff, f"{STAFF}?class=municipality&on=2026-01-01")
        [following] = re.findall(r'href="([^"]*after=[^"]*)"', first)
        assert "class=municipality" in following
        assert "on=2026-01-01" in following
        assert staff.get(unescape(following)).status_code == 200

    def test_a_body_is_added_and_changed(self, bench, staff, api):
        key = f"shembull-{uuid4().hex[:10]}"
        form = {"key": key, "institution_class": "agency", "name_sq": "Agjencia Shembull e Re", "name_en": "New Sample"}
        made = send(staff, f"{STAFF}/new", **form, aka="Emër tjetër\nEdhe një", powers="by_law_author")
        assert made.status_code == 303, unescape(made.text)
        body = api.get("/institutions", query_string={"q": "edhe nje emer tjeter"}).json["items"][0]
        assert (body["key"], body["powers"]) == (key, ["by_law_author"])
        path = f"{STAFF}/{body['id']}/edit"
        seen = page(staff, path)
        version = re.search(r'name="version" value="(\d+)"', seen).group(1)
        changed = {
            "version": version,
            "name_sq": "Agjencia Shembull",
            "name_en": "Sample",
            "seat": "Berat",
            "active": "y",
        }
        assert send(staff, path, **changed).status_code == 303
        late = send(staff, path, **changed)
        assert late.status_code == 422
        assert "Dikush tjetër e ka ndryshuar ndërkohë" in unescape(late.text)
        again = send(staff, f"{STAFF}/new", **form)
        assert "Ky çelës është në përdorim." in unescape(again.text)

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"key": "Jo Çelës"}, "Shkronja të vogla, shifra dhe vija."),
            ({"institution_class": "bank"}, "Ka një problem"),
            ({"name_sq": " "}, "Kjo duhet shkruar."),
            ({"valid_from-day": "31", "valid_from-month": "2", "valid_from-year": "2026"}, "Kjo datë nuk ekziston."),
            ({"county": "atlantida"}, "Ka një problem"),
        ],
    )
    def test_a_faulty_body_is_shown_again(self, staff, change, said):
        form = {"key": f"s-{uuid4().hex[:8]}", "institution_class": "agency", "name_sq": "A", "name_en": "A"}
        answer = send(staff, f"{STAFF}/new", **{**form, **change})
        assert answer.status_code == 422
        assert said in unescape(answer.text)

    def test_a_body_that_ends_before_it_begins_is_shown_again(self, staff):
        form = {"key": f"s-{uuid4().hex[:8]}", "institution_class": "agency", "name_sq": "A", "name_en": "A"}
        days = {**day("valid_from", today()), **day("valid_to", today() - timedelta(days=2))}
        answer = send(staff, f"{STAFF}/new", **form, **days)
        assert answer.status_code == 422
        assert "Mbarimi është para" in unescape(answer.text)

    def test_a_relation_is_added_and_ended(self, bench, staff, api):
        body, other = bench.body(), bench.body()
        form = {"kind": "hierarchical", "to": str(other.id), **day("valid_from", today() - timedelta(days=30))}
        assert send(staff, f"{STAFF}/{body.id}/relations/new", **form).status_code == 303
        twice = send(staff, f"{STAFF}/{body.id}/relations/new", **form)
        assert "Kjo lidhje është shënuar tashmë." in unescape(twice.text)
        shown = page(staff, f"{STAFF}/{body.id}")
        path = re.search(rf'href="({STAFF}/{body.id}/relations/[0-9a-f-]{{36}})"', shown).group(1)
        version = re.search(r'name="version" value="(\d+)"', page(staff, path)).group(1)
        dates = {**day("valid_from", today() - timedelta(days=30)), **day("valid_to", today() - timedelta(days=1))}
        assert send(staff, path, version=version, confirmed="y", **dates).status_code == 303
        assert "Jashtë fuqisë" in page(staff, f"{STAFF}/{body.id}")
        then = page(staff, f"{STAFF}/{body.id}?on={today() - timedelta(days=2)}")
        assert "Jashtë fuqisë" not in then
        assert staff.get(f"{STAFF}/{other.id}/relations/{path.rpartition('/')[2]}").status_code == 404

    def test_a_circle_an_overlap_and_itself_are_refused_in_words(self, bench, staff):
        one, two = bench.body(), bench.body()
        year = {**day("valid_from", date(2020, 1, 1)), **day("valid_to", date(2020, 12, 31))}
        path, back = (f"{STAFF}/{body.id}/relations/new" for body in (one, two))
        assert send(staff, path, kind="hierarchical", to=str(two.id), **year).status_code == 303
        for where, sent, said in (
            (back, {"to": str(one.id), **year}, "Kështu një institucion do të ishte mbi vetveten."),
            (path, {"to": str(two.id), **day("valid_from", date(2020, 6, 1))}, "tashmë për disa nga këto ditë."),
            (path, {"to": str(one.id)}, "Ka një problem"),
            (path, {"to": str(two.id), **day("valid_from", date(2022, 1, 1)), **year}, "tashmë"),
            (path, {"to": "x"}, "Ka një problem"),
            (path, {"to": str(two.id), "valid_from-day": 1, "valid_from-month": 1, "valid_from-year": 9999}, "2099"),
        ):
            answer = send(staff, where, kind="hierarchical", **sent)
            assert (answer.status_code, said in unescape(answer.text)) == (422, True), sent
        assert page(staff, f"{STAFF}/{two.id}").count("Mbyll ose korrigjo") == 0

    def test_a_source_is_named_and_led_to_and_what_is_unconfirmed_is_marked(self, directory, staff):
        shown = page(staff, f"{STAFF}/{institution_id('bashkia-tropoje')}")
        assert "mbështeten në një burim për t'u konfirmuar" in shown
        assert "asnjë burim nuk u lexua" in shown
        assert 'href="https://femijet.gov.al/al/njesite-per-mbrojtjen-e-femijeve"' in shown
        assert shown.partition("<tbody")[2].count("Për t'u konfirmuar") == 2

    def test_a_successor_is_named(self, bench, staff):
        body, other = bench.body(), bench.body()
        path = f"{STAFF}/{body.id}/succession"
        itself = send(staff, path, first=str(body.id), **day("day", today()))
        assert itself.status_code == 422
        assert send(staff, path, first=str(other.id), ground="VKM shembull", **day("day", today())).status_code == 303
        shown = page(staff, f"{STAFF}/{body.id}")
        assert "U pasua" in shown
        assert "VKM shembull" in shown
        again = send(staff, path, first=str(other.id), **day("day", today()))
        assert "Pasuesit e këtij institucioni janë shënuar tashmë." in unescape(again.text)

    def test_contacts_are_kept_and_proposals_decided(self, bench, staff, api):
        body = bench.body()
        path = f"{STAFF}/{body.id}/contacts"
        form = {"kind": "mailbox", "purpose": "recommendations", "value": "emer.mbiemer@example.org"}
        assert send(staff, path, **form).status_code == 303
        assert "Duket si i një personi" in page(staff, path)
        assert send(staff, path, **{**form, "value": "x"}).status_code == 422
        machine = bench.machine(body)
        made = machine.get("/institutions/mine/contacts").json["contacts"][0]
        machine.post("/institutions/mine/contact-proposals", {"contact_id": made["id"], "value": "zyra@example.org"})
        assert "zyra@example.org në vend të emer.mbiemer@example.org" in page(staff, f"{STAFF}/contacts")
        decision = re.search(r'action="([^"]+/decision)"', page(staff, path)).group(1)
        assert staff.post(decision, data={"csrf_token": csrf(staff.get(path)), "accepted": "yes"}).status_code == 303
        assert api.get(f"/institutions/{body.id}").json["mailbox"] == "zyra@example.org"
        token = csrf(staff.get(path))
        assert staff.post(decision, data={"csrf_token": token, "accepted": "perhaps"}).status_code == 422
        staff.post(decision, data={"csrf_token": token, "accepted": "no"})
        assert "Për këtë është vendosur tashmë." in page(staff, path)
        end = re.search(r'action="([^"]+/end)"', page(staff, path)).group(1)
        assert staff.post(end, data={"csrf_token": csrf(staff.get(path))}).status_code == 303

    def test_bodies_that_did_not_confirm_for_a_quarter_are_listed(self, bench, staff, api):
        body = bench.body(name_sq="AAA Agjencia Shembull e Heshtur")
        machine = bench.machine(body)
        assert "e Heshtur" not in page(staff, f"{STAFF}/contacts")
        aged(bench, body)
        assert "AAA Agjencia Shembull e Heshtur" in page(staff, f"{STAFF}/contacts")
        add(api, body)
        machine.post("/institutions/mine/contacts-confirmation", {"correct": True})
        assert "e Heshtur" not in page(staff, f"{STAFF}/contacts")

    def test_a_file_is_compared_and_then_taken_over(self, bench, staff, api):
        path, fresh = f"{STAFF}/import", new()
        content = table([fresh]).encode()

        def upload(**form):
            return staff.post(
                path, data={"csrf_token": csrf(staff.get(path)), "file": (io.BytesIO(content), "a.csv"), **form}
            )

        compared = upload()
        assert fresh["key"] in compared.text
        assert "Nuk u ndryshua" not in unescape(compared.text)
        blind = upload(apply="y")
        assert "Më parë shihni krahasimin" in unescape(blind.text)
        assert api.get("/institutions", query_string={"q": fresh["key"]}).json["items"] == []
        seen = re.search(r'name="seen" value="([0-9a-f]{64})"', compared.text).group(1)
        assert upload(apply="y", seen=seen).status_code == 303
        assert len(api.get("/institutions", query_string={"q": fresh["key"]}).json["items"]) == 1
        content = table([new(county="atlantida")]).encode()
        refused = upload()
        assert "Nuk ka qark të tillë." in unescape(refused.text)
        one, two = bench.body(), bench.body()
        ring = [{"body": body.key, "kind": "hierarchical", "to": to.key} for body, to in ((one, two), (two, one))]
        content = table([*ring, ring[0], {"body": "x", "kind": "y", "to": "z"}]).encode()
        shown = unescape(upload().text)
        assert "Kështu një institucion do të ishte mbi vetveten." not in shown
        assert "Ky rresht vjen dy herë." in shown
        content = table(ring).encode()
        assert "Kështu një institucion do të ishte mbi vetveten." in unescape(upload().text)
        for content in (b"\xff", b"", b"{", b'{"institutions": [{"key": "\\ud800"}]}'):  # noqa: B007 - `upload` reads it
            garbage = upload()
            assert (garbage.status_code, "Ky nuk është një skedar" in unescape(garbage.text)) == (422, True)
        nothing = send(staff, path)
        assert nothing.status_code == 422

    def test_a_file_that_is_too_large_is_refused_on_the_page(self, staff):
        # By hand: the test client leaves its own copy of a large form open.
        head = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
        token = head.format("csrf_token", "") + csrf(staff.get(f"{STAFF}/import")) + "\r\n"
        large = head.format("file", '; filename="a.csv"') + "key\r\n" + "x" * exchange.LARGEST + "\r\n--x--\r\n"
        answer = staff.post(f"{STAFF}/import", data=token + large, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 422, answer.text
        assert "deri në 4 MB" in unescape(answer.text)

    def test_the_file_is_saved_from_the_list(self, directory, staff):
        answer = staff.get(f"{STAFF}/export?format=csv&part=relations")
        assert answer.text.startswith("body,kind,to,valid_from")
        assert staff.get(f"{STAFF}/export").json["relations"]

    def test_who_may_only_read_is_offered_nothing_to_change(self, bench):
        reader = bench.app.test_client()
        reader.set_cookie("besa_staff", bench.staff("case_officer").token)
        body = bench.body()
        assert f"{STAFF}/new" not in page(reader, STAFF)
        assert "/edit" not in page(reader, f"{STAFF}/{body.id}")
        add(bench.staff("admin"), body)
        contacts = page(reader, f"{STAFF}/{body.id}/contacts")
        assert MAILBOX["value"] in contacts
        assert "csrf_token" not in contacts.partition("<main")[2]
        assert reader.get(f"{STAFF}/new").status_code == 403


class TestTheBody:
    def test_it_is_asked_in_its_inbox_and_confirms(self, bench, api):
        body = bench.body()
        add(api, body)
        client = bench.browser(body)
        assert "për këtë tremujor" not in page(client, "/partners/inbox")
        aged(bench, body)
        ask_for_contacts(bench.platform, utc_now())
        assert "Konfirmoni kontaktet e institucionit tuaj për këtë tremujor." in page(client, "/partners/inbox")
        shown = client.get("/partners/contacts")
        assert MAILBOX["value"] in shown.text
        assert client.post("/partners/contacts/confirmation", data={"csrf_token": csrf(shown)}).status_code == 303
        assert "Kontaktet u konfirmuan." in page(client, "/partners/contacts")
        assert "për këtë tremujor" not in page(client, "/partners/inbox")

    def test_its_administrator_proposes_and_others_do_not(self, bench, api):
        body = bench.body()
        made = add(api, body)
        admin, user = bench.browser(body, "partner_admin"), bench.browser(body)
        path = f"/partners/contacts/proposal?contact={made['id']}"
        assert user.get(path).status_code == 403
        assert send(admin, path, value="").status_code == 422
        assert send(admin, path, value="x").status_code == 422
        assert send(admin, path, value="sekretaria@example.org", function="sekretaria").status_code == 303
        assert send(admin, path, drop="y").status_code == 303
        new_one = {"kind": "phone", "purpose": "urgent", "value": "+355 4 222 33 44"}
        assert send(admin, "/partners/contacts/proposal", **new_one).status_code == 303
        shown = page(admin, "/partners/contacts")
        assert f"{MAILBOX['value']} të mos përdoret më" in shown
        assert "+355 4 222 33 44, Telefon, Raste urgjente" in shown
        other = add(api, bench.body())
        for wanted in (other["id"], uuid4(), "x"):
            assert admin.get(f"/partners/contacts/proposal?contact={wanted}").status_code == 404

    def test_its_administrator_lets_people_in_and_out(self, bench, pair):
        admin = bench.browser(pair[0], "partner_admin")
        name = f"shembull.{uuid4().hex[:8]}"
        made = send(admin, "/partners/people", username=name, role="partner_user")
        word = re.search(r'besa-code">([^<]+)<', made.text).group(1)
        person = bench.app.test_client()
        assert sign_in(person, name, word).status_code == 303
        assert word not in page(admin, "/partners/people")
        taken = send(admin, "/partners/people", username=name, role="partner_user")
        assert "Ky emër është në përdorim." in unescape(taken.text)
        for wrong in ("Emër", "a", "x" * 65):
            assert send(admin, "/partners/people", username=wrong, role="partner_user").status_code == 422
        path = re.search(r'action="(/partners/people/[^"]+/deactivation)"', page(admin, "/partners/people")).group(1)
        assert path.endswith("/deactivation")
        token = csrf(admin.get("/partners/people"))
        assert admin.post(path, data={"csrf_token": token}).status_code == 303
        assert person.get("/partners/inbox").status_code == 302
        stranger = bench.browser(pair[1], "partner_admin")
        token = csrf(stranger.get("/partners/people"))
        assert stranger.post(path, data={"csrf_token": token}).status_code == 404

    def test_the_last_administrator_stays(self, bench):
        body = bench.body()
        admin = bench.browser(body, "partner_admin")
        other = bench.browser(body, "partner_admin")
        [path] = re.findall(r'action="(/partners/people/[^"]+/deactivation)"', page(admin, "/partners/people"))
        assert admin.post(path, data={"csrf_token": csrf(admin.get("/partners/people"))}).status_code == 303
        assert other.get("/partners/people").status_code == 302
        me = re.findall(r'action="(/partners/people/[^"]+/deactivation)"', page(admin, "/partners/people"))
        assert me == []

    def test_a_person_takes_another_password(self, bench, pair):
        username = bench.user(pair[0])
        client, elsewhere = bench.app.test_client(), bench.app.test_client()
        for one in (client, elsewhere):
            sign_in(one, username)
        fresh = "nje tjeter fjalekalim"
        wrong = send(client, "/partners/password", current="e gabuar e gabuar", new=fresh, again=fresh)
        assert "Fjalëkalimi i tanishëm nuk është i saktë." in unescape(wrong.text)
        differing = send(client, "/partners/password", current=PASSWORD, new=fresh, again="x")
        assert "Dy fjalëkalimet nuk janë njësoj." in unescape(differing.text)
        short = send(client, "/partners/password", current=PASSWORD, new="e shkurtër", again="e shkurtër")
        assert "Fjalëkalimi ka të paktën 15 shenja." in unescape(short.text)
        stolen = send(
            client, "/partners/password", current=PASSWORD, new="qwertyuiopasdfghjkl", again="qwertyuiopasdfghjkl"
        )
        assert "gjetur në vjedhje" in unescape(stolen.text)
        done = send(client, "/partners/password", current=PASSWORD, new=fresh, again=fresh)
        assert (done.status_code, done.headers["Location"]) == (303, "/partners/login")
        assert client.get("/partners/inbox").status_code == elsewhere.get("/partners/inbox").status_code == 302
        assert sign_in(bench.app.test_client(), username).status_code == 422
        assert sign_in(bench.app.test_client(), username, fresh).status_code == 303

    def test_a_stolen_session_cannot_try_passwords_for_long(self, bench, pair):
        client, fresh = bench.browser(pair[0]), "nje tjeter fjalekalim"
        answers = [
            send(client, "/partners/password", current="e gabuar", new=fresh, again=fresh).status_code for _ in range(6)
        ]
        assert answers == [422] * 5 + [429]
