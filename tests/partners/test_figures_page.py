"""A body fills in its table of figures on a page or out of a file, is asked about what is doubtful before it sends, and sees what it sent."""

import re

import pytest

from services.partners.schemas import figure_files
from services.partners.schemas.figure_files import FileUnreadError
from shared.events.catalogue import FiguresReported
from tests.partners.bench import ANSWERER
from tests.partners.test_figures import BIRTHS, PMF, ask


@pytest.fixture
def town(bench):
    return bench.body()


@pytest.fixture
def letter(bench, town):
    [letter] = ask(bench, town, indicators=(PMF, BIRTHS))
    return letter


@pytest.fixture
def browser(bench, town):
    return bench.browser(town)


def typed(pmf=(2, 9_000), birth60=(90, 100), **more):
    fields = {"name": ANSWERER["name"], "function": ANSWERER["function"], **more}
    for place, said in enumerate((pmf, birth60)):
        fields[f"row_{place}-state"] = said if isinstance(said, str) else "counted"
        if not isinstance(said, str):
            fields |= {f"row_{place}-numerator": str(said[0]), f"row_{place}-denominator": str(said[1])}
    return fields


def post(browser, letter, fields):
    page = browser.get(f"/partners/dispatches/{letter}/figures").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    return browser.post(f"/partners/dispatches/{letter}/figures", data={"csrf_token": token, **fields})


def upload(browser, letter, content):
    """As a browser sends a file; the client of the tests would leave a file of its own behind."""
    page = browser.get(f"/partners/dispatches/{letter}/figures").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    head = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    fields = head.format("csrf_token", "") + token + "\r\n" + head.format("file", '; filename="shifra.csv"')
    sent = fields.encode() + content + b"\r\n--x--\r\n"
    address = f"/partners/dispatches/{letter}/figures/file"
    return browser.post(address, data=sent, content_type="multipart/form-data; boundary=x")


def test_the_letter_leads_to_its_table_and_with_it_the_letter_is_answered(bench, browser, letter):
    assert f"/partners/dispatches/{letter}/figures" in browser.get(f"/partners/dispatches/{letter}").text
    page = browser.get(f"/partners/dispatches/{letter}/figures").text
    assert "pmf numerator" in page and "birth60 denominator" in page
    sent = post(browser, letter, typed())
    assert sent.status_code == 303
    assert "Shifrat u dërguan" in browser.get(sent.location).text
    assert [one["version"] for one in bench.told(FiguresReported, dispatch_id=letter)] == [1]
    again = browser.get(f"/partners/dispatches/{letter}/figures").text
    assert 'value="9000"' in again and "Versioni 1" in again


def test_what_is_doubtful_is_asked_at_its_row_before_anything_is_sent(bench, browser, letter):
    zero = typed(pmf=(0, 9_000), birth60=(0, 100))
    asked = post(browser, letter, zero)
    assert asked.status_code == 422
    assert "Pse all_zero?" in asked.text
    assert bench.told(FiguresReported, dispatch_id=letter) == []
    assert post(browser, letter, {**zero, "comment": "Nuk ka fëmijë."}).status_code == 303


def test_looking_sends_nothing(bench, browser, letter):
    looked = post(browser, letter, typed(look="yes"))
    assert looked.status_code == 200
    assert "Asgjë nuk duket e dyshimtë" in looked.text
    above = post(browser, letter, typed(birth60=(101, 100), look="yes"))
    assert above.status_code == 422
    assert "Pse part_above_whole?" in above.text
    assert bench.told(FiguresReported, dispatch_id=letter) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"row_0-state": ""},
        {"row_0-state": "unheard"},
        {"row_0-numerator": "dy"},
        {"row_0-numerator": "-1"},
        {"row_0-numerator": ""},
        {"row_0-denominator": ""},
        {"row_0-state": "not_known"},
        {"name": ""},
        {"row_0-numerator": "9" * 40},
    ],
)
def test_what_is_no_count_comes_back_on_the_page(bench, browser, letter, fields):
    answer = post(browser, letter, typed() | fields)
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.text
    assert bench.told(FiguresReported, dispatch_id=letter) == []


