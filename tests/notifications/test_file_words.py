"""What can be read in the files of a publication is compared with the sealed files, as its titles are."""

import io

import pytest

from services.notifications.library import timers
from shared.clock import utc_now
from shared.events.catalogue import TextOffered
from shared.events.catalogue.texts import FoundPlace
from tests.notifications import library
from tests.notifications.library import DESK, OPEN, answered, begun, compared, get, published, released
from tests.sample_files import pdf, pdf_of

second, writer = library.second, library.writer
NAMED = "Nxënësja Zanafilla Përrallori u largua nga shkolla."
NAMES = FoundPlace(part=0, start=9, end=29, kind="name", severity="stop")
#: Before the parts of a file stand those of its publication, a title and a summary.
IN_FILE = FoundPlace(part=2, start=9, end=29, kind="name", severity="stop")
REASON = "Familja e ka lejuar me shkrim."


def offered(bench):
    """The parts of every text that was offered, by their names."""
    told = [data for kind, data in bench.published() if kind == TextOffered.type]
    parts = [part for one in told for part in bench.platform.documents.get_json(one["text"])["parts"]]
    return {part["name"]: " ".join(part["text"].split()) for part in parts}


def add(writer, publication, form, name, content, seen=1):
    query = {"language": "sq", "form": form}
    file = {"file": (io.BytesIO(content), name)}
    answer = writer.call(f"/{publication}/files", query_string=query, data=file, seen=seen)
    assert answer.status_code == 200, answer.text
    return seen + 1


def first_file(writer, publication):
    return writer.call(f"/{publication}", method="GET").json["versions"][0]["files"][0]


def approve(bench, person, publication, seen, **more):
    headers = {"Authorization": f"Bearer {person.token}", "If-Match": f'"{seen}"'}
    path = f"{person.api}/{publication}/approval"
    return bench.app.test_client().post(path, json=more, headers=headers)


FORMS = {
    "text": ("a.txt", NAMED.encode()),
    "pdf": ("a.pdf", pdf_of("Parathënie", NAMED)),
    "easy_read": ("b.pdf", pdf_of("Parathënie", NAMED)),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_name_in_a_file_is_offered_with_its_page_and_nothing_is_approved_without_a_reason(
    bench, writer, second, form
):
    publication = begun(writer, "Udhëzues")
    seen = add(writer, publication, form, *FORMS[form])
    assert first_file(writer, publication)["reading"] == "waits"
    assert approve(bench, second, publication, seen).json["code"] in {"text.compared", "publication.file_waits"}
    timers.read_files(bench.platform, utc_now())
    timers.compare_publications(bench.platform, utc_now())
    page = 1 if form == "text" else 2
    assert offered(bench)[f"sq.{form}.{page}"] == NAMED
    assert first_file(writer, publication)["reading"] == "read"
    assert approve(bench, second, publication, seen).json["code"] == "text.compared"
    answered(bench, NAMES)
    refused = approve(bench, second, publication, seen)
    assert (refused.status_code, refused.json["code"]) == (422, "text.names")
    assert approve(bench, second, publication, seen, names_reason=REASON).status_code == 200


def test_the_desk_says_on_which_page_of_which_file_somebody_is_named(bench, writer):
    publication = begun(writer, "Udhëzues")
    add(writer, publication, "text", "a.txt", NAMED.encode())
    compared(bench, IN_FILE)
    desk = writer.client.get(f"{DESK}/{publication}").text
    assert "Zanafilla Përrallori" in desk
    assert "(Shqip, Tekst, faqja 1)" in desk


def test_of_a_file_without_words_the_desk_says_that_a_person_reads_it(bench, writer, second):
    publication = begun(writer, "Udhëzues")
    seen = add(writer, publication, "pdf", "a.pdf", pdf())
    desk = writer.client.get(f"{DESK}/{publication}").text
    assert "Fjalët e tij po lexohen" in desk
    compared(bench)
    desk = writer.client.get(f"{DESK}/{publication}").text
    assert "lexojeni ose dëgjojeni vetë para miratimit" in desk
    assert first_file(writer, publication)["reading"] == "nothing"
    assert approve(bench, second, publication, seen, read_myself=True).status_code == 200


def test_another_file_in_its_place_is_read_anew(bench, writer, second):
    publication = begun(writer, "Udhëzues")
    seen = add(writer, publication, "text", "a.txt", b"Pa emra.")
    compared(bench)
    seen = add(writer, publication, "text", "a.txt", NAMED.encode(), seen)
    assert approve(bench, second, publication, seen).json["code"] in {"text.compared", "publication.file_waits"}
    compared(bench)
    assert offered(bench)["sq.text.1"] == NAMED


def test_what_a_file_names_by_its_hour_is_not_released(bench, writer, second):
    publication = begun(writer, "Udhëzues")
    seen = add(writer, publication, "text", "a.txt", NAMED.encode())
    compared(bench)
    assert approve(bench, second, publication, seen).status_code == 200
    released(bench, NAMES)
    assert get(bench, f"{OPEN}/{publication}").status_code == 404
    desk = writer.client.get(f"{DESK}/{publication}").text
    assert "krahasimi i fundit me dosjet e vulosura gjeti" in desk


def test_a_long_book_is_compared_in_several_texts_none_of_which_is_lost(bench, writer):
    publication = begun(writer, "Udhëzues")
    pages = [f"Faqja {number} " + "fjala tjetër " * 1_400 for number in range(1, 20)]
    add(writer, publication, "pdf", "a.pdf", pdf_of(*pages))
    compared(bench)
    told = [data for kind, data in bench.published() if kind == TextOffered.type]
    assert len({one["text_id"] for one in told}) == 4
    assert [name for name in offered(bench) if name.startswith("sq.pdf.")] == [f"sq.pdf.{n}" for n in range(1, 20)]


def test_a_publication_without_names_is_out_as_before(bench, writer, second):
    publication = published(writer, second, "Udhëzues")
    assert get(bench, f"{OPEN}/{publication}").status_code == 200
