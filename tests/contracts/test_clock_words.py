"""One clock, one wording: the page and the API of the office, the annex of a letter and the portal of a body say the same."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from string import Formatter
from uuid import uuid4

import flask
import pytest
from flask.ctx import RequestContext

from services.cases import data
from services.cases.actions.clocks import with_course
from services.cases.data.clock_words import account, clock_words
from services.cases.domain.clock import Course, course
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.terms import RollOver, StartEvent, Term, Unit
from services.cases.domain.workdays import Calendar
from services.cases.models import ClockEntry
from services.cases.pages.clock_words import moved_by
from services.cases.pages.obligation_rows import told
from services.cases.queries.clocks import Clock
from services.partners.consumers import explained_of
from services.partners.forms.clock_words import sentences
from services.partners.forms.words import moved
from shared import pages
from shared.clock_words import LANGUAGES, day_words, vocabulary
from shared.events.catalogue import CLOCK_DAYS, CLOCK_ENTRIES, START_EVENTS, TERM_UNITS, ObligationClocked
from shared.typed import dump, load

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
CALENDAR = Calendar()
TERM = Term(
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
WORKING = replace(TERM, value=1, unit=Unit.WORKING_DAYS)
LAW = {"legal_basis": "neni 22", "legal_basis_en": "article 22"}


def entry(kind: EntryKind, day: date, **more) -> Entry:
    return Entry(f"{kind}{day}", kind, day, NOW, **more)


DELIVERED = entry(EntryKind.STARTED, date(2026, 11, 2), event=StartEvent.DELIVERED)
DISPATCHED = entry(EntryKind.STARTED, date(2026, 11, 5), event=StartEvent.DISPATCHED)
PAUSED = entry(EntryKind.PAUSED, date(2026, 11, 10))
CLOSED = entry(EntryKind.CLOSED, date(2026, 11, 12))
GRANTED = entry(EntryKind.EXTENDED, date(2026, 11, 20), until=date(2026, 12, 15))
PAUSE_IN_IT = (entry(EntryKind.PAUSED, date(2026, 12, 7)), entry(EntryKind.RESUMED, date(2026, 12, 10)))
SHORTENED = entry(EntryKind.TERM_CHANGED, date(2026, 11, 16), term=replace(TERM, value=10))
SITUATIONS = {
    "not begun": (course([], CALENDAR, TERM), "Afati nuk ka filluar", "has not begun"),
    "running": (course([DELIVERED], CALENDAR, TERM), "është 2 dhjetor 2026.", "reply is 2 December 2026."),
    "paused": (course([DELIVERED, PAUSED], CALENDAR, TERM), "ndalur nga 10 nëntor", "paused since 10 November 2026."),
    "paused for a while": (
        course([DELIVERED, PAUSED, entry(EntryKind.RESUMED, date(2026, 11, 11))], CALENDAR, TERM),
        "10 nëntor 2026: afati ishte i ndalur",
        "10 November 2026: the clock was paused",
    ),
    "extended": (
        course([DELIVERED, entry(EntryKind.EXTENDED, date(2026, 11, 20), until=date(2026, 12, 15))], CALENDAR, TERM),
        "Zyra e zgjati afatin deri më 15 dhjetor 2026.",
        "The office extended the deadline to 15 December 2026.",
    ),
    "paused in an extension": (
        course([DELIVERED, GRANTED, *PAUSE_IN_IT], CALENDAR, TERM),
        "Për ditët kur afati qe i ndalur pas zgjatjes, ai shtyhet deri më 18 dhjetor 2026.",
        "paused after the extension was granted, the deadline moves to 18 December 2026.",
    ),
    "standing in an extension": (
        course([DELIVERED, GRANTED, PAUSE_IN_IT[0]], CALENDAR, TERM),
        "3 dhjetor 2026 – 6 dhjetor 2026: ditë me të cilat zyra e zgjati afatin.",
        "The clock has been paused since 7 December 2026.",
    ),
    "closed in an extension": (
        course([DELIVERED, GRANTED, entry(EntryKind.CLOSED, date(2026, 12, 8))], CALENDAR, TERM),
        "3 dhjetor 2026 – 7 dhjetor 2026: ditë me të cilat zyra e zgjati afatin.",
        "3 December 2026 – 7 December 2026: days by which the office extended the deadline.",
    ),
    "closed in days added to an extension": (
        course([DELIVERED, GRANTED, *PAUSE_IN_IT, entry(EntryKind.CLOSED, date(2026, 12, 17))], CALENDAR, TERM),
        "16 dhjetor 2026: ditë që i shtohen afatit të zgjatur, sepse ai u ndal.",
        "16 December 2026: days added to the extended deadline because the clock was paused.",
    ),
    "closed on a day off": (
        course([DELIVERED, entry(EntryKind.CLOSED, date(2026, 11, 9))], CALENDAR, replace(TERM, value=5)),
        "8 nëntor 2026: dita e fundit binte në ditë pushimi, prandaj afati kalon më tej.",
        "8 November 2026: the last day fell on a day off, so the deadline moves on.",
    ),
    "shortened by law": (
        course([DELIVERED, SHORTENED], CALENDAR, TERM),
        "Ligji e shkurtoi afatin më 16 nëntor 2026. Ditët para tij nuk numërohen; afati i ri numërohet nga dita tjetër.",
        "The last day to reply is 26 November 2026.",
    ),
    "deemed delivery": (
        course([DISPATCHED], CALENDAR, TERM),
        "Nëse nuk kthehet dhe dita e vërtetë nuk bëhet e ditur, letra quhet e dorëzuar nga data 10 nëntor 2026.",
        "Unless it comes back or the true day becomes known, the letter counts as delivered from 10 November 2026 on.",
    ),
    "closed": (
        course([DELIVERED, CLOSED], CALENDAR, TERM),
        "Zyra e mbylli afatin më 12 nëntor 2026; nuk ka më ditë të fundit",
        "The office closed the clock on 12 November 2026; there is no last day",
    ),
    "answered": (
        course([DELIVERED, CLOSED], CALENDAR, TERM, date(2026, 11, 12)),
        "Institucioni u përgjigj më 12 nëntor 2026; ditët nuk numërohen më.",
        "The institution replied on 12 November 2026; no more days are counted.",
    ),
    "answered late": (
        course([DELIVERED, entry(EntryKind.CLOSED, date(2026, 12, 9))], CALENDAR, TERM, date(2026, 12, 9)),
        "Institucioni u përgjigj më 9 dhjetor 2026; ditët nuk numërohen më.",
        "The institution replied on 9 December 2026; no more days are counted.",
    ),
    "answered while paused": (
        course([DELIVERED, PAUSED, CLOSED], CALENDAR, TERM, date(2026, 11, 12)),
        "Institucioni u përgjigj më 12 nëntor 2026",
        "The institution replied on 12 November 2026",
    ),
    "closed while paused": (course([DELIVERED, PAUSED, CLOSED], CALENDAR, TERM), "10 nëntor 2026 – 11", "10 November"),
    "closed before it began": (course([CLOSED], CALENDAR, TERM), "Zyra e mbylli afatin", "The office closed the clock"),
    "one day": (
        course([DELIVERED], CALENDAR, replace(TERM, value=1)),
        "3 nëntor 2026: 1 ditë, numërohet. Gjithsej deri këtu: 1.",
        "3 November 2026: 1 day, counted. Total so far: 1.",
    ),
    "one working day": (course([DELIVERED], CALENDAR, WORKING), "1 ditë pune", "The term is 1 working day."),
    "staying on a day off": (
        course([DELIVERED], CALENDAR, replace(TERM, value=5, roll_over=RollOver.NONE)),
        "7 nëntor 2026 është ditë pushimi; ky afat nuk kalon te dita tjetër e punës.",
        "7 November 2026 is a day off; this term does not move to the next working day.",
    ),
    "extended to a day off": (
        course(
            [DELIVERED, entry(EntryKind.EXTENDED, date(2026, 11, 20), until=date(2026, 12, 12))],
            CALENDAR,
            replace(TERM, roll_over=RollOver.NONE),
        ),
        "12 dhjetor 2026 është ditë pushimi;",
        "12 December 2026 is a day off;",
    ),
    "rolled over": (course([DELIVERED], CALENDAR, replace(TERM, value=5)), "binte në fundjavë", "fell on a weekend"),
}


def reading(language: str) -> RequestContext:
    app = flask.Flask("cases")
    app.config["SECRET_KEY"] = "only for this test, long enough for it"
    pages.register(app)
    return app.test_request_context("/", headers={"Accept-Language": language})


def page(clock: Course, language: str) -> list[str]:
    with reading(language):
        shown = told(Clock(clock, LAW))
        return [*re.split(r"(?<=\.) (?=Baza|Legal)", shown.term), *shown.why]


def api(clock: Course, language: str) -> list[str]:
    return list(Clock(clock, LAW).answer().words[language])


def annex(clock: Course, language: str) -> list[str]:
    return clock_words(clock, LAW, language)


def portal(clock: Course, language: str) -> list[str]:
    ids = dict.fromkeys(("obligation_id", "recommendation_id", "item_id", "institution_id"), uuid4())
    event = with_course(ObligationClocked(**ids, cause="started"), clock)
    return sentences(explained_of(load(ObligationClocked, dump(event))), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_page_api_annex_and_portal_say_the_same_of_a_clock(situation, language):
    clock, *expected = SITUATIONS[situation]
    said = api(clock, language)
    assert any(expected[LANGUAGES.index(language)] in sentence for sentence in said), said
    assert page(clock, language) == annex(clock, language) == said
    basis = {"sq": "Baza ligjore: neni 22.", "en": "Legal basis: article 22."}[language]
    assert said[1] == basis
    # The article is a text, and no text travels in an event: the body has it in its letter.
    assert portal(clock, language) == [one for one in said if one != basis]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cause", CLOCK_ENTRIES)
def test_the_office_and_the_portal_say_in_the_same_words_what_moved_a_day(cause, language):
    day = date(2026, 11, 10)
    with reading(language):
        page = moved_by(ClockEntry(kind=cause, effective=day, until=day, name="Bajram"))
        now, clause = moved(cause, None, day).split(", ", 1)
    assert now == {"sq": "Tani pa datë", "en": "Now without a date"}[language]
    because, _, words = clause.partition(" ")
    assert because == {"sq": "sepse", "en": "because"}[language]
    # The event to the body brings the cause alone; the office's page adds the day.
    assert page.startswith(words[0].upper() + words[1:])
    assert day_words(day, language) in page
    assert not set("[]{}") & set(page + words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "situation",
    [
        "paused",
        "closed",
        "closed while paused",
        "closed before it began",
        "not begun",
        "standing in an extension",
        "closed in an extension",
        "closed in days added to an extension",
        "closed on a day off",
    ],
)
def test_a_clock_without_a_last_day_names_none(situation, language):
    said = " ".join(api(SITUATIONS[situation][0], language))
    assert "përgjigjur është" not in said
    assert "last day to reply is" not in said


def test_an_answer_ends_a_clock_and_its_last_day_stays_what_it_was():
    said = api(course([DELIVERED, CLOSED], CALENDAR, TERM, date(2026, 11, 12)), "en")
    assert said[-2:] == [
        "The last day to reply is 2 December 2026.",
        "The institution replied on 12 November 2026; no more days are counted.",
    ]


def test_an_answer_before_the_term_began_is_told_alone():
    said = api(course([CLOSED], CALENDAR, TERM, date(2026, 11, 12)), "en")
    assert said[2:] == ["The institution replied on 12 November 2026; no more days are counted."]


def test_a_holiday_has_its_name_where_it_is_known_and_is_one_all_the_same_where_it_is_not():
    calendar = Calendar({date(2026, 11, 3): "Ditë e dekretuar"})
    clock = course([DELIVERED], calendar, WORKING)
    assert "3 nëntor 2026: festë (Ditë e dekretuar), nuk numërohet." in api(clock, "sq")
    assert "3 nëntor 2026: festë zyrtare, nuk numërohet." in portal(clock, "sq")


def test_every_statement_has_its_words_in_both_languages_with_the_same_braces():
    made = {f"term.{unit}" for unit in TERM_UNITS} | {f"start.{event}" for event in START_EVENTS} | set(CLOCK_DAYS)
    assert made <= vocabulary().keys()
    for code, words in vocabulary().items():
        forms = [form for one in words.values() for form in (one.values() if isinstance(one, dict) else [one])]
        assert set(words) == set(LANGUAGES), code
        assert len({frozenset(name for _, name, _, _ in Formatter().parse(form) if name) for form in forms}) == 1, code
        assert all(set(one) == {"one", "other"} for one in words.values() if isinstance(one, dict)), code
        assert ("{num}" not in words["en"]) or isinstance(words["en"], dict), code


def test_the_events_know_each_event_from_which_a_term_runs():
    assert set(START_EVENTS) == {event.value for event in StartEvent}
    assert {term.start_event.value for term in data.terms()} <= set(START_EVENTS)


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_day_is_left_out_between_the_event_and_the_last_day(name):
    clock = SITUATIONS[name][0]
    runs = account(clock, LAW, "sq").runs
    assert [run.first for run in runs] == [
        *[day.date for day in clock.days[:1]],
        *[run.last + timedelta(days=1) for run in runs[:-1]],
    ]
    assert [run.last for run in runs[-1:]] == [day.date for day in clock.days[-1:]]
