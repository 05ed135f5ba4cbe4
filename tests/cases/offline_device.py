"""A telephone with the copy of a visit, as the file's page behaves: for tests that need no browser."""

import io
import itertools
import json
import re
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from services.cases.visits.actions.taking_along import key_of
from services.cases.visits.schemas.copies import place
from shared.sealing import seal, unseal
from tests.cases.test_visits import read

PASSWORD = "tri mollë blu mbi tavolinë"


def take(person, visit, password=PASSWORD):
    return person.post(f"/visits/{visit['visit']['id']}/copies", {"password": password})


class Device:
    """A telephone with a copy: it gives answers as the page of the copy does, and makes the file."""

    def __init__(self, person, visit, copy=None):
        if copy is None:
            taken = take(person, visit)
            assert taken.status_code == 201, taken.json
            copy = taken.json["id"]
        self.person, self.path, self.copy = person, f"/visits/{visit['visit']['id']}", copy
        answer = person.get(f"{self.path}/copies/{copy}")
        assert answer.status_code == 200
        self.page, self.headers = answer.text, answer.headers
        told = json.loads(re.search(r'<script type="application/json" id="copy">(.*?)</script>', self.page)[1])
        self.key = key_of(PASSWORD, b64decode(told["salt"]))
        self.told = json.loads(unseal(self.key, b64decode(told["sealed"]), place(copy, "visit")))
        self.asked = {one["key"]: one for section in self.told["sections"] for one in section["questions"]}
        self.device, self.places, self.answers = str(uuid4()), itertools.count(1), {}

    def give(self, question, value, note=None, **more):
        self.answers[question] = {
            "entry": str(uuid4()),
            "place": next(self.places),
            "question": question,
            "value": value,
            "number": None,
            "sources": [],
            "note": note,
            "base": self.asked[question]["base"] if question in self.asked else 0,
            "at": (datetime.now(UTC) - timedelta(hours=3)).isoformat(),
            **more,
        }

    def file(self, **more):
        told = {"device": self.device, "answers": list(self.answers.values())}
        sealed = b64encode(seal(self.key, json.dumps(told).encode(), place(self.copy, "answers"))).decode()
        return json.dumps({"besa": "besa.visit-answers", "format": 1, "copy": self.copy, "sealed": sealed, **more})

    def bring(self, content=None):
        return bring(self.person, self.path, self.file() if content is None else content)


def bring(person, path, content):
    sent = {"file": (io.BytesIO(content if isinstance(content, bytes) else content.encode()), "besa.json")}
    return person.call("POST", f"{path}/brought", data=sent, content_type="multipart/form-data")


def outcomes(answer):
    assert answer.status_code == 200, answer.json
    return {one["question"]: one["outcome"] for one in answer.json["outcomes"]}


def stands(person, visit):
    return {one["question"]: (one["value"], one["note"]) for one in read(person, visit)["answers"]}


def aside(person, visit):
    answer = person.get(f"/visits/{visit['visit']['id']}/brought")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def choose(person, visit, one, take, version=None):
    standing = one["stands"]["version"] if one["stands"] else 0
    wanted = {"take": take, "version": standing if version is None else version}
    return person.post(f"/visits/{visit['visit']['id']}/brought/{one['id']}/choice", wanted)
