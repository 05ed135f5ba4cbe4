"""What nobody could read in the files of a publication: it is told by its pages, and is approved by somebody who read or heard it."""

import io

import pytest

from services.notifications.library.actions import reading
from shared.audit import AuditEntry
from shared.events.catalogue import TextOffered
from shared.events.catalogue.texts import FoundPlace
from shared.files import isolation
from shared.files.isolation import UndecidedError
from tests.intake.files import M4A
from tests.notifications import library
from tests.notifications.library import DESK, begun, compared
from tests.notifications.test_file_words import add, approve, first_file, offered
from tests.sample_files import pdf_of, pdf_together, pdf_unmapped
from tests.shared.test_sound import REFUSED, SAID, TAGGED

second, writer = library.second, library.writer
WORDS = "Zanafilla Perrallori jeton larg nga qyteti i saj dhe nuk shkon me ne shkolle"
CHECKBOX = 'name="approval-read_myself"'
#: Pages 2 and 4 are letters that are no words.
MIXED = pdf_together(pdf_of(WORDS), pdf_unmapped(WORDS), pdf_of(WORDS), pdf_unmapped(WORDS), pdf_unmapped("Fund"))


def read(bench, writer, form, name, content):
    publication = begun(writer, "Udhëzues")
    seen = add(writer, publication, form, name, content)
    compared(bench)
    return publication, seen


def test_pages_whose_letters_are_no_words_are_told_by_their_numbers(bench, writer):
    publication, _ = read(bench, writer, "pdf", "a.pdf", MIXED)
    file = first_file(writer, publication)
    assert (file["reading"], file["unread_pages"]) == ("partly", [2, 4, 5])
    assert (
        "Nuk u lexuan dot këto faqe, prandaj nuk u krahasuan: 2, 4–5."
        in writer.client.get(f"{DESK}/{publication}").text
    )


UNREAD = {"letters that are no words": ("pdf", "a.pdf", pdf_unmapped(WORDS)), "a sound": ("audio", "a.m4a", M4A)}


@pytest.mark.parametrize("what", UNREAD)
def test_by_api_it_is_approved_only_by_somebody_who_says_that_they_read_or_heard_it(bench, writer, second, what):
    publication, seen = read(bench, writer, *UNREAD[what])
    refused = approve(bench, second, publication, seen)
    assert (refused.status_code, refused.json["code"]) == (422, "publication.unread")
    assert approve(bench, second, publication, seen, read_myself=True).status_code == 200
    with bench.platform.database.reading() as session:
        entry = session.query(AuditEntry).where(AuditEntry.action == "publication.approved").one()
    assert entry.details["read_myself"] is True


def test_at_the_desk_the_box_is_there_and_is_asked_for(bench, writer, second):
    publication, _ = read(bench, writer, "audio", "a.m4a", M4A)
    assert CHECKBOX in second.client.get(f"{DESK}/{publication}").text
    path = f"/{publication}/approval"
    refused = second.press(path, {}, at=f"/{publication}")
    assert (refused.status_code, "i lexuat ose i dëgjuat vetë" in refused.text) == (422, True)
    assert second.press(path, {"approval-read_myself": "y"}, at=f"/{publication}").status_code == 303


def test_at_the_desk_a_missing_reason_and_a_missing_statement_are_said_at_once(bench, writer, second):
    publication = begun(writer, "Udhëzues")
    add(writer, publication, "audio", "a.m4a", M4A)
    compared(bench, FoundPlace(part=0, start=0, end=8, kind="name", severity="stop"))
    refused = second.press(f"/{publication}/approval", {}, at=f"/{publication}")
    assert refused.status_code == 422
    assert "shkruani pse mund të lexohen" in refused.text
    assert "i lexuat ose i dëgjuat vetë" in refused.text


def test_of_a_file_that_was_read_whole_nothing_is_asked(bench, writer, second):
    publication, _ = read(bench, writer, "pdf", "a.pdf", pdf_of(WORDS))
    assert CHECKBOX not in second.client.get(f"{DESK}/{publication}").text


def test_a_page_of_any_length_is_read_in_pieces(bench, writer):
    publication, _ = read(bench, writer, "pdf", "a.pdf", pdf_of("Para.", "fjala e tij " * 2_000 + WORDS))
    assert first_file(writer, publication)["reading"] == "read"
    assert WORDS in offered(bench)["sq.pdf.2.1"]


def test_what_there_was_no_time_for_waits_and_is_tried_again(bench, writer, second, monkeypatch):
    def slow(*_):
        raise UndecidedError("its time was over")

    real = isolation.cleaned
    publication = begun(writer, "Udhëzues")
    seen = add(writer, publication, "pdf", "a.pdf", pdf_of(WORDS))
    monkeypatch.setattr(isolation, "cleaned", slow)
    compared(bench)
    assert first_file(writer, publication)["reading"] == "again"
    assert "provohet përsëri" in writer.client.get(f"{DESK}/{publication}").text
    assert approve(bench, second, publication, seen).json["code"] == "publication.file_waits"
    monkeypatch.setattr(isolation, "cleaned", real)
    compared(bench)
    assert first_file(writer, publication)["reading"] == "read"


