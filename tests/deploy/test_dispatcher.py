"""The embedded way serves four apps under one address without taking their prefix away."""

import flask
import pytest
from werkzeug.test import Client

from deploy import FRONT_PAGE
from deploy.embedded.dispatcher import Dispatcher


def test_a_service_sees_the_whole_path(client: Client) -> None:
    assert client.get("/cases/api/v1/x?y=1").text == "cases /cases/api/v1/x"
    assert client.get("/intake/").text == "intake /intake/"


def test_what_is_no_service_is_a_404_problem(client: Client) -> None:
    answer = client.get("/casesx/")

    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_the_root_leads_to_the_front_page(client: Client) -> None:
    answer = client.get("/")

    assert (answer.status_code, answer.headers["Location"]) == (302, FRONT_PAGE)


@pytest.fixture
def client() -> Client:
    return Client(Dispatcher({name: app_that_tells_its_path(name) for name in ("cases", "intake")}))


def app_that_tells_its_path(name: str) -> flask.Flask:
    app = flask.Flask(name)

    @app.get(f"/{name}/")
    @app.get(f"/{name}/<path:_rest>")
    def tell(_rest: str = "") -> str:
        return f"{name} {flask.request.path}"

    return app
