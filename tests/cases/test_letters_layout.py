"""How a letter lies on its pages: no page but the last stands half empty, and the office's coat of arms has its place at the head."""

import io
import re
from dataclasses import replace

import pypdf
import pytest

from services.cases.app import create_app
from services.cases.clients import typesetting
from tests.cases.test_letters_accessible import KINDS, elements, faults, printed
from tests.sample_files import PNG

#: Of the room between the margins, in points from the bottom of the page: the footer stands below it.
TOP, BOTTOM = 842 - 45, 54


@pytest.fixture
def arms(tmp_path):
    """The office gave a file."""
    file = tmp_path / "stema.png"
    file.write_bytes(PNG)
    typesetting.use_arms(str(file))
    yield file
    typesetting.use_arms("")


def left_empty(page):
    """Which part of the room of a page nothing is written on, from its foot."""
    heights = []

    def seen(text, drawn, place, _font, _size):
        if text.strip():
            heights.append(place[4] * drawn[1] + place[5] * drawn[3] + drawn[5])

    page.extract_text(visitor_text=seen)
    return (min(one for one in heights if one > BOTTOM) - BOTTOM) / (TOP - BOTTOM)


@pytest.mark.parametrize("with_arms", [False, True])
@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("key", KINDS)
def test_no_page_before_the_last_leaves_a_fifth_empty(request, key, language, with_arms):
    if with_arms:
        request.getfixturevalue("arms")
    for content in printed(key, language):
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        empty = [left_empty(page) for page in pages]
        assert 1 <= len(pages) <= 3
        assert all(part < 0.2 for part in empty[:-1]), (key, language, empty)


def figures(content):
    tree = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]
    return [one.get("/Alt") for one in elements(tree) if one["/S"] == "/Figure"]


@pytest.mark.parametrize(
    ("language", "called"),
    [("sq", "Stema e Republikës së Shqipërisë"), ("en", "Coat of arms of the Republic of Albania")],
)
def test_the_coat_of_arms_that_the_office_gave_stands_at_the_head_with_its_name(arms, language, called):
    [letter, reminder] = printed("remedy", language)
    for content in (letter, reminder):
        assert figures(content) == [called]
        assert faults(content, language) == []


def test_without_one_there_is_no_figure_and_nothing_is_drawn():
    assert [figures(one) for one in printed("remedy", "sq")] == [[], []]


def test_the_setting_names_the_file_and_one_that_is_no_picture_stops_the_start(bench, arms, tmp_path):
    settings = replace(bench.platform.settings, letter_arms=str(arms))
    create_app(settings)
    assert typesetting.Letterhead.arms.startswith("<svg")
    wrong = tmp_path / "stema.txt"
    wrong.write_text("<script>")
    with pytest.raises(ValueError, match="PNG or JPEG"):
        create_app(replace(settings, letter_arms=str(wrong)))


def written_on(page):
    """The lines of a page without its foot, each as it is read."""
    foot = re.compile(r"(?:faqe|page) \d+ (?:nga|of) \d+$")
    return [line.strip() for line in page.extract_text().splitlines() if line.strip() and not foot.search(line)]


#: Of the last words of a letter: the thanks, and what stands below.
THANKS = re.compile(r"Duke ju falënderuar|Thanking you|Me respekt|Yours")


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("key", KINDS)
def test_a_signature_is_never_alone_on_a_page_nor_with_the_thanks_alone(monkeypatch, key, language):
    """However long the grounds are: the end of the page falls after each line once."""
    drawn = []
    pdf = typesetting.pdf

    def kept(content, *given, **more):
        drawn.append((content, given, more))
        return pdf(content, *given, **more)

    monkeypatch.setattr(typesetting, "pdf", kept)
    printed(key, language)
    letters = [one for one in drawn if "parts" in one[0]]
    assert letters
    for content, given, more in letters:
        for lines in range(0, 44, 2):
            longer = {"part": "prose", "heading": "", "text": "\n".join(["Një rresht më shumë."] * lines)}
            grown = {**content, "parts": [content["parts"][0], longer, *content["parts"][1:]]}
            pages = pypdf.PdfReader(io.BytesIO(pdf(grown, *given, **more))).pages
            first = written_on(pages[-1])[0]
            assert not THANKS.match(first) and first != content["signature"]["function"], (key, lines, first)
