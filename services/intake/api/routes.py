"""What all routes of the API share."""

from flask import Response

from shared.gate import Blueprint


def uncached(blueprint: Blueprint) -> Blueprint:
    """`blueprint`, of which no cache keeps an answer: any of them says that there is a complaint."""
    blueprint.after_request(_keep_nothing)
    return blueprint


def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
