"""The figures that the office published of 2021, made again by the system's own counting from rows of that shape: 1,256
obligations, of which 29 % were implemented, 50.5 % in process, 16 % without a reply and 4.5 % refused.
"""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from services.cases.register import timers
from services.cases.register.queries import counts
from tests.cases.bench import today

API = "/cases/api/v1/public/compliance"
END = "2021-12-31"
YEAR = f"on={END}&issued_from=2021-01-01&issued_to=2021-12-31"
PUBLISHED = {"implemented": (364, 29.0), "in_process": (634, 50.5), "no_reply": (201, 16.0), "refused": (57, 4.5)}
LETTERS, ITEMS, OBLIGATIONS = 249, 260, 1256

#: 238 letters of one item to five bodies, and eleven of two items to three. What became of each is dealt out by its number.
FILL = """
WITH letter AS (
  INSERT INTO recommendation (id, case_id, kind, status, language, title, grounds, authors, content_hash,
      issued_on, version, published, proceeding_over, shown_from)
  SELECT gen_random_uuid(), :case_id, 'remedy', 'issued', 'sq', 'Shembull', 'x',
      '[]', repeat('a', 64), '2021-01-01'::date + n, 1, true, false, '2021-01-01'::date + n
  FROM generate_series(1, 249) AS n RETURNING id, issued_on, issued_on - '2021-01-01'::date AS n
), readable AS (
  INSERT INTO shown_record (id, recommendation_id, shown_from, at) SELECT gen_random_uuid(), id, issued_on, issued_on + time '12:00' FROM letter
), item AS (
  INSERT INTO act_item (id, recommendation_id, place, text, evidence_expected)
  SELECT gen_random_uuid(), letter.id, place, 'Masë', 'Vendim'
  FROM letter, generate_series(0, CASE WHEN letter.n > 238 THEN 1 ELSE 0 END) AS place
  RETURNING id, recommendation_id, place
), pair AS (
  SELECT letter.id AS letter, letter.issued_on, item.id AS item, body.id AS body,
      row_number() OVER (ORDER BY body.place, letter.n, item.place) AS n
  FROM letter JOIN item ON item.recommendation_id = letter.id
  JOIN unnest(CAST(:bodies AS uuid[])) WITH ORDINALITY AS body (id, place)
      ON body.place <= CASE WHEN letter.n > 238 THEN 3 ELSE 5 END
), owed AS (
  INSERT INTO obligation (id, recommendation_id, case_id, item_id, institution_id, institution_class, role, expects, counts,
      issued_on, delivery, reply, claimed, assessed, confirmed, answered_on, started_on, reply_due, delivered_on,
      delivery_known_at, created_at, days_to_answer, closed_on)
  SELECT gen_random_uuid(), letter, :case_id, item, body, 'municipality', 'responsible', 'reply', true, issued_on, 'delivered',
      CASE WHEN n <= 998 THEN 'accepted' WHEN n <= 1199 THEN 'none' ELSE 'refused_with_reasons' END, 'not_started',
      CASE WHEN n <= 364 THEN 'implemented' ELSE 'not_assessed' END, 'not_asked',
      CASE WHEN n <= 998 OR n > 1199 THEN issued_on + 20 END, issued_on, issued_on + 30, issued_on,
      issued_on + time '12:00', issued_on + time '12:00', CASE WHEN n <= 998 OR n > 1199 THEN 20 END,
      CASE WHEN n <= 364 THEN issued_on + 60 END
  FROM pair RETURNING *
), said AS (
  SELECT gen_random_uuid() AS reply_id, owed.* FROM owed WHERE answered_on IS NOT NULL
), letter_back AS (
  INSERT INTO reply (id, recommendation_id, institution_id, version, channel, received_at, recorded_at, document)
  SELECT reply_id, recommendation_id, institution_id, 1, 'paper', answered_on + time '12:00', answered_on + time '12:00', 'x'
  FROM said
), line AS (
  INSERT INTO reply_item (reply_id, obligation_id, position, word, has_reasons, evidence)
  SELECT reply_id, id, CASE WHEN reply = 'accepted' THEN 'accepted' ELSE 'refused' END, reply, true, '[]' FROM said
)
INSERT INTO assessment (id, obligation_id, word, "on", evidence, reason, by, at)
SELECT gen_random_uuid(), id, 'implemented', issued_on + 50, '["x"]', '', gen_random_uuid(), issued_on + 60 + time '12:00'
FROM owed WHERE assessed = 'implemented'
"""


