"""Nothing of one body reaches another: by the one module that every query goes through, and by PostgreSQL behind it."""

from datetime import date
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from services.partners.actions import links
from services.partners.models import Contact, ContactProposal, ContactsAsked, Dispatch, EvidenceFile, PostEntry
from services.partners.queries import wall
from services.partners.queries.wall import LETTERS, WALLED
from shared.clock import utc_now
from shared.principal import Principal
from shared.rules import NotFound
from tests.partners.bench import answers_to, entries, only_dispatch, pdf, soon
from tests.partners.test_figures import ask, figures_of

TABLES = [model.__tablename__ for model in WALLED]


@pytest.fixture
def both(bench, pair):
    """Two machines with a letter, a reply, a file, a request and a report each."""
    machines = [bench.machine(body) for body in pair]
    bench.issue(*pair)
    found = []
    for machine in machines:
        dispatch_id = only_dispatch(machine)
        file_id = machine.call("POST", "/files", data={"file": (pdf(uuid4().hex), "a.pdf")}).json["id"]
        body = answers_to(machine, dispatch_id)
        assert machine.post(f"/dispatches/{dispatch_id}/replies", body).status_code == 201
        more = machine.post(f"/dispatches/{dispatch_id}/extension-requests", {"until": soon(), "reasons": "Arsye"})
        assert more.status_code == 201
        claimed = [{"item_id": body["items"][0]["item_id"], "claimed": "implemented"}]
        assert machine.post(f"/dispatches/{dispatch_id}/progress", {"items": claimed}).status_code == 201
        found.append((machine, dispatch_id, file_id))
    return found


def rows(bench, table, **settings):
    """How many rows of `table` a transaction sees that says this about itself; by institution."""
    with bench.platform.database.transaction() as session:
        for name, value in settings.items():
            session.execute(
                text("SELECT set_config(:name, :value, true)"), {"name": f"app.{name}", "value": str(value)}
            )
        found = session.execute(text(f"SELECT institution_id, count(*) FROM {table} GROUP BY 1")).all()
    return dict(found)


def test_what_is_anothers_is_what_is_not_there(both):
    (machine, mine, _), (_, theirs, file_id) = both
    body = answers_to(machine, mine)
    calls = [
        ("GET", "/dispatches/{}", None),
        ("GET", "/dispatches/{}/document", None),
        ("GET", "/dispatches/{}/replies", None),
        ("POST", "/dispatches/{}/acknowledgement", {"document": "0" * 64}),
        ("POST", "/dispatches/{}/replies", body),
        ("POST", "/dispatches/{}/extension-requests", {"until": soon(), "reasons": "Arsye"}),
        ("GET", "/dispatches/{}/figures", None),
        ("POST", "/dispatches/{}/figures", figures_of(pmf=(1, 3_000))),
        ("POST", "/dispatches/{}/figures/doubts", figures_of(pmf=(1, 3_000))),
        ("POST", "/dispatches/{}/progress", {"items": [{"item_id": str(uuid4()), "claimed": "implemented"}]}),
        ("GET", "/files/{}", None),
    ]
    for method, path, sent in calls:
        asked = file_id if path.startswith("/files") else theirs
        foreign, nonsense = (
            machine.call(method, path.format(wanted), **({"json": sent} if sent else {})) for wanted in (asked, uuid4())
        )
        assert foreign.status_code == nonsense.status_code == 404, path
        shown = [
            {name: value for name, value in answer.json.items() if name != "rid"} for answer in (foreign, nonsense)
        ]
        assert shown[0] == shown[1]
        assert set(foreign.headers.keys()) == set(nonsense.headers.keys())


def test_nothing_was_written_by_those_tries(bench, both, pair):
    (machine, _, _), (other, theirs, _) = both
    before = other.get(f"/dispatches/{theirs}/replies").json
    machine.post(f"/dispatches/{theirs}/replies", answers_to(other, theirs, reasons="E huaj"))
    assert other.get(f"/dispatches/{theirs}/replies").json == before
    assert [entry["type"] for entry in entries(other, 1)] == ["dispatch.available"]
    assert set(rows(bench, "reply", office="on")) >= {body.id for body in pair}


