"""The letter as PDF: what it says, in which language, that it is frozen, accessible, and that no text in it is ever code."""

import hashlib
import io
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pypdf
import pytest
import typst
from sqlalchemy import text

from services.cases.clients import typesetting
from shared.events import catalogue
from tests.cases.bench import soon, today

HOSTILE = '#eval("1") #read("/etc/passwd") $x$ *b* _i_ @ref <lab> `raw` [c] {d} \\ // /* ë ç Ë Ç „shenja” #import "@preview/a:1.0.0"'
ADDRESS = "https://besa.shembull-i-nje-emri-te-gjate.gov.al/partners/api/v1/dispatches"


def two_items():
    return [
        {"text": "Të caktohet ndihmës mësues.", "evidence_expected": "Urdhri i caktimit.", "due": soon()},
        {"text": "Të shqyrtohen rastet e ngjashme.", "evidence_expected": "Raporti.", "due": soon(90)},
    ]


def text_of(content):
    """The words of a PDF as one line; without the marks that let long words break."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())


def letter(person, act, body):
    answer = person.get(f"/recommendations/{act['id']}/letters/{body.id}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.json
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.data


@pytest.fixture
def bodies(bench):
    return bench.body(
        "municipality", name_sq="Bashkia Shembull", name_en="Sample Municipality", seat="Berat"
    ), bench.body("school")


@pytest.fixture
def case(bench, story, bodies):
    return replace(story, case_id=bench.admit(bodies=[one.id for one in bodies])).with_findings()


class TestWhatItSays:
    def test_an_albanian_letter_has_all_that_a_body_needs_to_answer(self, case, bodies):
        act = case.issue(*bodies, items=two_items())
        said = text_of(letter(case.officer, act, bodies[0]))
        due = date.fromisoformat(soon())
        months = "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor".split()
        for part in (
            act["number"],
            f"{today().day} {months[today().month - 1]} {today().year}",
            "REPUBLIKA E SHQIPËRISË AVOKATI I POPULLIT Seksioni për Mbrojtjen dhe Promovimin e të Drejtave të Fëmijëve",
            "Nr. 1 Prot. Tiranë, më",
            f"Akti {act['number']}",
            "Lënda: Rekomandim për vënien në vend të së drejtës: Kthimi i fëmijës në shkollë",
            "BASHKISË SHEMBULL Berat ORGANIT SHEMBULL",
            f"ORGANIT SHEMBULL {bodies[1].key.upper()} Avokati i Popullit",
            "në mbështetje të nenit 63, pika 3, të Kushtetutës dhe të ligjit nr. 8454",
            "REKOMANDOJMË:",
            "E drejta për arsim nuk u respektua.",
            "1. Të caktohet ndihmës mësues.",
            f"Të zbatohet deri më: {due.day} {months[due.month - 1]} {due.year}.",
            "Prova që pritet: Urdhri i caktimit.",
            "2. Të shqyrtohen rastet e ngjashme.",
            "brenda 30 ditëve kalendarike nga dita e dorëzimit",
            "http://127.0.0.1:8000/partners/inbox",
            "http://127.0.0.1:8000/partners/api/v1/dispatches",
            f"duke shënuar numrin {act['number']}",
            "Duke ju falënderuar për bashkëpunimin, PËRGJEGJËSI I SEKSIONIT Shembull Përgjegjësi",
        ):
            assert part in said, part
        places = [
            said.index(part) for part in ("Prot.", "Lënda:", "BASHKISË", "rezultoi", "REKOMANDOJMË", "PËRGJEGJËSI I")
        ]
        assert places == sorted(places), "the parts stand in the order of a real letter"
        assert "PROJEKT" not in said and "Drejtuar" not in said and "shkronja" not in said

    def test_it_says_whether_a_complaint_or_the_office_began_it_and_names_nobody(self, bench, case, bodies):
        on_complaint = text_of(letter(case.officer, case.issue(bodies[0], items=two_items()), bodies[0]))
        assert "për të cilën flet kjo shkresë. Çështja nisi nga një ankesë." in on_complaint
        memo = {"trigger": {"kind": "media", "source": "Gazeta Shembull"}, "memo": "Zyra vendosi vetë."}
        new = {**memo, "title": "Shembull", "rights": ["28"], "bodies": [str(bodies[0].id)], "places": []}
        own = replace(case, case_id=UUID(case.approver.post("/cases", new).json["id"])).with_findings()
        said = text_of(letter(own.officer, own.issue(bodies[0], items=two_items()), bodies[0]))
        assert "Çështja nisi me nismën e vetë zyrës." in said and "ankes" not in said

    def test_an_english_letter_is_english_throughout(self, case, bodies):
        items = [{"text": "Appoint an assistant.", "evidence_expected": "The order.", "due": soon()}]
        act = case.issue(bodies[0], items=items, language="en", title="Back to school", grounds="The law says so.")
        said = text_of(letter(case.officer, act, bodies[0]))
        for part in (
            "Subject: Recommendation to restore the right: Back to school",
            "To: SAMPLE MUNICIPALITY Berat The People's Advocate",
            "paragraph 3, of the Constitution and of Law no. 8454",
            "WE RECOMMEND:",
            "Evidence expected: The order.",
            "within 30 calendar days of delivery",
            "On paper",
            "THE HEAD OF SECTION Shembull Përgjegjësi",
        ):
            assert part in said, part
        assert "article 21" not in said
        assert "Dear" not in said, "a body is no person"
        for albanian in ("Drejtuar", "Prova", "Arsyet", "përgjigj", "Konstatojmë"):
            assert albanian not in said

    @pytest.mark.parametrize(
        ("kind", "body_class", "heading"),
        [
            ("prosecution_referral", "prosecution", "Lënda: Rekomandim për fillimin e hetimeve"),
            ("constitutional_review", "constitutional_court", "KËRKESË Kërkues: Avokati i Popullit"),
            ("assembly_report", "assembly", "RAPORT I VEÇANTË"),
        ],
    )
    def test_each_kind_has_words_of_its_own(self, bench, case, kind, body_class, heading):
        body = bench.body(body_class)
        act = case.issue(body, kind=kind, items=[{"text": "Të vendoset."}])
        said = text_of(letter(case.officer, act, body))
        assert heading in said
        assert "Iu drejtua edhe" not in said

    @pytest.mark.parametrize(
        ("language", "opening", "asks"),
        [
            ("sq", "Për dijeni, ju dërgojmë shkresën", "REKOMANDOJMË"),
            ("en", "For your information, we send you the letter", "WE RECOMMEND"),
        ],
    )
    def test_who_is_only_informed_is_recommended_nothing_and_asked_for_nothing(
        self, case, bodies, language, opening, asks
    ):
        roles = ("responsible", "for_information")
        addressees = [{"institution_id": str(one.id), "role": role} for one, role in zip(bodies, roles, strict=True)]
        act = case.issue(*bodies, items=two_items(), addressees=addressees, language=language)
        informed, asked = (text_of(letter(case.officer, act, bodies[place])) for place in (1, 0))
        assert opening in informed and asks not in informed and "/partners/inbox" not in informed
        assert asks in asked and opening not in asked and "/partners/inbox" in asked

    def test_a_request_for_information_is_signed_by_the_officer_and_needs_no_grounds(self, bench, story):
        school = bench.body("school")
        story.step("assign")
        story.step("request_information", institution_id=str(school.id), text="Dërgoni regjistrin.")
        (told,) = bench.told(catalogue.RecommendationIssued)
        said = text_of(letter(story.officer, {"id": told["recommendation_id"]}, school))
        assert "Lënda: Kërkesë për informacion" in said and "EKSPERTI I ÇËSHTJES" in said
        assert "ju lutemi të na vini në dispozicion: 1. Dërgoni regjistrin." in said and "2. " not in said
        assert "REKOMANDOJMË" not in said and "rezultoi" not in said


class TestHowPeopleAreSpokenOf:
    @pytest.mark.parametrize(
        ("form", "said"),
        [
            ("feminine", "PËRGJEGJËSJA E SEKSIONIT Shembull"),
            ("masculine", "bashkëpunimin, PËRGJEGJËSI I SEKSIONIT Shembull"),
        ],
    )
    def test_who_signs_is_called_as_they_said(self, bench, case, bodies, form, said):
        sql = "UPDATE staff_member SET title_form = :form WHERE id = :id"
        with bench.platform.database.transaction() as session:
            session.execute(text(sql), {"form": form, "id": case.approver.id})
        act = case.issue(bodies[0], items=two_items())
        assert said in text_of(letter(case.officer, act, bodies[0]))

    @pytest.mark.parametrize(
        ("body_class", "kind", "greeting"),
        [
            ("prefect", "practice_change", "Të nderuar, Avokati"),
            ("judicial_oversight", "judicial_notice", ""),
            ("assembly", "law_reform", ""),
        ],
    )
    def test_one_person_alone_is_greeted_by_their_office_and_no_sex_is_guessed(
        self, bench, case, body_class, kind, greeting
    ):
        key = {"key": "ild"} if kind == "judicial_notice" else {}
        matter = {"judicial_matter": "judge"} if kind == "judicial_notice" else {}
        body = bench.body(body_class, **key)
        items = two_items() if kind != "judicial_notice" else [{"text": one["text"]} for one in two_items()]
        act = case.draft(body, kind=kind, items=items, **matter)
        said = text_of(letter(case.officer, act, body))
        assert greeting in said and said.count(" nderuar") == bool(greeting)

    def test_of_several_addressees_none_is_greeted(self, bench, case, bodies):
        prefect = bench.body("prefect")
        act = case.draft(prefect, bodies[0], items=two_items())
        assert " nderuar" not in text_of(letter(case.officer, act, prefect))

    def test_a_court_is_offered_neither_portal_nor_api(self, bench, case):
        body = bench.body("constitutional_court")
        act = case.draft(body, kind="constitutional_review", items=[{"text": "Të vendoset."}])
        said = text_of(letter(case.officer, act, body))
        assert "Përgjigjen dërgojeni me shkresë" in said
        assert "/partners/" not in said and "API" not in said

    def test_no_application_and_no_report_greets_anybody(self, bench, case):
        body = bench.body("constitutional_court")
        act = case.draft(body, kind="constitutional_review", items=[{"text": "Të vendoset."}])
        said = text_of(letter(case.officer, act, body))
        assert "nderuar" not in said and "Objekti: Kthimi i fëmijës në shkollë." in said


class TestFrozen:
    def test_what_was_sent_stays_and_its_digest_stands_in_the_copy(self, bench, case, bodies):
        act = case.issue(*bodies, items=two_items())
        before = letter(case.officer, act, bodies[0])
        (told,) = bench.told(catalogue.RecommendationIssued, recommendation_id=act["id"])
        copies = {
            one["institution_id"]: bench.platform.documents.get_json(one["rendering"]) for one in told["addressees"]
        }
        copy = copies[str(bodies[0].id)]
        assert copy["pdf_sha256"] == hashlib.sha256(before).hexdigest()
        assert bench.platform.documents.get(copy["pdf"]) == before
        bench.tell_of(bodies[0], "municipality", name_sq="Bashkia e Re")
        assert letter(case.officer, act, bodies[0]) == before
        assert letter(case.officer, act, bodies[1]) != before
        assert bench.audited("letter.read", act["id"]) == 3

    def test_a_draft_is_shown_with_a_watermark_and_without_a_number(self, case, bodies):
        act = case.draft(*bodies, items=two_items())
        said = text_of(letter(case.officer, act, bodies[0]))
        assert (
            "PROJEKT" in said
            and "ende pa numër" in said
            and "Nr. ________ Prot." in said
            and "Projekt, i panënshkruar" in said
        )
        assert f"duke shënuar numrin R-{today().year}-…" in said
        english = case.draft(*bodies, items=two_items(), language="en")
        assert "DRAFT" in text_of(letter(case.officer, english, bodies[0]))

    def test_the_first_paper_of_a_case_takes_a_number_and_the_later_ones_its_fractions(self, bench, case, bodies):
        numbers = [case.issue(bodies[0], items=two_items())["protocol"] for _ in range(3)]
        other = replace(case, case_id=bench.admit(bodies=[one.id for one in bodies])).with_findings()
        first = int(numbers[0])
        assert numbers == [f"{first}", f"{first}/1", f"{first}/2"]
        assert other.issue(bodies[0], items=two_items())["protocol"] == f"{first + 1}"
        assert bench.scalar("SELECT count(*) FROM protocol_entry WHERE case_id = :id", id=case.case_id) == 3

    def test_letters_of_one_moment_have_numbers_of_their_own(self, case, bodies):
        numbers = [case.issue(bodies[0], items=two_items())["number"] for _ in range(3)]
        assert len(set(numbers)) == 3

    def test_nobody_reads_a_letter_that_is_not_theirs(self, bench, case, bodies):
        act = case.issue(bodies[0], items=two_items())
        path = f"/recommendations/{act['id']}/letters"
        for person, body, status in (
            (case.officer, bodies[1].id, 404),
            (case.officer, uuid4(), 404),
            (bench.person("case_officer"), bodies[0].id, 404),
            (bench.person("publisher"), bodies[0].id, 403),
            (bench.person("auditor"), bodies[0].id, 403),
        ):
            assert person.get(f"{path}/{body}").status_code == status


class TestTypesetting:
    def test_text_is_never_code(self, case, bodies):
        items = [{"text": HOSTILE, "evidence_expected": HOSTILE, "due": soon()}]
        act = case.issue(bodies[0], items=items, title=HOSTILE[:199], grounds=HOSTILE)
        said = text_of(letter(case.officer, act, bodies[0]))
        assert said.count(" ".join(HOSTILE.split())) >= 2

    @pytest.mark.parametrize(
        "text",
        [
            "😀 漢字 مرحبا",
            "\u0378",
            "\t\u2028",
            "X" * 19_000,
            "= \n- \n+ \n/ a: b",
            "e\u0308\u0301" * 50,
        ],
    )
    def test_whatever_is_written_gives_a_letter(self, case, bodies, text):
        act = case.draft(bodies[0], items=[{"text": f"Masë {text}", "evidence_expected": f"p {text}", "due": soon()}])
        assert letter(case.officer, act, bodies[0]).startswith(b"%PDF-")

    def test_every_character_that_is_let_through_can_be_shown(self):
        every = "".join(chr(code) for code in range(0x20, 0x2600))
        assert typesetting.pdf(sample(grounds=" ".join(every)), date(2026, 5, 5)).startswith(b"%PDF-")

    def test_a_long_word_does_not_run_off_the_paper(self):
        content = typesetting.pdf(sample(grounds="X" * 600), date(2026, 5, 5))
        lines = [
            line for page in pypdf.PdfReader(io.BytesIO(content)).pages for line in page.extract_text().split("\n")
        ]
        assert max(line.count("X") for line in lines) < 100

    def test_an_address_is_printed_so_that_it_can_be_copied(self):
        page = pypdf.PdfReader(io.BytesIO(typesetting.pdf(sample(), date(2026, 5, 5)))).pages[0]
        assert ADDRESS in page.extract_text().split("\n"), "on one line, with no sign in it that is not in the address"

    def test_the_same_content_gives_the_same_bytes_and_the_day_is_in_them(self):
        first, again = (typesetting.pdf(sample(), date(2026, 5, 5)) for _ in range(2))
        assert first == again
        assert typesetting.pdf(sample(), date(2026, 5, 6)) != first
        assert pypdf.PdfReader(io.BytesIO(first)).metadata["/CreationDate"].startswith("D:20260505")

    def test_it_is_tagged_for_screen_readers_in_its_language(self):
        reader = pypdf.PdfReader(io.BytesIO(typesetting.pdf(sample(language="en"), date(2026, 5, 5))))
        root = reader.trailer["/Root"]
        assert reader.metadata.title == "R-2026-00001-7"
        assert not untagged(reader)
        assert {"/P", "/L", "/LI", "/Title"} <= tags(root["/StructTreeRoot"])
        assert bool(root["/MarkInfo"]["/Marked"])
        assert root["/Lang"] == "en"
        assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
        assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()

    @pytest.mark.parametrize(
        "code",
        [
            '#read("/etc/passwd")',
            '#read("../kinds.yaml")',
            '#import "@preview/tiaoma:0.3.0": *',
            '#image("/proc/self/environ")',
        ],
    )
    def test_a_template_reads_nothing_outside_its_folder_and_fetches_nothing(self, tmp_path, code):
        (tmp_path / "letter.typ").write_text(f'#set document(title: "x")\n{code}')
        with pytest.raises(typst.TypstError):
            typesetting.pdf(sample(), date(2026, 5, 5), tmp_path)


#: What leaves a mark on the page (PDF 32000-1, tables 59, 60, 74 and 87).
PAINTS = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do"}


def untagged(reader):
    """What is painted neither as a part of the structure nor as an artifact (PDF/UA-1, 7.1)."""
    found = []
    for page in reader.pages:
        depth = 0
        for _operands, operator in page.get_contents().operations:
            depth += (operator in {b"BDC", b"BMC"}) - (operator == b"EMC")
            if operator in PAINTS and depth == 0:
                found.append(operator)
    return found


def tags(node):
    """The kinds of the elements of a structure tree."""
    node = node.get_object()
    inside = node.get("/K", []) if isinstance(node, dict) else []
    children = inside if isinstance(inside, list) else [inside]
    own = {node["/S"]} if isinstance(node, dict) and "/S" in node else set()
    return own.union(*(tags(one) for one in children if isinstance(one.get_object(), dict)))


def sample(grounds="Arsye", **changes):
    words = "page of draft to due evidence attachments unsigned subject for_information".split()
    content = {
        "words": {word: word for word in words},
        "draft": False,
        "language": "sq",
        "title_line": "R-2026-00001-7",
        "sender": "Avokati i Popullit",
        "footer": "R-2026-00001-7",
        "letterhead": ["REPUBLIKA E SHQIPËRISË", "AVOKATI I POPULLIT", "Seksioni"],
        "protocol": "Nr. 465/1 Prot.",
        "place_and_day": "Tiranë, më 5 maj 2026",
        "act": "Akti R-2026-00001-7",
        "subject": "Titull",
        "to": [{"name": "BASHKISË SHEMBULL", "seat": "Berat"}],
        "informed": ["Prefektit të Qarkut Berat"],
        "heading": "",
        "parts": [
            {"part": "prose", "heading": "", "text": grounds},
            {"part": "demand", "heading": "", "text": "Për sa më sipër,", "verb": "REKOMANDOJMË:"},
            {"part": "items", "items": [{"text": "Masa", "due": None, "evidence": ""}]},
            {"part": "ways", "text": "Rrugët:", "ways": [{"text": "API", "address": ADDRESS}]},
        ],
        "attachments": [],
        "signature": {"function": "KOMISIONERI", "instead_of": "", "name": "Shembull"},
        "check": {"text": "Provohet te:", "address": "http://127.0.0.1:8000/cases/check"},
    }
    return {**content, **changes}
