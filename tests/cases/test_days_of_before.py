"""Days that stood as promised before it was kept who named them: each goes to whoever did, and of the rest it is said that nobody knows."""

from importlib import import_module

from sqlalchemy import text

from services.cases import timers
from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import after
from tests.cases.test_promises import IN, assess, owing, says, whole

WHO_NAMED = import_module("services.cases.migrations.versions.0121_who_named_the_day")


def run(silence, sql, **values):
    with silence.bench.platform.database.transaction() as session:
        session.execute(text(sql), values)


def as_before(silence, day, on=None):
    """The row as it was written then: one day, whoever named it."""
    run(
        silence, "UPDATE obligation SET promised_date = :day, promised_on = :on, noted_date = NULL, noted_on = NULL WHERE id = :id",
        day=day, on=on or today(), id=silence.owed[0]["id"],
    )  # fmt: skip


def migrate(silence):
    for table in WHO_NAMED.BY_BODY:
        for statement in WHO_NAMED.statements(table):
            run(silence, statement)


def dates(silence):
    columns = ("promised_date", "promised_on", "noted_date", "noted_on")
    owed = silence.owed[0]["id"]
    return tuple(silence.bench.scalar(f"SELECT {one} FROM obligation WHERE id = :id", id=owed) for one in columns)


def test_a_day_that_the_office_named_is_the_one_that_it_expects_and_the_bodys_own_stands_beside_it(
    story, bench, commissioner
):
    silence = owing(story, bench, commissioner)
    own, given = after(today(), 40), after(today(), 80)
    says(silence, claimed="in_process", promised_date=own)
    assess(silence, assessment="in_process", promised_date=str(given), next_check=str(after(given, 1)))
    as_before(silence, given)
    migrate(silence)
    assert dates(silence) == (own, today(), given, today())
    assert "the office expects" in whole(silence)["why_by"]["en"]
    migrate(silence)
    assert dates(silence) == (own, today(), given, today())


def test_a_day_of_the_office_alone_is_nobodys_promise(story, bench, commissioner):
    silence = owing(story, bench, commissioner)
    says(silence)
    given = after(today(), 80)
    assess(silence, assessment="in_process", promised_date=str(given), next_check=str(after(given, 1)))
    as_before(silence, given)
    migrate(silence)
    assert dates(silence) == (None, None, given, today())
    with silence.on(given + IN(1)):
        assert silence.owed[0]["state"] == "day_passed"


def test_a_day_that_the_body_named_stays_its_promise_also_where_the_office_wrote_it_down(story, bench, commissioner):
    silence = owing(story, bench, commissioner)
    own = after(today(), 40)
    says(silence, claimed="in_process", promised_date=own)
    assess(silence, assessment="in_process", promised_date=str(own), next_check=str(after(own, 1)))
    as_before(silence, own)
    migrate(silence)
    assert dates(silence) == (own, today(), None, None)
    with silence.on(own + IN(1)):
        assert silence.owed[0]["state"] == "promise_broken"


def test_of_a_day_that_nobody_is_known_to_have_named_that_is_said_to_the_office_and_to_the_body(
    story, bench, commissioner
):
    silence = owing(story, bench, commissioner)
    says(silence)
    stray = after(today(), 33)
    as_before(silence, stray)
    migrate(silence)
    run(silence, "UPDATE obligation SET implementation_due = promised_date WHERE promised_date IS NOT NULL")
    assert dates(silence)[:2] == (stray, None)
    assert "not known who named it" in whole(silence)["why_by"]["en"]
    assert "nuk dihet kush" in whole(silence)["why_by"]["sq"]
    timers.tell_days(bench.platform, clock.utc_now())
    told = bench.told(catalogue.ObligationDated, obligation_id=silence.owed[0]["id"])[-1]
    assert "nuk dihet kush" in bench.platform.documents.get_json(told["why"])["sq"]
    with silence.on(stray + IN(1)):
        assert silence.owed[0]["state"] == "day_passed"
