"""What a page of a long list costs: obligations of one body by lateness, and observed figures; a million of them beside ten thousand."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine, text

from services.cases.app import create_app
from shared.settings import Settings
from tests.bench.figures import compare
from tests.cases.bench import SIGNING, VERIFY, Bench, Person
from tests.databases import Databases, as_owner

FEW, MANY = 10_000, 1_000_000
#: Many short turns and not few long ones: what else runs on the machine meets both sides of a pair alike.
REQUESTS, TURNS = 20, 7
BODIES = 4
LATE = "/obligations?timeliness=late&what={what}&institution={body}&limit={limit}"

#: Letters of ten items to four bodies. The last days lie on both sides of today; every third was answered, every fifth settled.
FILL = (
    "INSERT INTO case_file (id, number, status, origin, memo, rights, places, elsewhere, opened_at, unread_messages, version)"
    " VALUES (:case_id, 'C-2020-00001-0', 'opened', 'own_initiative', 'x', '[\"28\"]', '[]', 'none', now(), 0, 1)",
    "INSERT INTO recommendation (id, case_id, kind, status, language, title, grounds, authors, content_hash,"
    " issued_on, version, published, proceeding_over) SELECT gen_random_uuid(), :case_id, 'remedy', 'issued',"
    " 'sq', 'Shembull', 'x', '[]', repeat('a', 64), current_date - 60, 1, false, false FROM generate_series(1, :many / 40) AS n",
    "INSERT INTO act_item (id, recommendation_id, place, text, evidence_expected)"
    " SELECT gen_random_uuid(), id, place, 'Masë', 'Vendim' FROM recommendation, generate_series(0, 9) AS place",
    "UPDATE recommendation SET number = 'R-2020-' || lpad(n::text, 7, '0') || '-0', issued_at = now() - n * interval '1 minute'"
    " FROM (SELECT id, row_number() OVER () AS n FROM recommendation) AS numbered WHERE numbered.id = recommendation.id",
    "INSERT INTO obligation (id, recommendation_id, case_id, item_id, institution_id, institution_class, role, expects, counts,"
    " issued_on, delivery, reply, claimed, assessed, confirmed, answered_on, reply_due, implementation_due, closed_on)"
    " SELECT gen_random_uuid(), recommendation_id, :case_id, item_id, body, 'municipality', 'responsible', 'reply', true,"
    " current_date - 60, 'delivered', 'none', 'not_started', 'not_assessed', 'not_asked',"
    " CASE WHEN n % 3 = 0 THEN current_date END, current_date - 30 + (n % 60)::int, current_date - 30 + (n % 60)::int,"
    " CASE WHEN n % 5 = 0 THEN current_date END"
    " FROM (SELECT act_item.recommendation_id, act_item.id AS item_id, body, row_number() OVER () AS n"
    " FROM act_item, unnest(CAST(:bodies AS uuid[])) AS body) AS pair",
)
#: Figures of seven indicators over four years, of as many places as it takes; one of them is the body that is asked about.
FIGURES = (
    "INSERT INTO figure_observed (id, indicator, version, level, area, period, period_ends, codes, state, numerator, denominator, quality,"
    " citation, known_at) SELECT gen_random_uuid(), (ARRAY['pmf', 'birth60', 'budget', 'plan', 'assist', 'wash', 'aid'])[1 + n % 7], 1,"
    " 'municipality', CASE WHEN n / 28 = 7 THEN :place ELSE 'vendi-' || n / 28 END, (2020 + n / 7 % 4)::text,"
    " make_date((2020 + n / 7 % 4)::int, 12, 31), '', 'counted', n % 90, 100, 'reported', 'Shembull', now() - n * interval '1 second'"
    " FROM generate_series(0, :many - 1) AS n",
)
ASKED_OF_FIGURES = (
    "/figures?limit=50",
    "/figures?indicator=pmf&limit=50",
    "/figures?area={place}&limit=50",
    "/indicators/pmf/series?area={place}",
)


class Office:
    """A cases service whose database holds `many` obligations; its answers come through its own WSGI door."""

    def __init__(self, databases: Databases, folder: Path, many: int) -> None:
        settings = Settings(
            service="cases", database_url=databases["cases"], broker_url="memory://", documents_url=folder.as_uri(),
            document_key=b"k" * 32, secret_key="s" * 32, staff_verify_key=VERIFY, staff_signing_key=SIGNING,
        )  # fmt: skip
        app = create_app(settings)
        app.testing = True
        self.bench = Bench(app, app.extensions["besa"])
        known = [self.bench.body() for _ in range(BODIES)]
        self.bodies, self.place = [one.id for one in known], known[0].key
        self.person: Person = self.bench.person("approver")
        fill(as_owner(databases["cases"]), self.bodies, self.place, many)

    def rate(self, path: str) -> float:
        """Answers per second."""
        began = time.perf_counter()
        for _ in range(REQUESTS):
            if self.person.get(path).status_code != 200:
                raise RuntimeError(f"{path} was not answered")
        return REQUESTS / (time.perf_counter() - began)

    def pages(self, what: str) -> tuple[str, str]:
        """The first page of what one body is late with, and one in the middle of that list."""
        first = LATE.format(what=what, body=self.bodies[1], limit=50)
        walked = [None]
        while following := self._next(what, walked[-1]):
            walked.append(following)
        return first, f"{first}&after={walked[len(walked) // 2]}"

    def _next(self, what: str, after: str | None) -> str | None:
        path = LATE.format(what=what, body=self.bodies[1], limit=200) + (f"&after={after}" if after else "")
        found: str | None = self.person.get(path).json["next"]
        return found


def measure(databases_of: Callable[[str], Databases], rounds: int, say: Callable[[str], None]) -> None:
    """Fill two databases, ask both in turn, and say what the long list costs beside the short one."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (Office(databases_of(name), Path(folder), count) for name, count in (("few", FEW), ("many", MANY)))
        for what in ("reply", "implementation"):
            for where, short, long in zip(
                ("first page", "in the middle"), few.pages(what), many.pages(what), strict=True
            ):
                name = f"late {what}, {MANY:,} / {FEW:,}: {where}"
                ours, limit = _asking(many, long), _asking(few, short)
                say(compare(name, ">= 0.90", rounds * TURNS, ours, limit).line())
        for path in ASKED_OF_FIGURES:
            ours, limit = (_asking(one, path.format(place=one.place)) for one in (many, few))
            name = f"figures, {MANY:,} / {FEW:,}: {path.partition('?')[2].format(place='…')}"
            say(compare(name, ">= 0.90", rounds * TURNS, ours, limit).line())
        for office in (few, many):
            office.bench.platform.database.dispose()


def _asking(office: Office, path: str) -> Callable[[], float]:
    office.rate(path)
    return lambda: office.rate(path)


def fill(url: str, bodies: list[UUID], place: str, many: int) -> None:
    engine = create_engine(url)
    values = {"case_id": UUID(int=1), "bodies": bodies, "place": place, "many": many}
    with engine.begin() as connection:
        for statement in (*FILL, *FIGURES):
            asked = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement), asked)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("recommendation", "act_item", "obligation", "figure_observed"):
            connection.execute(text(f"VACUUM ANALYZE {table}"))
    engine.dispose()
