"""The title of a case is the office's own: nothing that leaves holds it, so that nobody has to compare it with the sealed files."""

import json
import re

from sqlalchemy import text

from services.cases import timers
from shared import clock
from shared.documents import DocumentDamagedError, DocumentMissingError
from tests.cases.ladder_world import Silence
from tests.cases.test_api_public import decide
from tests.cases.test_letters import text_of
from tests.cases.test_ways import reminded

#: A word that stands in the title of the case and in nothing else.
TITLE = "Fletëdrejtuese"


def _leaves(bench):
    """What every event says, and every document that it leads to, in words."""
    with bench.platform.database.reading() as session:
        payloads = [str(one) for one in session.execute(text("SELECT payload FROM outbox")).scalars()]
    seen, told = set(), [*payloads]
    while told:
        said = told.pop()
        yield said
        for name in set(re.findall(r"[0-9a-f]{64}", said)) - seen:
            seen.add(name)
            try:
                content = bench.platform.documents.get(name)
            except (DocumentMissingError, DocumentDamagedError):
                continue
            if content.startswith(b"%PDF-"):
                told.append(text_of(content))
            else:
                told.append(json.dumps(json.loads(content), ensure_ascii=False))


def test_no_event_document_letter_or_public_page_holds_the_title_of_a_case(story, bench, commissioner):
    bench.body("assembly")
    body = bench.body("agency")
    assert story.officer.patch(f"/cases/{story.case_id}", {"title": TITLE, "bodies": [str(body.id)]}).status_code == 200
    story.step("assign")
    story.step("request_information", institution_id=str(body.id), text="Dërgoni regjistrin.")
    story.step("investigate")
    story.found("violation_found", body)
    act = story.issue(body, items=2)
    bench.deliver(act, body)
    story.shown(act)
    assert decide(commissioner, act).status_code == 200
    silence = Silence(story, body, act, commissioner, bench.person("publisher"))
    with silence.on(reminded(silence)):
        silence.send(story.approver, "hierarchical_superior", alternative="assembly_report")
        timers.send_checked(bench.platform, clock.utc_now())
    public = bench.app.test_client()
    pages = (f"/cases/public/recommendations/{act['number']}", "/cases/public", "/cases/public/compliance")
    read = [public.get(path).get_data(as_text=True) for path in pages]
    assert act["title"] in read[0] and TITLE not in "".join(read)
    told = list(_leaves(bench))
    assert sum(act["title"] in one for one in told) > 3, "letters, copies and words for the public are among it"
    assert [one for one in told if TITLE.lower() in one.lower()] == []
    assert TITLE in json.dumps(story.officer.get(f"/cases/{story.case_id}").json, ensure_ascii=False)