def test_after_three_tries_the_desk_says_that_there_was_no_time(bench, writer, second, monkeypatch):
    publication = begun(writer, "Udhëzues")
    seen = add(writer, publication, "pdf", "a.pdf", pdf_of(WORDS))

    def slow(*_):
        raise UndecidedError("its time was over")

    monkeypatch.setattr(isolation, "cleaned", slow)
    for _ in range(3):
        compared(bench)
    assert first_file(writer, publication)["reading"] == "unfinished"
    assert "as pas disa provash" in writer.client.get(f"{DESK}/{publication}").text
    assert approve(bench, second, publication, seen).json["code"] == "publication.unread"


def test_of_a_book_for_whose_end_there_was_no_time_the_last_pages_are_told(bench, writer, monkeypatch):
    publication = begun(writer, "Udhëzues")
    add(writer, publication, "pdf", "a.pdf", pdf_of(WORDS, WORDS, WORDS))
    half = b'{"pages": 3, "said": ["Familja e saj nuk shkoi."]}'
    monkeypatch.setattr(isolation, "cleaned", lambda *_: half)
    for _ in range(3):
        compared(bench)
    file = first_file(writer, publication)
    assert (file["reading"], file["unread_pages"]) == ("partly", [2, 3])


def test_a_text_is_read_in_pages_of_bounded_length_at_the_ends_of_lines(bench, writer):
    line = "Familja e saj nuk jeton larg nga shkolla.\n"
    publication, _ = read(bench, writer, "text", "a.txt", (line * 2_000).encode())
    parts = {name: said for name, said in offered(bench).items() if name.startswith("sq.text.")}
    assert list(parts) == [f"sq.text.{number}" for number in range(1, 6)]
    assert all(len(said) <= 20_000 and said.endswith("shkolla.") for said in parts.values())
    assert first_file(writer, publication)["reading"] == "read"


def test_of_a_text_without_end_the_last_pages_are_told(bench, writer, monkeypatch):
    monkeypatch.setattr(reading, "_MOST_LETTERS", 40_000)
    publication, _ = read(bench, writer, "text", "a.txt", ("fjala e tij\n" * 5_000).encode())
    assert first_file(writer, publication)["unread_pages"] == [3, 4]


def test_a_drop_cap_is_read_beside_what_stands_there_as_one_word_with_its_rest(bench, writer):
    read(bench, writer, "pdf", "a.pdf", pdf_of("Z ANAFILLA P ERRALLORI jeton larg."))
    assert offered(bench)["sq.pdf.1.1"] == "ZANAFILLA PERRALLORI jeton larg."


def texts(bench):
    """What was offered of the files, each text as its parts by name."""
    told = [data["text"] for kind, data in bench.published() if kind == TextOffered.type]
    offered = [bench.platform.documents.get_json(one)["parts"] for one in told]
    named = [{part["name"]: part["text"] for part in parts} for parts in offered]
    return [one for one in named if any(name.count(".") > 1 for name in one)]


def test_titles_and_summaries_are_offered_with_each_text_of_a_file_since_a_name_may_be_split_over_them(bench, writer):
    publication = begun(writer, "Historia e Zanafillës")
    add(writer, publication, "pdf", "a.pdf", pdf_of(*["Familja e saj nuk shkon. " * 800] * 10))
    compared(bench)
    files = texts(bench)
    assert len(files) == 2
    assert all(list(one)[:2] == ["sq.title", "sq.summary"] for one in files)
    assert all(one["sq.title"] == "Historia e Zanafillës" for one in files)


def test_a_name_that_is_split_over_two_pages_is_whole_in_one_text(bench, writer):
    publication = begun(writer, "Udhëzues")
    add(writer, publication, "pdf", "a.pdf", pdf_of(*["Familja e saj nuk shkon. " * 800] * 10))
    compared(bench)
    first, second = texts(bench)
    assert list(first)[-1] == list(second)[2]


def test_a_place_in_a_title_is_shown_once_however_many_texts_it_stands_in(bench, writer, second):
    publication = begun(writer, "Zanafilla Perrallori")
    add(writer, publication, "text", "a.txt", b"Pa emra.")
    compared(bench, FoundPlace(part=0, start=0, end=20, kind="name", severity="stop"))
    assert second.client.get(f"{DESK}/{publication}").text.count("<strong>Zanafilla Perrallori</strong>") == 1


def test_what_is_said_of_a_sound_reaches_nobody_by_either_door(bench, writer):
    publication = begun(writer, "Udhëzues")
    add(writer, publication, "audio", "a.m4a", TAGGED["a title"])
    at = f"{DESK}/{publication}/versions/1/sq/audio"
    assert SAID not in writer.client.get(at).data
    sent = {"file-language": "sq", "file-form": "audio", "file-file": (io.BytesIO(TAGGED["a title"]), "b.m4a")}
    assert writer.press(f"/{publication}/files", sent, files=True, at=f"/{publication}").status_code == 303
    assert SAID not in writer.client.get(at).data


def test_of_a_sound_with_chapters_its_sender_is_told_why_it_is_not_taken(bench, writer):
    publication = begun(writer, "Udhëzues")
    content, code = REFUSED["chapters"]
    query = {"language": "sq", "form": "audio"}
    by_api = writer.call(
        f"/{publication}/files", query_string=query, data={"file": (io.BytesIO(content), "a.m4a")}, seen=1
    )
    assert (by_api.status_code, by_api.json["errors"][0]["code"]) == (422, code)
    sent = {"file-language": "sq", "file-form": "audio", "file-file": (io.BytesIO(content), "b.m4a")}
    page = writer.press(f"/{publication}/files", sent, files=True, at=f"/{publication}")
    assert (page.status_code, "diçka tjetër veç zërit" in page.text) == (422, True)