def test_another_body_finds_no_table(bench, letter):
    stranger = bench.browser(bench.body())
    for address in ("figures", "figures.csv"):
        assert stranger.get(f"/partners/dispatches/{letter}/{address}").status_code == 404


def test_once_the_day_is_over_nothing_is_taken(bench, town, browser):
    [letter] = ask(bench, town, indicators=(PMF, BIRTHS), days=-1)
    answer = post(browser, letter, typed())
    assert answer.status_code == 422
    assert "nuk pranohen më" in answer.text


class TestFile:
    def test_the_table_goes_home_and_comes_back_filled_in(self, bench, browser, letter):
        home = browser.get(f"/partners/dispatches/{letter}/figures.csv")
        assert home.mimetype == "text/csv"
        assert home.text.splitlines()[1].startswith("pmf,pmf name,")
        filled = home.text.replace("pmf,pmf name,,,,", "pmf,pmf name,counted,2,9000,").replace(
            "birth60,birth60 name,,,,", "birth60,birth60 name,not_known,,,Nuk i kemi"
        )
        page = upload(browser, letter, filled.encode())
        assert page.status_code == 200
        assert 'value="9000"' in page.text and "Nuk i kemi" in page.text
        assert "nuk u dërguan" in page.text
        assert bench.told(FiguresReported, dispatch_id=letter) == []

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_it_is_read_as_any_spreadsheet_writes_it(self, encoding, separator):
        rows = [
            ["indicator", "state", "numerator", "denominator", "comment"],
            ["pmf", "counted", "2", "9 000", "Është çështje"],
        ]
        content = "\r\n".join(separator.join(row) for row in rows).encode(encoding)
        [row] = figure_files.read(content)
        assert (row.indicator, row.cell.numbers, row.cell.comment, row.faults) == (
            "pmf",
            (2, 9_000),
            "Është çështje",
            (),
        )

    @pytest.mark.parametrize("number", ["1,5", "1.234", "1,234", "-3", "dy", "1e3", "9" * 15, "+2", "0x10", "½", "٣٤"])
    def test_what_may_be_a_fraction_or_thousands_is_never_guessed(self, number):
        [row] = figure_files.read(f"indicator;numerator\npmf;{number}".encode())
        assert row.faults == (("numerator", "not_whole"),)
        assert row.cell.numerator is None

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "no_columns"),
            (b"\n\n", "no_columns"),
            (b"a,b\n1,2", "no_columns"),
            (b"indicator,numerator\n", "empty"),
            (b"\x00\x01\x02PK\x03\x04", "not_text"),
            (b"\xff\xfe\x00", "not_text"),
            (b'indicator,numerator\n"pmf,2', "not_text"),
            (b"indicator,numerator\n" + b"pmf,1\n" * 101, "too_many"),
            (b"indicator,numerator\n" + b"x" * figure_files.LARGEST_FILE, "too_large"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_what_is_no_such_file_is_told_so(self, browser, letter, content, code):
        with pytest.raises(FileUnreadError) as error:
            figure_files.read(content)
        assert error.value.code == code
        assert upload(browser, letter, content).status_code == 422

    def test_ten_megabytes_are_refused_on_the_page(self, bench, browser, letter):
        answer = upload(browser, letter, b"indicator,numerator\n" + b"pmf,1\n" * 1_700_000)
        assert answer.status_code == 422
        assert "tepër i madh" in answer.text
        assert bench.told(FiguresReported, dispatch_id=letter) == []

    def test_rows_that_are_missing_strange_or_wrong_are_named(self, bench, browser, letter):
        page = upload(
            browser, letter, b'indicator,state,numerator,denominator\nbirth60,counted,"1,5",100\nwash,counted,1,2\n'
        )
        assert page.status_code == 422
        assert "Rreshti 3 i skedarit" in page.text
        assert "vetëm me shifra" in page.text
        # Of the row that is missing nothing is said: it cannot be sent so.
        assert post(browser, letter, typed() | {"row_0-state": ""}).status_code == 422
        assert bench.told(FiguresReported, dispatch_id=letter) == []
