"""The cases service on a real, empty database; each test makes the people, bodies and complaints that it needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from services.cases.app import create_app
from shared.settings import Settings
from tests.cases.bench import SIGNING, VERIFY, Bench, Body, Person
from tests.cases.drafting import draft_body
from tests.databases import Databases, of_workers
from tests.worlds import Worlds, keeps, kept


@pytest.fixture(scope="session")
def settings(databases: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        service="cases",
        database_url=databases["cases"],
        **of_workers(databases["cases"]),
        broker_url="memory://",
        documents_url=tmp_path_factory.mktemp("documents").as_uri(),
        document_key=b"k" * 32,
        secret_key="a test's secret key of enough characters",
        staff_verify_key=VERIFY,
        staff_signing_key=SIGNING,
        secure_cookies=False,
    )


@pytest.fixture(scope="session")
def worlds(databases: Databases) -> Worlds:
    return Worlds(databases, "cases")


@pytest.fixture
def beginning(worlds: Worlds, request: pytest.FixtureRequest) -> Worlds:
    """An empty database."""
    worlds.begin(keep=keeps(request))
    return worlds


@pytest.fixture(scope="session")
def running(settings: Settings, worlds: Worlds) -> Iterator[Bench]:
    app = create_app(settings)
    app.testing = True
    bench = Bench(app, app.extensions["besa"], worlds=worlds)
    yield bench
    bench.platform.dispose()


@pytest.fixture
def bench(running: Bench, beginning: Worlds) -> Bench:
    del beginning
    running.empty()
    return running


@pytest.fixture
def officer(bench: Bench) -> Person:
    return bench.person("case_officer", name="Shembull Eksperti")


@pytest.fixture
def approver(bench: Bench) -> Person:
    return bench.person("approver", name="Shembull Përgjegjësi")


@pytest.fixture
def commissioner(bench: Bench) -> Person:
    return bench.person("commissioner", name="Shembull Komisioneri")


@dataclass
class Story:
    """A case under way, with an officer and a second person."""

    bench: Bench
    case_id: UUID
    officer: Person
    approver: Person

    @property
    def worlds(self) -> Worlds | None:
        return self.bench.worlds

    @property
    def kept_as(self) -> Any:
        return self.bench, self.case_id, self.officer, self.approver

    @kept
    def step(self, step: str, by: Person | None = None, **more: Any) -> Any:
        answer = (by or self.officer).post(f"/cases/{self.case_id}/steps", {"step": step, **more})
        assert answer.status_code == 200, answer.json
        return answer.json

    def with_findings(self) -> "Story":
        self.step("assign")
        self.step("investigate")
        self.found("violation_found")
        return self

    @kept
    def found(
        self,
        result: str,
        body: Body | None = None,
        text: str = "Shkolla nuk e regjistroi fëmijën.",
        grade: str | None = None,
    ) -> None:
        """A finding on the first right of the case, about one body or none in particular."""
        right = self.bench.scalar("SELECT rights ->> 0 FROM case_file WHERE id = :id", id=self.case_id)
        about = {"right": right, "institution_id": str(body.id) if body else None}
        self.step("record_findings", findings=[{**about, "result": result, "grade": grade, "text": text}])

    @kept
    def draft(self, *bodies: Body, **more: Any) -> dict[str, Any]:
        answer = self.officer.post(f"/cases/{self.case_id}/recommendations", draft_body(*bodies, **more))
        assert answer.status_code == 201, answer.json
        return answer.json

    @kept
    def injured(self, **more: Any) -> str:
        """The injured person, who complained: a party of the case; its id."""
        complaint = self.bench.scalar("SELECT id FROM complaint WHERE case_id = :id LIMIT 1", id=self.case_id)
        party = {"role": "injured", "complaint_id": str(complaint), **more}
        answer = self.officer.post(f"/cases/{self.case_id}/parties", party)
        assert answer.status_code == 201, answer.json
        return str(self.bench.scalar("SELECT id FROM case_party ORDER BY at DESC LIMIT 1"))

    @kept
    def issue(self, *bodies: Body, **more: Any) -> dict[str, Any]:
        """A recommendation that was drafted, approved and issued."""
        act = self.draft(*bodies, **more)
        signatory = self.signatory(act)
        approved = self.approver.post(f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]})
        assert approved.status_code == 200, approved.json
        issued = signatory.post(f"/recommendations/{act['id']}/issue")
        assert issued.status_code == 200, issued.json
        return issued.json

    @kept
    def not_enough(self, *obligations: dict[str, Any]) -> None:
        """The office finds that what the body replied is not enough: by that alone a refusal opens the ladder."""
        for one in obligations:
            found = self.officer.post(f"/obligations/{one['id']}/insufficiency", {"reason": "Arsyet nuk mjaftojnë."})
            assert found.status_code == 201, found.json

    def signatory(self, act: dict[str, Any]) -> Person:
        """Who signs such an act: the head of section, or where they do not the commissioner."""
        return self.approver if "approver" in act["signed_by_functions"] else self.bench.person("commissioner")

    @kept
    def shown(self, act: dict[str, Any], **words: Any) -> dict[str, Any]:
        """The public version of an act, written and approved: the words of the letter unless others are given."""
        path = f"/recommendations/{act['id']}/public-version"
        items = [one["text"] for one in act["items"]]
        written = self.officer.post(path, {"title": act["title"], "grounds": act["grounds"], "items": items, **words})
        assert written.status_code == 201, written.json
        approved = self.approver.post(f"{path}/approval", {"content_hash": written.json["draft"]["content_hash"]})
        assert approved.status_code == 200, approved.json
        return dict(approved.json)

    def obligations(self, act: dict[str, Any], body: Body) -> list[dict[str, Any]]:
        """What a body owes on an act, in the order of its items."""
        found = self.officer.get(f"/recommendations/{act['id']}").json
        places = {item["id"]: item["place"] for item in found["items"]}
        owed = [one for one in found["obligations"] if one["institution_id"] == str(body.id)]
        return sorted(owed, key=lambda one: places[one["item_id"]])


@pytest.fixture
def story(bench: Bench, officer: Person, approver: Person) -> Story:
    return Story(bench, bench.admit(), officer, approver)
