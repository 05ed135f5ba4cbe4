"""The catalogue of events and the code say the same, and no event can carry a person."""

import ast
import importlib
import json
import re
from pathlib import Path

import jsonschema
import pytest
from marshmallow import fields

from shared.events import printed
from shared.events.catalogue.trails import HeadSeen, HeadTold
from shared.events.envelope import Code, DigestField, NumberField, SignatureField
from shared.typed import load, schema_of

ROOT = Path(__file__).parents[2]
SAMPLES = printed.frozen_samples((ROOT / "docs" / "events.md").read_text())
SERVICES = ("intake", "cases", "partners", "notifications")
EVENTS = printed.events()
#: What an event may hold. A new type of field must be argued for here: could it carry a name or a sentence?
HARMLESS = {
    fields.UUID,
    fields.Date,
    fields.AwareDateTime,
    fields.Integer,
    fields.Boolean,
    Code,
    DigestField,
    NumberField,
    SignatureField,
}


def named(event) -> str:
    return event.type


def leaves(schema):
    for name, field in schema.fields.items():
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from leaves(inner.schema)
        else:
            yield name, inner


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_an_event_has_no_field_that_could_carry_free_text(event):
    wrong = {name: type(field).__name__ for name, field in leaves(schema_of(event)) if type(field) not in HARMLESS}
    assert not wrong, (
        f"{event.type}: {wrong}. An event carries ids, codes, dates, numbers, digests: put text in a document"
    )


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_an_event_is_named_after_its_publisher_and_says_what_happened(event):
    assert re.fullmatch(r"[a-z]+\.[a-z_]+\.[a-z_]+\.v[1-9]\d*", event.type)
    assert event.publisher() in SERVICES
    assert event.consumers, f"{event.type}: name its consumers"
    assert set(event.consumers) <= set(SERVICES) - {event.publisher()}
    assert event.__doc__, f"{event.type}: say in a docstring what happened"


def subscriptions_of(service):
    # Loading the app loads the consumers of its wings, which register at the same place.
    importlib.import_module(f"services.{service}.app")
    return importlib.import_module(f"services.{service}.consumers").subscriptions


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_handles_exactly_the_events_that_name_it(service):
    listed = {event.type for event in EVENTS if service in event.consumers}
    handled = set(subscriptions_of(service).handlers)
    assert handled == listed, (
        f"{service}: add a handler in services/{service}/consumers for {sorted(listed - handled)},"
        f" or take {sorted(handled - listed)} out"
    )


#: What lets an event leave; the second is the first for letters, of which either cases or intake is told.
PUBLISHING = {"publish", "tell_of"}


def of_every_service(event) -> bool:
    """What shared/audit tells and hears for each of them; tests/shared/test_audit_heads.py carries it between all four."""
    return issubclass(event, (HeadTold, HeadSeen))


def published_by(service) -> set[str]:
    named = set()
    for path in (ROOT / "services" / service).rglob("*.py"):
        tree = ast.parse(path.read_text())
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        # Made in the call or before it, or filled from a row: filled(CaseOpened, case). An annotation only says what was heard.
        used = {part.id for call in calls for part in (call.func, *call.args) if isinstance(part, ast.Name)}
        named |= used if used & PUBLISHING else set()
    return named


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_publishes_exactly_the_events_that_carry_its_name(service):
    listed = {event.__name__ for event in EVENTS if event.publisher() == service and not of_every_service(event)}
    published = published_by(service) & {event.__name__ for event in EVENTS}
    assert published == listed, (
        f"{service}: publish(session, {sorted(listed - published)}(…), …) is missing in its actions,"
        f" or {sorted(published - listed)} is another service's"
    )


@pytest.mark.parametrize("service", SERVICES)
def test_every_handler_has_a_test_with_a_real_envelope(service):
    tests = "\n".join(path.read_text() for path in (ROOT / "tests" / service).rglob("*.py"))
    own = [event for event in EVENTS if service in event.consumers and not of_every_service(event)]
    untested = [event.__name__ for event in own if not re.search(rf"\b{event.__name__}\b", tests)]
    assert not untested, f"write a test of these handlers in tests/{service}/: {untested}"


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_a_published_version_still_loads_its_frozen_sample(event):
    sample = SAMPLES.get(event.type)
    assert sample, f"run `make docs`: {event.type} has no frozen sample yet"
    loaded = load(event, sample)
    gone = {name for name in sample if getattr(loaded, name, None) is None}
    assert not gone, f"{event.type}: a published field is gone; make a .v2: {gone}"


def test_every_sample_belongs_to_an_event_that_is_still_understood():
    orphans = set(SAMPLES) - {event.type for event in EVENTS}
    assert not orphans, f"published once, so still to be read: {orphans}"


def test_event_types_are_written_in_the_catalogue_only():
    pattern = re.compile(r"[\"'](?:intake|cases|partners|notifications)\.[a-z_]+\.[a-z_]+\.v\d+[\"']")
    found = [
        str(path.relative_to(ROOT)) for path in (ROOT / "services").rglob("*.py") if pattern.search(path.read_text())
    ]
    assert not found


@pytest.mark.parametrize("service", SERVICES)
def test_the_asyncapi_document_is_valid(service):
    schemas = ROOT / "node_modules" / "@asyncapi" / "specs" / "schemas"
    assert schemas.is_dir(), "run `make assets`: the AsyncAPI schemas come from npm"
    schema = json.loads((schemas / "3.1.0-without-$id.json").read_text())
    jsonschema.validate(printed.asyncapi(service), schema)
