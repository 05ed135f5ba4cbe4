"""Actors and agreements, written and signed by API and in the browser."""

import re

from services.partners.cooperation.timers import compare_actors
from shared.clock import utc_now
from tests.partners.activities import Person, answered, day, today, word

API, DESK = "/partners/api/v1", "/partners/staff/agreements"


def call(person, path, body=None, method="POST", seen=None):
    headers = {"Authorization": f"Bearer {person.token}"} | ({"If-Match": f'"{seen}"'} if seen else {})
    more = {"json": body} if body is not None else {}
    return person.bench.app.test_client().open(f"{API}{path}", method=method, headers=headers, **more)


def actor(person, **more):
    body = {"kind": "organisation", "name_sq": f"Organizata {word()}", "name_en": "Organisation", **more}
    answer = call(person, "/actors", body)
    assert answer.status_code == 201, answer.text
    return answer.json


def clause(**more):
    return {"text": "Caktohet një person për fëmijët.", "due": day(60), "evidence": "Urdhri", **more}


def wanted(**more):
    return {"title": f"Marrëveshje {word()}", "clusters": ["5"], "until": day(700), **more}


def written(person, **more):
    answer = call(person, "/agreements", wanted(**more))
    assert answer.status_code == 201, answer.text
    return answer.json


def signing(person, agreement, signed_on=None):
    body = {"signed_on": signed_on or today().isoformat()}
    answer = call(person, f"/agreements/{agreement['id']}/signing", body, seen=agreement["revision"])
    named(person.bench)
    return answer


def named(bench, *found):
    """What actors are called was compared: every name has these places."""
    compare_actors(bench.platform, utc_now())
    answered(bench, *found)


def press(person, path, data, at):
    """A form as the page `at` holds it, sent to `path`; the revision is that of its own prefix."""
    page = person.client.get(at).text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    kept = {name: value for name, value in hidden.items() if "revision" in name or name == "csrf_token"}
    return person.client.post(path, data={**kept, **data})


def typed_day(name, value):
    year, month, of_month = value.split("-")
    return {f"{name}-day": of_month, f"{name}-month": month, f"{name}-year": year}


__all__ = [
    "API",
    "DESK",
    "Person",
    "actor",
    "call",
    "clause",
    "day",
    "named",
    "press",
    "signing",
    "today",
    "typed_day",
    "wanted",
    "word",
    "written",
]
