"""What children answered before and after an activity is entered in counts, without names, and told from ten answers up."""

import html
import re

import pytest
from sqlalchemy import text

from services.partners.activities.domain.evaluation import result
from tests.partners.activities import OPEN, PUBLIC, Person, announced, planned, step
from tests.partners.test_activities_held import came

Q = "whom_to_tell"


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def activity(writer):
    return step(writer, planned(writer), "holding", came())


def answers(yes, no, moment="before", question=Q):
    given = {"yes": yes, "no": no}
    return {
        "moment": moment,
        "answers": [{"question": question, "answer": one, "count": count} for one, count in given.items()],
    }


def enter(writer, activity, *args, **more):
    return step(writer, activity, "evaluation", answers(*args, **more))


def told(reader, activity, moment="before"):
    answer = reader.get(f"/{activity['id']}/evaluation")
    assert answer.status_code == 200, answer.text
    [found] = [one["counts"] for one in answer.json["results"] if (one["question"], one["moment"]) == (Q, moment)]
    return found


@pytest.mark.parametrize(
    ("given", "expected"), [({"a": 9}, None), ({"a": 10}, (10, 0)), ({"a": 4, "b": 6}, (4, 6)), ({}, None)]
)
def test_a_result_needs_ten_answers(given, expected):
    assert result(given, ["a", "b"], 10) == expected


def test_nine_answers_are_told_to_nobody_and_the_tenth_shows_all(directory, writer, activity):
    seen = enter(writer, activity, 6, 3)
    assert told(writer, activity) is None
    seen = enter(writer, seen, 6, 4)
    assert told(Person(directory, "auditor"), activity) == [6, 0, 4]
    enter(writer, seen, 9, 2, moment="after")
    assert (told(writer, activity), told(writer, activity, "after")) == ([6, 0, 4], [9, 0, 2])
    assert directory.audited("activity.evaluated", activity["id"]) == 3


def test_a_moment_that_is_entered_again_replaces_itself_alone(writer, activity):
    seen = enter(writer, enter(writer, activity, 8, 8), 10, 0, moment="after")
    enter(writer, seen, 0, 12)
    assert (told(writer, activity), told(writer, activity, "after")) == ([0, 0, 12], [10, 0, 0])


def test_what_was_not_held_is_not_evaluated(writer):
    refused = writer.call(f"/{planned(writer)['id']}/evaluation", answers(5, 5), seen=1)
    assert (refused.status_code, refused.json["code"]) == (409, "activity.not_now")


@pytest.mark.parametrize(
    "change",
    [
        {"moment": "during"},
        {"answers": [{"question": Q, "answer": "perhaps", "count": 1}]},
        {"answers": [{"question": "what_happened_to_you", "answer": "yes", "count": 1}]},
        {"answers": [{"question": Q, "answer": "yes", "count": -1}]},
        {"answers": [{"question": Q, "answer": "yes", "count": 1, "name": "Zana"}]},
        {"answers": [{"question": Q, "answer": "yes", "count": 1}] * 2},
    ],
)
def test_what_is_no_count_of_an_answer_is_refused(writer, activity, change):
    answer = writer.call(f"/{activity['id']}/evaluation", answers(5, 5) | change, seen=activity["revision"])
    assert answer.status_code == 422 and told(writer, activity) is None
    assert writer.call(f"/{activity['id']}/evaluation", answers(5, 5)).status_code == 428


def test_no_column_could_hold_a_name_and_no_sheet_is_kept_together(directory):
    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = 'activity_answered'"
    with directory.platform.database.reading() as session:
        found = set(session.execute(text(columns)).scalars())
    assert found == {"activity_id", "moment", "question", "answer", "count"}


def test_it_is_entered_by_hand_and_read_on_the_page(directory, writer, activity):
    path = f"/{activity['id']}/evaluation"
    assert html.unescape(writer.page(path).text).count("pak përgjigje") == 18
    wrong = writer.press(path, {"moment": "before", f"answer_{Q}_yes": "shumë"})
    assert wrong.status_code == 422 and "numër të plotë" in wrong.text
    assert writer.press(path, {f"answer_{Q}_yes": "5"}).status_code == 422
    done = writer.press(path, {"moment": "before", f"answer_{Q}_yes": "7", f"answer_{Q}_no": "4"})
    assert done.status_code == 303, done.text
    page = writer.page(path).text
    assert html.unescape(page).count("pak përgjigje") == 15 and told(writer, activity) == [7, 0, 4]
    assert re.search(r'name="answer_whom_to_tell_yes" value=""', page)
    auditor = Person(directory, "auditor")
    assert 'name="moment"' not in auditor.page(path).text
    assert auditor.client.post(f"/partners/staff/activities/{activity['id']}/evaluation").status_code in (400, 403)


def test_a_page_that_was_open_meanwhile_is_refused(writer, activity):
    path = f"/{activity['id']}/evaluation"
    page = writer.page(path).text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    enter(writer, activity, 5, 5)
    late = writer.client.post(f"/partners/staff/activities{path}", data={**hidden, "moment": "after"})
    assert late.status_code == 409 and "ndryshoi ndërkohë" in late.text


def test_answers_are_told_nowhere_outside(directory, writer):
    second = Person(directory, "publisher")
    out = step(writer, announced(writer, second), "holding", came())
    enter(writer, out, 77_123, 55_321)
    after = [_read(directory, path) for path in (f"{PUBLIC}/{out['number']}", f"{OPEN}/{out['number']}")]
    assert not any("77123" in one or "55321" in one or "kujt mund" in one for one in after)


def _read(directory, path):
    answer = directory.app.test_client().get(path)
    assert answer.status_code == 200
    return answer.text