#: What is issued is fixed: the items come first.
ISSUE = """
UPDATE recommendation SET number = 'R-2021-' || lpad((issued_on - '2021-01-01'::date)::text, 5, '0') || '-0',
    issued_at = issued_on + time '09:00'
"""


@pytest.fixture
def filled(bench):
    """The year 2021, and beside it what never counts: notices about the judiciary and referrals to the prosecution."""
    case_id = bench.admit()
    bodies = [bench.body() for _ in range(5)]
    with bench.platform.database.transaction() as session:
        session.execute(text(FILL), {"case_id": case_id, "bodies": [body.id for body in bodies]})
        session.execute(text(ISSUE))
        session.execute(
            text(
                "INSERT INTO obligation (id, recommendation_id, case_id, item_id, institution_id, institution_class, role,"
                " expects, counts, issued_on, delivery, reply, claimed, assessed, confirmed)"
                " SELECT gen_random_uuid(), recommendation_id, case_id, item_id, gen_random_uuid(), 'judicial_oversight', role,"
                " 'acknowledgement', false, issued_on, delivery, 'none', claimed, 'not_assessed', confirmed"
                " FROM obligation LIMIT 40"
            )
        )
    return bodies


def read(bench, query=""):
    answer = bench.app.test_client().get(f"{API}?{query}")
    assert answer.status_code == 200, answer.json
    return answer.json


def splits(figures):
    return {split["unit"]: split for split in figures["splits"]}


def shares(figures, unit="obligations"):
    """In the words of that report."""
    return {one["key"]: (one["numerator"], one["percent"]) for one in splits(figures)[unit]["historical_2021"]}


