"""What is taken in as evidence, by content and by name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.evidence import LARGEST, EvidenceRefusedError, examine, neutral_name
from tests.intake.files import DOCX, EICAR, EXE, HEIC, HTML, JPG, M4A, MP4, PDF, PNG, SVG, ZIP, docx_with_macros


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(EvidenceRefusedError) as refused:
        examine(name, content)
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "content", "media_type", "extension"),
    [
        ("foto.jpg", JPG, "image/jpeg", "jpg"),
        ("FOTO.JPEG", JPG, "image/jpeg", "jpg"),
        ("ekrani.png", PNG, "image/png", "png"),
        ("iphone.heic", HEIC, "image/heic", "heic"),
        ("vendim.pdf", PDF, "application/pdf", "pdf"),
        ("letra.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        ("video.mp4", MP4, "video/mp4", "mp4"),
        ("zeri.m4a", M4A, "audio/mp4", "m4a"),
        ("shenim.txt", "Më thirri në zyrë.\n".encode(), "text/plain", "txt"),
        ("bmw.txt", b"BMW e zeze me targa", "text/plain", "txt"),
    ],
)
def test_the_kinds_of_the_list_are_taken(name, content, media_type, extension):
    kind = examine(name, content)
    assert (kind.media_type, kind.extension) == (media_type, extension)


@pytest.mark.parametrize(
    "name",
    [
        "", "vendim", "...", ".htaccess", "../../etc/passwd", "..\\..\\x.pdf", "CON.pdf", "x.pdf.", "x.pdf ", "a" * 5000,
        "Zanafilla Kanarina.pdf", "x\x00.pdf", "a.exe.pdf",
    ],
)  # fmt: skip
def test_a_name_is_no_path_and_may_be_odd(name):
    assert examine(name, PDF).extension == "pdf"


@pytest.mark.parametrize("name", ["foto.jpg", "a.pdf.exe", "a.html", "a.docx", "a.php", "..%2fevil.php"])
def test_an_ending_that_the_content_contradicts_is_refused(name):
    assert refusal(name, PDF) == "file_name_mismatch"


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("exe named pdf", EXE),
        ("elf", b"\x7fELF" + b"\x00" * 64),
        ("html", HTML),
        ("html after blanks", b"  \n\n" + HTML),
        ("svg", SVG),
        ("gif", b"GIF89a/*" + b"\x00" * 64),
        ("zip", ZIP),
        ("word with macros", docx_with_macros()),
        ("pdf with something before it", b"x" + PDF),
        ("pdf with html before it", HTML + PDF),
        ("pdf with html in its head", PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4\n<script>alert(1)</script>\n")),
        ("pdf with html behind it", PDF + b"<html><script>alert(1)</script>"),
        ("pdf with a zip behind it", PDF + ZIP),
        ("pdf with a zip inside", PDF.replace(b"%%EOF", ZIP + b"\n%%EOF")),
        ("pdf that was cut off", PDF[:-10]),
        ("picture with a zip behind it", JPG + ZIP),
        ("picture with html in its head", JPG[:20] + HTML + JPG[20:]),
        ("script", b"#!/bin/sh\nrm -rf /\n"),
        ("rtf", b"{\\rtf1 hello}"),
        ("postscript", b"%!PS-Adobe-3.0\n"),
        ("text with NUL", b"abc\x00def"),
        ("text in another encoding", "Më".encode("utf-16")),
        ("text in latin-1", "Më thirri".encode("latin-1")),
        ("xml", b"<?xml version='1.0'?><a/>"),
    ],
)
def test_any_other_content_is_refused_whatever_its_name(what, content):
    for name in ("x.pdf", "x.jpg", "x.txt", "x"):
        assert refusal(name, content) == "file_type_not_allowed", what


def test_a_picture_may_hold_php_in_a_comment():
    assert examine("x.jpg", JPG + b"<?php system('id'); ?>").extension == "jpg"


def test_the_test_virus_is_refused_as_such():
    assert refusal("eicar.txt", EICAR) == "file_infected"


def test_an_empty_file_is_refused():
    assert refusal("x.txt", b"") == "file_empty"


def test_twenty_mebibytes_fit_and_one_byte_more_does_not():
    assert examine("x.txt", b"a" * LARGEST).extension == "txt"
    assert refusal("x.txt", b"a" * (LARGEST + 1)) == "file_too_large"


@settings(max_examples=300)
@given(st.binary(max_size=2000), st.text(max_size=30))
def test_no_content_and_no_name_breaks_the_look(content, name):
    try:
        kind = examine(name, content)
    except EvidenceRefusedError as refused:
        assert refused.code.startswith("file_")
    else:
        assert kind.extension in {"jpg", "png", "heic", "pdf", "docx", "mp4", "m4a", "txt"}


def test_the_name_that_goes_on_says_nothing():
    assert neutral_name(1, "pdf") == "prova-01.pdf"
    assert neutral_name(10, "jpg") == "prova-10.jpg"
