"""What the pages say: the sentences of a clock, of a refusal, of a due date; and where a log-in may lead."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import flask
import pytest
from werkzeug.datastructures import MultiDict

from services.cases import words
from services.cases.data.clock_words import clock_words
from services.cases.domain import bodies, case, ladder, obligations, recommendation
from services.cases.domain.assessments import NEEDS
from services.cases.domain.case_conditions import CONDITIONS
from services.cases.domain.clock import course
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.terms import RollOver, StartEvent, Term, Unit
from services.cases.domain.timeliness import Timeliness, Word
from services.cases.domain.workdays import Calendar
from services.cases.forms import placing, refusals
from services.cases.forms.case import NewCaseForm
from services.cases.forms.log_in import local_path
from services.cases.forms.recommendation import DraftForm
from shared import pages
from shared.pages.forms import SelectChoice, error_summary
from shared.rules import ContentViolation, RuleViolation

ROOT = Path(__file__).parents[2]
KINDS = [SelectChoice("remedy", "Rekomandim")]
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
CALENDAR = Calendar({date(2026, 11, 30): "Dita e Pavarësisë (e shtyrë)"})
THIRTY_DAYS = Term(
    key="reply_recommendation",
    valid_from=None,
    valid_to=None,
    confirmed=False,
    value=30,
    unit=Unit.CALENDAR_DAYS,
    start_event=StartEvent.DELIVERED,
    legal_basis="neni 22",
    start_offset_working_days=3,
    roll_over=RollOver.NEXT_WORKING_DAY,
)


@pytest.fixture
def albanian() -> Iterator[None]:
    app = flask.Flask("cases")
    app.config["SECRET_KEY"] = "only for this test, long enough for it"
    pages.register(app)
    with app.test_request_context("/", headers={"Accept-Language": "sq"}):
        yield


def told(*entries: Entry, term: Term = THIRTY_DAYS, calendar: Calendar = CALENDAR) -> list[str]:
    """Without the term and its legal basis, which stand before."""
    law = {"legal_basis": "neni 22", "legal_basis_en": "article 22"}
    return clock_words(course(entries, calendar, term), law, "sq")[2:]


def started(day: date, event: StartEvent) -> Entry:
    return Entry("1", EntryKind.STARTED, day, NOW, event=event)


class TestClock:
    def test_a_clock_that_has_not_begun_says_so(self):
        assert told() == ["Afati nuk ka filluar: letra nuk është dorëzuar ende."]

    def test_a_delivered_letter_is_told_with_its_first_and_last_day(self):
        said = told(started(date(2026, 11, 2), StartEvent.DELIVERED))
        assert said[0].startswith("Letra u dorëzua më 2 nëntor 2026.")
        assert said[1] == "3 nëntor 2026 – 2 dhjetor 2026: 30 ditë, numërohen të gjitha. Gjithsej deri këtu: 30."
        assert said[-1] == "Dita e fundit për t'u përgjigjur është 2 dhjetor 2026."

    def test_a_last_day_on_a_holiday_names_the_holiday_and_the_next_day(self):
        said = told(started(date(2026, 10, 31), StartEvent.DELIVERED))
        assert "Dita e fundit binte në festë (Dita e Pavarësisë (e shtyrë))" in said[-2]
        assert said[-1].endswith("1 dhjetor 2026.")

    def test_a_last_day_on_a_weekend_says_weekend_in_the_readers_language(self):
        said = told(started(date(2026, 11, 5), StartEvent.DELIVERED))
        assert "binte në fundjavë" in said[-2]
        assert "weekend" not in " ".join(said)

    def test_without_news_of_the_delivery_the_days_of_the_post_are_told(self):
        said = told(started(date(2026, 11, 5), StartEvent.DISPATCHED))
        assert said[0].startswith("Letra u nis më 5 nëntor 2026.")
        assert any("ditë pune që i lihet postës" in one for one in said), "each is one day: a weekend lies between"
        assert any(
            one.startswith(
                "Nëse nuk kthehet dhe dita e vërtetë nuk bëhet e ditur, letra quhet e dorëzuar nga data 10 nëntor 2026."
            )
            for one in said
        )

    def test_a_clock_that_stands_names_no_last_day(self):
        pause = Entry("2", EntryKind.PAUSED, date(2026, 11, 10), NOW)
        said = told(started(date(2026, 11, 2), StartEvent.DELIVERED), pause)
        assert said[-1].startswith("Afati është i ndalur nga 10 nëntor 2026.")

    def test_a_grant_is_told_with_its_last_day(self):
        grant = Entry("2", EntryKind.EXTENDED, date(2026, 11, 20), NOW, until=date(2026, 12, 15))
        said = told(started(date(2026, 11, 2), StartEvent.DELIVERED), grant)
        assert "Zyra e zgjati afatin deri më 15 dhjetor 2026." in said

    def test_working_days_are_told_without_a_line_for_each_weekend(self):
        term = replace(THIRTY_DAYS, value=10, unit=Unit.WORKING_DAYS, roll_over=RollOver.NONE)
        said = told(started(date(2026, 11, 2), StartEvent.DELIVERED), term=term)
        assert said[1] == (
            "3 nëntor 2026 – 16 nëntor 2026: 10 ditë pune (fundjavat nuk numërohen). Gjithsej deri këtu: 10."
        )
        assert len(said) == 3

    def test_a_holiday_among_working_days_keeps_its_line(self):
        term = replace(THIRTY_DAYS, value=2, unit=Unit.WORKING_DAYS, roll_over=RollOver.NONE)
        said = told(started(date(2026, 11, 27), StartEvent.DELIVERED), term=term)
        assert any("festë (Dita e Pavarësisë (e shtyrë)), nuk numërohet" in one for one in said)


@pytest.mark.usefixtures("albanian")
class TestRefusals:
    def draft(self, **typed: str) -> DraftForm:
        form = DraftForm(MultiDict(typed), kinds=KINDS, meta={"csrf": False})
        form.validate()
        return form

    def test_a_refusal_names_what_is_legal_instead(self):
        error = RuleViolation("x", code="case.step_not_legal", legal=("assign", "close"))
        assert refusals.with_legal(error).endswith("Tani lejohet: cakto ose ndrysho ekspertin, mbyll çështjen.")

    def test_a_name_in_what_is_legal_keeps_its_capital(self):
        error = RuleViolation("x", code="ladder.out_of_order", legal=("assembly_report",))
        assert refusals.with_legal(error).endswith("Tani lejohet: raport drejtuar Kuvendit.")

    def test_what_stands_against_a_draft_does_not_say_what_is_open_now(self):
        fault = RuleViolation("x", code="case.step_not_legal", legal=("assign", "close"))
        assert refusals.fault_words(fault) == "Ky hap nuk lejohet në gjendjen e tanishme të çështjes."

    def test_a_refusal_without_a_sentence_of_its_own_shows_no_code(self):
        assert "brand.new" not in refusals.with_legal(RuleViolation("secret detail", code="brand.new"))

    def test_a_refusal_of_the_second_item_stands_at_the_second_item(self):
        form = self.draft(**{"items-0-text": "a", "items-1-text": "b"})
        status = placing.refuse(
            form, ContentViolation("x", code="item.needs_evidence_expected", field="items.1.evidence_expected")
        )
        assert status == 422
        assert {
            "text": "Shkruani çfarë do të tregonte se u bë.",
            "href": "#items-1-evidence_expected",
        } in error_summary(form)
        assert form.errors["items"]

    def test_a_refusal_of_a_hidden_field_leads_to_the_field_beside_it(self):
        form = self.draft(**{"addressees-0-institution_id": "x", "addressees-0-role": "responsible"})
        placing.refuse(form, ContentViolation("x", code="addressee.class", field="addressees.0.institution_id"))
        assert "#addressees-0-role" in {one["href"] for one in error_summary(form)}

    def test_a_refusal_of_something_that_is_on_no_form_is_said_for_the_whole_form(self):
        form = self.draft()
        placing.refuse(form, ContentViolation("x", code="act.nobody_answers", field="addressees"))
        assert "Zgjidhni të paktën një institucion që duhet të përgjigjet." in [
            one["text"] for one in error_summary(form)
        ]

    def test_every_code_that_a_page_may_meet_has_a_sentence(self):
        # The folders of the core and of each wing, or the one file where a wing has no more.
        files = [
            path
            for name in ("domain", "actions")
            for pattern in (f"{name}/*.py", f"*/{name}.py", f"*/{name}/*.py")
            for path in (ROOT / "services/cases").glob(pattern)
        ]
        written = "".join(path.read_text("utf-8") for path in files)
        codes = {code for code in re.findall(r'code="([a-z_.]+)"', written) if not code.startswith("staff.")}
        codes |= {f"case.{one.code}" for conditions in CONDITIONS.values() for one in conditions}
        codes |= {f"assessment.needs_{need}" for needs in NEEDS.values() for need in needs}
        assert len(codes) > 60
        assert codes - set(refusals.SENTENCES) == set()

    def test_no_code_has_two_sentences(self):
        with pytest.raises(ValueError, match=r"gap\.no_source"):
            refusals.learn({"gap.no_source": "x"})


@pytest.mark.parametrize("name", ["items-²-text", f"items-{'9' * 5000}-text", "items--text", "items-x-text"])
def test_a_strange_number_in_the_name_of_a_field_is_no_server_error(albanian, name):
    form = DraftForm(MultiDict({name: "x"}), kinds=KINDS, meta={"csrf": False})
    assert not form.validate()
    assert len(form.items) == 1


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("19, 28", ["19", "28"]), ("37 a;37.a", ["37.a"]), ("18/2", ["18.2"]), ("OPSC", ["opsc"]), (" , ", [])],
)
def test_articles_are_read_however_they_are_typed(albanian, typed, codes):
    form = NewCaseForm(MultiDict({"rights": typed}), articles={}, municipalities=[], meta={"csrf": False})
    assert form.codes() == codes


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (Timeliness(Word.LATE, 12), "12 ditë me vonesë"),
        (Timeliness(Word.DUE_IN, 0), "sot është dita e fundit"),
        (Timeliness(Word.DUE_IN, 3), "edhe 3 ditë"),
        (Timeliness(Word.IN_TIME), "në afat"),
        (Timeliness(Word.NONE), "–"),
    ],
)
def test_timeliness_is_said_in_days(albanian, days, said):
    assert words.timeliness_words(days) == said


@pytest.mark.parametrize(
    ("table", "closed_words"),
    [
        (words.STATUSES, case.Status),
        (words.STEPS, case.Step),
        (words.STEPS_TAKEN, case.Step),
        (words.OUTCOMES, case.Outcome),
        (words.ELSEWHERE, case.Elsewhere),
        (words.TRIGGERS, case.Trigger),
        (words.ACT_STATUSES, recommendation.ActStatus),
        (words.ACT_STEPS, recommendation.ActStep),
        (words.ROLES, bodies.Role),
        (words.CLASSES, bodies.BodyClass),
        (words.DELIVERIES, obligations.Delivery),
        (words.REPLIES, obligations.Reply),
        (words.CLAIMS, obligations.Claimed),
        (words.ASSESSMENTS, obligations.Assessed),
        (words.CONFIRMATIONS, obligations.Confirmed),
        (words.RUNGS, ladder.RungKey),
    ],
)
def test_every_closed_word_has_a_label(table, closed_words):
    assert set(table) == set(closed_words)


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "evil", "", None, "javascript:x"],
)
def test_a_log_in_never_leads_to_another_host(elsewhere):
    assert local_path(elsewhere) == "/cases/"


@pytest.mark.parametrize("path", ["/cases/staff/cases", "/intake/staff/complaints?after=x"])
def test_a_log_in_leads_back_to_the_page_that_was_asked_for(path):
    assert local_path(path) == path