@pytest.mark.parametrize("table", TABLES)
def test_the_database_shows_each_body_its_own_rows_and_nobody_the_rest(bench, both, pair, table):
    # The notice table fills with what the office says; here nothing was said.
    if table == "notice":
        _plant_notices(bench, pair)
    if table == "post_entry":
        _plant_post(bench, pair)
    if table == "letter_link":
        _plant_links(bench, pair)
    if table == "figures_report":
        _plant_figures(bench, both, pair)
    _plant_contacts(bench, pair)
    assert rows(bench, table) == {}
    assert rows(bench, table, institution="") == {}
    assert set(rows(bench, table, institution=pair[0].id)) == {pair[0].id}
    assert set(rows(bench, table, institution=pair[1].id)) == {pair[1].id}
    assert {body.id for body in pair} <= set(rows(bench, table, office="on"))


@pytest.mark.parametrize("table", TABLES)
def test_every_walled_table_is_behind_the_wall_for_its_owner_too(bench, table):
    with bench.platform.database.reading() as session:
        on, forced = session.execute(
            text("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = to_regclass(:table)"),
            {"table": table},
        ).one()
        policies = session.execute(
            text("SELECT policyname FROM pg_policies WHERE tablename = :table ORDER BY 1"), {"table": table}
        ).scalars()
        inherited = ["inherited"] if table in {model.__tablename__ for model in LETTERS} else []
        assert (on, forced, list(policies)) == (True, True, [*inherited, "office", "one_letter", "own_rows"])


def test_every_table_with_an_institution_is_behind_the_wall_or_said_not_to_be(bench):
    not_walled = {
        "institution_relation": "the directory is for everyone",
        "agreement_party": "what the office agreed with others; no page of a body reads it",
        "agreement_clause": "what the office agreed with others; a body reads what it owes in the letter about it",
        "meeting_party": "with whom the office met; no page of a body reads it",
        "activity": "what the office holds; a body reads of it what anybody reads",
        "body_visit": "visits that are over, which the pages of the office alone show",
        "partner_user": "asked before it is known whose request it is",
        "partner_client": "asked before it is known whose request it is",
        "act_reached": "read by whoever has a letter of the same act",
    }
    with bench.platform.database.reading() as session:
        found = session.execute(
            text(
                "SELECT table_name FROM information_schema.columns WHERE column_name = 'institution_id' AND table_schema = 'public'"
            )
        ).scalars()
        assert set(found) - set(not_walled) == set(TABLES)


def test_a_row_of_another_body_cannot_be_written_either(bench, pair):
    statement = text(
        "INSERT INTO evidence_file (id, institution_id, document, sha256, media_type, size, by, received_at)"
        " VALUES (:id, :body, 'x', 'x', 'x', 1, 'x', now())"
    )
    for asked, standing in ((pair[1], {"institution": pair[0].id}), (pair[0], {})):
        with bench.platform.database.transaction() as session:
            for name, value in standing.items():
                session.execute(
                    text("SELECT set_config(:name, :value, true)"), {"name": f"app.{name}", "value": str(value)}
                )
            with pytest.raises(DBAPIError, match="row-level security"):
                session.execute(statement, {"id": uuid4(), "body": asked.id})
            session.rollback()


def test_the_tests_run_as_a_role_that_the_wall_binds(bench):
    with bench.platform.database.reading() as session:
        above = session.execute(
            text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        ).scalar_one()
    assert above is False


