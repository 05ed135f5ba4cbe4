"""What is put into the library: the rule of `shared.files` at its doors, for the desk and for anybody."""

import io

import pytest

from tests.hostile_files import FILES, MARKS
from tests.notifications.library import DESK, PUBLIC, begun, get, published, second, writer

__all__ = ["second", "writer"]


def sent(writer, publication, hostile, at, form="pdf"):
    query = {"language": "sq", "form": form}
    file = {"file": (io.BytesIO(hostile.content), hostile.name)}
    return writer.call(f"/{publication}/files", query_string=query, data=file, seen=at)


def looked_at(writer, publication, form="pdf"):
    return writer.client.get(f"{DESK}/{publication}/versions/1/sq/{form}")


@pytest.mark.parametrize("what", FILES)
def test_at_the_desk_it_is_refused_or_comes_out_clean(writer, what):
    hostile, publication = FILES[what], begun(writer)
    answer = sent(writer, publication, hostile, 1)
    if answer.status_code != 200:
        assert answer.status_code in {413, 415, 422}
        assert answer.json["code"]
        assert looked_at(writer, publication).status_code == 404, "nothing of it is kept"
        return
    assert "clean" in hostile.becomes.split("|")
    shown = looked_at(writer, publication)
    assert (shown.status_code, shown.mimetype) == (200, "application/pdf")
    assert [mark for mark in MARKS if mark in shown.data] == []


@pytest.mark.parametrize("form", ["text", "easy_read", "audio"])
def test_no_form_takes_what_another_kind_of_file_is(writer, form):
    publication = begun(writer)
    for what in ("SVG with a script", "DOCX that reads a file", "JPEG with author, place and comment"):
        answer = sent(writer, publication, FILES[what], 1, form)
        assert answer.status_code in {413, 415, 422}, what


def test_what_anybody_fetches_is_the_clean_copy(bench, writer, second):
    hostile = FILES["PDF with a script"]
    publication = published(writer, second, first=("pdf", hostile.name, hostile.content))
    shown = get(bench, f"{PUBLIC}/{publication}/versions/1/sq/pdf")
    assert (shown.status_code, shown.mimetype) == (200, "application/pdf")
    assert [mark for mark in MARKS if mark in shown.data] == []