@pytest.mark.usefixtures("filled")
class TestTheYear:
    def test_the_published_percentages_come_out_with_their_unit_and_denominator(self, bench):
        for query in ("", YEAR):
            figures = read(bench, query)["figures"]
            owed = splits(figures)["obligations"]
            assert shares(figures) == PUBLISHED
            assert owed["denominator"] == OBLIGATIONS
            assert {(one["unit"], one["denominator"]) for one in owed["shares"]} == {("obligations", OBLIGATIONS)}

    def test_letters_items_and_obligations_are_counted_apart_and_give_other_percentages(self, bench):
        figures = read(bench)["figures"]
        assert (figures["letters"], figures["items"], figures["obligations"]) == (LETTERS, ITEMS, OBLIGATIONS)
        by_unit = {unit: [one["percent"] for one in split["shares"]] for unit, split in splits(figures).items()}
        assert len({tuple(percents) for percents in by_unit.values()}) == 3
        for split in splits(figures).values():
            assert sum(one["numerator"] for one in split["shares"]) == split["denominator"]
            assert sum(one["numerator"] for one in split["historical_2021"]) == split["denominator"]

    def test_what_is_told_about_judges_and_to_prosecutors_is_outside_the_rate(self, bench):
        assert bench.scalar("SELECT count(*) FROM obligation") == OBLIGATIONS + 40
        answer = read(bench)
        assert sum(one["figures"]["obligations"] for one in answer["bodies"]) == OBLIGATIONS
        assert {one["class"] for one in answer["bodies"]} == {"municipality"}

    def test_the_same_question_about_that_year_has_the_same_answer_after_everything_changed(self, bench, filled):
        before = read(bench, YEAR)
        with bench.platform.database.transaction() as session:
            session.execute(text("UPDATE obligation SET reply = 'accepted', assessed = 'implemented', reply_due = NULL"
                                 " WHERE reply = 'none' AND counts"))  # fmt: skip
            session.execute(text("UPDATE obligation SET fell_on = :day WHERE reply LIKE 'refused%'"), {"day": today()})
        assert read(bench, YEAR)["figures"] != read(bench)["figures"]
        # The term of the silent ones was lengthened in the same stroke, without an entry in a ledger: only that would show.
        with bench.platform.database.transaction() as session:
            session.execute(text("UPDATE obligation SET reply_due = issued_on + 30 WHERE reply_due IS NULL AND counts"))
        assert read(bench, YEAR) == before
        one = bench.app.test_client().get(f"/cases/api/v1/public/institutions/{filled[0].id}/compliance?on={END}").json
        [mine] = [each for each in read(bench, f"on={END}")["bodies"] if each["institution_id"] == str(filled[0].id)]
        assert one["figures"] == mine["figures"]

    def test_a_day_within_the_year_knows_only_what_was_known_then(self, bench):
        figures = read(bench, "on=2021-02-28&known=2021-02-28")["figures"]
        assert 0 < figures["letters"] < LETTERS
        assert shares(figures)["implemented"][0] == 0
        assert shares(read(bench, "on=2021-02-28")["figures"])["implemented"][0] > 0, "done by then, verified later"
        assert read(bench, "on=2020-12-31")["figures"]["obligations"] == 0
        assert read(bench, "issued_from=2022-01-01&issued_to=2022-12-31")["figures"]["obligations"] == 0

    def test_where_there_are_very_many_the_end_of_a_month_is_counted_once_and_kept(self, bench, monkeypatch):
        live = read(bench, f"on={END}&known={END}")
        timers.keep_figures(bench.platform, datetime(2022, 1, 1, 0, 30, tzinfo=UTC))
        timers.keep_figures(bench.platform, datetime(2022, 1, 20, tzinfo=UTC))
        monkeypatch.setattr(counts, "LARGE", -1)
        assert read(bench, f"on={END}") == live
        assert bench.scalar("SELECT count(DISTINCT day) FROM figures_kept") == 1
        for question in ("on=2021-12-30", f"on={END}&known=2022-03-15"):
            refused = bench.app.test_client().get(f"{API}?{question}")
            assert (refused.status_code, refused.json["code"]) == (422, "compliance.day_not_kept")
            assert f"on={END}&known={END}" in refused.text.replace("\\u0026", "&"), "the nearest day that is kept"

    def test_the_page_of_that_day_leads_to_each_body_as_it_stood_that_day(self, bench, filled):
        client, path = bench.app.test_client(), f"/cases/public/institutions/{filled[0].id}?on={END}"
        [mine] = [each for each in read(bench, f"on={END}")["bodies"] if each["institution_id"] == str(filled[0].id)]
        owed = splits(mine["figures"])["obligations"]["denominator"]
        assert path in client.get(f"/cases/public/compliance?on={END}").text
        with bench.platform.database.transaction() as session:
            session.execute(text("UPDATE obligation SET fell_on = :day"), {"day": today()})
        page = client.get(path).text
        assert "31 dhjetor 2021" in page and f"U numëruan {owed} detyrime." in page
        assert "Nuk ka asnjë akt në fuqi me afat" in client.get(path.partition("?")[0]).text
        for address in ("/cases/public/compliance", f"/cases/public/institutions/{filled[0].id}"):
            assert client.get(f"{address}?on=tomorrow").status_code == 422
            ahead, before = (
                client.get(f"{address}?{days}") for days in ("on=2099-01-01", f"on={END}&known=2021-12-30")
            )
            assert (ahead.status_code, before.status_code) == (422, 422)
            assert "Zgjidhni një ditë që ka kaluar." in ahead.text
            assert "Çfarë qëndron më një ditë nuk dihet para saj." in before.text

    def test_the_page_shows_all_three_units_side_by_side_and_says_why_they_differ(self, bench):
        page = bench.app.test_client().get("/cases/public/compliance?on=2021-12-31").get_data(as_text=True)
        for shown in ("249", "260", "1256", "29,0", "50,5", "16,0", "4,5", "31 dhjetor 2021"):
            assert shown in page
        assert "E njëjta letër" in page

    def test_the_page_says_what_that_report_gave_where_it_is_from_and_what_is_not_known_of_it(self, bench):
        client = bench.app.test_client()
        for language, said in (
            ("sq", ("1 256 rekomandime", "Nuk dihet nëse ai numëroi letra", "pjesëtohet me numrin", "Burimi:")),
            (
                "en",
                ("1,256 recommendations", "It is not known whether it counted letters", "it is divided by", "Source:"),
            ),
        ):
            client.set_cookie("besa_lang", language)
            page = client.get("/cases/public/compliance?on=2021-12-31").text
            view = page[page.index("1 256 rekomandime" if language == "sq" else "1,256 recommendations") - 900 :]
            assert all(part in view for part in said), language
            assert "this-article-is-available-only-in-albanian-833" in view


@pytest.mark.parametrize(
    "query",
    [
        "on=tomorrow",
        f"on={date(2099, 1, 1)}",
        "known=2099-01-01",
        f"on={END}&known=2021-12-30",
        "issued_from=2021",
        "since=2021-01-01",
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(bench, query):
    assert bench.app.test_client().get(f"{API}?{query}").status_code == 422
