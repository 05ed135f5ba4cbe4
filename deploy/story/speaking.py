"""Speaking to an installation as its users do: machines with bearer tokens, people with forms. Every refusal is a sentence."""

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import uuid4

import requests

T = TypeVar("T")
SECONDS = 60.0
#: A single answer; longer than the longest wait that a feed is asked for.
ANSWER_SECONDS = 30
POLL = 0.1
#: How often what was answered with 503 is asked again, and how many seconds at most pass before each.
TRIES_AGAIN, MOST_SECONDS_BETWEEN = 6, 10.0
_CSRF = re.compile(r'name="csrf_token"[^>]*\bvalue="([^"]+)"')
_ERRORS = re.compile(r'govuk-error-message"[^>]*>(.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class StoryError(RuntimeError):
    """Says in one sentence at which point the story could not go on, and why."""


class RefusedError(StoryError):
    """The API said no. `pointers` are those of the problem's errors."""

    def __init__(self, asked: str, response: requests.Response) -> None:
        try:
            problem = response.json()
        except ValueError:
            problem = {}
        self.status = response.status_code
        self.code = str(problem.get("type", "")).rsplit(":", 1)[-1]
        self.pointers = [str(error.get("pointer", "")) for error in problem.get("errors", [])]
        said = {name: problem[name] for name in ("code", "detail", "legal", "errors") if name in problem}
        super().__init__(f"{asked} was answered with {response.status_code} {json.dumps(said, ensure_ascii=False)}")


def wait_for(what: str, look: Callable[[], T | None]) -> T:
    """What `look` returns as soon as it returns something. Raises `StoryError` after `SECONDS`."""
    deadline = time.monotonic() + SECONDS
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise StoryError(f"{what} did not come within {SECONDS:.0f} seconds.")
        time.sleep(POLL)


def _session() -> requests.Session:
    session = requests.Session()
    # A proxy of the caller's environment has no business between us and the installation.
    session.trust_env = False
    return session


class Api:
    """One caller of the JSON API, with the headers that prove who it is."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        self.url = url.rstrip("/")
        self._session = _session()
        self._session.headers.update(headers or {})

    @classmethod
    def bearer(cls, url: str, token: str) -> "Api":
        return cls(url, {"Authorization": f"Bearer {token}"})

    def get(self, path: str, **query: str | int | None) -> Any:
        return self._ask("GET", path, params={name: value for name, value in query.items() if value is not None})

    def download(self, path: str, **query: str) -> bytes:
        """A file as it is. Raises `RefusedError`."""
        return self._answered("GET", path, params=query).content

    def post(self, path: str, content: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Any:
        """POST under an Idempotency-Key of its own."""
        return self._ask("POST", path, json=content, headers={"Idempotency-Key": str(uuid4()), **(headers or {})})

    def patch(self, path: str, content: Mapping[str, object]) -> Any:
        """PATCH the version that is there now."""
        etag = self._send("GET", path).headers.get("ETag", "")
        return self._ask("PATCH", path, json=content, headers={"If-Match": etag})

    def post_file(self, path: str, name: str, content: bytes, media_type: str) -> Any:
        return self._ask(
            "POST", path, files={"file": (name, content, media_type)}, headers={"Idempotency-Key": str(uuid4())}
        )

    def post_form(self, path: str, content: Mapping[str, str], log_in: tuple[str, str]) -> Any:
        return self._ask("POST", path, data=content, auth=log_in)

    def status(self, path: str) -> int:
        """The status alone; 0 if nobody answers."""
        try:
            return self._session.get(self.url + path, timeout=ANSWER_SECONDS).status_code
        except requests.RequestException:
            return 0

    def reaches(self, path: str) -> bool:
        """Whether this caller is answered there with 200."""
        return self.status(path) == 200

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        return self._answered(method, path, **options).json()

    def _answered(self, method: str, path: str, **options: Any) -> requests.Response:
        response = self._send(method, path, **options)
        if response.status_code >= 400:
            raise RefusedError(f"{method} {path}", response)
        return response

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        return _patiently(self._session, method, self.url, path, **options)


def _patiently(session: requests.Session, method: str, url: str, path: str, **options: Any) -> requests.Response:
    """The answer. What had no room for us (503 with Retry-After) is asked again as it was, under the same Idempotency-Key, a bounded
    number of times: under load that is no refusal. Raises `StoryError`.
    """
    for left in range(TRIES_AGAIN, -1, -1):
        try:
            response = session.request(method, url + path, timeout=ANSWER_SECONDS, **options)
        except requests.RequestException as error:
            raise StoryError(f"{method} {path} got no answer from {url} ({type(error).__name__}).") from error
        if response.status_code != requests.codes.unavailable or "Retry-After" not in response.headers or not left:
            break
        time.sleep(min(_seconds(response.headers["Retry-After"]), MOST_SECONDS_BETWEEN))
    return response


def _seconds(retry_after: str) -> float:
    """How long we are asked to wait; a second where it says so as a date."""
    return float(retry_after) if retry_after.isdecimal() else 1.0


class Browser:
    """A person's browser: cookies, pages, and forms that are sent with the token that stood on the page."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session = _session()

    def page(self, path: str) -> str:
        return self._read("GET", path)

    def send(self, path: str, filled: Mapping[str, str]) -> str:
        """Fill in the form on the page `path` and send it; returns the page that follows."""
        token = _CSRF.search(self.page(path))
        if token is None:
            raise StoryError(f"The page {path} has no form with a token.")
        # As a browser does it for a form that may carry files.
        parts = {name: (None, value) for name, value in {**filled, "csrf_token": token.group(1)}.items()}
        return self._read("POST", path, files=parts)

    def _read(self, method: str, path: str, **options: Any) -> str:
        response = _patiently(self._session, method, self.url, path, **options)
        if not response.ok:
            said = "; ".join(" ".join(_TAG.sub(" ", found).split()) for found in _ERRORS.findall(response.text))
            raise StoryError(f"The page {path} answered with {response.status_code}. {said}")
        return response.text