def test_what_one_request_stood_for_is_gone_with_its_transaction(bench, both, pair):
    """The setting must not lie on the pooled connection for the next request."""
    url = make_url(bench.platform.settings.database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        connection.execute("SELECT set_config('app.institution', %s, true)", [str(pair[0].id)])
        assert connection.execute("SELECT count(*) FROM dispatch").fetchone() == (1,)
        connection.commit()
        assert connection.execute("SELECT count(*) FROM dispatch").fetchone() == (0,)
        connection.commit()
        connection.execute("SELECT set_config('app.office', 'on', true)")
        connection.rollback()
        assert connection.execute("SELECT count(*) FROM dispatch").fetchone() == (0,)


def test_the_module_that_queries_go_through_finds_own_rows_only(bench, both, pair):
    (_, mine, my_file), (_, theirs, their_file) = both
    partner = Principal("partner", institution_id=pair[0].id)
    with bench.platform.database.transaction() as session:
        own = wall.own(session, partner)
        assert str(own.get(Dispatch, mine).id) == mine
        assert str(own.get(EvidenceFile, my_file).id) == my_file
        for model, row in ((Dispatch, theirs), (EvidenceFile, their_file), (Dispatch, uuid4())):
            with pytest.raises(NotFound):
                own.get(model, row)
        # The second wall alone: a query that names nobody, in a transaction that stands for one body.
        assert {row.institution_id for row in session.execute(select(Dispatch)).scalars()} == {pair[0].id}
        # The first wall alone: even where the database shows everything, the query names its institution.
        wall.as_office(session)
        assert {row.institution_id for row in session.execute(own.select(Dispatch)).scalars()} == {pair[0].id}


def _plant_figures(bench, both, pair):
    """Each body filled in the table that a letter to both asks for."""
    for (machine, *_rest), letter in zip(both, ask(bench, *pair), strict=True):
        answer = machine.post(f"/dispatches/{letter}/figures", figures_of(pmf=(1, 3_000)))
        assert answer.status_code == 201, answer.json


def _plant_notices(bench, pair):
    with bench.platform.database.transaction() as session:
        wall.as_office(session)
        for body in pair:
            session.execute(
                text(
                    "INSERT INTO notice (institution_id, recommendation_id, kind, details, at, event_id)"
                    " VALUES (:body, :id, 'reminded', '{}', now(), :id)"
                ),
                {"body": body.id, "id": uuid4()},
            )


def _plant_post(bench, pair):
    with bench.platform.database.transaction() as session:
        wall.as_office(session)
        for body in pair:
            dispatch = session.execute(select(Dispatch).where(Dispatch.institution_id == body.id)).scalars().first()
            session.add(
                PostEntry(institution_id=body.id, dispatch_id=dispatch.id, cause="no_channel", entered_at=utc_now())
            )


def _plant_links(bench, pair):
    with bench.platform.database.transaction() as session:
        wall.as_office(session)
        for body in pair:
            for dispatch in session.execute(select(Dispatch).where(Dispatch.institution_id == body.id)).scalars():
                links.want(session, dispatch, body.id, links.BY_LETTER, now=utc_now())


@pytest.mark.parametrize("table", TABLES)
def test_whoever_is_here_for_one_letter_sees_nothing_of_another(bench, both, pair, table):
    """The second wall alone, as whoever came by a one-time link stands before it."""
    (_machine, mine, _), _ = both
    bench.issue(pair[0])
    _plant_notices(bench, pair)
    _plant_post(bench, pair)
    _plant_links(bench, pair)
    _plant_contacts(bench, pair)
    _plant_figures(bench, both, pair)
    seen = rows(bench, table, institution=pair[0].id, dispatch=mine)
    all_of_body = rows(bench, table, institution=pair[0].id)[pair[0].id]
    # Notices and figures were planted of other letters, and the file is the machine's, who came by no link.
    if table == "post_entry":
        assert set(seen) <= {pair[0].id}
    elif table in (
        "feed_entry",
        "contact",
        "contact_proposal",
        "contacts_asked",
        "evidence_file",
        "notice",
        "figures_report",
    ):
        assert seen == {}
    else:
        assert set(seen) == {pair[0].id}
        assert table not in ("dispatch", "dispatch_item", "letter_link") or seen[pair[0].id] < all_of_body
    assert rows(bench, table, institution=pair[1].id, dispatch=mine) == {}


def _plant_contacts(bench, pair):
    with bench.platform.database.transaction() as session:
        wall.as_office(session)
        for body in pair:
            contact = Contact(institution_id=body.id, kind="phone", purpose="urgent", value="129", added_by="test")
            proposal = {"kind": "phone", "purpose": "urgent", "value": "112", "proposed_by": "test"}
            session.add(contact)
            session.add(ContactProposal(institution_id=body.id, **proposal))
            session.merge(ContactsAsked(institution_id=body.id, quarter_begins=date(2026, 10, 1)))


def test_a_body_that_took_over_letters_sees_those_and_no_contacts(bench, both, pair):
    """The second wall alone."""
    _plant_contacts(bench, pair)
    follows = bench.body()
    standing = {"institution": follows.id, "heritage": pair[0].id}
    for model in WALLED:
        table = model.__tablename__
        if table == "notice":
            _plant_notices(bench, pair)
        if table == "post_entry":
            _plant_post(bench, pair)
        if table == "letter_link":
            _plant_links(bench, pair)
        if table == "figures_report":
            _plant_figures(bench, both, pair)
        assert set(rows(bench, table, **standing)) == ({pair[0].id} if model in LETTERS else set()), table


def test_who_acts_for_no_institution_stands_behind_no_wall(bench):
    with bench.platform.database.transaction() as session, pytest.raises(AssertionError, match="for no institution"):
        wall.own(session, Principal("staff", uuid4()))
