"""What the story says when something does not come, and that its table shows what it counts. The story itself is played by
the tests of the demonstration, on everything.
"""

import json
import threading

import pytest
from flask import Flask, Response, make_response, redirect, request
from werkzeug.serving import make_server

from deploy import against, sample
from deploy.story import StoryError, Table, speaking, words
from deploy.story.bodies import Body
from deploy.story.paper import ON_PAPER, PaperBody
from deploy.story.speaking import Api, Browser, RefusedError, wait_for
from deploy.story.table import Row
from services.intake.domain.evidence import TAKEN
from shared.uploads import examine

FORM = '<form method="post"><input type="hidden" name="csrf_token" value="token-7"><input name="name"></form>'
REFUSAL = '<p class="govuk-error-message"><span>Gabim:</span> Shkruani emrin</p>'


def app():
    made = Flask(__name__)

    @made.get("/refused")
    def refused():
        problem = {"code": "late", "legal": ["wait"], "errors": [{"pointer": "/bodies/0", "code": "unknown"}]}
        return Response(json.dumps(problem), 409, content_type="application/problem+json")

    @made.post("/echo")
    def echo():
        return {"key": request.headers.get("Idempotency-Key"), "body": request.get_json()}

    @made.route("/form", methods=["GET", "POST"])
    def form():
        if request.method == "GET":
            answer = make_response(FORM)
            answer.set_cookie("visit", "1")
            return answer
        if request.cookies.get("visit") != "1" or request.form["csrf_token"] != "token-7":
            return "", 400
        return (REFUSAL, 422) if not request.form["name"] else redirect("/done", 303)

    @made.get("/done")
    def done():
        return "Faleminderit"

    @made.get("/bare")
    def bare():
        return "no form"

    return made


@pytest.fixture(scope="module")
def url():
    server = make_server("127.0.0.1", 0, app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def row(**changes):
    same = {
        "act": "R-2026-00014-7",
        "item": "1",
        "body": "Bashkia Shembull",
        "body_class": "municipality",
        "delivery": "delivered",
    }
    same |= {"reply": "accepted", "claimed": "in_process", "assessed": "in_process"}
    return Row(**{**same, "reply_due": "2026-12-25", "timeliness": "due_in (30 days)", **changes})


def test_what_does_not_come_is_named_with_how_long_was_waited(monkeypatch):
    monkeypatch.setattr(speaking, "SECONDS", 0.2)
    with pytest.raises(StoryError, match=r"the case did not come within 0 seconds"):
        wait_for("the case", lambda: None)


def test_what_comes_late_is_waited_for():
    answers = iter([None, [], "here"])
    assert wait_for("it", lambda: next(answers)) == "here"


def test_a_refusal_is_a_sentence_with_its_code_and_pointers(url):
    with pytest.raises(RefusedError, match=r"GET /refused was answered with 409 .*late.*wait") as raised:
        Api(url).get("/refused")
    assert (raised.value.status, raised.value.pointers) == (409, ["/bodies/0"])


def test_each_post_has_an_idempotency_key_of_its_own(url):
    first, second = (Api(url).post("/echo", {"a": 1}) for _ in range(2))
    assert first["body"] == {"a": 1}
    assert first["key"] != second["key"]


def test_nobody_there_is_a_sentence_and_no_status():
    with pytest.raises(StoryError, match=r"no answer from http://127\.0\.0\.1:9"):
        Api("http://127.0.0.1:9").get("/x")
    assert Api("http://127.0.0.1:9").status("/x") == 0


def test_a_form_is_sent_with_the_token_and_the_cookies_of_its_page(url):
    assert Browser(url).send("/form", {"name": "Shembull"}) == "Faleminderit"


def test_a_refused_form_says_what_stands_at_its_fields(url):
    with pytest.raises(StoryError, match=r"422\. Gabim: Shkruani emrin"):
        Browser(url).send("/form", {"name": ""})


def test_a_page_without_a_form_is_named(url):
    with pytest.raises(StoryError, match="/bare has no form"):
        Browser(url).send("/bare", {})


def test_the_table_counts_what_it_shows():
    table = Table([row(), row(item="2"), row(reply="refused", claimed="–")], ["Bashkia: 1 of 2"])
    text = table.text()
    assert "1 recommendations: 3 obligations in 2 different states" in text
    assert "Not delivered" not in text
    assert text.count("2026-12-25") == 3
    assert text.endswith("Bashkia: 1 of 2")
    assert len({line.index("Bashkia Shembull") for line in text.splitlines() if "Shembull" in line}) == 1


def test_what_came_back_stands_apart_below_what_arrived():
    back = row(act="R-2026-00015-5", body="Bashkia Shembull Tjetër", delivery="failed", reply="none", reply_due="–")
    upper, _, below = Table([back, row()], ["Bashkia: 1 of 2"]).text().partition("Not delivered (1)")
    assert ("R-2026-00015-5" in upper, "R-2026-00015-5" in below) == (False, True)
    assert ("R-2026-00014-7" in upper, "R-2026-00014-7" in below) == (True, False)


def test_what_goes_by_post_in_the_story_has_nobody_with_a_log_in():
    assert not set(ON_PAPER) & set(sample.INSTITUTIONS)
    assert [PaperBody.of(key).body_class for key in ON_PAPER] == ["municipality", "municipality"]


def test_a_file_is_read_as_it_is_and_its_refusal_is_a_sentence(url):
    assert Api(url).download("/done") == b"Faleminderit"
    with pytest.raises(RefusedError, match="409"):
        Api(url).download("/refused")


def test_credentials_without_a_needed_class_are_refused():
    with pytest.raises(StoryError, match="no institution of the class police"):
        Body.of_class("http://127.0.0.1:9", [{"class": "ministry"}], "police")


def test_the_pictures_of_the_story_are_real_pictures():
    assert words.picture(1) != words.picture(2)
    assert examine("rruga.png", words.picture(200), TAKEN).media_type == "image/png"


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read"), ("no json", "is not JSON"), ("[]", "holds no"), ("{}", "holds no")]
)
def test_credentials_that_are_none_end_with_the_reason(tmp_path, capsys, content, said):
    file = tmp_path / "credentials.json"
    if content is not None:
        file.write_text(content)
    assert against.main(["http://127.0.0.1:9", "--credentials", str(file)]) == 1
    assert said in capsys.readouterr().err


def test_an_installation_that_does_not_answer_ends_with_its_address(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(speaking, "SECONDS", 0.2)
    partners = [
        {"class": wanted, "institution_id": "1", "name": "x", "client_id": "x", "client_secret": "x",
         "users": [{"username": "x", "password": "x"}]}
        for wanted in ("municipality", "agency", "police", "ministry")
    ]  # fmt: skip
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps({"url": "http://127.0.0.1:9", "staff": {}, "partners": partners}))
    assert against.main(["--credentials", str(file)]) == 1
    assert "intake at http://127.0.0.1:9 did not come" in capsys.readouterr().err
