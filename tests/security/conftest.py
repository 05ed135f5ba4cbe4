"""Four services with one set of keys, and one caller of every kind."""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from shared.settings import Settings
from shared.staff import StaffAccount, issue_token, new_signing_key
from tests.databases import of_workers
from tests.hashing import cheap_receipts
from tests.partners import bench as partners
from tests.partners import linked

cheap_receipts()
SERVICES = ("intake", "cases", "partners", "notifications")
STAFF = ("intake_officer", "case_officer", "approver", "commissioner", "monitor", "publisher", "auditor", "admin")


@dataclass
class World:
    """The apps, and `callers`: how each kind of caller dresses a client and its headers for one service."""

    apps: dict[str, Flask]
    callers: dict[str, Callable[[FlaskClient, str], dict[str, str]]] = field(default_factory=dict)

    def ask(self, caller: str, service: str, method: str, path: str, **options):
        """One request of `caller`, with the credential where this kind of route looks for it."""
        client = self.apps[service].test_client()
        api = path.split("/")[2:3] in (["api"], ["oauth"])
        headers = self.callers[caller](client, service if api else f"{service} pages")
        return client.open(path, method=method, headers={**headers, **options.pop("headers", {})}, **options)


@pytest.fixture(scope="module")
def world(databases: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    signing, verify = partners.SIGNING, partners.VERIFY
    apps = {}
    for service in SERVICES:
        settings = Settings(
            service=service, database_url=databases[service], broker_url="memory://", **of_workers(databases[service]),
            documents_url=tmp_path_factory.mktemp("documents").as_uri(), document_key=b"k" * 32, secret_key="s" * 32,
            staff_verify_key=verify, staff_signing_key=signing, sealing_key=b"e" * 32, receipt_pepper=b"p" * 32,
            mail_url=tmp_path_factory.mktemp("mail").as_uri(), secure_cookies=False, subscription_key=b"b" * 32,
        )  # fmt: skip
        apps[service] = importlib.import_module(f"services.{service}.app").create_app(settings)
        apps[service].config["WTF_CSRF_ENABLED"] = False
    world = World(apps)
    for service in SERVICES:
        forget_limits(world, service)
    _dress(world, signing)
    yield world
    for app in apps.values():
        app.extensions["besa"].dispose()


def forget_limits(world: World, service: str) -> None:
    # One way to the server and back: test_openapi.py does it before each of some thousands of requests.
    with world.apps[service].extensions["besa"].database.reading() as session:
        session.execute(text("WITH gone AS (DELETE FROM failed_tries) UPDATE rate_window SET hits = 0 WHERE hits > 0"))


def _staff(world: World, roles: list[str], *, active: bool = True) -> str:
    staff_id, began = uuid4(), datetime.now(UTC) - timedelta(minutes=5)
    for app in world.apps.values():
        with app.extensions["besa"].database.transaction() as session:
            session.add(StaffAccount(id=staff_id, roles=roles, active=active, sessions_valid_from=began))
    return str(staff_id)


def _as_staff(signing: str, staff_id: str) -> Callable[[FlaskClient, str], dict[str, str]]:
    """A new session for each request: one of the routes ends it."""

    def dress(client: FlaskClient, where: str) -> dict[str, str]:
        token = issue_token(signing, UUID(staff_id))
        if where.endswith("pages"):
            client.set_cookie("besa_staff", token, path="/")
            return {}
        return {"Authorization": f"Bearer {token}"}

    return dress


def _dress(world: World, signing: str) -> None:
    callers = world.callers
    callers["anonymous"] = lambda _client, _where: {}
    for role in STAFF:
        callers[role] = _as_staff(signing, _staff(world, [role]))
    callers["every_staff_role"] = _as_staff(signing, _staff(world, list(STAFF)))
    callers["staff_gone"] = _as_staff(signing, _staff(world, list(STAFF), active=False))
    callers["staff_forged"] = _as_staff(new_signing_key()[0], _staff(world, list(STAFF)))
    bench = partners.Bench(world.apps["partners"], world.apps["partners"].extensions["besa"])
    body = bench.body()
    for role in ("partner_user", "partner_admin"):
        callers[role] = _as_person(bench.browser(body, role))
    callers["partner_link"] = _as_person(_by_link(bench))
    for name, scopes in (
        ("machine_reads", ["dispatch:read"]),
        ("machine_writes", ["reply:write"]),
        ("machine", ["dispatch:read", "reply:write"]),
    ):
        token = bench.machine(body, *scopes).token
        callers[name] = lambda _client, where, token=token: (
            {} if where.endswith("pages") else {"Authorization": f"Bearer {token}"}
        )
    answer = (
        world.apps["intake"]
        .test_client()
        .post(
            "/intake/api/v1/complaints",
            json={"submitter": {"role": "child", "keep_secret": True}, "narrative": "Fjalë shembull", "language": "sq"},
        )
    )
    assert answer.status_code == 201, answer.text
    callers["complainant"] = _as_complainant(world.apps["intake"], answer.json["receipt_code"])


def _as_complainant(intake: Flask, code: str) -> Callable[[FlaskClient, str], dict[str, str]]:
    """A new visit for each request: one of the routes ends it."""

    def dress(client: FlaskClient, where: str) -> dict[str, str]:
        if not where.endswith("pages"):
            return {"Receipt-Code": code}
        browser = intake.test_client()
        assert browser.post("/intake/mine", data={"code": code}).status_code in (302, 303)
        return _as_person(browser)(client, where)

    return dress


def _by_link(bench: partners.Bench) -> FlaskClient:
    """A browser in which a one-time link was opened."""
    [token] = linked.mailed(bench, bench.issue(linked.linked_body(bench)))
    browser = bench.app.test_client()
    assert browser.post(f"/partners/link/{token}").status_code == 303
    return browser


def _as_person(signed_in: FlaskClient) -> Callable[[FlaskClient, str], dict[str, str]]:
    cookies = list(signed_in._cookies.values())

    def dress(client: FlaskClient, _where: str) -> dict[str, str]:
        for cookie in cookies:
            client.set_cookie(cookie.key, cookie.value, path=cookie.path)
        return {}

    return dress
